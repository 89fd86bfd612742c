// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import Quantities
import Testing

@testable import InclusiveCredits

/// Open days against a model that looks at every activity there is.
@Suite struct OpenDaysHistoryTests {
  private typealias Activity = OpenDays.Activity

  private struct Model {
    var days: [Int: [Activity]] = [:]

    private static func seconds(_ activity: Activity, _ day: Int) -> Range<Int64> {
      guard activity.start >= 0, activity.duration > 0 else { return 0..<0 }
      let start = Int64(day) * 86_400 + Int64(activity.start)
      return start..<start + Int64(activity.duration)
    }

    /// Whether the days may answer `finding`.
    func agrees(_ finding: OpenDays.Finding, _ activity: Activity, _ day: Int) -> Bool {
      let today = days[day] ?? []
      if let known = today.first(where: { $0.key == activity.key }) {
        return finding == .duplicate(batch: known.batch)
      }
      let own = today.filter {
        $0.person == activity.person && $0.scenario == activity.scenario
      }
      let seconds = Self.seconds(activity, day)
      var batches: Set<UInt32> = []
      for other in day - 1...day + 1 where activity.person != .max {
        for taken in days[other] ?? [] where taken.person == activity.person {
          if Self.seconds(taken, other).overlaps(seconds) { batches.insert(taken.batch) }
        }
      }
      guard batches.isEmpty else {
        guard case .overlap(let batch) = finding else { return false }
        return batches.contains(batch)
      }
      return finding == .free(count: own.count, sum: own.reduce(0) { $0 + $1.measure })
    }

    var count: Int { days.values.reduce(0) { $0 + $1.count } }
  }

  private static let dates = 0...6

  private func activity(
    _ random: inout SeededHistory, scenario: UInt32, batch: UInt32
  ) -> Activity {
    let person = random.once(in: 8) ? UInt32.max : UInt32(random.number(0...7) * 700)
    let starts = [-1, 0, 86_399, random.number(0...86_399), random.number(0...86_399)]
    let durations = [0, 1, 86_400, random.number(0...3000), random.number(0...3000)]
    return Activity(
      key: OpenDays.NaturalKey(
        high: UInt64(random.number(0...40)), low: UInt64(random.number(0...40))),
      person: person, scenario: scenario, batch: batch,
      start: Int32(starts.randomElement(using: &random) ?? 0),
      duration: Int32(durations.randomElement(using: &random) ?? 0),
      measure: random.once(in: 2) ? 0 : Int64(random.number(0...100_000)))
  }

