// SPDX-License-Identifier: Apache-2.0
import Cryptography
import GreenCertificates
import LedgerCore
import Quantities
import Testing

@Suite struct TransferTests {
  var ledger: TestLedger

  init() throws { ledger = try TestLedger() }

  @Test mutating func `a sale moves exactly the range and marks it`() throws {
    let series = try ledger.series()
    let sale = ledger.transfer(series, 11, 20, to: .buyer)
    #expect(try ledger.refusal(sale, by: .owner) == nil)
    #expect(ledger.balance(.owner) == 80 && ledger.balance(.buyer) == 20)
    let holders = [10, 11, 30, 31].map { ledger.segment(series, $0).holder }
    let (owner, buyer) = (Party.owner.rawValue, Party.buyer.rawValue)
    #expect(holders == [owner, buyer, buyer, owner])
    #expect(CertificateMarks(rawValue: ledger.segment(series, 11).marks).tradeCount == 1)
    #expect(ledger.segment(series, 10).marks == 0)
  }

  @Test mutating func `rule 6: only the holder transfers`() throws {
    let series = try ledger.series()
    let sale = ledger.transfer(series, 1, 10, to: .buyer)
    for party in [Party.buyer, .other, .registry, .authority, .platform] {
      #expect(try ledger.refusal(sale, by: party) == (party == .buyer ? "LED-107" : "BAL-83"))
    }
  }

