// SPDX-License-Identifier: Apache-2.0
import FileStorage
import Foundation
import InclusiveCredits
import LedgerCore
import Quantities
import Testing

@testable import LedgerService

@Suite struct RecomputationTests {
  @Test func `the demonstration's credits are those its entries give`() async throws {
    let reading = try await DemonstrationLedger.reading()
    let report = try await Recomputation().run(reading.paths.root)
    #expect(report.isRight)
    #expect(report.entries == reading.standpoint.size)
    let months = try CreditMonthLine.all(scenario: nil, on: reading.rows)
    #expect(
      months.map { "\($0.scenario) \($0.month) \($0.activities) \($0.total)" }
        == report.lines.map { "\($0.scenario) \($0.month) \($0.activities) \($0.recomputed)" }
        .sorted())
    #expect(!report.lines.contains { !$0.isRight })
  }

  @Test func `a published directory gives the same report`() async throws {
    let reading = try await DemonstrationLedger.reading()
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tanzhang-test-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try Publication(reading.files, to: folder).run()
    let own = try await Recomputation().run(reading.paths.root)
    let published = try await Recomputation().run(folder)
    #expect(published.lines == own.lines)
    #expect(published.evaluated == own.evaluated)
  }

  @Test func `one scenario and month can be recomputed alone`() async throws {
    let reading = try await DemonstrationLedger.reading()
    let month = CalendarMonth(monthsSinceEpoch: 56 * 12 + 1)
    let report = try await Recomputation(scenario: "EXPHER-BIKES", month: month)
      .run(reading.paths.root)
    #expect(report.isRight)
    #expect(report.lines.map(\.month) == [month])
    #expect(report.lines.map(\.scenario) == ["EXPHER-BIKES"])
    await #expect(throws: ServiceError.self) {
      try await Recomputation(scenario: "EXPHER-NONE").run(reading.paths.root)
    }
  }

  @Test func `a changed distance, parameter or total is found to the milligram`() async throws {
    let ledger = try await CreditLedger(benefit: .pooled)
    try await ledger.ride(0..<200, metres: 39_000, on: CreditLedger.day(5))
    try await ledger.close(CreditLedger.january)
    let size = try await ledger.reading().standpoint.size
    let before = try await Recomputation().run(ledger.paths.root)
    #expect(before.isRight)
    let file = "\(ledger.paths.root)/entries/000000000000"
    let original = try #require(SmallFile.read(file))
    // 39 000 m as CBOR, in the middle of the rows; and the factor 43 of the methodology.
    let distance: [UInt8] = [0x19, 0x98, 0x58]
    let places: [Int] = original.indices.dropLast(3).filter {
      Array(original[$0..<($0 + 3)]) == distance
    }
    #expect(places.count == 200)
    for place in [places[0], places[100], places[199]] {
      var bytes = original
      bytes[place + 2] += 1
      try Data(bytes).write(to: URL(fileURLWithPath: file))
      let report = try await Recomputation().run(ledger.paths.root)
      #expect(!report.isRight && report.entries == size)
      #expect(report.differences.contains { $0.what.english.contains("total") })
      #expect(report.lines.contains { !$0.isRight })
    }
  }

  @Test func `what an issue states wrongly is a difference at its record`() {
    var book = RecomputeBook()
    book.set(
      SchemeRecord(
        code: "EX", chineseName: "", englishName: "", province: 0,
        from: CreditLedger.start, lateWindowDays: 0, source: ""))
    book.approve(
      ScenarioRecord(
        scheme: 0, methodology: 0, code: "A", chineseName: "", englishName: "",
        operatorNumber: 0, beneficiary: 0, from: CreditLedger.start, benefit: .pooled,
        reference: ""))
    book.change(0, CreditLedger.january) { period in
      period.total = 2_500_000_000
      period.activities = 3
    }
    let position = RecordPosition(entry: 9, record: 1)
    let right = CreditIssueRecord(
      scenario: 0, month: CreditLedger.january, total: 2_500_000_000, count: 2, first: 1,
      carry: 500_000_000)
    var first = book
    first.settle(right, position)
    #expect(first.differenceCount == 0)
    let wrong = CreditIssueRecord(
      scenario: 0, month: CreditLedger.january, total: 2_500_000_001, count: 3, first: 1,
      carry: 0)
    book.settle(wrong, position)
    #expect(book.differenceCount == 3)
    #expect(book.differences.allSatisfy { $0.position == position })
    #expect(book.differences.map(\.subject) == Array(repeating: "EX-A 2026-01", count: 3))
  }
}
