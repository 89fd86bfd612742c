// SPDX-License-Identifier: Apache-2.0

/// A month of the calendar, the period in which green certificates are generated and expire.
public struct CalendarMonth: Hashable, Comparable, Sendable {
  /// Months since January 1970, which is 0.
  public let monthsSinceEpoch: Int32

  /// The month a number of months after January 1970.
  public init(monthsSinceEpoch: Int32) {
    self.monthsSinceEpoch = monthsSinceEpoch
  }

  /// A month of the years 1…9999, or nil when the year has no such month.
  public init?(year: Int, month: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    monthsSinceEpoch = Int32((year - 1970) * 12 + month - 1)
  }

  /// The year.
  public var year: Int {
    let months = Int(monthsSinceEpoch)
    return 1970 + (months >= 0 ? months : months - 11) / 12
  }

  /// The month of the year, 1…12.
  public var month: Int {
    Int(monthsSinceEpoch) - (year - 1970) * 12 + 1
  }

  /// The first day, clamped to the range of ``CalendarDate``.
  public var firstDay: CalendarDate {
    let days = CalendarDate.daysSinceEpoch(year: year, month: month, day: 1)
    return CalendarDate(daysSinceEpoch: Int32(clamping: days))
  }

  /// The last day, clamped to the range of ``CalendarDate``.
  public var lastDay: CalendarDate {
    let (year, month) = (year, month)
    let day = CalendarDate.dayCount(year: year, month: month)
    let days = CalendarDate.daysSinceEpoch(year: year, month: month, day: day)
    return CalendarDate(daysSinceEpoch: Int32(clamping: days))
  }

  /// The month so many months later, or earlier when negative.
  ///
  /// A result beyond `Int32` months stays at the end of that range: it neither traps nor wraps.
  public func adding(months: Int) -> CalendarMonth {
    let (sum, overflow) = Int(monthsSinceEpoch).addingReportingOverflow(months)
    if overflow { return CalendarMonth(monthsSinceEpoch: months < 0 ? .min : .max) }
    return CalendarMonth(monthsSinceEpoch: Int32(clamping: sum))
  }

  /// Whole months from the other month to this one; negative when the other is later.
  public func months(since other: CalendarMonth) -> Int {
    Int(monthsSinceEpoch) - Int(other.monthsSinceEpoch)
  }

  /// Whether the earlier month is on the left.
  public static func < (left: CalendarMonth, right: CalendarMonth) -> Bool {
    left.monthsSinceEpoch < right.monthsSinceEpoch
  }
}

extension CalendarMonth: CustomStringConvertible {
  /// The ISO 8601 form, `2026-11`.
  public var description: String {
    "\(zeroPadded(year, width: 4))-\(zeroPadded(month, width: 2))"
  }

  /// The form without a separator, `202611`, as codes and file names write it.
  public var compactText: String {
    zeroPadded(year, width: 4) + zeroPadded(month, width: 2)
  }

  /// Reads `2026-11` or `202611`.
  public init(text: String) throws(QuantityError) {
    var reader = AsciiReader(text)
    guard let year = reader.number(digits: 4) else {
      throw .malformed(.calendarMonth, text: text, offset: reader.offset)
    }
    _ = reader.take("-")
    guard let month = reader.number(digits: 2), reader.isAtEnd else {
      throw .malformed(.calendarMonth, text: text, offset: reader.offset)
    }
    guard let value = CalendarMonth(year: year, month: month) else {
      throw .outOfRange(.calendarMonth, text: text)
    }
    self = value
  }
}
