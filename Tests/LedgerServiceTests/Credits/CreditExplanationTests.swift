// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import Quantities
import Testing

@testable import LedgerService

@Suite struct CreditExplanationTests {
  private static let tonne: Int64 = 1_000_000_000

  /// The activities behind a unit as shares of (batch, row).
  private func shares(
    _ code: String, _ reading: LedgerReading
  ) throws -> [(batch: UInt32, row: Int, share: Int64, result: Int64)] {
    var builder = try CreditExplanationBuilder(code, reading)
    try builder.collect()
    return builder.shares
  }

  @Test func `tonnes share out the activities of their months without gap or overlap`() async throws
  {
    let ledger = try await CreditLedger(benefit: .pooled)
    for day in 5...7 {
      try await ledger.ride(0..<100, metres: 39_000, on: CreditLedger.day(day))
    }
    try await ledger.remove([0, 7], of: 1)
    let first = try await ledger.close(CreditLedger.january)
    #expect(first.count == 0)
    let february = CreditLedger.january.adding(months: 1)
    for day in 5...16 {
      try await ledger.ride(0..<150, metres: 41_000, on: CreditLedger.day(day, of: february))
    }
    let second = try await ledger.close(february)
    #expect(second.count == 3)
    let reading = try await ledger.reading()
    var taken: [String: Int64] = [:]
    var results: [String: Int64] = [:]
    var previous: (batch: UInt32, row: Int)?
    for serial in 1...3 {
      let code = "EX-BIKES-2026:\(serial)"
      let parts = try shares(code, reading)
      #expect(parts.reduce(0) { $0 + $1.share } == Self.tonne)
      for (position, part) in parts.enumerated() {
        if let previous, position > 0 {
          #expect((previous.batch, previous.row) < (part.batch, part.row))
        }
        previous = (part.batch, part.row)
        taken["\(part.batch):\(part.row)", default: 0] += part.share
        results["\(part.batch):\(part.row)"] = part.result
      }
    }
    // All but the first and last activities of the three tonnes are taken whole.
    let partial = taken.filter { $0.value != results[$0.key] }
    #expect(partial.count <= 1, "\(partial)")
    #expect(taken["1:0"] == nil && taken["1:7"] == nil && taken["1:1"] != nil)
    let spanning = try CreditExplanationQuery(code: "EX-BIKES-2026:1").run(on: reading)
    #expect(spanning.months.map(\.month) == [CreditLedger.january, february])
    #expect(spanning.months[0].milligrams == first.carry)
    #expect(spanning.batches.allSatisfy { $0.hasRoot && $0.act.isSigned })
    #expect(spanning.months.allSatisfy { $0.verification?.isSigned == true })
  }

  @Test func `a gram and a tonne pooled from grams lead back to rides`() async throws {
    let ledger = try await CreditLedger(benefit: .personal)
    // 1 677.172 g a ride: each person keeps a part of a gram.
    for day in 5...8 {
      try await ledger.ride(0..<200, metres: 39_004, on: CreditLedger.day(day))
    }
    let issued = try await ledger.close(CreditLedger.january)
    #expect(issued.unit == .grams)
    #expect(issued.count == 200 * 6_708)
    let february = CreditLedger.january.adding(months: 1)
    try await ledger.ride(0..<50, metres: 39_004, on: CreditLedger.day(5, of: february))
    try await ledger.close(february)
    let pooled = try await ledger.pool()
    #expect(pooled.map(\.count) == [1])
    let reading = try await ledger.reading()
    let gram = try CreditExplanationQuery(code: "EX-BIKES-G:1").run(on: reading)
    #expect(gram.unitMilligrams == 1_000 && gram.activityCount == 1)
    #expect(gram.life.map(\.type) == ["pher.issue", "personal.pool"])
    let tonne = try CreditExplanationQuery(code: "EX-BIKES-2026:1").run(on: reading)
    #expect(tonne.months.reduce(0) { $0 + $1.milligrams } == Self.tonne)
    #expect(tonne.activityCount == 597)
    let report = try await Recomputation().run(ledger.paths.root)
    #expect(report.differences.isEmpty)
    #expect(report.lines.map(\.issued) == [issued.count, 83_850])
  }

