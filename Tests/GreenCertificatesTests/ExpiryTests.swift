// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
import LedgerCore
import Quantities
import Testing

@Suite struct ExpiryTests {
  var ledger: TestLedger

  init() throws {
    ledger = try TestLedger()
    ledger.today = day(2026, 11, 1)
  }

  @Test mutating func `rule 40: what ended before the date expires, in every standing`() throws {
    let series = try ledger.series(month(2024, 11))
    let later = try ledger.series(month(2024, 12))
    try ledger.submit(ledger.transfer(series, 1, 10, to: .buyer, on: day(2026, 1, 5)), by: .owner)
    try ledger.submit(
      ledger.retirement(
        series, 11, 10, consumption: month(2024, 11)...month(2024, 12), on: day(2026, 1, 5)),
      by: .owner)
    try ledger.submit(
      HoldRecord(
        series: series, first: 21, count: 10, kind: 1, keeper: Party.bank.rawValue,
        reason: "loan"), by: .owner)
    try ledger.submit(ExpiryRecord(asOf: day(2026, 10, 31)), by: .registry)
    #expect(ledger.balance(.owner, .expired) == 0)
    try ledger.submit(ExpiryRecord(asOf: day(2026, 11, 1)), by: .registry)
    #expect(ledger.balance(.owner, .expired) == 80 && ledger.balance(.buyer, .expired) == 10)
    #expect(ledger.balance(.owner, .pledged) == 0 && ledger.balance(.owner, .retired) == 10)
    #expect(ledger.balance(.owner) == 100)
    #expect(ledger.segment(later, 1).standing == .available)
    #expect(!ledger.core.holds[0].isActive)
  }

  @Test mutating func `rule 40: expired certificates are neither sold, retired nor reversed`()
    throws
  {
    let series = try ledger.series(month(2024, 11))
    let position = ledger.segment(series, 1).lastChange
    try ledger.submit(ExpiryRecord(asOf: day(2026, 11, 1)), by: .registry)
    let sale = ledger.transfer(series, 1, 1, to: .buyer, on: day(2026, 10, 1))
    #expect(try ledger.refusal(sale, by: .owner) == "GEC-40")
    let use = ledger.retirement(
      series, 1, 1, consumption: month(2024, 11)...month(2024, 12), on: day(2026, 10, 1))
    #expect(try ledger.refusal(use, by: .owner) == "GEC-40")
    let reversal = ReversalRecord(
      kind: .issue, series: series, first: 1, count: 1, position: position, reason: "wrong")
    #expect(try ledger.refusal(reversal, by: .registry) == "GEC-40")
  }

  @Test mutating func `an expiry run refused later in its statement runs again`() throws {
    let series = try ledger.series(month(2024, 11))
    let run = ExpiryRecord(asOf: day(2026, 11, 1))
    #expect(try ledger.refusal(run, ExpiryRecord(asOf: day(2027, 1, 1)), by: .registry) == "LED-5B")
    #expect(ledger.segment(series, 1).standing == .available)
    try ledger.submit(run, by: .registry)
    #expect(ledger.segment(series, 1).standing == .expired)
  }

  @Test mutating func `certificates are not issued into an expired month`() throws {
    let project = try ledger.file()
    try ledger.submit(ExpiryRecord(asOf: day(2026, 11, 1)), by: .registry)
    let expired = ledger.issue(of: project, month(2024, 11), count: 5)
    #expect(try ledger.refusal(expired, by: .registry) == "GEC-40")
    let alive = ledger.issue(of: project, month(2024, 12), count: 5)
    #expect(try ledger.refusal(alive, by: .registry) == nil)
  }

  @Test mutating func `a ledger read back expires the same certificates`() throws {
    for offset in 0..<6 {
      _ = try ledger.series(month(2024, 9).adding(months: offset), count: 7)
    }
    try ledger.submit(ExpiryRecord(asOf: day(2026, 10, 1)), by: .registry)
    _ = try ledger.series(month(2024, 11), count: 3)
    var copy = try ledger.reloaded()
    #expect(copy.images() == ledger.images())
    let run = ExpiryRecord(asOf: day(2026, 11, 1))
    try ledger.submit(run, by: .registry)
    try copy.submit(run, by: .registry)
    #expect(copy.images() == ledger.images())
    #expect(ledger.balance(.owner, .expired) == 24)
  }
}

