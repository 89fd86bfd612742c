// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import Quantities
import Testing

@testable import InclusiveCredits

@Suite struct AuthorisationTableTests {
  private func days(
    _ table: AuthorisationTable, _ scenario: UInt32 = 0, _ person: UInt32 = 0
  ) -> [[Int32?]] {
    table.periods(scenario, person).map { [$0.from.daysSinceEpoch, $0.until?.daysSinceEpoch] }
  }

  @Test func `an authorisation covers its first day and not the day of its withdrawal`() {
    var table = AuthorisationTable(code: 52)
    #expect(!table.isActive(0, 0, on: date(10)))
    table.grant(0, 0, from: date(10))
    #expect(!table.isActive(0, 0, on: date(9)))
    #expect(table.isActive(0, 0, on: date(10)))
    #expect(table.isActive(0, 0, on: date(2_932_896)))
    #expect(!table.isActive(1, 0, on: date(10)), "another scenario")
    #expect(!table.isActive(0, 1, on: date(10)), "another person")
    #expect(table.withdraw(0, 0, from: date(9)) == false, "nothing covers the day")
    #expect(table.withdraw(0, 0, from: date(20)) == true)
    #expect(table.isActive(0, 0, on: date(19)))
    #expect(!table.isActive(0, 0, on: date(20)))
    #expect(table.withdraw(0, 0, from: date(20)) == false, "withdrawn already")
    #expect(days(table) == [[10, 20]])
  }

  @Test func `a running authorisation moves to an earlier day only`() {
    var table = AuthorisationTable(code: 52)
    table.grant(0, 0, from: date(10))
    table.grant(0, 0, from: date(15))
    #expect(days(table) == [[10, nil]])
    table.grant(0, 0, from: date(5))
    #expect(days(table) == [[5, nil]])
  }

  @Test func `a person may authorise again, and what touches becomes one`() {
    var table = AuthorisationTable(code: 52)
    for (from, until) in [(10, 20), (30, 40), (50, 60)] {
      table.grant(0, 0, from: date(from))
      #expect(table.withdraw(0, 0, from: date(until)) == true)
    }
    #expect(days(table) == [[10, 20], [30, 40], [50, 60]])
    for day in 0..<70 {
      let isActive = (10..<20).contains(day) || (30..<40).contains(day) || (50..<60).contains(day)
      #expect(table.isActive(0, 0, on: date(day)) == isActive, "day \(day)")
    }
    #expect(table.withdraw(0, 0, from: date(35)) == true, "one in the middle is cut short")
    #expect(table.withdraw(0, 0, from: date(10)) == true, "one withdrawn on its first day is gone")
    #expect(days(table) == [[30, 35], [50, 60]])
    table.grant(0, 0, from: date(60))
    #expect(days(table) == [[30, 35], [50, nil]], "it goes on where it ended")
    table.grant(0, 0, from: date(35))
    #expect(days(table) == [[30, nil]])
    #expect(table.withdraw(0, 0, from: date(30)) == true)
    #expect(days(table) == [])
    #expect(table.images == [])
    for (from, until) in [(10, 20), (30, 40)] {
      table.grant(0, 0, from: date(from))
      #expect(table.withdraw(0, 0, from: date(until)) == true)
    }
    #expect(table.withdraw(0, 0, from: date(10)) == true)
    #expect(table.withdraw(0, 0, from: date(30)) == true)
    #expect(days(table) == [], "the oldest first")
  }

  @Test func `dates that do not exist have no effect`() {
    var table = AuthorisationTable(code: 52)
    let end = CalendarDate(daysSinceEpoch: .max)
    table.grant(0, 0, from: end)
    #expect(days(table) == [])
    table.grant(0, 0, from: CalendarDate(daysSinceEpoch: .min))
    #expect(table.withdraw(0, 0, from: end) == false)
    #expect(days(table) == [[.min, nil]])
  }

  /// A person's days as truth values; what is true last is true for ever.
  private struct Model: Equatable {
    var days = [Bool](repeating: false, count: 64)

    mutating func grant(_ day: Int) {
      for later in day..<64 { days[later] = true }
    }

    mutating func withdraw(_ day: Int) -> Bool {
      guard days[day] else { return false }
      let end = days[day...].firstIndex(of: false) ?? 64
      for later in day..<end { days[later] = false }
      return true
    }

    var periods: [[Int32?]] {
      var (periods, day) = ([[Int32?]](), 0)
      while let from = days[day...].firstIndex(of: true) {
        let until = days[from...].firstIndex(of: false)
        periods.append([Int32(from), until.map { Int32($0) }])
        guard let until else { break }
        day = until
      }
      return periods
    }
  }

