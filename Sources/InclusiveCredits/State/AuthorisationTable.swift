// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// Which persons have authorised which scenarios, from when until when.
///
/// An authorisation runs from its first day up to, not including, the day of its withdrawal. A
/// person may authorise again after a withdrawal.
public struct AuthorisationTable: StateSection {
  /// The section's code.
  public let code: UInt8

  /// Creates an empty table.
  public init(code: UInt8) { self.code = code }

  /// Notes that `person` authorises `scenario` from `date`; a running authorisation that starts
  /// later is moved to `date`, one that started earlier stays as it is.
  public mutating func grant(_ scenario: UInt32, _ person: UInt32, from date: CalendarDate) {
    preconditionFailure("to be written")
  }

  /// Ends the authorisation that covers `date` at `date`; returns whether there was one.
  public mutating func withdraw(
    _ scenario: UInt32, _ person: UInt32, from date: CalendarDate
  ) -> Bool {
    preconditionFailure("to be written")
  }

  /// Whether `person` authorised `scenario` on `date`.
  public func isActive(_ scenario: UInt32, _ person: UInt32, on date: CalendarDate) -> Bool {
    preconditionFailure("to be written")
  }

  /// The authorisations of `person` for `scenario`, oldest first; `until` is the first day without.
  public func periods(
    _ scenario: UInt32, _ person: UInt32
  ) -> [(from: CalendarDate, until: CalendarDate?)] {
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
