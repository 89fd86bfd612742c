// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

/// Rules 69 to 75 of the rule book, by their examples.
@Suite struct UniquenessRuleTests {
  private let march1 = day(2025, 3, 1)
  private var ledger: TestLedger
  private let metro: UInt32
  private let bikes: UInt32

  init() throws {
    var ledger = try TestLedger()
    let travel = try ledger.file(SampleMethodology.travel())
    let points = try ledger.file(SampleMethodology.points())
    metro = try ledger.approve(ledger.approval(travel, "METRO", points: points))
    bikes = try ledger.approve(ledger.approval(travel, "BIKES", by: .bikes))
    try ledger.authorise(metro)
    try ledger.authorise(bikes, by: .bikes)
    self.ledger = ledger
  }

  @Test mutating func `rule 69: a bicycle from 8:00 to 8:20 and a metro from 8:10 overlap`() throws
  {
    let bike = ActivityRow.ride(
      0, at: 28_800, for: 1_200, metres: 2_000, SampleMethodology.bike)
    try ledger.report(bikes, on: march1, [bike], by: .bikes)
    let ride = ActivityRow.ride(0, at: 29_400, for: 1_800, metres: 8_000)
    let batch = try ledger.batch(metro, on: march1, [ride])
    #expect(try ledger.refusal(batch, by: .metro) == "INC-69")
    let after = try ledger.batch(
      metro, on: march1, [.ride(0, at: 30_000, for: 1_800, metres: 8_000)])
    #expect(try ledger.refusal(after, by: .metro) == nil)
    let other = try ledger.batch(
      metro, on: march1, [.ride(1, at: 29_400, for: 1_800, metres: 8_000)])
    #expect(try ledger.refusal(other, by: .metro) == nil)
  }

