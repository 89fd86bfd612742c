// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
import LedgerCore
import Quantities
import Testing

@Suite struct IssueTests {
  var ledger: TestLedger

  init() throws { ledger = try TestLedger() }

  @Test mutating func `rule 32: 999 kWh gives no certificate and is carried`() throws {
    let project = try ledger.file()
    let kilo = Energy(wattHours: 999_000)
    let one = ledger.issue(of: project, month(2026, 3), metered: kilo, count: 1)
    #expect(try ledger.refusal(one, by: .registry) == "GEC-32")
    let none = ledger.issue(of: project, month(2026, 3), metered: kilo, count: 0)
    #expect(try ledger.refusal(none, by: .registry) == nil)
    let row = try ledger.mechanism().carryOvers[CarryOver.number(project: project, .feedIn)]
    #expect(row.energy == kilo)
    #expect(ledger.core.series.count == 0)
  }

  @Test mutating func `rule 12: 2345.9 MWh then 1000.2 MWh give 2345 and 1001`() throws {
    let project = try ledger.file()
    let first = ledger.issue(
      of: project, month(2026, 3), metered: Energy(wattHours: 2_345_900_000), count: 2_345)
    #expect(try ledger.refusal(first, by: .registry) == nil)
    let number = CarryOver.number(project: project, .feedIn)
    #expect(try ledger.mechanism().carryOvers[number].energy == Energy(wattHours: 900_000))
    let metered = Energy(wattHours: 1_000_200_000)
    let short = ledger.issue(of: project, month(2026, 4), metered: metered, count: 1_000)
    #expect(try ledger.refusal(short, by: .registry) == "GEC-32")
    let second = ledger.issue(of: project, month(2026, 4), metered: metered, count: 1_001)
    #expect(try ledger.refusal(second, by: .registry) == nil)
    #expect(try ledger.mechanism().carryOvers[number].energy == Energy(wattHours: 100_000))
    #expect(ledger.capacity(project, month(2026, 4)) == 1_001_000_000)
    #expect(ledger.claimed(project, month(2026, 4)) == 1_001_000_000)
  }

  @Test mutating func `a late issue of an earlier month leaves the carry-over for later`() throws {
    let project = try ledger.file()
    let half = Energy(wattHours: 1_600_000)
    try ledger.submit(
      ledger.issue(of: project, month(2026, 4), metered: half, count: 1), by: .registry)
    let late = ledger.issue(of: project, month(2026, 3), metered: half, count: 2)
    #expect(try ledger.refusal(late, by: .registry) == "GEC-32")
    try ledger.submit(
      ledger.issue(of: project, month(2026, 3), metered: half, count: 1), by: .registry)
    let row = try ledger.mechanism().carryOvers[CarryOver.number(project: project, .feedIn)]
    #expect(row.energy == Energy(wattHours: 1_200_000))
    #expect(row.month == month(2026, 4))
  }

  @Test mutating func `rule 33: a project code has 17 characters and is filed once`() throws {
    #expect(throws: Rejection.self) { try ledger.file(code: "EXAMPLE000000001") }
    for code in ["EXAMPLE000000001", "example0000000001", "EXAMPLE-000000001"] {
      #expect(try refusedCode(code) == "GEC-33")
    }
    _ = try ledger.file(code: "EXAMPLE1000000001")
    #expect(try refusedCode("EXAMPLE1000000001") == "GEC-33")
    let unknown = ledger.issue(of: 9, month(2026, 3), count: 1)
    #expect(try ledger.refusal(unknown, by: .registry) == "GEC-33")
  }

  private mutating func refusedCode(_ code: String) throws -> String? {
    do {
      _ = try ledger.file(code: code)
      return nil
    } catch let rejection as Rejection {
      return rejection.rule.code
    }
  }

  @Test mutating func `rule 34: 1–500 and 500–600 overlap, 1–500 and 501–600 do not`() throws {
    let project = try ledger.file()
    let series = try ledger.issued(of: project, month(2026, 3), count: 500)
    let overlap = ledger.issue(of: project, month(2026, 3), first: 500, count: 101)
    #expect(try ledger.refusal(overlap, by: .registry) == "GEC-34")
    let next = ledger.issue(of: project, month(2026, 3), first: 501, count: 100)
    #expect(try ledger.refusal(next, by: .registry) == nil)
    #expect(ledger.segment(series, 600).isIssued && !ledger.segment(series, 601).isIssued)
    let zero = ledger.issue(of: project, month(2026, 3), first: 0, count: 1)
    #expect(try ledger.refusal(zero, by: .registry) == "GEC-34")
    let beyond = ledger.issue(of: project, month(2026, 3), first: 9_999_999, count: 2)
    #expect(try ledger.refusal(beyond, by: .registry) == "GEC-34")
  }

  @Test mutating func `rule 34: other months and classes have ranges of their own`() throws {
    let project = try ledger.file(.solar, .selfUse)
    let a = try ledger.issued(of: project, month(2026, 3), count: 10)
    let b = try ledger.issued(of: project, month(2026, 4), count: 10)
    let c = try ledger.issued(of: project, month(2026, 3), .selfUse, count: 10)
    #expect(Set([a, b, c]).count == 3)
  }

