// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

/// Rules 61 to 68 of the rule book, by their examples.
@Suite struct MethodologyRuleTests {
  private let march1 = day(2025, 3, 1)

  @Test func `rule 61: an event the day before the methodology applies gives no credits`() throws {
    var ledger = try TestLedger(today: day(2024, 6, 10))
    let later = try ledger.file(SampleMethodology.travel(from: day(2024, 6, 1)))
    let early = ledger.approval(later, "EARLY")
    #expect(try ledger.refusal(early, by: .authority) == "INC-61")
    let scenario = try ledger.approve(ledger.approval(later, "METRO", from: day(2024, 6, 1)))
    try ledger.authorise(scenario, from: day(2024, 5, 1))
    let ride = ActivityRow.ride(0, metres: 8_000)
    let tooEarly = try ledger.batch(scenario, on: day(2024, 5, 31), [ride], total: 373_600)
    #expect(try ledger.refusal(tooEarly, by: .metro) == "INC-61")
    try ledger.report(scenario, on: day(2024, 6, 1), [ride])
  }

  @Test func `rule 61: suspension and supersession have effect by event date`() throws {
    var ledger = try TestLedger()
    let number = try ledger.file(SampleMethodology.travel())
    let next = try ledger.file(SampleMethodology.travel(version: "2"))
    let scenario = try ledger.approve(ledger.approval(number, "METRO"))
    try ledger.authorise(scenario)
    func status(_ action: MethodologyAction, _ from: CalendarDate, _ successor: UInt32? = nil)
      -> MethodologyStatusRecord
    {
      MethodologyStatusRecord(
        methodology: number, action: action, from: from, successor: successor, reason: "review")
    }
    try ledger.submit(status(.suspend, day(2025, 3, 3)), by: .authority)
    try ledger.submit(status(.resume, day(2025, 3, 5)), by: .authority)
    try ledger.submit(status(.supersede, day(2025, 3, 7), next), by: .authority)
    for (date, rule) in [(1, nil), (2, nil), (3, "INC-61"), (4, "INC-61"), (5, nil), (7, "INC-61")]
      as [(Int, String?)]
    {
      let batch = try ledger.batch(
        scenario, on: day(2025, 3, date), [.ride(0, metres: 8_000, key: "\(date)")])
      #expect(try ledger.refusal(batch, by: .metro) == rule, "day \(date)")
    }
    #expect(
      try ledger.refusal(status(.resume, day(2025, 3, 9)), by: .authority) == "INC-61")
    #expect(try ledger.refusal(status(.resume, day(2025, 3, 1)), by: .registry) == "LED-6")
    try ledger.submit(
      ScenarioChangeRecord(
        scenario: scenario, action: .methodology, from: day(2025, 3, 7), methodology: next,
        reason: "succession"), by: .authority)
    try ledger.report(scenario, on: day(2025, 3, 7), [.ride(0, metres: 8_000)])
  }

  @Test func `rule 61: what does not check whole is not filed`() throws {
    var ledger = try TestLedger()
    var unknown = SampleMethodology.travel()
    unknown.result.expression.text = "distance * no_such_factor"
    #expect(try ledger.refusal(TestLedger.filing(unknown), by: .authority) == "INC-61B")
    var open = SampleMethodology.travel()
    open.parameters[0].values = []
    #expect(try ledger.refusal(TestLedger.filing(open), by: .authority) == "INC-61B")
    let fine = TestLedger.filing(SampleMethodology.travel())
    #expect(try ledger.refusal(fine, by: .metro) == "LED-6")
    let cut = MethodologyFilingRecord(
      document: Array(fine.document.dropLast()), sourceDigest: digest("x"), reference: "x")
    #expect(try ledger.refusal(cut, by: .authority) == "LED-101")
  }

  @Test func `rule 62: a filed version cannot be edited, a change is a new version`() throws {
    var ledger = try TestLedger()
    try ledger.file(SampleMethodology.travel())
    var edited = SampleMethodology.travel()
    edited.parameters[0].values[0].value = SampleMethodology.decimal("50")
    #expect(try ledger.refusal(TestLedger.filing(edited), by: .authority) == "INC-62")
    edited.identity.version = "2"
    #expect(try ledger.refusal(TestLedger.filing(edited), by: .authority) == nil)
    #expect(ledger.credits.methodologies.count == 2)
  }

  @Test func `rule 63: PV of 1.2 MW or outside the city is not approved`() throws {
    var ledger = try TestLedger()
    let solar = try ledger.file(SampleMethodology.solar(energy: nil))
    func project(_ code: String, _ attributes: [Int64]) -> ScenarioRecord {
      ledger.approval(
        solar, code, by: .owner, attributes: attributes, subjects: ["site:\(code)"])
    }
    #expect(try ledger.refusal(project("A", [1_200, 1]), by: .authority) == "INC-63")
    #expect(try ledger.refusal(project("A", [1_000, 0]), by: .authority) == "INC-63")
    #expect(try ledger.refusal(project("A", [1_000]), by: .authority) == "INC-63")
    #expect(try ledger.refusal(project("A", [1_000, 7]), by: .authority) == "INC-63")
    var nowhere = project("A", [1_000, 1])
    nowhere = ledger.approval(solar, "A", by: .owner, attributes: [1_000, 1])
    #expect(try ledger.refusal(nowhere, by: .authority) == "INC-63")
    #expect(try ledger.refusal(project("A", [1_000, 1]), by: .authority) == nil)
  }

  @Test func `rule 64: PV on the site of an entity in an emission trading scheme is refused`()
    throws
  {
    var ledger = try TestLedger()
    let solar = try ledger.file(SampleMethodology.solar(energy: nil))
    let covered = ClaimRegistrationRecord(
      subject: "site:works-7", scheme: "shanghai-ets", reference: "list of 2024")
    #expect(try ledger.refusal(covered, by: .owner) == "LED-6")
    try ledger.submit(covered, by: .authority)
    let project = ledger.approval(
      solar, "ROOF", by: .owner, attributes: [800, 1], subjects: ["site:works-7"])
    #expect(try ledger.refusal(project, by: .authority) == "INC-64")
  }

  @Test func `rule 65: 8 km by metro are 373.6 g, and 400 g are refused`() throws {
    var ledger = try TestLedger()
    let scenario = try ledger.approve(
      ledger.approval(try ledger.file(SampleMethodology.travel()), "METRO"))
    try ledger.authorise(scenario)
    let rides: [(ActivityRow, Int64)] = [
      (.ride(0, metres: 8_000), 373_600),
      (.ride(1, metres: 10_000, SampleMethodology.bus), 269_000),
      (.ride(2, metres: 2_000, SampleMethodology.bike), 67_760),
    ]
    for (ride, milligrams) in rides {
      let record = try ledger.batch(scenario, on: march1, [ride])
      #expect(record.terms.total == milligrams)
      try ledger.submit(record, by: .metro)
    }
    let wrong = try ledger.batch(
      scenario, on: march1, [.ride(3, metres: 8_000)], total: 400_000)
    let rejection = try #require(try ledger.rejection(wrong, by: .metro))
    #expect(rejection.rule.code == "INC-65")
    #expect(rejection.required.english.contains("373600 mg"))
    #expect(try ledger.period(scenario, month(2025, 3)).total == 373_600 + 269_000 + 67_760)
  }

  @Test func `rule 66: a ride of 2023 by the factor of 2022 is refused as such`() throws {
    var ledger = try TestLedger(today: day(2023, 1, 10))
    let number = try ledger.file(SampleMethodology.yearly())
    let scenario = try ledger.approve(
      ledger.approval(number, "BIKES", by: .bikes, from: day(2022, 1, 1)))
    try ledger.authorise(scenario, from: day(2022, 1, 1), by: .bikes)
    let ride = ActivityRow.ride(0, metres: 2_000, SampleMethodology.bike)
    let wrong = try ledger.batch(scenario, on: day(2023, 1, 2), [ride], total: 66_000)
    let rejection = try #require(try ledger.rejection(wrong, by: .bikes))
    #expect(rejection.rule.code == "INC-66")
    #expect(rejection.found.english.contains("2022-12-31"))
    let right = try ledger.batch(scenario, on: day(2023, 1, 2), [ride], total: 67_760)
    #expect(try ledger.refusal(right, by: .bikes) == nil)
    let old = try ledger.batch(scenario, on: day(2022, 12, 31), [ride], total: 66_000)
    #expect(try ledger.refusal(old, by: .bikes) == nil)
  }

  @Test func `rule 67: 3.0 kg against a mean of 3.2 saves 0.2 kg, against 2.9 nothing`() throws {
    var ledger = try TestLedger()
    let scenario = try ledger.approve(
      ledger.approval(try ledger.file(SampleMethodology.household()), "POWER"))
    try ledger.authorise(scenario)
    func household(_ person: UInt32, _ mean: Int64, days: Int64 = 7) -> ActivityRow {
      let values = [3_000, days] + [Int64](repeating: mean, count: Int(days))
      return ActivityRow(person: person, key: ActivityRow.naturalKey("\(person)"), values: values)
    }
    let saving = try ledger.batch(scenario, on: march1, [household(0, 3_200)])
    #expect(saving.terms.total == 200_000)
    try ledger.submit(saving, by: .metro)
    let none = try ledger.batch(scenario, on: march1, [household(1, 2_900)])
    #expect(none.terms.total == 0)
    try ledger.submit(none, by: .metro)
    for days in [0, 6, 8] as [Int64] {
      let batch = try ledger.batch(
        scenario, on: march1, [household(2, 3_200, days: days)], total: 200_000)
      #expect(try ledger.refusal(batch, by: .metro) == "INC-67", "\(days) days")
    }
  }

  @Test func `rule 68: 12 km by bicycle give points for the 3 km of the ruleset's band`() throws {
    var ledger = try TestLedger()
    let points = try ledger.file(SampleMethodology.points())
    let scenario = try ledger.approve(ledger.approval(points, "GREEN", .points))
    try ledger.authorise(scenario)
    let ride = ActivityRow.ride(0, for: 3_600, metres: 12_000, SampleMethodology.bike)
    let batch = try ledger.batch(scenario, on: march1, [ride])
    #expect(batch.terms.total == 30)
    try ledger.submit(batch, by: .metro)
    let column = PersonAmounts.Column(.points, scenario: scenario, month: month(2025, 3))
    #expect(ledger.credits.amounts.amount(column, 0) == 30)
  }

  @Test func `rule 68: without a ruleset on file there are no points`() throws {
    var ledger = try TestLedger()
    let travel = try ledger.file(SampleMethodology.travel())
    let unfiled = ledger.approval(travel, "GREEN", .points)
    #expect(try ledger.refusal(unfiled, by: .authority) == "INC-68")
    let wrong = ledger.approval(travel, "METRO", points: travel)
    #expect(try ledger.refusal(wrong, by: .authority) == "INC-68")
    let scenario = try ledger.approve(ledger.approval(travel, "METRO"))
    try ledger.authorise(scenario)
    let batch = try ledger.report(scenario, on: march1, [.ride(0, metres: 8_000)])
    #expect(
      try ledger.refusal(try ledger.removal(batch, [0], .points), by: .metro) == "INC-68")
  }
}
