// SPDX-License-Identifier: Apache-2.0

/// An instant, in whole milliseconds of Unix time (leap seconds are not counted).
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public let milliseconds: Int64

  /// The instant a number of milliseconds after 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The instant so many seconds after 1970-01-01T00:00:00Z; what is beyond `Int64` is clamped.
  public init(seconds: UInt64) {
    let (milliseconds, overflow) = Int64(clamping: seconds).multipliedReportingOverflow(by: 1_000)
    self.init(milliseconds: overflow ? .max : milliseconds)
  }

  /// The calendar date at this instant in a zone so many minutes east of Greenwich.
  ///
  /// China is +480 all year. Dates beyond `Int32` days are clamped.
  public func date(offsetMinutes: Int) -> CalendarDate {
    precondition((-1439...1439).contains(offsetMinutes), "no zone is a whole day from Greenwich")
    let offset = Int64(offsetMinutes) * Self.millisecondsPerMinute
    let (local, overflow) = milliseconds.addingReportingOverflow(offset)
    let clamped = overflow ? (offset < 0 ? Int64.min : Int64.max) : local
    return CalendarDate(daysSinceEpoch: Int32(clamping: Self.dayAndTime(clamped).day))
  }

  /// The instant so many milliseconds later; a result beyond `Int64` stays at its end.
  public func adding(milliseconds other: Int64) -> Timestamp {
    let (sum, overflow) = milliseconds.addingReportingOverflow(other)
    return Timestamp(milliseconds: overflow ? (other < 0 ? .min : .max) : sum)
  }

  /// Whether the earlier instant is on the left.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  private static let millisecondsPerMinute: Int64 = 60_000
  private static let millisecondsPerDay: Int64 = 86_400_000

  private static func dayAndTime(_ milliseconds: Int64) -> (day: Int64, time: Int64) {
    let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: millisecondsPerDay)
    return remainder < 0
      ? (quotient - 1, remainder + millisecondsPerDay) : (quotient, remainder)
  }
}

extension Timestamp: CustomStringConvertible {
  /// The RFC 3339 form in UTC with milliseconds, `2026-11-21T03:41:45.000Z`.
  public var description: String {
    let (day, time) = Self.dayAndTime(milliseconds)
    let date = CalendarDate(daysSinceEpoch: Int32(clamping: day))
    let hour = zeroPadded(time / 3_600_000, width: 2)
    let minute = zeroPadded(time / 60_000 % 60, width: 2)
    let second = zeroPadded(time / 1000 % 60, width: 2)
    return "\(date)T\(hour):\(minute):\(second).\(zeroPadded(time % 1000, width: 3))Z"
  }

  /// Reads RFC 3339 with `Z` or an offset and up to three decimals of a second.
  ///
  /// Finer fractions are refused, not cut; so is the leap second :60, which Unix time lacks.
  public init(text: String) throws(QuantityError) {
    var reader = AsciiReader(text)
    guard
      let year = reader.number(digits: 4), reader.take("-"),
      let month = reader.number(digits: 2), reader.take("-"),
      let day = reader.number(digits: 2), reader.take("T") || reader.take("t"),
      let hour = reader.number(digits: 2), reader.take(":"),
      let minute = reader.number(digits: 2), reader.take(":"),
      let second = reader.number(digits: 2),
      let fraction = Self.fraction(&reader),
      let offset = Self.offsetMinutes(&reader), reader.isAtEnd
    else { throw .malformed(.timestamp, text: text, offset: reader.offset) }
    guard
      let date = CalendarDate(year: year, month: month, day: day),
      hour < 24, minute < 60, second < 60, (-1439...1439).contains(offset)
    else { throw .outOfRange(.timestamp, text: text) }
    let minutes = Int64(hour * 60 + minute - offset)
    milliseconds =
      Int64(date.daysSinceEpoch) * Self.millisecondsPerDay
      + minutes * Self.millisecondsPerMinute + Int64(second * 1000 + fraction)
  }

  private static func fraction(_ reader: inout AsciiReader) -> Int? {
    guard reader.take(".") else { return 0 }
    let start = reader.offset
    guard let digits = reader.number(digits: 1, through: 3) else { return nil }
    return [100, 10, 1][reader.offset - start - 1] * digits
  }

  private static func offsetMinutes(_ reader: inout AsciiReader) -> Int? {
    if reader.take("Z") || reader.take("z") { return 0 }
    let isWest = reader.next == 0x2D
    guard reader.take("+") || reader.take("-") else { return nil }
    guard
      let hours = reader.number(digits: 2), reader.take(":"),
      let minutes = reader.number(digits: 2), minutes < 60
    else { return nil }
    return (isWest ? -1 : 1) * (hours * 60 + minutes)
  }
}