  @Test mutating func `rule 83: transfer 10 with balance 9 is refused`() throws {
    let series = try ledger.series(count: 9)
    #expect(
      try ledger.refusal(ledger.transfer(series, 1, 10, to: .buyer), by: .owner) == "BAL-83")
    #expect(try ledger.refusal(ledger.transfer(series, 1, 9, to: .buyer), by: .owner) == nil)
    #expect(
      try ledger.refusal(ledger.transfer(series, 1, 0, to: .buyer), by: .owner) == "LED-107")
    #expect(
      try ledger.refusal(ledger.transfer(series, 1, .max, to: .buyer), by: .owner) == "LED-107")
    #expect(
      try ledger.refusal(ledger.transfer(99, 1, 1, to: .buyer), by: .owner) == "LED-106")
  }

  @Test mutating func `rule 84: pledged units move only after the pledgee's release`() throws {
    let series = try ledger.series()
    let pledge = HoldRecord(
      series: series, first: 1, count: 10, kind: 1, keeper: Party.bank.rawValue, reason: "loan")
    try ledger.submit(pledge, by: .owner)
    let sale = ledger.transfer(series, 5, 10, to: .buyer)
    #expect(try ledger.refusal(sale, by: .owner) == "BAL-84")
    #expect(try ledger.refusal(ledger.retirement(series, 5, 1), by: .owner) == "BAL-84")
    let release = ReleaseRecord(hold: 0, reason: "paid")
    #expect(try ledger.refusal(release, by: .owner) == "BAL-84")
    #expect(try ledger.refusal(release, by: .bank) == nil)
    #expect(try ledger.refusal(sale, by: .owner) == nil)
  }

  @Test mutating func `rule 84: frozen units are not transferred`() throws {
    let series = try ledger.series()
    let freeze = HoldRecord(
      series: series, first: 1, count: 10, kind: 0, keeper: Party.authority.rawValue,
      reason: "order")
    try ledger.submit(freeze, by: .authority)
    let sale = ledger.transfer(series, 1, 1, to: .buyer)
    #expect(try ledger.refusal(sale, by: .owner) == "BAL-84")
  }

  @Test mutating func `rule 35: self-use certificates are not sold`() throws {
    let project = try ledger.file(.solar, .selfUse)
    let series = try ledger.issued(of: project, month(2026, 3), .selfUse, count: 10)
    let sale = ledger.transfer(series, 1, 5, to: .buyer)
    #expect(try ledger.refusal(sale, by: .owner) == "GEC-35")
    #expect(try ledger.refusal(ledger.retirement(series, 1, 5), by: .owner) == nil)
  }

  @Test mutating func `rule 37: buyer B does not resell to C`() throws {
    let series = try ledger.series()
    try ledger.submit(ledger.transfer(series, 1, 50, to: .buyer), by: .owner)
    let resale = ledger.transfer(series, 1, 10, to: .other)
    #expect(try ledger.refusal(resale, by: .buyer) == "GEC-37")
    #expect(try ledger.refusal(resale, by: .owner) == "BAL-83")
    let straddling = ledger.transfer(series, 41, 20, to: .other)
    #expect(try ledger.refusal(straddling, by: .owner) == "BAL-83")
    #expect(try ledger.refusal(straddling, by: .buyer) == "GEC-37")
  }

  @Test mutating func `rule 37: administrative moves need a public account and no price`() throws {
    let series = try ledger.series()
    let plain = ledger.transfer(series, 1, 10, to: .buyer, .administrative)
    #expect(try ledger.refusal(plain, by: .owner) == "GEC-37")
    let toProvince = ledger.transfer(series, 1, 20, to: .provincial, .administrative)
    #expect(try ledger.refusal(toProvince, by: .owner) == nil)
    #expect(ledger.segment(series, 1).marks == 0)
    let priced = TransferRecord(
      TransferRecord.Terms(
        series: series, first: 1, count: 10, recipient: Party.buyer.rawValue,
        channel: .administrative, price: Money(fen: 1), tradeDate: ledger.today, origin: 33,
        destination: 33, contract: digest("plan")))
    #expect(try ledger.refusal(priced, by: .provincial) == "GEC-37")
    let sale = ledger.transfer(series, 1, 10, to: .buyer)
    #expect(try ledger.refusal(sale, by: .provincial) == nil)
    let back = ledger.transfer(series, 1, 15, to: .provincial, .administrative)
    #expect(try ledger.refusal(back, by: .buyer) == "BAL-83")
  }

  @Test mutating func `an administrative move keeps each segment's marks`() throws {
    let series = try ledger.series()
    try ledger.submit(ledger.transfer(series, 1, 10, to: .provincial), by: .owner)
    try ledger.submit(
      ledger.transfer(series, 11, 10, to: .provincial, .administrative), by: .owner)
    try ledger.submit(
      ledger.transfer(series, 1, 20, to: .buyer, .administrative), by: .provincial)
    #expect(ledger.balance(.buyer) == 20)
    #expect(ledger.segment(series, 1).marks == 1 && ledger.segment(series, 11).marks == 0)
    let both = ledger.transfer(series, 5, 10, to: .other)
    #expect(try ledger.refusal(both, by: .buyer) == "GEC-37")
    let fresh = ledger.transfer(series, 11, 10, to: .other)
    #expect(try ledger.refusal(fresh, by: .buyer) == nil)
  }

  @Test mutating func `rule 37: the number of sales is a parameter by date`() throws {
    try ledger.submit(
      ParameterRecord(
        name: "gec.trades.max", effective: day(2026, 6, 1), value: 2, source: "test"),
      by: .authority)
    let series = try ledger.series()
    try ledger.submit(ledger.transfer(series, 1, 10, to: .buyer), by: .owner)
    let before = ledger.transfer(series, 1, 5, to: .other, on: day(2026, 5, 31))
    #expect(try ledger.refusal(before, by: .buyer) == "GEC-37")
    let after = ledger.transfer(series, 1, 5, to: .other)
    #expect(try ledger.refusal(after, by: .buyer) == nil)
    let third = ledger.transfer(series, 1, 5, to: .buyer)
    #expect(try ledger.refusal(third, by: .other) == "GEC-37")
  }

  @Test mutating func `rule 38: 800 MWh settled, 900 certificates are refused`() throws {
    let series = try ledger.series(count: 1_000)
    let report = SettlementRecord(
      seller: Party.owner.rawValue, buyer: Party.buyer.rawValue, month: month(2026, 3),
      energy: megawattHours(800), reference: "S-1")
    #expect(try ledger.submit(report, by: .platform).first?.kind == "settlement")
    #expect(try ledger.refusal(report, by: .platform) == "LED-108")
    let many = ledger.transfer(series, 1, 900, to: .buyer, .withPower, settlement: 0)
    #expect(try ledger.refusal(many, by: .owner) == "GEC-38")
    let none = ledger.transfer(series, 1, 1, to: .buyer, .withPower)
    #expect(try ledger.refusal(none, by: .owner) == "GEC-38")
    let stranger = ledger.transfer(series, 1, 1, to: .other, .withPower, settlement: 0)
    #expect(try ledger.refusal(stranger, by: .owner) == "GEC-38")
    let part = ledger.transfer(series, 1, 500, to: .buyer, .withPower, settlement: 0)
    #expect(try ledger.refusal(part, by: .platform) == nil)
    let rest = ledger.transfer(series, 501, 301, to: .buyer, .withPower, settlement: 0)
    #expect(try ledger.refusal(rest, by: .owner) == "GEC-38")
    let fits = ledger.transfer(series, 501, 300, to: .buyer, .withPower, settlement: 0)
    #expect(try ledger.refusal(fits, by: .owner) == nil)
    #expect(try ledger.mechanism().settlements[0].remaining == .zero)
  }

  @Test mutating func `rule 38: power of another month does not count`() throws {
    let series = try ledger.series()
    try ledger.submit(
      SettlementRecord(
        seller: Party.owner.rawValue, buyer: Party.buyer.rawValue, month: month(2026, 4),
        energy: megawattHours(800), reference: "S-1"), by: .platform)
    let sale = ledger.transfer(series, 1, 1, to: .buyer, .withPower, settlement: 0)
    #expect(try ledger.refusal(sale, by: .owner) == "GEC-38")
  }

  @Test mutating func `rule 39: generated 2024-11 is sold until 2026-10-31`() throws {
    ledger.today = day(2026, 11, 1)
    let series = try ledger.series(month(2024, 11))
    let late = ledger.transfer(series, 1, 1, to: .buyer, on: day(2026, 11, 1))
    #expect(try ledger.refusal(late, by: .owner) == "GEC-39")
    let last = ledger.transfer(series, 1, 1, to: .buyer, on: day(2026, 10, 31))
    #expect(try ledger.refusal(last, by: .owner) == nil)
  }

  @Test mutating func `rule 5: business dates may be past, never future nor before generation`()
    throws
  {
    let series = try ledger.series()
    let future = ledger.transfer(series, 1, 1, to: .buyer, on: ledger.today.adding(days: 1))
    #expect(try ledger.refusal(future, by: .owner) == "LED-5B")
    let early = ledger.transfer(series, 1, 1, to: .buyer, on: day(2026, 3, 31))
    #expect(try ledger.refusal(early, by: .owner) == "LED-107")
    let past = ledger.transfer(series, 1, 1, to: .buyer, on: day(2026, 4, 1))
    #expect(try ledger.refusal(past, by: .owner) == nil)
  }

  @Test(arguments: [PowerClass.selfUse, .offGrid])
  mutating func `rule 44: without the power's grid a first transfer needs proof`(
    _ powerClass: PowerClass
  ) throws {
    let project = try ledger.file(.solar, powerClass == .selfUse ? .selfUse : .offGrid)
    let series = try ledger.issued(of: project, month(2026, 3), powerClass, count: 10)
    let bare = ledger.transfer(series, 1, 5, to: .buyer, .selfUseAssignment)
    #expect(try ledger.refusal(bare, by: .owner) == "GEC-44")
    let administrative = ledger.transfer(series, 1, 5, to: .provincial, .administrative)
    #expect(try ledger.refusal(administrative, by: .owner) == "GEC-44")
    let proven = ledger.transfer(
      series, 1, 5, to: .buyer, .selfUseAssignment, proof: digest("bill"))
    #expect(try ledger.refusal(proven, by: .owner) == nil)
    let onward = ledger.transfer(
      series, 1, 5, to: .other, .selfUseAssignment, proof: digest("bill"))
    #expect(try ledger.refusal(onward, by: .buyer) == "GEC-44")
  }

  @Test mutating func `rule 44: the self-use channel is no way round the market`() throws {
    let series = try ledger.series()
    let move = ledger.transfer(
      series, 1, 5, to: .buyer, .selfUseAssignment, proof: digest("bill"))
    #expect(try ledger.refusal(move, by: .owner) == "GEC-44")
  }

  @Test mutating func `rule 45: a sale to another province has price, origin, destination`()
    throws
  {
    let series = try ledger.series()
    let free = ledger.transfer(series, 1, 5, to: .outside, price: nil)
    #expect(try ledger.refusal(free, by: .owner) == "GEC-45")
    let hidden = ledger.transfer(series, 1, 5, to: .outside, destination: 33)
    #expect(try ledger.refusal(hidden, by: .owner) == "GEC-45")
    let priced = ledger.transfer(series, 1, 5, to: .outside)
    #expect(try ledger.refusal(priced, by: .owner) == nil)
    let local = ledger.transfer(series, 6, 5, to: .buyer, price: nil)
    #expect(try ledger.refusal(local, by: .owner) == nil)
  }
}
