// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import Quantities

/// What a rule may know besides the state and the record: who signed, when, where it stands.
public struct AdmissionContext: Sendable {
  /// The participant that signed the statement.
  public let issuer: UInt32
  /// The time the ledger gave the entry.
  public let registered: Timestamp
  /// The day of `registered` in China (UTC+8).
  public let today: CalendarDate
  /// Where the record stands.
  public internal(set) var position: RecordPosition
  /// The hash function of the ledger's suite.
  public internal(set) var hash: HashFunction

  /// Creates a context.
  public init(
    issuer: UInt32, registered: Timestamp, position: RecordPosition, hash: HashFunction
  ) {
    self.issuer = issuer
    self.registered = registered
    self.today = registered.date(offsetMinutes: 480)
    self.position = position
    self.hash = hash
  }
}

/// A number the ledger assigned while admitting a statement.
public struct Assignment: Sendable, Equatable {
  /// The kind of thing: `participant`, `asset`, `series`, `hold` or a mechanism's own.
  public let kind: String
  /// The number.
  public let number: UInt32
  /// The record that caused it, as its position in the statement.
  public let record: Int
}
