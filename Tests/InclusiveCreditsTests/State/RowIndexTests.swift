// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import InclusiveCredits

@Suite struct RowIndexTests {
  /// Rows with keys, found through an index under a hash of choice.
  private struct Rows {
    var keys: [UInt64] = []
    var index = RowIndex()
    var kept = 0
    let hash: (UInt64) -> UInt64

    mutating func append(_ key: UInt64) {
      index.insert(UInt32(keys.count), hash(key), kept: kept)
      keys.append(key)
    }

    mutating func removeLast() {
      let key = keys.removeLast()
      index.removeLast(UInt32(keys.count), hash(key))
    }

    func row(_ key: UInt64) -> UInt32? {
      index.row(hash(key)) { keys[Int($0)] == key }
    }
  }

  private static let hashes: [@Sendable (UInt64) -> UInt64] = [
    { UInt64(bitPattern: Int64($0.hashValue)) },
    // All in one segment; all with one home; all of one hash.
    { $0 & 0xffff_ffff },
    { ($0 << 40) >> 8 },
    { _ in 0xffff_ffff_ffff_ffff },
  ]

  @Test(arguments: 0..<4)
  func `rows are found whatever the hash, until they are taken out`(_ hash: Int) {
    var random = SeededHistory(seed: UInt64(hash))
    var rows = Rows(hash: Self.hashes[hash])
    var model: [UInt64: UInt32] = [:]
    for step in 0..<300 {
      for _ in 0..<random.number(0...20) {
        let key = random.next() >> 40
        guard model[key] == nil else { continue }
        model[key] = UInt32(rows.keys.count)
        rows.append(key)
      }
      if random.once(in: 3) {
        rows.kept = rows.keys.count
      } else {
        for _ in 0..<random.number(0...(rows.keys.count - rows.kept)) {
          rows.removeLast()
        }
        model = model.filter { $0.value < rows.keys.count }
      }
      let key = random.next() >> 40
      #expect(rows.row(key) == model[key], "step \(step)")
      if step % 50 == 49 {
        for (key, row) in model { #expect(rows.row(key) == row, "step \(step)") }
      }
    }
    #expect(rows.keys.count > 300)
  }

  @Test func `an empty index finds nothing`() {
    #expect(RowIndex().row(7) { _ in true } == nil)
  }

  @Test func `rows taken out in one go leave every other row in place`() {
    // All in one segment and around one home, so that each row lies behind the ones before.
    var rows = Rows(hash: { $0 % 3 })
    for key in 0..<40 as Range<UInt64> { rows.append(key) }
    rows.kept = 20
    for key in 40..<900 as Range<UInt64> { rows.append(key) }
    while rows.keys.count > 20 { rows.removeLast() }
    for key in 0..<20 as Range<UInt64> { #expect(rows.row(key) == UInt32(key)) }
    for key in 20..<900 as Range<UInt64> { #expect(rows.row(key) == nil) }
  }
}
