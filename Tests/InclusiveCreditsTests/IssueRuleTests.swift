// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

/// Rules 76 to 82 of the rule book, by their examples.
@Suite struct IssueRuleTests {
  private let february = month(2025, 2)
  private let end = day(2025, 2, 28)

  /// A scenario of photovoltaics, whose kilowatt-hours save 0.42 kg each.
  private func solar(
    _ ledger: inout TestLedger, _ code: String = "ROOF", inside: [String] = [],
    from: CalendarDate = day(2024, 1, 1)
  ) throws -> UInt32 {
    let number =
      try ledger.credits.methodologies.number(forKey: "example/solar@1")
      ?? ledger.file(SampleMethodology.solar(energy: nil))
    return try ledger.approve(
      ledger.approval(
        number, code, by: .owner, from: from, attributes: [900, 1], subjects: ["site:\(code)"],
        inside: inside))
  }

  @Test func `rule 76: 1 234 567.8 g are one tonne and 234 567.8 g carried`() throws {
    var ledger = try TestLedger()
    var methodology = SampleMethodology.forest()
    methodology.crediting.bufferBasisPoints = 0
    methodology.activity.inputs[0].kind = .quantity(
      unit: "gCO2e", decimals: 1, minimum: SampleMethodology.decimal("0"),
      maximum: SampleMethodology.decimal("10000000"))
    let scenario = try ledger.approve(
      ledger.approval(
        try ledger.file(methodology), "WOOD", by: .owner, subjects: ["parcel:1"]))
    try ledger.report(scenario, on: end, [.generation(kilowattHours: 12_345_678)], by: .owner)
    #expect(try ledger.period(scenario, february).total == 1_234_567_800)
    let early = try ledger.issue(scenario, february)
    #expect(try ledger.refusal(early, by: .registry) == "INC-76B")
    let verification = try ledger.verification(scenario, february)
    #expect(try ledger.refusal(verification, by: .owner) == "LED-6")
    try ledger.submit(verification, by: .verifier)
    #expect(try ledger.refusal(verification, by: .verifier) == "INC-76B")
    for wrong in [
      try ledger.issue(scenario, february, count: 2),
      try ledger.issue(scenario, february, carry: 0),
      try ledger.issue(scenario, february, buffer: 1),
    ] { #expect(try ledger.refusal(wrong, by: .registry) == "INC-76") }
    let issue = try ledger.issue(scenario, february)
    #expect(issue.count == 1 && issue.carry == 234_567_800)
    #expect(try ledger.refusal(issue, by: .authority) == "LED-6")
    try ledger.submit(issue, by: .registry)
    #expect(ledger.credits.scenarios[scenario].carry == 234_567_800)
    #expect(ledger.balance(.owner) == 1)
    #expect(try ledger.refusal(issue, by: .registry) == "INC-76B")
  }

  @Test(arguments: Suite.names)
  func `rule 76: the root of a batch is that of its rows`(_ suite: String) throws {
    var ledger = try TestLedger(suite: try #require(Suite(name: suite)))
    let scenario = try ledger.approve(
      ledger.approval(try ledger.file(SampleMethodology.travel()), "METRO"))
    try ledger.authorise(scenario, 0...199)
    let rides = (0..<130).map { ActivityRow.ride(UInt32($0), metres: 8_000) }
    let date = day(2025, 3, 1)
    let wrong = try ledger.batch(scenario, on: date, rides, root: digest("other"))
    #expect(try ledger.refusal(wrong, by: .metro) == "INC-76")
    let short = try ledger.batch(scenario, on: date, rides, count: 129)
    #expect(try ledger.refusal(short, by: .metro) == "INC-76")
    let batch = try ledger.report(scenario, on: date, rides)
    #expect(ledger.credits.batches[batch.number].count == 130)
    let removal = try ledger.removal(batch, [1], group: 2)
    #expect(try ledger.refusal(removal, by: .metro) == nil)
    #expect(ledger.credits.batches[batch.number].isRemoved(129))
    let stranger = ActivityRemovalRecord(
      batch: batch.number, reason: .excluded, group: 1, rows: removal.rows, path: removal.path,
      positions: [0], total: 373_600)
    #expect(try ledger.refusal(stranger, by: .metro) == "INC-76")
  }

  @Test func `rule 77: a parcel in CCER, or in another scenario, cannot be approved`() throws {
    var ledger = try TestLedger()
    let forest = try ledger.file(SampleMethodology.forest())
    try ledger.submit(
      ClaimRegistrationRecord(subject: "parcel:17", scheme: "ccer", reference: "CCER-14-001"),
      by: .registry)
    let parcels = ["parcel:16", "parcel:17"]
    let taken = ledger.approval(forest, "WOOD", by: .owner, subjects: parcels)
    #expect(try ledger.refusal(taken, by: .authority) == "CLM-77")
    _ = try ledger.approve(
      ledger.approval(forest, "WOOD", by: .owner, subjects: ["parcel:16"]))
    let twice = ledger.approval(forest, "WOOD2", by: .owner, subjects: ["parcel:16"])
    #expect(try ledger.refusal(twice, by: .authority) == "CLM-77")
    let late = ClaimRegistrationRecord(subject: "parcel:16", scheme: "vcs", reference: "x")
    #expect(try ledger.refusal(late, by: .registry) == "CLM-77")
  }

  @Test func `rule 78: a plant on the grid since 2000 is credited no more in 2025`() throws {
    var ledger = try TestLedger()
    let scenario = try solar(&ledger, from: day(2000, 1, 1))
    #expect(ledger.credits.scenarios[scenario].through == day(2024, 12, 31))
    let late = try ledger.batch(scenario, on: end, [.generation(kilowattHours: 1_000)])
    #expect(try ledger.refusal(late, by: .owner) == "INC-78")
    let longer = ledger.approval(
      0, "LONG", by: .owner, from: day(2000, 1, 1), through: day(2025, 1, 1),
      attributes: [900, 1], subjects: ["site:LONG"])
    #expect(try ledger.refusal(longer, by: .authority) == "INC-78")
  }

  @Test func `rule 78: nothing counts while the scenario is suspended or once it ended`() throws {
    var ledger = try TestLedger(today: day(2025, 6, 15))
    let scenario = try solar(&ledger)
    func change(_ action: ScenarioAction, _ from: CalendarDate) -> ScenarioChangeRecord {
      ScenarioChangeRecord(scenario: scenario, action: action, from: from, reason: "repair")
    }
    try ledger.submit(change(.suspend, day(2025, 5, 20)), by: .authority)
    let power = try ledger.batch(
      scenario, on: day(2025, 5, 31), [.generation(kilowattHours: 1_000)])
    #expect(try ledger.refusal(power, by: .owner) == "INC-78")
    try ledger.submit(change(.resume, day(2025, 5, 25)), by: .authority)
    #expect(try ledger.refusal(power, by: .owner) == nil)
    try ledger.submit(change(.end, day(2025, 6, 1)), by: .authority)
    #expect(try ledger.refusal(change(.resume, day(2025, 6, 2)), by: .authority) == "INC-78")
    ledger.today = day(2025, 7, 10)
    let after = try ledger.batch(
      scenario, on: day(2025, 6, 30), [.generation(kilowattHours: 1_000, key: "june")])
    #expect(try ledger.refusal(after, by: .owner) == "INC-78")
  }

  @Test func `rule 79: serial numbers go on across the months of a year, 27 to 35 are 9 units`()
    throws
  {
    var ledger = try TestLedger(today: day(2025, 1, 10))
    let scenario = try solar(&ledger)
    func issued(_ number: Int, _ tonnes: Int64, first: UInt64) throws {
      let month = month(2025, number)
      ledger.today = month.lastDay.adding(days: 2)
      let power = ActivityRow.generation(kilowattHours: tonnes * 50_000, key: "\(month)")
      try ledger.report(scenario, on: month.lastDay, [power], by: .owner)
      try ledger.submit(try ledger.verification(scenario, month), by: .verifier)
      let wrong = try ledger.issue(scenario, month, first: first + 1)
      #expect(try ledger.refusal(wrong, by: .registry) == "INC-79")
      try ledger.submit(try ledger.issue(scenario, month, first: first), by: .registry)
    }
    try issued(1, 1, first: 1)
    try issued(2, 1, first: 22)
    let series = try ledger.series("SZ-ROOF-2025")
    #expect(ledger.balance(.owner) == 42)
    let sale = PherTransferRecord(
      series: series, first: 27, count: 9, recipient: Party.buyer.rawValue)
    try ledger.submit(sale, by: .owner)
    #expect(ledger.balance(.buyer) == 9 && ledger.balance(.owner) == 33)
    let origins = ledger.credits.origins(of: series, 20...35, in: ledger.core)
    #expect(origins.map(\.part) == [22...35, 20...21])
    #expect(origins.map { ledger.credits.issues[$0.issue].month.month } == [2, 1])
    ledger.today = day(2026, 1, 2)
    let last = ActivityRow.generation(kilowattHours: 50_000, key: "last")
    try ledger.report(scenario, on: day(2025, 12, 31), [last], by: .owner)
    try ledger.submit(try ledger.verification(scenario, month(2025, 12)), by: .verifier)
    try ledger.submit(
      try ledger.issue(scenario, month(2025, 12), first: 43), by: .registry)
    #expect(ledger.core.series.number(forKey: "SZ-ROOF-2026") == nil)
  }

  @Test func `rule 80: credits older than the scheme's limit do not serve compliance`() throws {
    var ledger = try TestLedger()
    try ledger.submit(ledger.scheme(vintage: 24), by: .authority)
    let scenario = try solar(&ledger)
    let power = ActivityRow.generation(kilowattHours: 50_000)
    try ledger.report(scenario, on: end, [power], by: .owner)
    try ledger.submit(try ledger.verification(scenario, february), by: .verifier)
    try ledger.submit(try ledger.issue(scenario, february), by: .registry)
    let obligation = ObligationRecord(
      market: "city-ets", participant: Party.owner.rawValue, year: 2026, tonnes: 10_000,
      capBasisPoints: 500, deadline: day(2028, 12, 31), source: "list")
    try ledger.submit(obligation, by: .authority)
    let series = try ledger.series("SZ-ROOF-2025")
    func retirement(_ purpose: CreditPurpose) -> PherRetirementRecord {
      PherRetirementRecord(
        series: series, first: 1, count: 1, purpose: purpose, beneficiary: "owner",
        obligation: purpose == .compliance ? 0 : nil, date: ledger.today)
    }
    ledger.today = day(2027, 3, 1)
    #expect(try ledger.refusal(retirement(.compliance), by: .owner) == "INC-80")
    #expect(try ledger.refusal(retirement(.voluntary), by: .owner) == nil)
  }

  @Test func `rule 81: a survey of stocks leads to no issue`() throws {
    var ledger = try TestLedger()
    let scenario = try ledger.approve(
      ledger.approval(
        try ledger.file(SampleMethodology.forest()), "WOOD", by: .owner,
        subjects: ["parcel:1"]))
    let stock = ActivityRow.generation(kilowattHours: 50_000)
    try ledger.report(scenario, on: end, [stock], status: .survey, by: .owner)
    #expect(try ledger.period(scenario, february).total == 0)
    let issue = try ledger.issue(scenario, february)
    #expect(try ledger.refusal(issue, by: .registry) == "INC-81")
    let verification = try ledger.verification(scenario, february)
    #expect(try ledger.refusal(verification, by: .verifier) == "INC-81")
  }

  @Test func `rule 82: an estimate is neither verified nor issued`() throws {
    var ledger = try TestLedger()
    let scenario = try solar(&ledger)
    let estimate = ActivityRow.generation(kilowattHours: 50_000)
    let batch = try ledger.report(
      scenario, on: end, [estimate], status: .estimate, by: .owner)
    let verification = try ledger.verification(scenario, february, total: 21_000_000_000)
    #expect(try ledger.refusal(verification, by: .verifier) == "INC-82")
    #expect(
      try ledger.refusal(try ledger.removal(batch, [0]), by: .owner) == "INC-82")
    // The measured activity comes later, under the same natural key, and counts alone.
    try ledger.report(scenario, on: end, [.generation(kilowattHours: 40_000)], by: .owner)
    let both = try ledger.verification(
      scenario, february, total: 21_000_000_000 + 16_800_000_000)
    #expect(try ledger.refusal(both, by: .verifier) == "INC-82")
    try ledger.submit(try ledger.verification(scenario, february), by: .verifier)
    try ledger.submit(try ledger.issue(scenario, february), by: .registry)
    #expect(ledger.balance(.owner) == 16)
  }
}
