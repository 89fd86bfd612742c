// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

/// Rows, their tree, and the test of single rows.
@Suite struct ActivityTests {
  private let march1 = day(2025, 3, 1)
  private let layout = ActivityLayout(SampleMethodology.travel())

  private func encoded(_ rows: [ActivityRow]) -> [UInt8] {
    var writer = CBORWriter()
    for row in rows { row.encode(to: &writer, layout) }
    return writer.bytes
  }

  @Test func `rows read back as they were written`() throws {
    let household = ActivityLayout(SampleMethodology.household())
    let row = ActivityRow(
      person: 7, key: ActivityRow.naturalKey("k"), values: [3_000, 2, 10, 20])
    var writer = CBORWriter()
    row.encode(to: &writer, household)
    var reader = CBORReader(writer.bytes.span)
    #expect(try ActivityRow(decoding: &reader, household) == row)
    let ride = ActivityRow.ride(4_294_967_294, at: 86_399, for: 86_400, metres: 1)
    let bytes = encoded([ride])
    var second = CBORReader(bytes.span)
    #expect(try ActivityRow(decoding: &second, layout) == ride)
    try second.expectEnd()
  }

  @Test(arguments: [1, 63, 64, 65, 128, 1_000])
  func `every group of a batch proves itself against the root`(_ count: Int) throws {
    let rows = (0..<count).map { ActivityRow.ride(UInt32($0), metres: 1_000) }
    for function in HashFunction.allCases {
      let tree = try ActivityTree(rows: encoded(rows), function: function)
      #expect(tree.leaves.count == (count + 63) / 64)
      for group in tree.leaves.indices {
        let range = try #require(tree.range(ofGroup: group))
        let path = try #require(tree.path(ofGroup: group))
        func isProved(_ rows: [UInt8], group: Int, path: [Digest]) -> Bool {
          ActivityTree.contains(
            rows.span, group: UInt32(group), count: UInt32(count), path: path, root: tree.root,
            function: function)
        }
        let bytes = Array(tree.rows[range])
        let changed = Array(bytes.dropLast()) + [9]
        #expect(isProved(bytes, group: group, path: path))
        #expect(!isProved(changed, group: group, path: path))
        #expect(!isProved(bytes, group: group + 1, path: path))
        #expect(!isProved(bytes, group: group, path: path + [digest("more")]))
      }
      #expect(tree.range(ofGroup: tree.leaves.count) == nil && tree.path(ofGroup: -1) == nil)
    }
  }

  @Test func `a row that passed alone is admitted, and one that failed alone is refused`() throws {
    var ledger = try TestLedger()
    let travel = try ledger.file(SampleMethodology.travel())
    let scenario = try ledger.approve(ledger.approval(travel, "METRO"))
    try ledger.authorise(scenario)
    try ledger.report(scenario, on: march1, [.ride(0, at: 0, metres: 8_000, key: "known")])
    var tester = try ActivityTester(
      scenario: scenario, on: march1, today: ledger.today, in: ledger.credits)
    func rule(_ row: ActivityRow) -> String? {
      do {
        _ = try tester.test(row, in: ledger.credits)
        return nil
      } catch {
        return error.rule.code
      }
    }
    #expect(rule(.ride(0, at: 0, metres: 8_000, key: "other")) == "INC-69")
    #expect(rule(.ride(1, metres: 8_000, key: "known")) == "INC-70")
    #expect(rule(.ride(77, metres: 8_000)) == "LED-106")
    #expect(rule(.ride(2, for: 60, metres: 8_000)) == "INC-73")
    #expect(rule(.ride(3, at: 100, for: 900, metres: 8_000, key: "a")) == nil)
    #expect(rule(.ride(3, at: 999, for: 900, metres: 8_000, key: "b")) == "INC-69")
    #expect(rule(.ride(4, metres: 8_000, key: "a")) == "INC-70")
    let rides = (0..<30).map {
      ActivityRow.ride(5, at: Int32($0) * 1_000, for: 900, metres: 1_000)
    }
    #expect(rides.map(rule).prefix(20).allSatisfy { $0 == nil })
    #expect(rule(rides[25]) == "INC-73")
    #expect(tester.count == 21)
    let batch = try ledger.batch(
      scenario, on: march1, [.ride(3, at: 100, for: 900, metres: 8_000, key: "a")] + rides[..<20])
    #expect(try ledger.refusal(batch, by: .metro) == nil)
    tester.forget()
    #expect(rule(.ride(3, at: 100, for: 900, metres: 8_000, key: "a")) == "INC-70")
    #expect(throws: Rejection.self) {
      _ = try ActivityTester(
        scenario: scenario, on: day(2024, 1, 1), today: ledger.today, in: ledger.credits)
    }
  }

  @Test func `rows laid out otherwise are refused as malformed`() throws {
    var ledger = try TestLedger()
    let travel = try ledger.file(SampleMethodology.travel())
    let scenario = try ledger.approve(ledger.approval(travel, "METRO"))
    try ledger.authorise(scenario)
    let good = encoded([.ride(0, metres: 8_000)])
    var others: [[UInt8]] = [[0x80], [0x00], [0xff], Array(good.dropLast()), good + [0x40]]
    others.append(good.map { $0 == 0x50 ? 0x4f : $0 })
    for rows in others {
      let record = ActivityBatchRecord(
        ActivityBatchRecord.Terms(
          scenario: scenario, date: march1, count: 1, total: 373_600, root: digest("x")),
        rows: rows)
      #expect(try ledger.refusal(record, by: .metro) == "LED-101")
    }
    let empty = ActivityBatchRecord(
      ActivityBatchRecord.Terms(
        scenario: scenario, date: march1, count: 0, total: 0,
        root: HashFunction.sha256.digest(of: [UInt8]())), rows: [])
    #expect(try ledger.refusal(empty, by: .metro) == "LED-107")
    let zero = ActivityBatchRecord(
      ActivityBatchRecord.Terms(
        scenario: scenario, date: march1, count: 5, total: 0, root: digest("x")), rows: [])
    #expect(try ledger.refusal(zero, by: .metro) == "INC-76")
  }

  @Test func `bytes of a batch changed at random are refused or mean the same`() throws {
    var random = SplitMix64(state: 7)
    var ledger = try TestLedger()
    let travel = try ledger.file(SampleMethodology.travel())
    let scenario = try ledger.approve(ledger.approval(travel, "METRO"))
    try ledger.authorise(scenario)
    let rides = (0..<10).map { ActivityRow.ride(UInt32($0), metres: 8_000) }
    let good = try ledger.batch(scenario, on: march1, rides)
    for _ in 0..<300 {
      var rows = good.rows
      rows[Int.random(in: 0..<rows.count, using: &random)] = UInt8.random(
        in: 0...255, using: &random)
      guard rows != good.rows else { continue }
      let record = ActivityBatchRecord(good.terms, rows: rows)
      #expect(try ledger.refusal(record, by: .metro) != nil)
    }
    #expect(try ledger.refusal(good, by: .metro) == nil)
  }
}
