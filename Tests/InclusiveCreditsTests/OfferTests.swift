// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import Quantities
import Testing

/// Trades in two steps, each signed by one side.
@Suite struct OfferTests {
  private var ledger: TestLedger
  private let series: UInt32

  init() throws {
    var ledger = try TestLedger()
    series = try ledger.issued(try ledger.solar(), kilowattHours: 22_000)
    self.ledger = ledger
  }

  private func offer(
    _ first: UInt64 = 1, _ count: UInt64 = 5, price: Int64 = 4_550,
    through: CalendarDate = day(2025, 3, 20)
  ) -> OfferRecord {
    OfferRecord(
      series: series, first: first, count: count, buyer: Party.buyer.rawValue,
      price: Money(fen: price), through: through)
  }

  @Test mutating func `an offer freezes, its acceptance moves`() throws {
    try ledger.submit(offer(), by: .owner)
    #expect(ledger.balance(.owner, .frozen) == 5 && ledger.balance(.owner) == 4)
    #expect(try ledger.refusal(ledger.transfer(series, 1, 1, to: .pool), by: .owner) == "BAL-84")
    #expect(try ledger.refusal(AcceptanceRecord(offer: 0), by: .owner) == "LED-6")
    #expect(try ledger.refusal(AcceptanceRecord(offer: 1), by: .buyer) == "LED-106")
    try ledger.submit(AcceptanceRecord(offer: 0), by: .buyer)
    #expect(ledger.balance(.buyer) == 5 && ledger.balance(.owner, .frozen) == 0)
    #expect(ledger.credits.offers[0].status == .accepted)
    #expect(try ledger.refusal(AcceptanceRecord(offer: 0), by: .buyer) == "LED-106")
    #expect(try ledger.refusal(DeclineRecord(offer: 0), by: .owner) == "LED-106")
    ledger.expectLaw()
  }

  @Test mutating func `nothing but its answer ends an offer`() throws {
    try ledger.submit(offer(), by: .owner)
    #expect(ledger.core.holds.count == 0)
    let release = ReleaseRecord(hold: 0, reason: "mine")
    #expect(try ledger.refusal(release, by: .owner) == "LED-106")
    #expect(try ledger.refusal(release, by: .authority) == "LED-106")
    #expect(try ledger.refusal(offer(5, 1), by: .owner) == "BAL-84")
    #expect(try ledger.refusal(DeclineRecord(offer: 0), by: .outsider) == "LED-6")
    try ledger.submit(DeclineRecord(offer: 0), by: .buyer)
    #expect(ledger.balance(.owner) == 9)
    try ledger.submit(offer(), by: .owner)
    try ledger.submit(DeclineRecord(offer: 1), by: .owner)
    try ledger.submit(offer(), by: .owner)
    try ledger.submit(DeclineRecord(offer: 2), by: .authority)
    #expect(ledger.balance(.owner) == 9 && ledger.balance(.owner, .frozen) == 0)
  }

  @Test mutating func `an offer has a price, a term and two parties`() throws {
    #expect(try ledger.refusal(offer(price: 0), by: .owner) == "LED-107")
    #expect(try ledger.refusal(offer(price: .max), by: .owner) == "LED-107")
    #expect(try ledger.refusal(offer(through: day(2025, 3, 9)), by: .owner) == "LED-107")
    #expect(try ledger.refusal(offer(), by: .buyer) == "LED-107")
    #expect(try ledger.refusal(offer(1, 0), by: .owner) == "LED-107")
    #expect(try ledger.refusal(offer(2, .max), by: .owner) == "LED-107")
    try ledger.submit(offer(), by: .owner)
    ledger.today = day(2025, 3, 21)
    #expect(try ledger.refusal(AcceptanceRecord(offer: 0), by: .buyer) == "LED-107")
    try ledger.submit(DeclineRecord(offer: 0), by: .owner)
  }
}
