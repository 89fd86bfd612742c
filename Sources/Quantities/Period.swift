// SPDX-License-Identifier: Apache-2.0

/// A point that periods may start and end at.
public typealias PeriodBound = Comparable & CustomStringConvertible & Hashable & Sendable

/// A half-open stretch of time: it holds its start and does not hold its end.
///
/// Consecutive periods therefore share a bound without overlapping. No period is empty.
public struct Period<Bound: PeriodBound>: Hashable, Sendable {
  /// The first point inside.
  public let start: Bound

  /// The first point after, no longer inside.
  public let end: Bound

  /// The period from `start` until, not including, `end`.
  ///
  /// - Throws: ``QuantityError/emptyPeriod(start:end:)`` unless `start` is before `end`.
  public init(start: Bound, end: Bound) throws(QuantityError) {
    guard start < end else { throw .emptyPeriod(start: "\(start)", end: "\(end)") }
    self.start = start
    self.end = end
  }

  /// Whether the point is inside.
  public func contains(_ point: Bound) -> Bool {
    start <= point && point < end
  }

  /// Whether every point of the other period is inside this one.
  public func contains(_ other: Period) -> Bool {
    start <= other.start && other.end <= end
  }

  /// Whether some point is inside both; periods that only touch do not overlap.
  public func overlaps(_ other: Period) -> Bool {
    start < other.end && other.start < end
  }

  /// The points inside both, or nil when there are none.
  public func intersection(_ other: Period) -> Period? {
    try? Period(start: max(start, other.start), end: min(end, other.end))
  }
}

/// A half-open period of whole days.
public typealias DatePeriod = Period<CalendarDate>

/// A half-open period of whole months.
public typealias MonthPeriod = Period<CalendarMonth>

/// A half-open period between two instants.
public typealias TimestampPeriod = Period<Timestamp>

extension Period: CustomStringConvertible {
  /// The ISO 8601 interval `start/end`; the end is excluded.
  public var description: String { "\(start)/\(end)" }
}

extension Period where Bound == CalendarDate {
  /// The number of days inside.
  public var dayCount: Int { end.days(since: start) }
}

extension Period where Bound == CalendarMonth {
  /// The number of months inside.
  public var monthCount: Int { end.months(since: start) }
}
