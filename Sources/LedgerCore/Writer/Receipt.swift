// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// What the ledger answers to a statement it has registered: durable, and covered by a signed
/// checkpoint.
public struct Receipt: Sendable, Equatable {
  /// The index of the entry.
  public let entry: UInt64
  /// When it was registered.
  public let registered: Timestamp
  /// The numbers assigned to what the statement registered.
  public let assignments: [Assignment]
  /// Whether the statement had been registered before: the first answer is given again, without
  /// its assignments.
  public let isRepetition: Bool

  /// Creates a receipt.
  public init(
    entry: UInt64, registered: Timestamp, assignments: [Assignment], isRepetition: Bool
  ) {
    self.entry = entry
    self.registered = registered
    self.assignments = assignments
    self.isRepetition = isRepetition
  }
}

/// Why a submission was not registered.
public enum SubmissionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A rule refused the statement; nothing changed.
  case rejected(Rejection)
  /// The storage failed; nothing after the last acknowledgement is certain.
  case storage(StorageError)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .rejected(let rejection): rejection.description
    case .storage(let error): error.description
    }
  }
}
