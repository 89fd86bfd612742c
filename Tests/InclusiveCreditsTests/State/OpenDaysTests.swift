// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import Quantities
import Testing

@testable import InclusiveCredits

@Suite struct OpenDaysTests {
  private static let site = UInt32.max

  private func activity(
    _ key: UInt64, person: UInt32 = 0, scenario: UInt32 = 0, batch: UInt32 = 0, start: Int32 = -1,
    duration: Int32 = 0, measure: Int64 = 0
  ) -> OpenDays.Activity {
    OpenDays.Activity(
      key: OpenDays.NaturalKey(high: 1, low: key), person: person, scenario: scenario,
      batch: batch, start: start, duration: duration, measure: measure)
  }

  private func ride(
    _ key: UInt64, _ start: Int32, _ duration: Int32, batch: UInt32 = 0, person: UInt32 = 0
  ) -> OpenDays.Activity {
    activity(key, person: person, batch: batch, start: start, duration: duration)
  }

  @Test func `a natural key is taken once on its date`() {
    var days = OpenDays(code: 56)
    #expect(days.finding(activity(7), on: date(10)) == .free(count: 0, sum: 0))
    days.insert(activity(7, batch: 5), on: date(10))
    days.insert(activity(8, batch: 6), on: date(10))
    #expect(days.finding(activity(7, person: 3), on: date(10)) == .duplicate(batch: 5))
    #expect(days.finding(activity(8, person: 3), on: date(10)) == .duplicate(batch: 6))
    #expect(days.finding(activity(7, person: 3), on: date(11)) == .free(count: 0, sum: 0))
    let other = OpenDays.Activity(
      key: OpenDays.NaturalKey(high: 7, low: 1), person: 3, scenario: 0, batch: 7, start: -1,
      duration: 0, measure: 0)
    #expect(days.finding(other, on: date(10)) == .free(count: 0, sum: 0), "halves exchanged")
  }

