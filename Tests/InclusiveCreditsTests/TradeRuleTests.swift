// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

/// Rules 83 to 88 of the rule book, by their examples.
@Suite struct TradeRuleTests {
  private var ledger: TestLedger

  init() throws { ledger = try TestLedger() }

  @Test mutating func `rule 83: 10 tonnes cannot be transferred of 9`() throws {
    let series = try ledger.issued(try ledger.solar(), kilowattHours: 22_000)
    #expect(ledger.balance(.owner) == 9)
    let all = ledger.transfer(series, 1, 10, to: .buyer)
    #expect(try ledger.refusal(all, by: .owner) == "BAL-83")
    #expect(try ledger.refusal(ledger.transfer(series, 1, 9, to: .pool), by: .buyer) == "BAL-83")
    #expect(try ledger.refusal(ledger.transfer(series, 1, 9, to: .owner), by: .owner) == "LED-107")
    #expect(try ledger.refusal(ledger.transfer(series, 1, 9, to: .buyer), by: .owner) == nil)
    ledger.expectLaw()
  }

  @Test mutating func `rule 84: frozen or pledged tonnes are neither moved, offered nor retired`()
    throws
  {
    let series = try ledger.issued(try ledger.solar(), kilowattHours: 22_000)
    try ledger.submit(
      HoldRecord(
        series: series, first: 3, count: 1, kind: 0, keeper: Party.authority.rawValue,
        reason: "inquiry"), by: .authority)
    let offer = OfferRecord(
      series: series, first: 1, count: 9, buyer: Party.buyer.rawValue, price: Money(fen: 5_000),
      through: ledger.today)
    #expect(try ledger.refusal(ledger.transfer(series, 1, 9, to: .buyer), by: .owner) == "BAL-84")
    #expect(try ledger.refusal(offer, by: .owner) == "BAL-84")
    #expect(try ledger.refusal(ledger.retirement(series, 3, 1), by: .owner) == "BAL-84")
    #expect(try ledger.refusal(ledger.retirement(series, 4, 6), by: .owner) == nil)
  }

  @Test mutating func `rule 85: a unit retired for an obligation serves no event`() throws {
    let series = try ledger.issued(try ledger.solar(), kilowattHours: 22_000)
    try ledger.submit(ledger.obligation(), by: .authority)
    let offset = ledger.retirement(series, 1, 4, .compliance, obligation: 0)
    try ledger.submit(offset, by: .owner)
    let event = ledger.retirement(series, 4, 2, .event, for: "示例运动会")
    #expect(try ledger.refusal(event, by: .owner) == "INC-85")
    let unnamed = ledger.retirement(series, 5, 1, .event, for: "")
    #expect(try ledger.refusal(unnamed, by: .owner) == "INC-85")
    let without = ledger.retirement(series, 5, 1, .compliance)
    #expect(try ledger.refusal(without, by: .owner) == "INC-85")
    let both = ledger.retirement(series, 5, 1, .voluntary, obligation: 0)
    #expect(try ledger.refusal(both, by: .owner) == "INC-85")
    let fine = ledger.retirement(series, 5, 1, .event, for: "示例运动会")
    #expect(try ledger.refusal(fine, by: .owner) == nil)
    #expect(ledger.balance(.owner, .retired) == 5)
    ledger.expectLaw()
  }

  @Test mutating func `rule 86: of 10 000 t at 5 % 500 can be offset, 501 cannot`() throws {
    let series = try ledger.issued(try ledger.solar(), kilowattHours: 2_000_000)
    try ledger.submit(ledger.obligation(), by: .authority)
    let tooMany = ledger.retirement(series, 1, 501, .compliance, obligation: 0)
    #expect(try ledger.refusal(tooMany, by: .owner) == "INC-86")
    try ledger.submit(
      ledger.retirement(series, 1, 500, .compliance, obligation: 0), by: .owner)
    let more = ledger.retirement(series, 501, 1, .compliance, obligation: 0)
    #expect(try ledger.refusal(more, by: .owner) == "INC-86")
    try ledger.submit(ledger.obligation(tonnes: 10_020), by: .authority)
    #expect(try ledger.refusal(more, by: .owner) == nil)
    #expect(ledger.credits.obligations.count == 1)
    #expect(ledger.credits.obligations[0].used == 501)
  }

  @Test mutating func `rule 86: who has the obligation offsets it by the deadline`() throws {
    let series = try ledger.issued(try ledger.solar(), kilowattHours: 22_000)
    try ledger.submit(ledger.transfer(series, 1, 3, to: .buyer), by: .owner)
    try ledger.submit(ledger.obligation(deadline: day(2025, 3, 31)), by: .authority)
    let stranger = ledger.retirement(series, 1, 1, .compliance, obligation: 0)
    #expect(try ledger.refusal(stranger, by: .buyer) == "INC-86B")
    ledger.today = day(2025, 4, 1)
    let backdated = ledger.retirement(
      series, 4, 1, .compliance, obligation: 0, on: day(2025, 3, 31))
    #expect(try ledger.refusal(backdated, by: .owner) == "INC-86B")
    let unknown = ledger.retirement(series, 4, 1, .compliance, obligation: 7)
    #expect(try ledger.refusal(unknown, by: .owner) == "LED-106")
  }

  @Test mutating func `rule 87: 300 of 10 000 t from outside the city are too many`() throws {
    try ledger.submit(ledger.scheme("GD"), by: .authority)
    let local = try ledger.issued(try ledger.solar(), kilowattHours: 1_000_000)
    let outside = try ledger.issued(
      try ledger.solar("FAR", scheme: 1), kilowattHours: 1_000_000)
    #expect(ledger.core.series[outside].prefix == "GD-FAR-2025")
    try ledger.submit(ledger.obligation(local: [0], outside: 250), by: .authority)
    let far = ledger.retirement(outside, 1, 300, .compliance, obligation: 0)
    #expect(try ledger.refusal(far, by: .owner) == "INC-87")
    let near = ledger.retirement(local, 1, 300, .compliance, obligation: 0)
    #expect(try ledger.refusal(near, by: .owner) == nil)
    let few = ledger.retirement(outside, 1, 200, .compliance, obligation: 0)
    #expect(try ledger.refusal(few, by: .owner) == nil)
    #expect(ledger.credits.obligations[0].usedFromOutside == 200)
  }

  @Test mutating func `rule 88: a reduction inside the market's own boundary does not offset`()
    throws
  {
    let series = try ledger.issued(
      try ledger.solar(inside: ["city-ets"]), kilowattHours: 22_000)
    try ledger.submit(ledger.obligation(), by: .authority)
    try ledger.submit(ledger.obligation("other-ets"), by: .authority)
    let own = ledger.retirement(series, 1, 1, .compliance, obligation: 0)
    #expect(try ledger.refusal(own, by: .owner) == "INC-88")
    let other = ledger.retirement(series, 1, 1, .compliance, obligation: 1)
    #expect(try ledger.refusal(other, by: .owner) == nil)
  }

  @Test mutating func `rule 80: a market may demand a first month of activities`() throws {
    let series = try ledger.issued(try ledger.solar(), kilowattHours: 22_000)
    try ledger.submit(ledger.obligation(from: month(2025, 3)), by: .authority)
    let old = ledger.retirement(series, 1, 1, .compliance, obligation: 0)
    #expect(try ledger.refusal(old, by: .owner) == "INC-80")
  }
}
