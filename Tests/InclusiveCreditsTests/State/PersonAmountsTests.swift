// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import Quantities
import Testing

@testable import InclusiveCredits

@Suite struct PersonAmountsTests {
  private typealias Column = PersonAmounts.Column

  private func column(
    _ kind: PersonAmounts.Kind, _ scenario: UInt32 = 0, month: Int32? = nil
  ) -> Column {
    Column(
      kind, scenario: scenario, month: month.map { CalendarMonth(monthsSinceEpoch: $0) })
  }

  private func amounts(_ section: PersonAmounts, _ column: Column) -> [UInt32: Int64] {
    var amounts: [UInt32: Int64] = [:]
    var last = -1
    section.visit(column) { person, amount in
      #expect(Int(person) > last && amount != 0)
      last = Int(person)
      amounts[person] = amount
    }
    return amounts
  }

  @Test func `amounts add up for each person and each column`() {
    var section = PersonAmounts(code: 57)
    let may = column(.pending, 3, month: 676)
    let june = column(.pending, 3, month: 677)
    section.add(5, to: may, 7)
    section.add(6, to: may, 7)
    section.add(1, to: may, 9_999_999)
    section.add(20, to: june, 7)
    section.add(0, to: column(.points), 7)
    #expect(section.amount(may, 7) == 11)
    #expect(section.amount(may, 8) == 0)
    #expect(section.amount(column(.used), 7) == 0)
    #expect(section.total(may) == 12)
    #expect(section.total(column(.used)) == 0)
    #expect(section.columns == [may, june])
    #expect(amounts(section, may) == [7: 11, 9_999_999: 1])
    section.add(-11, to: may, 7)
    section.add(-1, to: may, 9_999_999)
    #expect(section.columns == [june], "a column of nothing is none")
    #expect(amounts(section, may) == [:])
  }

  @Test func `a column is moved into one that exists or not`() {
    var section = PersonAmounts(code: 57)
    let (pending, credited) = (column(.pending, month: 1), column(.credited))
    section.move(pending, into: credited)
    #expect(section.columns == [])
    section.add(5, to: pending, 1)
    section.add(6, to: pending, 5000)
    section.move(pending, into: credited)
    #expect(section.columns == [credited])
    section.add(10, to: pending, 1)
    section.move(pending, into: credited)
    #expect(section.columns == [credited])
    #expect(amounts(section, credited) == [1: 15, 5000: 6])
    #expect(section.total(credited) == 21)
    section.rollback()
    #expect(section.columns == [])
  }

  @Test func `the largest amount fits`() throws {
    var section = PersonAmounts(code: 57)
    let column = column(.credited)
    section.add(.max, to: column, 0)
    section.commit()
    #expect(section.total(column) == .max)
    var storage = StoredSection()
    storage.store(&section)
    try storage.expectSame(as: section, empty: PersonAmounts(code: 57))
    section.add(-.max, to: column, 0)
    section.commit()
    storage.store(&section)
    #expect(storage.rows == [:])
  }

