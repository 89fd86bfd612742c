// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

/// Rule 81: what a forest loses is debited.
@Suite struct ReversalTests {
  private var ledger: TestLedger
  private let forest: UInt32
  private let series: UInt32

  init() throws {
    var ledger = try TestLedger()
    let number = try ledger.file(SampleMethodology.forest())
    forest = try ledger.approve(
      ledger.approval(number, "WOOD", by: .owner, subjects: ["parcel:1"]))
    // 101.5 t: 11 of 101 tonnes to the buffer pool, half a tonne carried.
    series = try ledger.issued(forest, kilowattHours: 101_500, buffer: 11)
    self.ledger = ledger
  }

  private func reversal(
    _ tonnes: UInt64, on date: CalendarDate = day(2025, 3, 9)
  ) -> CreditReversalRecord {
    CreditReversalRecord(
      scenario: forest, tonnes: tonnes, date: date, reason: "fire", evidence: digest("photo"))
  }

  @Test mutating func `the buffer's share is rounded up and goes to the pool`() throws {
    #expect(ledger.balance(.pool) == 11 && ledger.balance(.owner) == 90)
    #expect(ledger.credits.scenarios[forest].carry == 500_000_000)
    let issue = ledger.credits.issues[0]
    #expect(issue.bufferCount == 11 && issue.range == 1...101)
  }

  @Test mutating func `rule 81: a fire of 30 t takes 11 from the pool and 19 from the holder`()
    throws
  {
    #expect(try ledger.refusal(reversal(30), by: .owner) == "LED-6")
    #expect(try ledger.refusal(reversal(102), by: .verifier) == "INC-81")
    #expect(try ledger.refusal(reversal(0), by: .verifier) == "INC-81")
    #expect(try ledger.refusal(reversal(1, on: day(2025, 3, 11)), by: .verifier) == "LED-5B")
    try ledger.submit(reversal(30), by: .verifier)
    #expect(ledger.balance(.pool) == 0 && ledger.balance(.pool, .cancelled) == 11)
    #expect(ledger.balance(.owner) == 71 && ledger.balance(.owner, .cancelled) == 19)
    #expect(ledger.credits.scenarios[forest].owed == 0)
    ledger.expectLaw()
  }

  @Test mutating func `rule 81: what is owed blocks issues until it is made up`() throws {
    try ledger.submit(ledger.transfer(series, 1, 85, to: .buyer), by: .owner)
    try ledger.submit(reversal(30), by: .authority)
    #expect(ledger.credits.scenarios[forest].owed == 14)
    ledger.today = day(2025, 4, 2)
    let march = month(2025, 3)
    let growth = ActivityRow.generation(kilowattHours: 20_000, key: "march")
    try ledger.report(forest, on: march.lastDay, [growth], by: .owner)
    try ledger.submit(try ledger.verification(forest, march), by: .verifier)
    let issue = try ledger.issue(forest, march, buffer: 2, first: 102)
    #expect(try ledger.refusal(issue, by: .registry) == "INC-81")
    try ledger.submit(ledger.transfer(series, 1, 10, to: .owner), by: .buyer)
    try ledger.submit(reversal(0), by: .verifier)
    #expect(ledger.credits.scenarios[forest].owed == 4)
    try ledger.submit(ledger.transfer(series, 11, 4, to: .pool), by: .buyer)
    try ledger.submit(reversal(0), by: .verifier)
    #expect(try ledger.refusal(issue, by: .registry) == nil)
    #expect(ledger.balance(.owner) == 18 && ledger.balance(.pool) == 2)
    ledger.expectLaw()
  }

  @Test mutating func `the pool is the scheme's: another scenario's share helps`() throws {
    let other = try ledger.approve(
      ledger.approval(0, "PARK", by: .owner, for: .outsider, subjects: ["parcel:2"]))
    try ledger.issued(other, kilowattHours: 100_000, buffer: 10)
    #expect(ledger.balance(.pool) == 21)
    try ledger.submit(reversal(15), by: .verifier)
    #expect(ledger.balance(.pool) == 6 && ledger.balance(.owner) == 90)
    #expect(ledger.balance(.outsider) == 90)
  }
}
