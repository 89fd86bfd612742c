// SPDX-License-Identifier: Apache-2.0

/// Why nothing could be verified.
///
/// What is wrong with a ledger is a ``Finding`` instead.
public enum VerificationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A system call failed; `code` is its errno.
  case unreadable(path: String, operation: String, code: Int32)
  /// The path is neither a ledger directory nor a published tile directory.
  case notALedger(path: String)
  /// The stored state could not be read.
  case stateUnreadable(reason: String)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .unreadable(let path, let operation, let code):
      "\(path) cannot be read: \(operation) failed with errno \(code)."
    case .notALedger(let path):
      "\(path) is neither a ledger directory (with a file `format`) nor a published one "
        + "(with a file `checkpoint`)."
    case .stateUnreadable(let reason):
      "The stored state cannot be read: \(reason)"
    }
  }
}