  @Test mutating func `rule 69: rows of one batch overlap as those of two do`() throws {
    let rows = [
      ActivityRow.ride(0, at: 28_800, metres: 8_000),
      ActivityRow.ride(0, at: 29_000, metres: 8_000),
    ]
    let rejection = try #require(
      try ledger.rejection(try ledger.batch(metro, on: march1, rows), by: .metro))
    #expect(rejection.rule.code == "INC-69")
    #expect(rejection.found.english.hasPrefix("row 1"))
  }

  @Test mutating func `rule 70: one trip from the operator and from a map counts once`() throws {
    let trip = "2025-03-01 08:00 station 1 to station 9"
    try ledger.report(metro, on: march1, [.ride(0, metres: 8_000, key: trip)])
    let map = ActivityRow.ride(1, at: 60_000, metres: 8_000, key: trip)
    let second = try ledger.batch(bikes, on: march1, [map])
    #expect(try ledger.refusal(second, by: .bikes) == "INC-70")
    let again = try ledger.batch(metro, on: march1, [.ride(0, metres: 8_000, key: trip)])
    #expect(try ledger.refusal(again, by: .metro) == "INC-70")
  }

  @Test mutating func `rule 71: an event the day before the authorisation is refused`() throws {
    ledger.today = day(2025, 5, 12)
    try ledger.authorise(metro, 20...20, from: day(2025, 5, 10))
    let person = try #require(ledger.credits.persons.number(of: try TestLedger.pseudonym(20)))
    let early = try ledger.batch(metro, on: day(2025, 5, 9), [.ride(person, metres: 8_000)])
    #expect(try ledger.refusal(early, by: .metro) == "INC-71")
    let fine = try ledger.batch(metro, on: day(2025, 5, 10), [.ride(person, metres: 8_000)])
    #expect(try ledger.refusal(fine, by: .metro) == nil)
    let withdrawal = WithdrawalRecord(
      scenario: metro, from: day(2025, 5, 11), persons: [person])
    #expect(try ledger.refusal(withdrawal, by: .bikes) == "LED-6")
    try ledger.submit(withdrawal, by: .metro)
    let late = try ledger.batch(metro, on: day(2025, 5, 11), [.ride(person, metres: 8_000)])
    #expect(try ledger.refusal(late, by: .metro) == "INC-71")
    #expect(try ledger.refusal(withdrawal, by: .metro) == "INC-71")
    let elsewhere = try ledger.batch(bikes, on: day(2025, 5, 10), [.ride(person, metres: 900)])
    #expect(try ledger.refusal(elsewhere, by: .bikes) == "INC-71")
  }

  @Test func `rule 72: with a window of 7 days a report on day 8 is refused`() throws {
    var ledger = try TestLedger()
    let travel = try ledger.file(SampleMethodology.travel(window: 7))
    let scenario = try ledger.approve(ledger.approval(travel, "METRO"))
    try ledger.authorise(scenario)
    ledger.today = day(2025, 3, 16)
    let late = try ledger.batch(scenario, on: day(2025, 3, 8), [.ride(0, metres: 8_000)])
    #expect(try ledger.refusal(late, by: .metro) == "INC-72")
    let inTime = try ledger.batch(scenario, on: day(2025, 3, 9), [.ride(0, metres: 8_000)])
    #expect(try ledger.refusal(inTime, by: .metro) == nil)
    let future = try ledger.batch(scenario, on: day(2025, 3, 17), [.ride(0, metres: 8_000)])
    #expect(try ledger.refusal(future, by: .metro) == "LED-5B")
  }

  @Test mutating func `rule 72: days once closed stay closed when the window grows`() throws {
    try ledger.report(metro, on: march1, [.ride(0, metres: 8_000)])
    ledger.today = day(2025, 4, 20)
    try ledger.report(metro, on: day(2025, 4, 19), [.ride(0, metres: 8_000)])
    #expect(ledger.credits.openDays.count == 1)
    try ledger.submit(ledger.scheme(window: 365), by: .authority)
    let twice = try ledger.batch(metro, on: march1, [.ride(0, metres: 8_000)])
    #expect(try ledger.refusal(twice, by: .metro) == "INC-72")
  }

  @Test mutating func `rule 73: a bicycle at 60 km/h and a 21st ride of a day are refused`() throws
  {
    let fast = ActivityRow.ride(0, for: 600, metres: 10_000, SampleMethodology.bike)
    let racing = try ledger.batch(bikes, on: march1, [fast], total: 338_800)
    #expect(try ledger.refusal(racing, by: .bikes) == "INC-73")
    let far = ActivityRow.ride(0, for: 80_000, metres: 200_001, SampleMethodology.bike)
    let impossible = try ledger.batch(bikes, on: march1, [far], total: 1)
    #expect(try ledger.refusal(impossible, by: .bikes) == "INC-73")
    let rides = (0..<30).map { number in
      ActivityRow.ride(
        0, at: Int32(number) * 1_000, for: 900, metres: 1_000, SampleMethodology.bike)
    }
    let all = try ledger.batch(bikes, on: march1, rides)
    let rejection = try #require(try ledger.rejection(all, by: .bikes))
    #expect(rejection.rule.code == "INC-73")
    #expect(rejection.found.english.hasPrefix("row 20"))
    try ledger.report(bikes, on: march1, Array(rides.prefix(20)), by: .bikes)
    let one = try ledger.batch(bikes, on: march1, [rides[20]])
    #expect(try ledger.refusal(one, by: .bikes) == "INC-73")
  }

  @Test mutating func `rule 74: 500 points are no half tonne to be traded`() throws {
    let points = try ledger.file(renamed(SampleMethodology.points(), "score"))
    let scenario = try ledger.approve(ledger.approval(points, "GREEN", .points))
    try ledger.authorise(scenario)
    try ledger.report(scenario, on: march1, [.ride(0, metres: 5_000)])
    let pool = PersonalPoolRecord(
      scenario: scenario, persons: [0], grams: [50], count: 0, first: 1, carry: 50_000)
    #expect(try ledger.refusal(pool, by: .metro) == "INC-74")
    ledger.today = day(2025, 4, 2)
    let verification = try ledger.verification(scenario, month(2025, 3))
    #expect(try ledger.refusal(verification, by: .verifier) == "INC-74")
    let issue = try ledger.issue(scenario, month(2025, 3))
    #expect(try ledger.refusal(issue, by: .registry) == "INC-74")
    let pooled = ledger.approval(points, "TONNES")
    #expect(try ledger.refusal(pooled, by: .authority) == "INC-74")
  }

  @Test mutating func `rule 75: rides given up for points are spent and enter no issue`() throws {
    let rides = (0..<3).map { ActivityRow.ride(UInt32($0), metres: 8_000) }
    let batch = try ledger.report(metro, on: march1, rides)
    let removal = try ledger.removal(batch, [0, 2], .points)
    #expect(try ledger.refusal(removal, by: .bikes) == "LED-6")
    try ledger.submit(removal, by: .metro)
    #expect(try ledger.refusal(removal, by: .metro) == "INC-75")
    let again = try ledger.removal(batch, [2], .excluded)
    #expect(try ledger.refusal(again, by: .verifier) == "INC-75")
    let period = try ledger.period(metro, month(2025, 3))
    #expect(period.total == 373_600 && period.activities == 1)
    let amounts = ledger.credits.amounts
    let points = PersonAmounts.Column(.points, scenario: metro, month: month(2025, 3))
    let pending = PersonAmounts.Column(.pending, scenario: metro, month: month(2025, 3))
    #expect((0..<3).map { amounts.amount(points, $0) } == [50, 0, 50])
    #expect((0..<3).map { amounts.amount(pending, $0) } == [0, 373_600, 0])
    ledger.today = day(2025, 4, 2)
    let before = try ledger.verification(metro, month(2025, 3), total: 3 * 373_600)
    #expect(try ledger.refusal(before, by: .verifier) == "INC-76")
    try ledger.submit(try ledger.verification(metro, month(2025, 3)), by: .verifier)
    let closed = try ledger.removal(batch, [1], .points)
    #expect(try ledger.refusal(closed, by: .metro) == "INC-76B")
  }

  private func renamed(_ methodology: Methodology, _ id: String) -> Methodology {
    var copy = methodology
    copy.identity.id = id
    return copy
  }
}
