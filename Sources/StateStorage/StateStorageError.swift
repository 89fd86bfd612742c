// SPDX-License-Identifier: Apache-2.0

/// What became of a stored state that is not as it was written.
public enum StateDamage: Sendable, Equatable {
  /// The start of the file names no tree.
  case start
  /// The file ends before it should.
  case cutShort
  /// Bytes are not those that were written there.
  case changed
  /// The bytes are those that were written, and no part of a stored state.
  case malformed
  /// The disk does not give the bytes any more.
  case unreadable
}

/// Why the stored state could not be read or written.
///
/// The entries are the truth: whatever the error, the state can be rebuilt.
public enum StateStorageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The system refused an operation; `code` is its error number.
  case failed(operation: String, path: String, code: Int32, reason: String)
  /// The disk is full.
  case full(path: String)
  /// What is stored is not what was stored; `offset` is where in the file it was noticed.
  case damaged(path: String, offset: UInt64, StateDamage)
  /// The stored state has another format than this software writes.
  case otherFormat(found: UInt64, expected: UInt64)
  /// A key is longer than the stored state allows.
  case keyTooLong(bytes: Int)
  /// A row is larger than the stored state allows.
  case rowTooLarge(bytes: Int)

  /// Whether what is stored is not what was stored.
  public var isDamage: Bool {
    if case .damaged = self { true } else { false }
  }

  /// The error as a sentence with its remedy.
  public var description: String {
    switch self {
    case .failed(let operation, let path, let code, let reason):
      "\(operation) of the stored state at \(path) failed: \(reason) (\(code)); "
        + "`tanzhang rebuild` makes it anew from the entries."
    case .full(let path):
      "The disk is full at \(path); free some space, then run `tanzhang rebuild`."
    case .damaged(let path, let offset, let damage):
      "The stored state is damaged: \(path), byte \(offset): \(damage.sentence); "
        + "`tanzhang rebuild` makes it anew from the entries."
    case .otherFormat(let found, let expected):
      "The stored state has format \(found), this software writes \(expected); "
        + "run `tanzhang rebuild`."
    case .keyTooLong(let bytes):
      "A key of \(bytes) bytes is longer than the state storage allows."
    case .rowTooLarge(let bytes):
      "A row of \(bytes) bytes is larger than the state storage allows."
    }
  }
}

extension StateDamage {
  /// What it is, in English.
  public var sentence: String {
    switch self {
    case .start: "the start of the file is not what was written"
    case .cutShort: "the file ends before it should"
    case .changed: "the bytes are not those that were written there"
    case .malformed: "this is no part of a stored state"
    case .unreadable: "the disk does not give the bytes any more"
    }
  }
}
