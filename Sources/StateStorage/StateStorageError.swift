// SPDX-License-Identifier: Apache-2.0

/// Why the stored state could not be read or written.
///
/// The entries are the truth: whatever the error, the state can be rebuilt.
public enum StateStorageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// LMDB refused an operation; `code` is its error code.
  case failed(operation: String, path: String, code: Int32, reason: String)
  /// The disk is full.
  case full(path: String)
  /// The stored state has another format than this software writes.
  case otherFormat(found: UInt64, expected: UInt64)
  /// A key is longer than LMDB allows.
  case keyTooLong(bytes: Int)

  /// Whether what is stored is no database any more: LMDB's own errors are below zero, those of
  /// the system above.
  public var isDamage: Bool {
    if case .failed(_, _, let code, _) = self { code < 0 } else { false }
  }

  /// The error as a sentence with its remedy.
  public var description: String {
    switch self {
    case .failed(let operation, let path, let code, let reason):
      "\(operation) of the stored state at \(path) failed: \(reason) (\(code)); "
        + "`tanzhang rebuild` makes it anew from the entries."
    case .full(let path):
      "The disk is full at \(path); free some space, then run `tanzhang rebuild`."
    case .otherFormat(let found, let expected):
      "The stored state has format \(found), this software writes \(expected); "
        + "run `tanzhang rebuild`."
    case .keyTooLong(let bytes):
      "A key of \(bytes) bytes is longer than the state storage allows."
    }
  }
}
