// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// Amounts by person: what is pending, credited, and which points can be spent.
///
/// A column holds one amount for each person, in pages, so that a column nobody uses costs
/// nothing and one that a city uses costs 8 bytes a person.
public struct PersonAmounts: StateSection {
  /// What a column holds.
  public enum Kind: UInt8, Sendable, CaseIterable {
    /// Milligrams reported for a scenario and month, not yet issued.
    case pending = 0
    /// Milligrams issued of a scenario, all months together; ``Column/month`` is nil.
    case credited = 1
    /// Milligrams of those credited that the person has used; ``Column/month`` is nil.
    case used = 2
    /// Points of a scenario earned in a month and not yet spent.
    case points = 3
  }

  /// What names a column.
  public struct Column: Sendable, Hashable {
    /// What it holds.
    public var kind: Kind
    /// The scenario.
    public var scenario: UInt32
    /// The month; `nil` for all.
    public var month: CalendarMonth?

    /// Names a column.
    public init(_ kind: Kind, scenario: UInt32, month: CalendarMonth?) {
      self.kind = kind
      self.scenario = scenario
      self.month = month
    }
  }

  /// The section's code.
  public let code: UInt8

  /// Creates an empty section.
  public init(code: UInt8) { self.code = code }

  /// The amount of `person` in `column`; 0 when nothing was ever added.
  public func amount(_ column: Column, _ person: UInt32) -> Int64 {
    preconditionFailure("to be written")
  }

  /// Adds `amount`, which may be negative; the sum must not be.
  public mutating func add(_ amount: Int64, to column: Column, _ person: UInt32) {
    preconditionFailure("to be written")
  }

  /// The sum of a column.
  public func total(_ column: Column) -> Int64 { preconditionFailure("to be written") }

  /// Adds every amount of `column` to `other` and removes `column`.
  public mutating func move(_ column: Column, into other: Column) {
    preconditionFailure("to be written")
  }

  /// Visits every person with an amount that is not zero, in the order of their numbers.
  public func visit(_ column: Column, _ body: (UInt32, Int64) -> Void) {
    preconditionFailure("to be written")
  }

  /// The columns that exist, in a fixed order.
  public var columns: [Column] { preconditionFailure("to be written") }

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
