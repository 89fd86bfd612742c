// SPDX-License-Identifier: Apache-2.0
import Quantities
import Testing

@Suite struct CalendarDateTests {
  @Test func `every day of 400 years follows the day before and round trips`() throws {
    let first = try CalendarDate(text: "1800-01-01")
    var expected = (year: 1800, month: 1, day: 1)
    for offset in 0..<146_097 {
      let date = first.adding(days: offset)
      try #require((date.year, date.month, date.day) == expected)
      let rebuilt = CalendarDate(
        year: expected.year, month: expected.month, day: expected.day)
      try #require(rebuilt == date)
      expected.day += 1
      if CalendarDate(year: expected.year, month: expected.month, day: expected.day) == nil {
        expected = (expected.year, expected.month + 1, 1)
        if expected.month == 13 { expected = (expected.year + 1, 1, 1) }
      }
    }
    #expect(expected == (2200, 1, 1))
  }

  @Test(arguments: [
    ("1970-01-01", Int32(0)), ("2000-02-29", 11_016), ("2026-11-21", 20_778),
    ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
  ])
  func `known dates have their day number`(text: String, days: Int32) throws {
    let date = try CalendarDate(text: text)
    #expect(date.daysSinceEpoch == days)
    #expect(date.description == text)
  }

  @Test(arguments: [
    "2026-02-29", "1900-02-29", "2026-13-01", "2026-04-31", "2026-00-10", "0000-01-01",
  ])
  func `dates the calendar lacks are refused`(text: String) {
    #expect(throws: QuantityError.outOfRange(.calendarDate, text: text)) {
      try CalendarDate(text: text)
    }
  }

  @Test(arguments: [
    ("2026-1-01", 6), ("2026-01-01x", 10), ("", 0), ("２０２６-01-01", 0), ("20260101", 4),
  ])
  func `other forms are refused with the place`(text: String, offset: Int) {
    #expect(throws: QuantityError.malformed(.calendarDate, text: text, offset: offset)) {
      try CalendarDate(text: text)
    }
  }

  @Test(arguments: [
    ("8/2/06", "2006-08-02"), ("12/29/2015", "2015-12-29"), ("1/1/68", "2068-01-01"),
    ("01/01/69", "1969-01-01"),
  ])
  func `american dates are read with the documented pivot`(text: String, iso: String) throws {
    #expect(try CalendarDate(unitedStatesText: text).description == iso)
  }

  @Test(arguments: ["29/12/2015", "1/2/123", "1/2", "1/2/06 ", "/2/06"])
  func `broken american dates are refused`(text: String) {
    #expect(throws: QuantityError.self) { try CalendarDate(unitedStatesText: text) }
  }

  @Test func `adding beyond the range stays at its end`() {
    let last = CalendarDate(daysSinceEpoch: .max)
    #expect(last.adding(days: .max) == last)
    #expect(CalendarDate(daysSinceEpoch: 0).adding(days: .min).daysSinceEpoch == .min)
    #expect(last.calendarMonth.lastDay == last)
  }
}

@Suite struct CalendarMonthTests {
  @Test func `months round trip and hold their days`() throws {
    for number in Int32(-23_000)...Int32(23_000) {
      let month = CalendarMonth(monthsSinceEpoch: number)
      try #require(CalendarMonth(year: month.year, month: month.month) == month)
      try #require(month.firstDay.calendarMonth == month)
      try #require(month.lastDay.calendarMonth == month)
      try #require(month.lastDay.adding(days: 1) == month.adding(months: 1).firstDay)
    }
  }

  @Test func `both spellings are one month`() throws {
    let month = try CalendarMonth(text: "2026-11")
    #expect(try CalendarMonth(text: "202611") == month)
    #expect((month.description, month.compactText) == ("2026-11", "202611"))
    #expect(month.monthsSinceEpoch == 682)
    #expect(throws: QuantityError.outOfRange(.calendarMonth, text: "202613")) {
      try CalendarMonth(text: "202613")
    }
    #expect(throws: QuantityError.self) { try CalendarMonth(text: "2026-11-01") }
  }

  @Test func `a certificate of 2024-11 is usable through 2026-10`() throws {
    let last = try CalendarMonth(text: "2024-11").adding(months: 23)
    #expect(last.lastDay.description == "2026-10-31")
  }

  @Test func `adding beyond the range stays at its end`() {
    let last = CalendarMonth(monthsSinceEpoch: .max)
    #expect(last.adding(months: 23) == last)
    #expect(last.firstDay.daysSinceEpoch == .max)
  }
}