@Suite struct ReversalTests {
  var ledger: TestLedger

  init() throws { ledger = try TestLedger() }

  private func reversal(
    _ kind: ReversalRecord.Kind, _ series: UInt32, _ first: UInt64, _ count: UInt64,
    settlement: UInt32? = nil
  ) -> ReversalRecord {
    ReversalRecord(
      kind: kind, series: series, first: first, count: count,
      position: ledger.segment(series, first).lastChange, settlement: settlement,
      reason: "wrong buyer")
  }

  @Test mutating func `rule 2: a wrong sale is reversed by a record that points at it`() throws {
    let series = try ledger.series()
    try ledger.submit(ledger.transfer(series, 1, 10, to: .buyer), by: .owner)
    let wrong = reversal(.transfer, series, 1, 10)
    #expect(try ledger.refusal(wrong, by: .owner) == "LED-6")
    #expect(try ledger.refusal(wrong, by: .registry) == nil)
    #expect(ledger.balance(.owner) == 100 && ledger.segment(series, 1).marks == 0)
    let again = ledger.transfer(series, 1, 10, to: .other)
    #expect(try ledger.refusal(again, by: .owner) == nil)
  }

  @Test mutating func `a reversal points at exactly the last change of every certificate`()
    throws
  {
    let series = try ledger.series()
    try ledger.submit(ledger.transfer(series, 1, 10, to: .buyer), by: .owner)
    try ledger.submit(ledger.transfer(series, 11, 10, to: .buyer), by: .owner)
    let both = reversal(.transfer, series, 1, 20)
    #expect(try ledger.refusal(both, by: .registry) == "LED-2")
    let untouched = reversal(.transfer, series, 21, 10)
    #expect(try ledger.refusal(untouched, by: .registry) == "LED-2")
    let sold = reversal(.issue, series, 1, 10)
    #expect(try ledger.refusal(sold, by: .registry) == "LED-2")
  }

  @Test mutating func `a wrong issue is cancelled and its energy may be issued again`() throws {
    let project = try ledger.file()
    let series = try ledger.issued(of: project, month(2026, 3), count: 100)
    try ledger.submit(reversal(.issue, series, 41, 60), by: .registry)
    #expect(ledger.balance(.owner) == 40 && ledger.balance(.owner, .cancelled) == 60)
    #expect(ledger.claimed(project, month(2026, 3)) == 40_000_000)
    #expect(ledger.capacity(project, month(2026, 3)) == 40_000_000)
    let again = ledger.issue(of: project, month(2026, 3), first: 41, count: 5)
    #expect(try ledger.refusal(again, by: .registry) == "GEC-34")
    let anew = ledger.issue(of: project, month(2026, 3), first: 101, count: 60)
    #expect(try ledger.refusal(anew, by: .registry) == nil)
  }

  @Test mutating func `reversing a sale with power gives the settlement its energy back`() throws {
    let series = try ledger.series()
    try ledger.submit(
      SettlementRecord(
        seller: Party.owner.rawValue, buyer: Party.buyer.rawValue, month: month(2026, 3),
        energy: megawattHours(10), reference: "S-1"), by: .platform)
    try ledger.submit(
      ledger.transfer(series, 1, 10, to: .buyer, .withPower, settlement: 0), by: .platform)
    let unknown = reversal(.transfer, series, 1, 10, settlement: 7)
    #expect(try ledger.refusal(unknown, by: .registry) == "GEC-38")
    try ledger.submit(reversal(.transfer, series, 1, 10, settlement: 0), by: .registry)
    #expect(try ledger.mechanism().settlements[0].remaining == megawattHours(10))
    try ledger.submit(ledger.transfer(series, 1, 10, to: .buyer), by: .owner)
    let twice = reversal(.transfer, series, 1, 10, settlement: 0)
    #expect(try ledger.refusal(twice, by: .registry) == "GEC-38")
  }
}