  /// Adds the activities of one batch that can be added; returns how many could not.
  private func submit(
    _ days: inout OpenDays, _ model: inout Model, batch: UInt32, _ random: inout SeededHistory
  ) -> Int {
    let day = random.number(Self.dates)
    let scenario = UInt32(random.number(0...2))
    var refused = 0
    for _ in 0..<random.number(1...10) {
      let activity = activity(&random, scenario: scenario, batch: batch)
      let finding = days.finding(activity, on: date(day))
      #expect(model.agrees(finding, activity, day), "\(activity) on \(day): \(finding)")
      if case .free = finding {
        days.insert(activity, on: date(day))
        model.days[day, default: []].append(activity)
      } else {
        refused += 1
      }
    }
    return refused
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func `a random history agrees with a model that looks at everything`(_ seed: UInt64) throws {
    var random = SeededHistory(seed: seed)
    var days = OpenDays(code: 56)
    var model = Model()
    var storage = StoredSection()
    var (batches, refused) = (UInt32(0), 0)
    for step in 0..<250 {
      var (changed, next) = (model, batches)
      for _ in 0..<random.number(1...3) {
        refused += submit(&days, &changed, batch: next, &random)
        next += 1
      }
      if random.once(in: 12) {
        let first = random.number(Self.dates)
        days.close(before: date(first))
        changed.days = changed.days.filter { $0.key >= first }
      }
      if random.once(in: 3) {
        days.rollback()
      } else {
        days.commit()
        (model, batches) = (changed, next)
      }
      #expect(days.count == model.count, "seed \(seed), step \(step)")
      if random.once(in: 6) {
        storage.store(&days)
        try storage.expectSame(as: days, empty: OpenDays(code: 56), "seed \(seed), step \(step)")
      }
      if random.once(in: 40) {
        storage.store(&days)
        days = try reloaded(days)
      }
    }
    #expect(refused > 200, "seed \(seed)")
    #expect(batches > 200, "seed \(seed)")
  }

  /// What a restart makes of the days.
  private func reloaded(_ days: OpenDays) throws -> OpenDays {
    var loaded = OpenDays(code: 56)
    for image in days.images { try loaded.load(key: image.key, value: image.value) }
    return loaded
  }

  @Test func `statements that are refused leave nothing behind, however large`() throws {
    var random = SeededHistory(seed: 9)
    var days = OpenDays(code: 56)
    var model = Model()
    for batch in 0..<50 as Range<UInt32> {
      _ = submit(&days, &model, batch: batch, &random)
    }
    days.commit()
    let images = days.images
    for number in 0..<9000 as Range<UInt64> {
      let activity = Activity(
        key: OpenDays.NaturalKey(high: number, low: 77), person: UInt32(number % 100),
        scenario: 1, batch: 50, start: -1, duration: 0, measure: 3)
      days.insert(activity, on: date(number % 2 == 0 ? 3 : 99))
    }
    days.rollback()
    #expect(days.images == images)
    #expect(!days.dates.contains(date(99)))
    for batch in 50..<60 as Range<UInt32> {
      _ = submit(&days, &model, batch: batch, &random)
    }
    #expect(days.count == model.count)
  }

  @Test func `a batch that goes on after it was stored is stored again`() throws {
    var days = OpenDays(code: 56)
    var storage = StoredSection()
    for key in 0..<3 as Range<UInt64> {
      let activity = Activity(
        key: OpenDays.NaturalKey(high: 0, low: key), person: 1, scenario: 1, batch: 1, start: -1,
        duration: 0, measure: 0)
      days.insert(activity, on: date(1))
      days.commit()
      storage.store(&days)
      try storage.expectSame(as: days, empty: OpenDays(code: 56))
    }
    #expect(days.images.count == 1)
  }

  @Test func `rows out of shape are refused`() throws {
    var days = OpenDays(code: 56)
    for (key, measure) in [0, 70_000].enumerated() {
      days.insert(
        Activity(
          key: OpenDays.NaturalKey(high: 1, low: UInt64(key)), person: 2, scenario: 3, batch: 4,
          start: 500, duration: 60, measure: Int64(measure)), on: date(10 + key))
    }
    days.commit()
    days.expectDamageIsRefused(empty: OpenDays(code: 56))
    let images = days.images
    #expect(images.map(\.key) == images.map(\.key).sorted { $0.lexicographicallyPrecedes($1) })
    var loaded = OpenDays(code: 56)
    try loaded.load(key: images[0].key, value: images[0].value)
    #expect(throws: StateError.self, "the same row again") {
      try loaded.load(key: images[0].key, value: images[0].value)
    }
    #expect(throws: StateError.self, "the same key in another batch") {
      try loaded.load(
        key: StateImage.key(10 | 1 << 31) + StateImage.key(5), value: images[0].value)
    }
    try loaded.load(key: images[1].key, value: images[1].value)
    #expect(throws: StateError.self, "an earlier day") {
      try loaded.load(
        key: StateImage.key(9 | 1 << 31) + StateImage.key(5), value: images[0].value)
    }
    func load(_ items: Int, _ rows: Int, _ sums: Int?) throws {
      var writer = CBORWriter()
      writer.writeArrayHeader(items)
      writer.write(unsigned: 3)
      writer.write(bytes: (0..<rows).map { UInt8(truncatingIfNeeded: $0) })
      if let sums { writer.write(bytes: [UInt8](repeating: 0, count: sums)) }
      var loaded = OpenDays(code: 56)
      try loaded.load(key: images[0].key, value: writer.bytes)
    }
    #expect(throws: Never.self) { try load(2, 56, nil) }
    #expect(throws: Never.self) { try load(3, 56, 16) }
    for (items, rows, sums) in [
      (2, 0, nil), (2, 27, nil), (2, 29, nil), (3, 56, 8), (3, 56, 17), (2, 56, 16), (4, 56, 16),
      (3, 56, nil),
    ] as [(Int, Int, Int?)] {
      #expect(throws: StateError.self, "\(items) items, \(rows), \(String(describing: sums))") {
        try load(items, rows, sums)
      }
    }
  }
}
