// SPDX-License-Identifier: Apache-2.0

/// A day of the proleptic Gregorian calendar (ISO 8601), without a time or a time zone.
///
/// Any `Int32` is a date, so that decoding cannot fail; text and year/month/day initialisers
/// accept the years 1…9999, the only ones ISO 8601 writes without agreement.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01, which is 0.
  public let daysSinceEpoch: Int32

  /// The date a number of days after 1970-01-01.
  public init(daysSinceEpoch: Int32) {
    self.daysSinceEpoch = daysSinceEpoch
  }

  /// A date of the years 1…9999, or nil when the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    guard (1...Self.dayCount(year: year, month: month)).contains(day) else { return nil }
    daysSinceEpoch = Int32(Self.daysSinceEpoch(year: year, month: month, day: day))
  }

  /// The year; zero and below are years before 1 AD, as in ISO 8601.
  public var year: Int { civil.year }

  /// The month of the year, 1…12.
  public var month: Int { civil.month }

  /// The day of the month, 1…31.
  public var day: Int { civil.day }

  /// The month that holds this day.
  public var calendarMonth: CalendarMonth {
    let (year, month, _) = civil
    return CalendarMonth(monthsSinceEpoch: Int32((year - 1970) * 12 + month - 1))
  }

  /// The date so many days later, or earlier when negative.
  ///
  /// A result beyond `Int32` days stays at the end of that range, so that hostile input can
  /// neither trap nor wrap round: an expiry never comes before its issue.
  public func adding(days: Int) -> CalendarDate {
    let (sum, overflow) = Int(daysSinceEpoch).addingReportingOverflow(days)
    if overflow { return CalendarDate(daysSinceEpoch: days < 0 ? .min : .max) }
    return CalendarDate(daysSinceEpoch: Int32(clamping: sum))
  }

  /// The same day so many years later; 29 February becomes 28 February where there is none.
  ///
  /// Dates beyond the years 1…9999 stay within them.
  public func adding(years: Int) -> CalendarDate {
    let (year, month, day) = civil
    let (sum, overflow) = year.addingReportingOverflow(years)
    let target = min(max(overflow ? (years < 0 ? 1 : 9999) : sum, 1), 9999)
    let last = Self.dayCount(year: target, month: month)
    return CalendarDate(
      daysSinceEpoch: Int32(
        clamping: Self.daysSinceEpoch(year: target, month: month, day: min(day, last))))
  }

  /// Whole days from the other date to this one; negative when the other is later.
  public func days(since other: CalendarDate) -> Int {
    Int(daysSinceEpoch) - Int(other.daysSinceEpoch)
  }

  /// Whether the earlier date is on the left.
  public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }
}

extension CalendarDate: CustomStringConvertible {
  /// The ISO 8601 extended form, `2026-11-21`.
  public var description: String {
    let (year, month, day) = civil
    return
      "\(zeroPadded(year, width: 4))-\(zeroPadded(month, width: 2))-\(zeroPadded(day, width: 2))"
  }
}

extension CalendarDate {
  /// Reads the ISO 8601 extended form, `2026-11-21`, and nothing else.
  public init(text: String) throws(QuantityError) {
    var reader = AsciiReader(text)
    guard
      let year = reader.number(digits: 4), reader.take("-"),
      let month = reader.number(digits: 2), reader.take("-"),
      let day = reader.number(digits: 2), reader.isAtEnd
    else { throw .malformed(.calendarDate, text: text, offset: reader.offset) }
    guard let date = CalendarDate(year: year, month: month, day: day) else {
      throw .outOfRange(.calendarDate, text: text)
    }
    self = date
  }

  /// Reads month/day/year as American registries print it: `8/2/06`, `12/29/2015`.
  ///
  /// A year of two digits is pivoted as POSIX `strptime` does: 00…68 means 2000…2068 and
  /// 69…99 means 1969…1999. No carbon record is older than that.
  public init(unitedStatesText text: String) throws(QuantityError) {
    var reader = AsciiReader(text)
    guard
      let month = reader.number(digits: 1, through: 2), reader.take("/"),
      let day = reader.number(digits: 1, through: 2), reader.take("/")
    else { throw .malformed(.calendarDate, text: text, offset: reader.offset) }
    let yearOffset = reader.offset
    guard let written = reader.number(digits: 2, through: 4), reader.isAtEnd else {
      throw .malformed(.calendarDate, text: text, offset: reader.offset)
    }
    let year: Int
    switch reader.offset - yearOffset {
    case 2: year = written <= 68 ? 2000 + written : 1900 + written
    case 4: year = written
    default: throw .malformed(.calendarDate, text: text, offset: yearOffset)
    }
    guard let date = CalendarDate(year: year, month: month, day: day) else {
      throw .outOfRange(.calendarDate, text: text)
    }
    self = date
  }
}

extension CalendarDate {
  /// Year, month and day.
  ///
  /// Years are counted from March, so that the leap day is the last of its year and the days
  /// before a month follow (153 m + 2) / 5; 146 097 days make a full cycle of 400 years.
  var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(daysSinceEpoch) + Self.daysFromMarchYearZero
    let cycle = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfCycle = shifted - cycle * 146_097
    let yearOfCycle =
      (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The inverse of ``civil``; the caller has checked month and day.
  static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month <= 2 ? year - 1 : year
    let cycle = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfCycle = marchYear - cycle * 400
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
    return cycle * 146_097 + dayOfCycle - daysFromMarchYearZero
  }

  static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 0000-03-01 to 1970-01-01.
  private static let daysFromMarchYearZero = 719_468
}
