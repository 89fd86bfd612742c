// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

/// Grams and points of persons.
@Suite struct PersonalCreditTests {
  private let march = month(2025, 3)
  private var ledger: TestLedger
  private let scenario: UInt32

  init() throws {
    var ledger = try TestLedger()
    let travel = try ledger.file(SampleMethodology.travel())
    scenario = try ledger.approve(ledger.approval(travel, "METRO", .personal))
    try ledger.authorise(scenario)
    self.ledger = ledger
  }

  /// Reports rides of March: persons, metres; each on a time of its own.
  private mutating func ride(_ rides: [(UInt32, Int64)], on date: CalendarDate) throws {
    let rows = rides.enumerated().map { position, ride in
      ActivityRow.ride(
        ride.0, at: Int32(position) * 7_200, for: 7_200, metres: ride.1,
        key: "\(date) \(position)")
    }
    try ledger.report(scenario, on: date, rows)
  }

  /// What an issue of the month in grams must state.
  private func gramIssue(_ month: CalendarMonth, first: UInt64) throws -> CreditIssueRecord {
    let column = PersonAmounts.Column(.pending, scenario: scenario, month: month)
    let credited = PersonAmounts.Column(.credited, scenario: scenario, month: nil)
    let amounts = ledger.credits.amounts
    var count: Int64 = 0
    amounts.visit(column) { person, amount in
      let before = amounts.amount(credited, person)
      count += (before + amount) / 1_000 - before / 1_000
    }
    let total = try ledger.period(scenario, month).total
    return CreditIssueRecord(
      scenario: scenario, month: month, total: total, count: UInt64(count), first: first,
      carry: ledger.credits.scenarios[scenario].carry + total - count * 1_000)
  }

  /// Verifies and issues the month.
  private mutating func close(
    _ month: CalendarMonth, first: UInt64
  ) throws -> CreditIssueRecord {
    ledger.today = month.lastDay.adding(days: 2)
    try ledger.submit(try ledger.verification(scenario, month), by: .verifier)
    let issue = try gramIssue(month, first: first)
    try ledger.submit(issue, by: .registry)
    return issue
  }

  @Test mutating func `whole grams are issued person by person, what is below stays with each`()
    throws
  {
    // 373.6 g and 46.7 g twice: 373 + 93 whole grams, 0.6 and 0.4 g stay.
    try ride([(0, 8_000), (1, 1_000), (1, 1_000)], on: day(2025, 3, 1))
    let first = try close(march, first: 1)
    #expect(first.count == 466 && first.carry == 1_000)
    #expect(ledger.balance(.metro, asset: "PHER-G") == 466)
    #expect(ledger.credits.grams(of: 0, scenario: scenario) == 373)
    try ride([(0, 8_000), (1, 1_000)], on: day(2025, 4, 1))
    let second = try close(month(2025, 4), first: 467)
    // 0.6 + 373.6 and 0.4 + 46.7: one gram more than the months alone give.
    #expect(second.count == 374 + 47 && second.carry == 300)
    #expect(ledger.balance(.metro, asset: "PHER-G") == 887)
    #expect(ledger.core.series[try ledger.series("SZ-METRO-G")].vintage == march)
    ledger.expectLaw()
  }

  @Test mutating func `grams are retired by person and for no compliance`() throws {
    try ride([(0, 8_000), (1, 1_000)], on: day(2025, 3, 1))
    _ = try close(march, first: 1)
    func retirement(
      _ person: UInt32, _ grams: Int64, _ purpose: CreditPurpose = .publicBenefit,
      for beneficiary: String = "示例公益林"
    ) -> PersonalRetirementRecord {
      PersonalRetirementRecord(
        scenario: scenario, person: person, grams: grams, purpose: purpose,
        beneficiary: beneficiary, date: ledger.today)
    }
    #expect(try ledger.refusal(retirement(1, 47), by: .metro) == "BAL-83")
    #expect(try ledger.refusal(retirement(1, 46), by: .bikes) == "LED-6")
    #expect(try ledger.refusal(retirement(1, 46, .compliance), by: .metro) == "INC-85")
    #expect(try ledger.refusal(retirement(1, 46, for: ""), by: .metro) == "INC-85")
    #expect(try ledger.refusal(retirement(1, 0), by: .metro) == "LED-107")
    #expect(try ledger.refusal(retirement(99, 1), by: .metro) == "LED-106")
    try ledger.submit(retirement(1, 46), retirement(0, 300), by: .metro)
    #expect(ledger.balance(.metro, .retired, asset: "PHER-G") == 346)
    #expect(ledger.credits.grams(of: 0, scenario: scenario) == 73)
    let series = try ledger.series("SZ-METRO-G")
    #expect(ledger.core.holdings.segment(of: series, holding: 346).0.standing == .retired)
    #expect(ledger.core.holdings.segment(of: series, holding: 347).0.standing == .available)
    ledger.expectLaw()
  }

