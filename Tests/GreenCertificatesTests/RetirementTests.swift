// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
import LedgerCore
import Quantities
import Testing

@Suite struct RetirementTests {
  var ledger: TestLedger

  init() throws { ledger = try TestLedger() }

  @Test mutating func `rule 42: hold 1–100, retire 1–30, 31–100 remain`() throws {
    let series = try ledger.series()
    try ledger.submit(ledger.retirement(series, 1, 30), by: .owner)
    #expect(ledger.balance(.owner) == 70 && ledger.balance(.owner, .retired) == 30)
    #expect(ledger.segment(series, 30).standing == .retired)
    #expect(ledger.segment(series, 31).standing == .available)
    #expect(ledger.segment(series, 31).first == 31)
  }

  @Test mutating func `rule 42: more than held is refused`() throws {
    let series = try ledger.series()
    #expect(try ledger.refusal(ledger.retirement(series, 1, 101), by: .owner) == "GEC-42")
    #expect(try ledger.refusal(ledger.retirement(series, 1, 1), by: .buyer) == "GEC-42")
    try ledger.submit(ledger.transfer(series, 50, 10, to: .buyer), by: .owner)
    #expect(try ledger.refusal(ledger.retirement(series, 41, 20), by: .owner) == "GEC-42")
  }

  @Test mutating func `the registry retires for the holder`() throws {
    let series = try ledger.series()
    #expect(try ledger.refusal(ledger.retirement(series, 1, 10), by: .registry) == nil)
    #expect(ledger.balance(.owner, .retired) == 10)
    #expect(try ledger.refusal(ledger.retirement(series, 11, 10), by: .authority) == "GEC-42")
  }

  @Test mutating func `rule 41: a retirement is irreversible`() throws {
    let series = try ledger.series()
    try ledger.submit(ledger.retirement(series, 1, 10), by: .owner)
    let position = ledger.segment(series, 1).lastChange
    for kind in ReversalRecord.Kind.allCases {
      let reversal = ReversalRecord(
        kind: kind, series: series, first: 1, count: 10, position: position, reason: "wrong")
      #expect(try ledger.refusal(reversal, by: .registry) == "GEC-41")
    }
    let sale = ledger.transfer(series, 1, 1, to: .buyer)
    #expect(try ledger.refusal(sale, by: .owner) == "GEC-41")
  }

  @Test mutating func `rule 41: beneficiary and period must be there`() throws {
    let series = try ledger.series()
    let nobody = RetirementRecord(
      series: series, first: 1, count: 1, beneficiary: 99, purpose: .voluntary,
      consumption: month(2026, 4)...month(2026, 4), date: ledger.today)
    #expect(try ledger.refusal(nobody, by: .owner) == "GEC-41")
    let future = ledger.retirement(
      series, 1, 1, consumption: month(2026, 6)...month(2026, 7))
    #expect(try ledger.refusal(future, by: .owner) == "GEC-41")
    let purposeless = RetirementRecord(
      series: series, first: 1, count: 1, beneficiary: 4, purpose: .event,
      consumption: month(2026, 4)...month(2026, 4), date: ledger.today)
    #expect(try ledger.refusal(purposeless, by: .owner) == "RET-85")
  }

  @Test mutating func `rule 85: the same unit serves compliance or the event, not both`() throws {
    let series = try ledger.series()
    try ledger.submit(ledger.retirement(series, 1, 10, .compliance), by: .owner)
    let event = ledger.retirement(series, 10, 5, .event, reference: "marathon")
    #expect(try ledger.refusal(event, by: .owner) == "RET-85")
    let fresh = ledger.retirement(series, 11, 5, .event, reference: "marathon")
    #expect(try ledger.refusal(fresh, by: .owner) == nil)
    #expect(RetirementPurpose.names == ["compliance", "voluntary", "event", "public-benefit"])
  }

  @Test mutating func `rule 39: generated 2024-11 is usable on 2026-10-31 and not on 2026-11-01`()
    throws
  {
    ledger.today = day(2026, 11, 1)
    try ledger.submit(sameYear(0, from: day(2026, 1, 1)), by: .authority)
    let series = try ledger.series(month(2024, 11))
    #expect(ledger.core.series[series].lastUse == day(2026, 10, 31))
    let late = ledger.retirement(series, 1, 1, on: day(2026, 11, 1))
    #expect(try ledger.refusal(late, by: .owner) == "GEC-39")
    let last = ledger.retirement(series, 1, 1, on: day(2026, 10, 31))
    #expect(try ledger.refusal(last, by: .owner) == nil)
  }

  @Test mutating func `rule 39: generated before 2024 is usable on 2025-12-31, not on 2026-01-01`()
    throws
  {
    try ledger.submit(sameYear(0, from: day(2026, 1, 1)), by: .authority)
    let series = try ledger.series(month(2023, 8))
    let december = month(2025, 12)...month(2025, 12)
    let late = ledger.retirement(series, 1, 1, consumption: december, on: day(2026, 1, 1))
    #expect(try ledger.refusal(late, by: .owner) == "GEC-39")
    let last = ledger.retirement(series, 1, 1, consumption: december, on: day(2025, 12, 31))
    #expect(try ledger.refusal(last, by: .owner) == nil)
  }

  private func sameYear(_ value: Int64, from date: CalendarDate) -> ParameterRecord {
    ParameterRecord(name: "gec.same-year", effective: date, value: value, source: "test")
  }

  @Test mutating func `rule 43: 2025 for 2026 is refused when the switch is on`() throws {
    let series = try ledger.series(month(2025, 8))
    let used = ledger.retirement(series, 1, 10, consumption: month(2026, 1)...month(2026, 1))
    #expect(try ledger.refusal(used, by: .owner) == "GEC-43")
    let across = ledger.retirement(series, 1, 10, consumption: month(2025, 12)...month(2026, 1))
    #expect(try ledger.refusal(across, by: .owner) == "GEC-43")
    let same = ledger.retirement(series, 1, 10, consumption: month(2025, 8)...month(2025, 12))
    #expect(try ledger.refusal(same, by: .owner) == nil)
    try ledger.submit(sameYear(0, from: day(2026, 1, 1)), by: .authority)
    let off = ledger.retirement(series, 11, 10, consumption: month(2026, 1)...month(2026, 1))
    #expect(try ledger.refusal(off, by: .owner) == nil)
  }

  @Test mutating func `rule 43: consumption before 2026 is free of the switch`() throws {
    let series = try ledger.series(month(2024, 8))
    let used = ledger.retirement(series, 1, 10, consumption: month(2025, 1)...month(2025, 12))
    #expect(try ledger.refusal(used, by: .owner) == nil)
  }

  @Test mutating func `a retirement takes sold and unsold certificates and keeps their marks`()
    throws
  {
    let series = try ledger.series()
    try ledger.submit(ledger.transfer(series, 1, 10, to: .provincial), by: .owner)
    try ledger.submit(
      ledger.transfer(series, 11, 10, to: .provincial, .administrative), by: .owner)
    try ledger.submit(ledger.retirement(series, 5, 10, for: .buyer), by: .provincial)
    #expect(ledger.segment(series, 10).marks == 1 && ledger.segment(series, 11).marks == 0)
    #expect(ledger.balance(.provincial, .retired) == 10)
  }
}
