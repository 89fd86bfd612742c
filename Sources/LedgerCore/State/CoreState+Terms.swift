// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// What rules read of a series, without its prefix: looking it up copies no text.
public struct SeriesTerms: Sendable, Hashable {
  /// The number of the series.
  public let number: UInt32
  /// The number of the asset class.
  public let asset: UInt32
  /// The number of the project or other subject.
  public let subject: UInt32
  /// The month of generation or of the vintage.
  public let vintage: CalendarMonth
  /// The last date of use; `nil` when units never expire.
  public let lastUse: CalendarDate?
  /// The participant to whom the series was first issued.
  public let firstHolder: UInt32
  /// What the mechanism keeps with the series.
  public let attributes: UInt64
}

// The hot path of admission: each of these reads one row in place. Tables are generic and rows
// hold texts, so reading a row through them from another module copies the texts' references.
extension CoreState {
  /// The terms of series `number`, or a refusal.
  public func requireTerms(ofSeries number: UInt32) throws(Rejection) -> SeriesTerms {
    guard series.contains(number) else {
      _ = try requireSeries(number)
      preconditionFailure("a series that is not there is refused")
    }
    return series.read(number) { row in
      SeriesTerms(
        number: number, asset: row.asset, subject: row.subject, vintage: row.vintage,
        lastUse: row.lastUse, firstHolder: row.firstHolder, attributes: row.attributes)
    }
  }

  /// The prefix of series `number`, which must exist.
  public func prefix(ofSeries number: UInt32) -> String { series[number].prefix }

  /// The province of participant `number`, or a refusal.
  public func requireProvince(ofParticipant number: UInt32) throws(Rejection) -> UInt8 {
    guard participants.contains(number) else {
      _ = try requireParticipant(number)
      preconditionFailure("a participant that is not there is refused")
    }
    return participants.read(number) { $0.province }
  }

  /// Whether participant `number` holds `role` on `date`.
  public func holds(_ role: Role, _ number: UInt32, on date: CalendarDate) -> Bool {
    participants.contains(number) && participants.read(number) { $0.holds(role, on: date) }
  }
}