@Suite struct TimestampTests {
  @Test(arguments: [
    ("2026-11-21T03:41:45.123Z", Int64(1_795_232_505_123), "2026-11-21T03:41:45.123Z"),
    ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z"),
    ("1969-12-31T23:59:59.9z", -100, "1969-12-31T23:59:59.900Z"),
    ("2026-11-21T11:41:45+08:00", 1_795_232_505_000, "2026-11-21T03:41:45.000Z"),
    ("2026-11-20t22:41:45.10-05:00", 1_795_232_505_100, "2026-11-21T03:41:45.100Z"),
  ])
  func `instants are read and written`(text: String, value: Int64, utc: String) throws {
    let instant = try Timestamp(text: text)
    #expect(instant.milliseconds == value)
    #expect(instant.description == utc)
    #expect(try Timestamp(text: utc) == instant)
  }

  @Test(arguments: [
    "2026-11-21T24:00:00Z", "2026-11-21T23:59:60Z", "2026-11-21T00:00:00.1234Z",
    "2026-11-21T00:00:00", "2026-11-21 00:00:00Z", "2026-02-30T00:00:00Z",
    "2026-11-21T00:00:00.Z", "2026-11-21T00:00:00+8:00",
  ])
  func `what is not an instant is refused`(text: String) {
    #expect(throws: QuantityError.self) { try Timestamp(text: text) }
  }

  @Test func `the date in China changes at 16 hours UTC`() throws {
    let before = try Timestamp(text: "2026-12-31T15:59:59.999Z")
    #expect(before.date(offsetMinutes: 480).description == "2026-12-31")
    #expect(before.adding(milliseconds: 1).date(offsetMinutes: 480).description == "2027-01-01")
    #expect(Timestamp(milliseconds: -1).date(offsetMinutes: 0).description == "1969-12-31")
    #expect(Timestamp(milliseconds: .max).date(offsetMinutes: 480).daysSinceEpoch == .max)
    #expect(Timestamp(milliseconds: .min).date(offsetMinutes: -480).daysSinceEpoch == .min)
  }
}

@Suite struct PeriodTests {
  @Test func `neighbours share a bound without overlapping`() throws {
    let (start, middle) = (try CalendarMonth(text: "2026-01"), try CalendarMonth(text: "2026-04"))
    let spring = try MonthPeriod(start: start, end: middle)
    let summer = try MonthPeriod(start: middle, end: middle.adding(months: 3))
    #expect(!spring.overlaps(summer))
    #expect(spring.intersection(summer) == nil)
    #expect(!spring.contains(middle) && summer.contains(middle))
    #expect(spring.monthCount == 3)
    #expect(spring.description == "2026-01/2026-04")
  }

  @Test func `a period that holds nothing is refused`() {
    let day = CalendarDate(daysSinceEpoch: 0)
    #expect(throws: QuantityError.emptyPeriod(start: "1970-01-01", end: "1970-01-01")) {
      try DatePeriod(start: day, end: day)
    }
  }

  @Test func `overlap and intersection agree with the days inside`() throws {
    let bounds = (Int32(0)..<6).map { CalendarDate(daysSinceEpoch: $0) }
    var periods: [DatePeriod] = []
    for start in bounds {
      for end in bounds where start < end { periods.append(try DatePeriod(start: start, end: end)) }
    }
    for left in periods {
      for right in periods {
        let common = bounds.filter { left.contains($0) && right.contains($0) }
        #expect(left.overlaps(right) == !common.isEmpty)
        #expect(bounds.filter { left.intersection(right)?.contains($0) ?? false } == common)
        #expect(left.contains(right) == (common.count == right.dayCount))
      }
    }
  }
}