  @Test mutating func `rule 35: the trade class follows class, age and market`() throws {
    let solar = try ledger.file(.solar, .selfUse)
    let old = try ledger.file(.hydro, commissioning: day(2022, 12, 31), isMarketBased: true)
    let new = try ledger.file(.hydro, commissioning: day(2023, 1, 1), isMarketBased: true)
    let fixed = try ledger.file(.hydro, commissioning: day(2023, 1, 1))
    let island = try ledger.file(.solar, .offGrid)
    let cases: [(UInt32, PowerClass, TradeClass)] = [
      (solar, .selfUse, .nonTradable), (solar, .feedIn, .tradable),
      (old, .feedIn, .nonTradable), (new, .feedIn, .tradable),
      (fixed, .feedIn, .nonTradable), (island, .offGrid, .nonTradable),
    ]
    for (project, powerClass, expected) in cases {
      let number = try ledger.issued(of: project, month(2026, 3), powerClass, count: 5)
      let series = ledger.core.series[number]
      #expect(SeriesAttributes(rawValue: series.attributes)?.tradeClass == expected)
      #expect(ledger.core.assets[series.asset].code == expected.assetCode)
    }
  }

  @Test mutating func `rule 36: storage gets none, hybrid only when metered apart`() throws {
    let storage = try ledger.file(.storage)
    let discharge = ledger.issue(of: storage, month(2026, 3), count: 5)
    #expect(try ledger.refusal(discharge, by: .registry) == "GEC-36")
    let hybrid = try ledger.file(.solar, .hybrid)
    let mixed = ledger.issue(of: hybrid, month(2026, 3), count: 5)
    #expect(try ledger.refusal(mixed, by: .registry) == "GEC-36")
    let apart = ledger.issue(
      of: hybrid, month(2026, 3), count: 5, isSeparatelyMetered: true)
    #expect(try ledger.refusal(apart, by: .registry) == nil)
  }

  @Test mutating func `rule 6: only the registry issues, only the platform reports`() throws {
    let project = try ledger.file()
    let issue = ledger.issue(of: project, month(2026, 3), count: 5)
    for party in [Party.owner, .authority, .platform] {
      #expect(try ledger.refusal(issue, by: party) == "LED-6")
    }
    let report = SettlementRecord(
      seller: Party.owner.rawValue, buyer: Party.buyer.rawValue, month: month(2026, 3),
      energy: megawattHours(1), reference: "1")
    #expect(try ledger.refusal(report, by: .owner) == "LED-6")
    #expect(try ledger.refusal(ExpiryRecord(asOf: ledger.today), by: .owner) == "LED-6")
  }

  @Test mutating func `months are complete and not before commissioning`() throws {
    let project = try ledger.file(commissioning: day(2026, 3, 20))
    for early in [month(2026, 2), month(2026, 6), month(2026, 7)] {
      let issue = ledger.issue(of: project, early, count: 5)
      #expect(try ledger.refusal(issue, by: .registry) == "GEC-32C")
    }
    let issue = ledger.issue(of: project, month(2026, 3), count: 5)
    #expect(try ledger.refusal(issue, by: .registry) == nil)
  }

  @Test mutating func `the same evidence does not count twice`() throws {
    let project = try ledger.file()
    let first = ledger.issue(of: project, month(2026, 3), count: 5)
    try ledger.submit(first, by: .registry)
    let again = IssueRecord(
      project: project, month: month(2026, 3), powerClass: .feedIn, metered: megawattHours(5),
      first: 6, count: 5, recipient: Party.owner.rawValue, isSeparatelyMetered: false,
      evidence: first.evidence)
    #expect(try ledger.refusal(again, by: .registry) == "LED-108")
  }

  @Test mutating func `certificates go to the owner, of hydropower also to the province`() throws {
    let wind = try ledger.file()
    let wrong = ledger.issue(of: wind, month(2026, 3), count: 5, to: .buyer)
    #expect(try ledger.refusal(wrong, by: .registry) == "GEC-32B")
    let hydro = try ledger.file(.hydro, commissioning: day(2010, 1, 1))
    let province = ledger.issue(of: hydro, month(2026, 3), count: 5, to: .provincial)
    #expect(try ledger.refusal(province, by: .registry) == nil)
    let settled = try ledger.file(isUnderSettlementMechanism: true)
    let account = ledger.issue(of: settled, month(2026, 3), count: 5, to: .provincial)
    #expect(try ledger.refusal(account, by: .registry) == nil)
    let further = ledger.issue(of: settled, month(2026, 3), first: 6, count: 5, to: .owner)
    #expect(try ledger.refusal(further, by: .registry) == "GEC-32B")
  }

  @Test mutating func `the class must fit the connection`() throws {
    let project = try ledger.file(.wind, .gridFed)
    let issue = ledger.issue(of: project, month(2026, 3), .selfUse, count: 5)
    #expect(try ledger.refusal(issue, by: .registry) == "LED-107")
  }

  @Test func `parameters that are not set are named`() throws {
    var bare = try TestLedger(parameters: [])
    let project = try bare.file()
    let issue = bare.issue(of: project, month(2026, 3), count: 5)
    #expect(try bare.refusal(issue, by: .registry) == "LED-112")
  }
}
