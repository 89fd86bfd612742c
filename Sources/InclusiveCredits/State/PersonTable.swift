// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// The persons known to all scenarios, numbered densely: 10⁷ of them in bounded memory.
public struct PersonTable: StateSection {
  /// The section's code.
  public let code: UInt8

  /// Creates an empty table.
  public init(code: UInt8) { self.code = code }

  /// The number of persons.
  public var count: Int { preconditionFailure("to be written") }

  /// The number of the person called `pseudonym`, or `nil`.
  public func number(of pseudonym: Pseudonym) -> UInt32? {
    preconditionFailure("to be written")
  }

  /// The person numbered `number`, or `nil`.
  public func pseudonym(_ number: UInt32) -> Pseudonym? {
    preconditionFailure("to be written")
  }

  /// Adds a person not known yet and returns the number.
  public mutating func append(_ pseudonym: Pseudonym) -> UInt32 {
    preconditionFailure("to be written")
  }

  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {}
  /// Regards the rows as stored.
  public mutating func forgetChanges() {}
  /// Reads back one stored row.
  public mutating func load(key: [UInt8], value: [UInt8]) throws(StateError) {}
  /// Keeps what was done since the last call.
  public mutating func commit() {}
  /// Takes back what was done since `commit()`.
  public mutating func rollback() {}
}