  @Test func `columns stand in the order of their keys`() {
    let months = [nil, Int32.min, -1, 0, 1, Int32.max] as [Int32?]
    var columns: [Column] = []
    for kind in PersonAmounts.Kind.allCases {
      for scenario in [0, 1, 256, UInt32.max - 1] as [UInt32] {
        for month in months { columns.append(column(kind, scenario, month: month)) }
      }
    }
    #expect(columns.shuffled().sorted() == columns)
    var section = PersonAmounts(code: 57)
    for column in columns.shuffled() { section.add(1, to: column, 3) }
    #expect(section.columns == columns)
    let keys = section.images.map(\.key)
    #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `a random history agrees with a dictionary of dictionaries`(_ seed: UInt64) throws {
    var random = SeededHistory(seed: seed)
    var section = PersonAmounts(code: 57)
    var model: [Column: [UInt32: Int64]] = [:]
    var storage = StoredSection()
    let names = [
      column(.pending, 0, month: 1), column(.pending, 0, month: 2), column(.pending, 1, month: 1),
      column(.credited, 0), column(.credited, 1), column(.used, 0), column(.points, 0, month: 1),
    ]
    for step in 0..<300 {
      var changed = model
      for _ in 0..<random.number(1...12) {
        let name = names.randomElement(using: &random) ?? names[0]
        if random.once(in: 8) {
          let other = names.randomElement(using: &random) ?? names[0]
          guard other != name else { continue }
          section.move(name, into: other)
          changed[other, default: [:]].merge(
            changed.removeValue(forKey: name) ?? [:], uniquingKeysWith: +)
        } else {
          let person = UInt32(random.number(0...30) * random.number(0...90))
          let held = changed[name]?[person] ?? 0
          let amount = random.once(in: 4) ? -held : Int64(random.number(0...1_000_000))
          section.add(amount, to: name, person)
          changed[name, default: [:]][person] = held + amount
        }
      }
      if random.once(in: 3) {
        section.rollback()
      } else {
        section.commit()
        model = changed
      }
      for name in names where step % 10 == 9 {
        let expected = (model[name] ?? [:]).filter { $0.value != 0 }
        #expect(amounts(section, name) == expected, "seed \(seed), step \(step), \(name)")
        #expect(section.total(name) == expected.values.reduce(0, +))
        #expect(section.columns.contains(name) == !expected.isEmpty)
      }
      if random.once(in: 8) {
        storage.store(&section)
        try storage.expectSame(as: section, empty: PersonAmounts(code: 57), "seed \(seed)")
      }
    }
  }

  @Test func `a loaded section can be changed, moved and taken back`() throws {
    var section = PersonAmounts(code: 57)
    let (pending, credited) = (column(.pending, month: 1), column(.credited))
    for person in 0..<600 as Range<UInt32> { section.add(5, to: pending, person) }
    section.commit()
    var loaded = PersonAmounts(code: 57)
    for image in section.images { try loaded.load(key: image.key, value: image.value) }
    #expect(loaded.changes == [])
    #expect(loaded.total(pending) == 3000)
    loaded.move(pending, into: credited)
    loaded.add(7, to: credited, 5)
    loaded.rollback()
    #expect(loaded.images == section.images)
    #expect(loaded.changes == [])
    loaded.move(pending, into: credited)
    loaded.commit()
    var storage = StoredSection()
    var first = section
    storage.store(&first)
    storage.store(&loaded)
    try storage.expectSame(as: loaded, empty: PersonAmounts(code: 57))
  }

  @Test func `rows out of shape are refused`() throws {
    var section = PersonAmounts(code: 57)
    section.add(500, to: column(.points, month: 3), 3)
    section.add(70_000, to: column(.points, month: 3), 200)
    section.expectDamageIsRefused(empty: PersonAmounts(code: 57))
    let key = try #require(section.images.first).key
    func load(_ items: [Int64], _ key: [UInt8]) throws {
      var writer = CBORWriter()
      writer.writeArrayHeader(items.count)
      for item in items { writer.write(integer: item) }
      var loaded = PersonAmounts(code: 57)
      try loaded.load(key: key, value: writer.bytes)
    }
    #expect(throws: Never.self) { try load([255, 1], key) }
    let wrong: [[Int64]] = [
      [], [0], [256, 1], [0, 0], [0, -1], [200, 1, 100, 1], [0, .max, 0, 1], [-1, 5],
    ]
    for items in wrong {
      #expect(throws: StateError.self, "\(items)") { try load(items, key) }
    }
    for (position, byte) in [(0, 4), (5, 2), (10, 255)] as [(Int, UInt8)] {
      var other = key
      other[position] = byte
      #expect(throws: StateError.self, "byte \(position) of the key") { try load([0, 1], other) }
    }
    var allMonths = key
    allMonths[5] = 0
    #expect(throws: StateError.self, "a month where there is none") { try load([0, 1], allMonths) }
  }

  @Test func `columns that are issued leave nothing behind`() {
    var section = PersonAmounts(code: 57)
    for month in 0..<24 as Range<Int32> {
      for person in 0..<50 as Range<UInt32> {
        section.add(3, to: column(.pending, month: month), person)
      }
      section.move(column(.pending, month: month), into: column(.credited))
      section.commit()
      #expect(section.all.count == 1)
    }
    #expect(section.total(column(.credited)) == 3600)
    #expect(section.images.count == 1)
  }
}