  private struct Pair: Hashable {
    let scenario: UInt32
    let person: UInt32
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `a random history agrees with a calendar of truth values`(_ seed: UInt64) throws {
    var random = SeededHistory(seed: seed)
    var table = AuthorisationTable(code: 52)
    var models: [Pair: Model] = [:]
    var storage = StoredSection()
    // Neighbours in one chunk, others in other pages.
    let persons = [0, 1, 2, 255, 256, 5000, 70_000] as [UInt32]
    for step in 0..<400 {
      var changed = models
      for _ in 0..<random.number(1...8) {
        let person = persons.randomElement(using: &random) ?? 0
        let pair = Pair(scenario: UInt32(random.number(0...2)), person: person)
        let day = random.number(0...63)
        if random.once(in: 2) {
          table.grant(pair.scenario, person, from: date(day))
          changed[pair, default: Model()].grant(day)
        } else {
          let expected = changed[pair, default: Model()].withdraw(day)
          let found = table.withdraw(pair.scenario, person, from: date(day))
          #expect(found == expected, "seed \(seed), step \(step)")
        }
        let probe = random.number(0...63)
        #expect(
          table.isActive(pair.scenario, person, on: date(probe))
            == changed[pair, default: Model()].days[probe], "seed \(seed), step \(step)")
      }
      if random.once(in: 3) {
        table.rollback()
      } else {
        table.commit()
        models = changed
      }
      for (pair, model) in models where step % 20 == 19 {
        #expect(
          days(table, pair.scenario, pair.person) == model.periods, "seed \(seed), step \(step)")
      }
      if random.once(in: 10) { storage.store(&table) }
    }
    storage.store(&table)
    try storage.expectSame(as: table, empty: AuthorisationTable(code: 52), "seed \(seed)")
    #expect(models.values.contains { $0.periods.count > 1 }, "seed \(seed)")
  }

  @Test func `the ten-millionth person is like any other`() {
    var table = AuthorisationTable(code: 52)
    table.grant(0, 9_999_999, from: date(10))
    #expect(table.isActive(0, 9_999_999, on: date(10)))
    table.rollback()
    #expect(!table.isActive(0, 9_999_999, on: date(10)))
  }

  @Test func `a loaded table can be changed and taken back`() throws {
    var table = AuthorisationTable(code: 52)
    table.grant(1, 7, from: date(10))
    _ = table.withdraw(1, 7, from: date(20))
    table.grant(1, 7, from: date(30))
    table.commit()
    var loaded = AuthorisationTable(code: 52)
    for image in table.images { try loaded.load(key: image.key, value: image.value) }
    #expect(loaded.changes == [])
    #expect(loaded.withdraw(1, 7, from: date(40)) == true)
    loaded.grant(0, 7, from: date(40))
    loaded.rollback()
    #expect(loaded.images == table.images)
    #expect(loaded.withdraw(1, 7, from: date(30)) == true)
    loaded.commit()
    #expect(days(loaded, 1, 7) == [[10, 20]])
    #expect(loaded.changes.count == 2, "both chunks, also the one that is as it was")
  }

  @Test func `rows out of shape are refused`() throws {
    var table = AuthorisationTable(code: 52)
    table.grant(0, 3, from: date(10))
    _ = table.withdraw(0, 3, from: date(20))
    table.grant(0, 3, from: date(300))
    table.grant(0, 200, from: date(-5))
    table.expectDamageIsRefused(empty: AuthorisationTable(code: 52))
    func load(_ items: [Int64]) throws {
      var writer = CBORWriter()
      writer.writeArrayHeader(items.count)
      for item in items { writer.write(integer: item) }
      var loaded = AuthorisationTable(code: 52)
      try loaded.load(
        key: StateImage.key(0) + StateImage.key(0), value: writer.bytes)
    }
    #expect(throws: Never.self) { try load([255, 1, 10, 0]) }
    let wrong: [[Int64]] = [
      [], [256, 1, 10, 0], [0, 0], [0, 1, 10], [0, 2, 10, 0, 20, 0], [0, 2, 10, 5, 15, 0],
      [0, 2, 10, 5, 12, 0], [0, 1, 10, -1], [0, 1, Int64(Int32.max), 0],
      [200, 1, 10, 0, 100, 1, 1, 0],
      [0, 1, 10, Int64(Int32.max)], [0, 1, Int64.max, 0],
    ]
    for items in wrong {
      #expect(throws: StateError.self, "\(items)") { try load(items) }
    }
  }
}