  @Test func `a person is under way in one activity at a time`() {
    var days = OpenDays(code: 56)
    days.insert(ride(1, 28_800, 1200, batch: 4), on: date(10))
    let taken = OpenDays.Finding.overlap(batch: 4)
    let free = OpenDays.Finding.free(count: 1, sum: 0)
    #expect(
      days.finding(ride(2, 29_400, 1800), on: date(10)) == taken, "08:10–08:40 of 08:00–08:20")
    #expect(days.finding(ride(2, 28_799, 2), on: date(10)) == taken)
    #expect(days.finding(ride(2, 29_999, 1), on: date(10)) == taken)
    #expect(days.finding(ride(2, 0, 86_400), on: date(10)) == taken)
    #expect(days.finding(ride(2, 30_000, 60), on: date(10)) == free, "it starts as the other ends")
    #expect(days.finding(ride(2, 28_000, 800), on: date(10)) == free, "it ends as the other starts")
    #expect(days.finding(ride(2, 29_000, 0), on: date(10)) == free, "of no length")
    #expect(days.finding(ride(2, -1, 500), on: date(10)) == free, "without an interval")
    #expect(days.finding(ride(2, 29_000, 60, person: 1), on: date(10)) == .free(count: 0, sum: 0))
    #expect(days.finding(ride(2, 29_000, 60), on: date(11)) == .free(count: 0, sum: 0))
  }

  @Test func `activities without length or interval stand in nobody's way`() {
    var days = OpenDays(code: 56)
    days.insert(ride(1, 5000, 0), on: date(10))
    days.insert(ride(2, -1, 86_400), on: date(10))
    #expect(days.finding(ride(3, 0, 86_400), on: date(10)) == .free(count: 2, sum: 0))
    days.insert(ride(3, 0, 86_400), on: date(10))
    #expect(days.finding(ride(4, 5000, 1), on: date(10)) == .overlap(batch: 0))
  }

  @Test func `a person may be under way across midnight`() {
    var days = OpenDays(code: 56)
    let free = OpenDays.Finding.free(count: 0, sum: 0)
    // Until 00:10 of the 11th.
    days.insert(ride(1, 85_800, 1200, batch: 1), on: date(10))
    #expect(days.finding(ride(2, 599, 60), on: date(11)) == .overlap(batch: 1))
    #expect(days.finding(ride(2, 600, 60), on: date(11)) == free, "it starts as the other ends")
    #expect(days.finding(ride(2, 599, 60, person: 1), on: date(11)) == free)
    #expect(days.finding(ride(2, 599, 60), on: date(12)) == free)
    #expect(days.finding(ride(2, -1, 60), on: date(11)) == free)
    // From 00:30 of the 11th: what the 10th reports late is compared with it.
    days.insert(ride(3, 1800, 600, batch: 2), on: date(11))
    #expect(days.finding(ride(4, 80_000, 8200), on: date(10)) == .overlap(batch: 1))
    #expect(
      days.finding(ride(4, 80_000, 8200, person: 1), on: date(10)) == free, "until 00:30")
    var other = days
    other.insert(ride(5, 1800, 600, batch: 3, person: 1), on: date(11))
    #expect(
      other.finding(ride(4, 80_000, 8200, person: 1), on: date(10)) == free, "until 00:30")
    #expect(
      other.finding(ride(4, 80_000, 8201, person: 1), on: date(10)) == .overlap(batch: 3),
      "until a second later")
    days.insert(ride(8, 0, 60, batch: 4, person: 8), on: date(21))
    #expect(days.finding(ride(9, 86_000, 400, person: 8), on: date(20)) == free)
    #expect(
      days.finding(ride(9, 86_000, 401, person: 8), on: date(20)) == .overlap(batch: 4),
      "a second into the next day")
    // To midnight exactly, and from midnight on.
    days.insert(ride(6, 86_000, 400, batch: 4, person: 9), on: date(20))
    #expect(days.finding(ride(7, 0, 60, person: 9), on: date(21)) == free)
    #expect(days.finding(ride(7, 86_399, 60, person: 9), on: date(20)) == .overlap(batch: 4))
  }

  @Test func `a long activity reaches into neighbouring days that nobody else reported`() {
    var days = OpenDays(code: 56)
    days.insert(ride(1, 40_000, .max, batch: 1), on: date(10))
    #expect(days.finding(ride(2, 86_399, 1), on: date(11)) == .overlap(batch: 1))
    #expect(days.finding(ride(2, 0, 40_000), on: date(10)) == .free(count: 1, sum: 0))
    #expect(days.finding(ride(2, 0, 40_001), on: date(10)) == .overlap(batch: 1))
    #expect(days.finding(ride(2, .max, .max), on: date(10)) == .overlap(batch: 1))
  }

  @Test func `a person's day is counted and summed for each scenario`() {
    var days = OpenDays(code: 56)
    for (key, measure) in [3, 40, 500].enumerated() {
      days.insert(activity(UInt64(key), measure: Int64(measure)), on: date(10))
    }
    days.insert(activity(4, scenario: 1, batch: 1, measure: 6000), on: date(10))
    days.insert(activity(5, batch: 2, measure: 7), on: date(11))
    #expect(days.finding(activity(9), on: date(10)) == .free(count: 3, sum: 543))
    #expect(days.finding(activity(9, scenario: 1), on: date(10)) == .free(count: 1, sum: 6000))
    #expect(days.finding(activity(9, scenario: 2), on: date(10)) == .free(count: 0, sum: 0))
    #expect(days.finding(activity(9), on: date(11)) == .free(count: 1, sum: 7))
    days.insert(activity(6, batch: 3, measure: .max), on: date(11))
    #expect(days.finding(activity(9), on: date(11)) == .free(count: 2, sum: .max))
  }

  @Test func `a site's day is counted and summed too, and nothing of it overlaps`() {
    var days = OpenDays(code: 56)
    for key in 0..<3000 as Range<UInt64> {
      days.insert(
        activity(key, person: Self.site, start: 0, duration: 900, measure: 2), on: date(10))
    }
    let next = activity(9999, person: Self.site, start: 0, duration: 900)
    #expect(days.finding(next, on: date(10)) == .free(count: 3000, sum: 6000))
    var other = next
    other.scenario = 1
    #expect(days.finding(other, on: date(10)) == .free(count: 0, sum: 0))
    days.rollback()
    #expect(days.finding(next, on: date(10)) == .free(count: 0, sum: 0))
  }

  @Test func `the last number of a person is like any other`() {
    var days = OpenDays(code: 56)
    days.insert(ride(1, 0, 60, person: .max - 1), on: date(10))
    #expect(days.finding(ride(2, 30, 60, person: .max - 1), on: date(10)) == .overlap(batch: 0))
  }

  @Test func `days are let go when the statement is committed, and not before`() {
    var days = OpenDays(code: 56)
    for day in 0..<10 { days.insert(activity(UInt64(day), batch: UInt32(day)), on: date(day)) }
    days.commit()
    days.close(before: date(4))
    days.close(before: date(3))
    #expect(days.count == 10)
    #expect(days.finding(activity(0), on: date(0)) == .duplicate(batch: 0))
    days.rollback()
    days.commit()
    #expect(days.count == 10, "a refused statement closes nothing")
    days.close(before: date(4))
    days.commit()
    #expect(days.dates == (4..<10).map { date($0) })
    #expect(days.count == 6)
    #expect(days.finding(activity(0), on: date(0)) == .free(count: 0, sum: 0))
    #expect(days.finding(activity(4), on: date(4)) == .duplicate(batch: 4))
  }

  @Test func `what is kept is bounded by the open days`() {
    var days = OpenDays(code: 56)
    var most = 0
    for day in 0..<40 {
      for key in 0..<200 as Range<UInt64> {
        days.insert(activity(key, person: UInt32(key), batch: UInt32(day)), on: date(day))
      }
      days.close(before: date(day - 7))
      days.commit()
      most = max(most, days.count)
      #expect(days.images.count == days.dates.count)
    }
    #expect(most == 8 * 200)
    #expect(days.removed.isEmpty, "nothing was stored, so nothing need be removed")
  }

  /// Were keys of an operator's choice to lie in one place, this would take minutes.
  @Test func `chosen keys are found as fast as others`() {
    var days = OpenDays(code: 56)
    let patterns: [(UInt64) -> OpenDays.NaturalKey] = [
      { OpenDays.NaturalKey(high: 0, low: $0) }, { OpenDays.NaturalKey(high: $0, low: 0) },
      { OpenDays.NaturalKey(high: $0 << 40, low: 0xffff) },
      { OpenDays.NaturalKey(high: $0, low: 0 &- $0) },
    ]
    var person: UInt32 = 0
    for (day, pattern) in patterns.enumerated() {
      for number in 1...40_000 as ClosedRange<UInt64> {
        let activity = OpenDays.Activity(
          key: pattern(number), person: person, scenario: 0, batch: UInt32(day), start: -1,
          duration: 0, measure: 0)
        days.insert(activity, on: date(day))
        person += 1
      }
    }
    #expect(days.count == 160_000)
    var known = activity(0)
    known.key = patterns[3](40_000)
    #expect(days.finding(known, on: date(3)) == .duplicate(batch: 3))
  }

  @Test func `touching changes nothing`() {
    var days = OpenDays(code: 56)
    let activities = (0..<10 as Range<UInt64>).map { ride($0, Int32($0), 1) }
    days.touch(activities[...], on: date(10))
    for activity in activities { days.insert(activity, on: date(10)) }
    days.commit()
    let images = days.images
    days.touch(activities[3..<7], on: date(10))
    days.touch(activities[...], on: date(11))
    #expect(days.images == images)
  }
}