  @Test mutating func `rule 74: grams in custody are not traded, pooled they become tonnes`()
    throws
  {
    // 3 × 200 km: 9.34 kg each; a tonne needs more, so the pool carries.
    try ride([(0, 200_000), (1, 200_000), (2, 200_000)], on: day(2025, 3, 1))
    _ = try close(march, first: 1)
    let series = try ledger.series("SZ-METRO-G")
    let sale = ledger.transfer(series, 1, 500, to: .buyer)
    #expect(try ledger.refusal(sale, by: .metro) == "INC-74")
    #expect(try ledger.refusal(ledger.retirement(series, 1, 5), by: .metro) == "INC-74")
    func pool(_ persons: [UInt32], _ grams: [Int64], carry: Int64) -> PersonalPoolRecord {
      PersonalPoolRecord(
        scenario: scenario, persons: persons, grams: grams, count: 0, first: 1, carry: carry)
    }
    let tooMuch = pool([0, 1, 0], [9_000, 9_000, 341], carry: 18_341_000)
    #expect(try ledger.refusal(tooMuch, by: .metro) == "BAL-83")
    #expect(try ledger.refusal(pool([0], [1, 2], carry: 3_000), by: .metro) == "LED-107")
    #expect(try ledger.refusal(pool([0], [5_000], carry: 0), by: .metro) == "INC-76")
    try ledger.submit(pool([0, 1], [9_000, 9_000], carry: 18_000_000), by: .metro)
    #expect(ledger.credits.scenarios[scenario].poolCarry == 18_000_000)
    #expect(ledger.balance(.metro, .cancelled, asset: "PHER-G") == 18_000)
    #expect(ledger.credits.grams(of: 0, scenario: scenario) == 340)
    ledger.expectLaw()
  }

  @Test mutating func `pooled grams make tonnes of the oldest month in them`() throws {
    ledger.today = day(2025, 3, 28)
    for date in 1...28 {
      for start in 0..<10 {
        let rows = (0..<10).map { person in
          ActivityRow.ride(
            UInt32(person), at: Int32(start) * 7_200, for: 7_200, metres: 200_000,
            key: "\(date) \(start) \(person)")
        }
        try ledger.report(scenario, on: day(2025, 3, date), rows)
      }
    }
    // 10 persons × 280 rides × 9.34 kg.
    let issue = try close(march, first: 1)
    #expect(issue.count == 26_152_000 && issue.carry == 0)
    let pool = PersonalPoolRecord(
      scenario: scenario, persons: Array(0..<10), grams: [Int64](repeating: 210_000, count: 10),
      count: 2, first: 1, carry: 100_000_000)
    try ledger.submit(pool, by: .metro)
    #expect(ledger.balance(.owner) == 2)
    let series = try ledger.series("SZ-METRO-2025")
    let origin = try #require(ledger.credits.origins(of: series, 1...2, in: ledger.core).first)
    #expect(ledger.credits.issues[origin.issue].kind == .pool)
    #expect(ledger.credits.issues[origin.issue].month == march)
    ledger.expectLaw()
  }

  @Test mutating func `points are spent oldest first and not after they lapsed`() throws {
    let ruleset = try ledger.file(SampleMethodology.points(validityMonths: 1))
    let green = try ledger.approve(ledger.approval(ruleset, "GREEN", .points))
    try ledger.authorise(green)
    func earn(_ date: CalendarDate) throws {
      ledger.today = date
      try ledger.report(
        green, on: date, [.ride(0, metres: 5_000, key: "\(date)")])
    }
    func spend(_ amount: Int64, on date: CalendarDate? = nil) -> PointsSpendRecord {
      PointsSpendRecord(
        scenario: green, persons: [0], amounts: [amount], reference: "coupon",
        date: date ?? ledger.today)
    }
    try earn(day(2025, 3, 10))
    try earn(day(2025, 4, 10))
    #expect(try ledger.refusal(spend(101), by: .metro) == "BAL-83")
    try ledger.submit(spend(60), by: .metro)
    let column = { PersonAmounts.Column(.points, scenario: green, month: month(2025, $0)) }
    #expect(ledger.credits.amounts.amount(column(3), 0) == 0)
    #expect(ledger.credits.amounts.amount(column(4), 0) == 40)
    ledger.today = day(2025, 6, 1)
    #expect(try ledger.refusal(spend(1), by: .metro) == "BAL-83")
    #expect(try ledger.refusal(spend(1, on: day(2025, 4, 30)), by: .metro) == "INC-72")
    #expect(try ledger.refusal(spend(1, on: day(2025, 5, 31)), by: .metro) == nil)
    #expect(try ledger.refusal(spend(1), by: .bikes) == "LED-6")
  }
}
