// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
import LedgerCore
import Quantities
import Testing

@Suite struct ExclusionTests {
  var ledger: TestLedger
  let march = month(2026, 3)

  init() throws { ledger = try TestLedger() }

  private func exclusion(
    _ project: UInt32, _ scheme: CreditScheme = .ccer
  ) -> ExclusionRecord {
    ExclusionRecord(project: project, scheme: scheme, period: month(2026, 1)...month(2026, 12))
  }

  private func claim(
    _ project: UInt32, _ scheme: CreditScheme, _ energy: Energy
  ) -> ExclusionClaimRecord {
    ExclusionClaimRecord(project: project, month: march, scheme: scheme, energy: energy)
  }

  @Test mutating func `rule 46: in the credit period untraded certificates are frozen`() throws {
    let project = try ledger.file(.offshoreWind)
    let series = try ledger.issued(of: project, march, count: 100)
    let before = try ledger.issued(of: project, month(2025, 12), count: 10)
    try ledger.submit(ledger.transfer(series, 1, 10, to: .buyer), by: .owner)
    try ledger.submit(exclusion(project), by: .registry)
    #expect(ledger.balance(.owner, .frozen) == 90 && ledger.balance(.owner) == 10)
    let sale = ledger.transfer(series, 11, 1, to: .buyer)
    #expect(try ledger.refusal(sale, by: .owner) == "GEC-46")
    let earlier = ledger.transfer(before, 1, 1, to: .buyer)
    #expect(try ledger.refusal(earlier, by: .owner) == nil)
    let used = ledger.retirement(series, 1, 5, for: .buyer)
    #expect(try ledger.refusal(used, by: .buyer) == nil)
  }

  @Test mutating func `rule 46: later issues of the period come out frozen`() throws {
    let project = try ledger.file(.solarThermal)
    try ledger.submit(exclusion(project), by: .registry)
    let series = try ledger.issued(of: project, march, count: 100)
    #expect(ledger.balance(.owner, .frozen) == 100)
    let sale = ledger.transfer(series, 1, 1, to: .buyer)
    #expect(try ledger.refusal(sale, by: .owner) == "GEC-46")
    try ledger.submit(ReleaseRecord(hold: 0, reason: "withdrawn"), by: .registry)
    #expect(try ledger.refusal(sale, by: .owner) == nil)
  }

  @Test mutating func `rule 46: the credits' certificates are cancelled, sold ones forbid them`()
    throws
  {
    let project = try ledger.file(.offshoreWind)
    let series = try ledger.issued(of: project, march, count: 100)
    try ledger.submit(ledger.transfer(series, 1, 10, to: .buyer), by: .owner)
    try ledger.submit(exclusion(project), by: .registry)
    let all = claim(project, .ccer, megawattHours(100))
    #expect(try ledger.refusal(all, by: .registry) == "GEC-46")
    try ledger.submit(claim(project, .ccer, megawattHours(60)), by: .registry)
    #expect(ledger.balance(.owner, .cancelled) == 60)
    #expect(ledger.balance(.owner, .frozen) == 30)
    #expect(ledger.claimed(project, march) == 40_000_000)
    #expect(ledger.claimed(project, march, "ccer") == 60_000_000)
    let more = claim(project, .ccer, megawattHours(31))
    #expect(try ledger.refusal(more, by: .registry) == "GEC-46")
    let rest = claim(project, .ccer, megawattHours(30))
    #expect(try ledger.refusal(rest, by: .registry) == nil)
  }

  @Test mutating func `what is left of a hold can still be released`() throws {
    let project = try ledger.file(.offshoreWind)
    let series = try ledger.issued(of: project, march, count: 100)
    try ledger.submit(exclusion(project), by: .registry)
    try ledger.submit(claim(project, .ccer, megawattHours(60)), by: .registry)
    let old = ReleaseRecord(hold: 0, reason: "period over")
    #expect(try ledger.refusal(old, by: .registry) == "LED-106")
    try ledger.submit(ReleaseRecord(hold: 1, reason: "period over"), by: .registry)
    #expect(ledger.balance(.owner) == 40 && ledger.balance(.owner, .frozen) == 0)
    #expect(ledger.segment(series, 61).standing == .available)
  }

  @Test mutating func `rule 47: 120 certificates sold and 120 MWh claimed is refused`() throws {
    let project = try ledger.file(.solar, .selfUse)
    let series = try ledger.issued(of: project, march, count: 120)
    try ledger.submit(ledger.transfer(series, 1, 120, to: .buyer), by: .owner)
    let twice = claim(project, .pher, megawattHours(120))
    #expect(try ledger.refusal(twice, by: .registry) == "GEC-47")
    #expect(ledger.claimed(project, march, "pher") == 0)
  }

  @Test mutating func `rule 47: part of a megawatt-hour costs a certificate and stays usable`()
    throws
  {
    let project = try ledger.file(.solar, .selfUse)
    _ = try ledger.issued(of: project, march, .selfUse, count: 120)
    let half = Energy(wattHours: 500_000)
    try ledger.submit(claim(project, .pher, half), by: .registry)
    #expect(ledger.balance(.owner, .cancelled, asset: "GEC-N") == 1)
    try ledger.submit(claim(project, .pher, half), by: .registry)
    #expect(ledger.balance(.owner, .cancelled, asset: "GEC-N") == 1)
    #expect(ledger.claimed(project, march, "pher") == 1_000_000)
    #expect(ledger.claimed(project, march) == 119_000_000)
  }

  @Test mutating func `a month without certificates has nothing to claim`() throws {
    let project = try ledger.file(.solar, .selfUse)
    let nothing = claim(project, .pher, megawattHours(1))
    #expect(try ledger.refusal(nothing, by: .registry) == "GEC-47")
    let zero = claim(project, .pher, .zero)
    #expect(try ledger.refusal(zero, by: .registry) == "LED-107")
  }

  @Test mutating func `credit periods of one project do not overlap`() throws {
    let project = try ledger.file(.solar, .selfUse)
    try ledger.submit(exclusion(project), by: .authority)
    #expect(try ledger.refusal(exclusion(project, .vcs), by: .authority) == "GEC-46")
    #expect(try ledger.refusal(exclusion(project, .vcs), by: .owner) == "LED-6")
    let backwards = ExclusionRecord(
      project: project, scheme: .vcs, period: month(1900, 1)...month(2020, 1))
    #expect(try ledger.refusal(backwards, by: .authority) == "LED-107")
  }

  @Test mutating func `frozen certificates expire and their holds end`() throws {
    let project = try ledger.file(.offshoreWind)
    _ = try ledger.issued(of: project, march, count: 10)
    try ledger.submit(exclusion(project), by: .registry)
    ledger.today = day(2028, 3, 1)
    try ledger.submit(ExpiryRecord(asOf: day(2028, 3, 1)), by: .registry)
    #expect(ledger.balance(.owner, .expired) == 10)
    #expect(!ledger.core.holds[0].isActive)
    let late = claim(project, .ccer, megawattHours(1))
    #expect(try ledger.refusal(late, by: .registry) == "GEC-46")
  }
}