  @Test func `the life of a tonne is told by both signatures of its trade`() async throws {
    let reading = try await DemonstrationLedger.reading()
    let code = "EXPHER-METRO-2026:2"
    let explanation = try CreditExplanationQuery(code: code).run(on: reading)
    #expect(
      explanation.life.map(\.type) == ["pher.issue", "pher.offer", "pher.accept", "pher.retire"])
    let replayed = try MovementLife.types(of: code, reading)
    #expect(explanation.life.map(\.type) == replayed)
    for language in Language.allCases {
      let text = explanation.lines(in: language).joined(separator: "\n")
      for part in ["26.9", "46.7", "shenzhen/public-transport@2021", "✓", "85.50"] {
        #expect(text.contains(part), "\(language): \(part)")
      }
      #expect(!text.contains("✗"))
    }
  }

  @Test func `the quick way tells of every unit what a replay of all entries tells`() async throws {
    let ledger = try await CreditLedger(benefit: .pooled)
    for day in 5...14 {
      try await ledger.ride(0..<200, metres: 50_000, on: CreditLedger.day(day))
    }
    let issued = try await ledger.close(CreditLedger.january)
    #expect(issued.count == 4)
    let (bikes, buyer) = (ledger.numbers["bikes"] ?? 0, ledger.numbers["buyer"] ?? 0)
    let day = ledger.clock.now().date(offsetMinutes: 480)
    func offer(_ first: UInt64, _ count: UInt64, to party: UInt32, by name: String) async throws {
      try await ledger.submit(
        OfferRecord(
          series: 0, first: first, count: count, buyer: party, price: Money(fen: 9_000),
          through: day), by: name)
    }
    try await offer(1, 2, to: buyer, by: "bikes")
    try await ledger.submit(AcceptanceRecord(offer: 0), by: "buyer")
    try await ledger.submit(
      HoldRecord(series: 0, first: 2, count: 1, kind: 0, keeper: 0, reason: "order"),
      by: "authority")
    try await offer(3, 2, to: buyer, by: "bikes")
    try await ledger.submit(DeclineRecord(offer: 1), by: "bikes")
    try await ledger.submit(ReleaseRecord(hold: 0, reason: "lifted"), by: "authority")
    try await ledger.submit(
      PherTransferRecord(series: 0, first: 2, count: 1, recipient: bikes), by: "buyer")
    try await ledger.submit(
      PherTransferRecord(series: 0, first: 4, count: 1, recipient: buyer), by: "bikes")
    try await ledger.submit(
      PherRetirementRecord(
        series: 0, first: 1, count: 1, purpose: .voluntary, beneficiary: "example", date: day),
      by: "buyer")
    try await ledger.submit(
      CreditReversalRecord(
        scenario: 0, tonnes: 1, date: day, reason: "counted twice",
        evidence: ledger.session.suite.hash.digest(of: [2])), by: "verifier")
    let reading = try await ledger.reading()
    for serial in 1...4 {
      let code = "EX-BIKES-2026:\(serial)"
      let life = try CreditExplanationQuery(code: code).run(on: reading).life
      #expect(life.map(\.type) == (try MovementLife.types(of: code, reading)), "\(code)")
      let status = try UnitQuery(code: code).run(on: reading.rows)
      let last = try #require(life.last)
      #expect(last.to.holder == status.holder && last.to.standing == status.standing, "\(code)")
      for (earlier, later) in zip(life, life.dropFirst()) {
        #expect(earlier.to == later.from, "\(code)")
      }
    }
  }

  @Test func `a number never issued and an activity that is not there are not found`() async throws
  {
    let reading = try await DemonstrationLedger.reading()
    for query in [
      CreditExplanationQuery(code: "EXPHER-METRO-2026:900"),
      CreditExplanationQuery(code: "EXPHER-METRO-2026:1", activity: 1_000_000),
      CreditExplanationQuery(code: "EXPHER-NONE-2026:1"),
    ] {
      #expect(throws: ServiceError.self) { try query.run(on: reading) }
    }
  }

  @Test func `explain covers inclusive credits and leaves certificates alone`() async throws {
    let reading = try await DemonstrationLedger.reading()
    let credit = try CreditExplanationQuery.covers("EXPHER-METRO-2026:1", in: reading.rows)
    let certificate = try CreditExplanationQuery.covers("0:1", in: reading.rows)
    #expect(credit && !certificate)
    let (unit, events) = try LifeQuery(code: "EXPHER-METRO-2026:7").run(on: reading)
    #expect(unit.code == "EXPHER-METRO-2026:7")
    #expect(events.map(\.type) == ["pher.issue"])
  }
}

/// The life of a unit by replaying every entry: what the quick way must agree with.
enum MovementLife {
  static func types(of code: String, _ reading: LedgerReading) throws -> [String] {
    let unit = try UnitLocation(code, in: reading.rows)
    var types: [String] = []
    try MovementReplay.forEachStep(of: reading) { (step) throws(ServiceError) in
      do {
        let records = try ReadRecord.all(of: step.statement)
        for movement in step.movements where movement.covers(unit) {
          types.append(records[Int(movement.record)].shape.name)
        }
      } catch {
        throw ServiceError(anything: error)
      }
      return true
    }
    return types
  }
}
