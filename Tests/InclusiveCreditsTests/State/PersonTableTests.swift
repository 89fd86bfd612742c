// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities
import Testing

@testable import InclusiveCredits

@Suite struct PersonTableTests {
  /// 32 bytes of four words.
  private func pseudonym(
    _ first: UInt64, _ second: UInt64 = 0, _ third: UInt64 = 0, _ fourth: UInt64 = 0
  ) throws -> Pseudonym {
    var bytes: [UInt8] = []
    for word in [first, second, third, fourth] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return try Pseudonym(bytes: bytes)
  }

  @Test func `persons are numbered in the order in which they come`() throws {
    var table = PersonTable(code: 51)
    #expect(table.count == 0)
    #expect(table.pseudonym(0) == nil)
    for number in 0..<3000 as Range<UInt32> {
      let pseudonym = try pseudonym(UInt64(number))
      #expect(table.number(of: pseudonym) == nil)
      #expect(table.append(pseudonym) == number)
    }
    #expect(table.count == 3000)
    #expect(table.number(of: try pseudonym(2999)) == 2999)
    #expect(table.pseudonym(17) == (try pseudonym(17)))
    #expect(table.pseudonym(3000) == nil)
    #expect(table.pseudonym(.max) == nil)
  }

  @Test func `a refused statement's persons are forgotten and their numbers given again`() throws {
    var table = PersonTable(code: 51)
    _ = table.append(try pseudonym(1))
    table.commit()
    for number in 2..<5000 as Range<UInt64> { _ = table.append(try pseudonym(number)) }
    table.rollback()
    #expect(table.count == 1)
    #expect(table.number(of: try pseudonym(1)) == 0)
    for number in 2..<5000 as Range<UInt64> {
      #expect(table.number(of: try pseudonym(number)) == nil)
    }
    #expect(table.append(try pseudonym(77)) == 1)
  }

  /// Were pseudonyms of an operator's choice to lie in one place, this would take minutes.
  @Test(arguments: 0..<4)
  func `chosen pseudonyms are found as fast as others`(_ word: Int) throws {
    var table = PersonTable(code: 51)
    for number in 0..<30_000 as Range<UInt64> {
      var words = [UInt64](repeating: 0x5555_5555_5555_5555, count: 4)
      words[word] = number << 32
      _ = table.append(try pseudonym(words[0], words[1], words[2], words[3]))
    }
    var words = [UInt64](repeating: 0x5555_5555_5555_5555, count: 4)
    words[word] = 29_999 << 32
    let last = try pseudonym(words[0], words[1], words[2], words[3])
    #expect(table.number(of: last) == 29_999)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `a random history agrees with a dictionary`(_ seed: UInt64) throws {
    var random = SeededHistory(seed: seed)
    var table = PersonTable(code: 51)
    var model: [Pseudonym: UInt32] = [:]
    var storage = StoredSection()
    for _ in 0..<150 {
      var changed = model
      for _ in 0..<random.number(0...60) {
        let pseudonym = try pseudonym(random.next() >> 50, 7)
        #expect(table.number(of: pseudonym) == changed[pseudonym])
        guard changed[pseudonym] == nil else { continue }
        #expect(table.append(pseudonym) == UInt32(changed.count))
        changed[pseudonym] = UInt32(changed.count)
      }
      if random.once(in: 3) {
        table.rollback()
      } else {
        table.commit()
        model = changed
      }
      #expect(table.count == model.count)
      if random.once(in: 10) { storage.store(&table) }
    }
    for (pseudonym, number) in model {
      #expect(table.number(of: pseudonym) == number)
      #expect(table.pseudonym(number) == pseudonym)
    }
    storage.store(&table)
    try storage.expectSame(as: table, empty: PersonTable(code: 51), "seed \(seed)")
    #expect(table.count > PersonTable.chunkSize, "several rows, seed \(seed)")
  }

  @Test func `a loaded table goes on where the stored one stood`() throws {
    var table = PersonTable(code: 51)
    for number in 0..<1500 as Range<UInt64> { _ = table.append(try pseudonym(number)) }
    table.commit()
    var loaded = PersonTable(code: 51)
    for image in table.images { try loaded.load(key: image.key, value: image.value) }
    #expect(loaded.changes.isEmpty)
    _ = loaded.append(try pseudonym(1500))
    loaded.rollback()
    #expect(loaded.count == 1500)
    #expect(loaded.append(try pseudonym(1501)) == 1500)
    loaded.commit()
    #expect(loaded.changes.map(\.key) == [StateImage.key(1)])
  }

  @Test func `rows that leave a gap, repeat a person or are damaged are refused`() throws {
    var table = PersonTable(code: 51)
    for number in 0..<3 as Range<UInt64> { _ = table.append(try pseudonym(number)) }
    table.expectDamageIsRefused(empty: PersonTable(code: 51))
    let row = try #require(table.images.first)
    var loaded = PersonTable(code: 51)
    #expect(throws: StateError.gap(section: 51, expected: 0, found: 1)) {
      try loaded.load(key: StateImage.key(1), value: row.value)
    }
    try loaded.load(key: row.key, value: row.value)
    #expect(throws: StateError.gap(section: 51, expected: 1, found: 1), "a chunk that is not full")
    {
      try loaded.load(key: StateImage.key(1), value: row.value)
    }
    var twice = PersonTable(code: 51)
    let repeated = row.value[..<2] + row.value[2..<34] + row.value[2..<34] + row.value[66...]
    #expect(throws: StateError.self) {
      try twice.load(key: row.key, value: Array(repeated))
    }
  }
}
