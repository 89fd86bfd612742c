// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities
import Testing

/// Rules 83 and 84: what can be moved, what is held and who may release it; and claims.
@Suite struct MovementTests {
  private let authority = TestLedger.authority
  private let registry = TestLedger.registry
  private let maker = TestLedger.maker
  private let buyer = TestLedger.buyer
  private let bank = TestLedger.bank

  private func stocked() throws -> TestLedger {
    var ledger = try TestLedger.founded()
    try ledger.apply(ToyIssue(count: 9, holder: maker), by: registry)
    return ledger
  }

  private func hold(_ kind: String, keeper: UInt32, first: UInt64 = 2, count: UInt64 = 3) throws
    -> HoldRecord
  {
    HoldRecord(
      series: 0, first: first, count: count,
      kind: try #require(HoldRecord.kinds.firstIndex(of: kind)), keeper: keeper, reason: "r")
  }

  @Test func `BAL-83 a transfer of 10 out of 9 is refused`() throws {
    var ledger = try stocked()
    let ten = ToyMove(first: 0, count: 10, to: buyer)
    #expect(try ledger.refusal(of: ten, by: maker)?.rule == LedgerRules.balance)
    try ledger.apply(ToyMove(first: 0, count: 9, to: buyer), by: maker)
    #expect(ledger.balance(maker) == 0 && ledger.balance(buyer) == 9)
    let gone = ToyMove(first: 0, count: 1, to: buyer)
    #expect(try ledger.refusal(of: gone, by: maker)?.rule == LedgerRules.balance)
  }

  @Test func `BAL-83 issued units are held, retired, expired or cancelled`() throws {
    var ledger = try stocked()
    try ledger.apply(
      [
        ToyMove(first: 0, count: 2, to: maker, .retired),
        ToyMove(first: 2, count: 1, to: maker, .expired),
        ToyMove(first: 3, count: 1, to: maker, .cancelled),
        ToyMove(first: 4, count: 1, to: buyer),
      ], by: maker)
    let standings: [Standing] = [.available, .retired, .expired, .cancelled]
    #expect(standings.map { ledger.balance(maker, $0) } == [4, 2, 1, 1])
    #expect(ledger.balance(registry, .issuance) == -9)
    for first in 0...3 as ClosedRange<UInt64> {
      let again = ToyMove(first: first, count: 1, to: buyer)
      #expect(try ledger.refusal(of: again, by: maker)?.rule == LedgerRules.balance)
    }
  }

  @Test func `a number is issued once, and the refusal names the record that did it`() throws {
    var ledger = try stocked()
    let refusal = try ledger.refusal(of: ToyIssue(first: 8, count: 5, holder: buyer), by: registry)
    #expect(refusal?.rule == ToyMechanism.overlap)
    #expect(refusal?.found.english.contains("entry 2, record 0") == true)
    try ledger.apply(ToyIssue(first: 9, count: 5, holder: buyer), by: registry)
  }

  @Test(arguments: [("freeze", Standing.frozen), ("dispute", .disputed)])
  func `BAL-84 the registry freezes, only the keeper or the authority releases`(
    kind: String, standing: Standing
  ) throws {
    var ledger = try stocked()
    let record = try hold(kind, keeper: registry)
    #expect(try ledger.refusal(of: record, by: maker)?.rule == LedgerRules.role)
    let assigned = try ledger.apply(record, by: registry)
    #expect(assigned.map(\.kind) == ["hold"])
    #expect(ledger.balance(maker, standing) == 3 && ledger.balance(maker) == 6)
    let retired = ToyMove(first: 2, count: 1, to: maker, .retired)
    #expect(try ledger.refusal(of: retired, by: maker)?.rule == LedgerRules.held)
    let across = ToyMove(first: 0, count: 4, to: buyer)
    #expect(try ledger.refusal(of: across, by: maker)?.rule == LedgerRules.held)
    #expect(try ledger.refusal(of: record, by: registry)?.rule == LedgerRules.held)
    let release = ReleaseRecord(hold: 0, reason: "settled")
    for stranger in [maker, buyer, bank] {
      #expect(try ledger.refusal(of: release, by: stranger)?.rule == LedgerRules.role)
    }
    try ledger.apply(release, by: registry)
    #expect(ledger.balance(maker, standing) == 0 && ledger.balance(maker) == 9)
    #expect(try ledger.refusal(of: release, by: registry)?.rule == LedgerRules.unknownNumber)
    try ledger.apply(across, by: maker)
    try ledger.apply(try hold(kind, keeper: registry, first: 5, count: 1), by: registry)
    try ledger.apply(ReleaseRecord(hold: 1, reason: "order"), by: authority)
  }

  @Test func `BAL-84 the holder pledges to a bank, and only the bank releases`() throws {
    var ledger = try stocked()
    let toBuyer = try hold("pledge", keeper: buyer)
    #expect(try ledger.refusal(of: toBuyer, by: maker)?.rule == LedgerRules.role)
    let pledge = try hold("pledge", keeper: bank)
    #expect(try ledger.refusal(of: pledge, by: buyer)?.rule == LedgerRules.balance)
    try ledger.apply(pledge, by: maker)
    let sale = ToyMove(first: 3, count: 1, to: buyer)
    #expect(try ledger.refusal(of: sale, by: maker)?.rule == LedgerRules.held)
    let release = ReleaseRecord(hold: 0, reason: "paid")
    #expect(try ledger.refusal(of: release, by: maker)?.rule == LedgerRules.held)
    try ledger.apply(release, by: bank)
    try ledger.apply(sale, by: maker)
  }

  @Test func `numbers never issued cannot be held`() throws {
    var ledger = try stocked()
    let record = try hold("freeze", keeper: registry, first: 100)
    #expect(try ledger.refusal(of: record, by: registry)?.rule == LedgerRules.balance)
  }

  @Test func `a pledge and its release leave every number its marks`() throws {
    var ledger = try stocked()
    try ledger.apply(ToyMove(first: 2, count: 2, to: maker, marks: 5), by: maker)
    try ledger.apply(try hold("pledge", keeper: bank, first: 0, count: 9), by: maker)
    try ledger.apply(ReleaseRecord(hold: 0, reason: "paid"), by: bank)
    let marks = (0..<9 as Range<UInt64>).map {
      ledger.state.core.holdings.segment(of: 0, holding: $0).0.marks
    }
    #expect(marks == [0, 0, 5, 5, 0, 0, 0, 0, 0])
    #expect(ledger.balance(maker) == 9)
    try ledger.apply(ToyMove(first: 0, count: 9, to: buyer, marks: 1), by: maker)
    #expect(ledger.state.core.holdings.segments(of: 0).map(\.marks) == [1, 0])
  }

  @Test func `CLM-77 a subject is claimed once across schemes`() throws {
    var ledger = try stocked()
    let date = try TestLedger.date("2026-06-01")
    try ledger.apply(
      ParameterRecord(name: "toy.limit", effective: date, value: 1_000, source: "t"),
      by: authority)
    func claim(_ amount: Int64, _ scheme: String, capacity: Int64 = 0) -> ToyClaim {
      ToyClaim("energy:1", capacity: capacity, amount: amount, scheme: scheme, date: date)
    }
    try ledger.apply(claim(60, "gec", capacity: 100), by: maker)
    #expect(try ledger.refusal(of: claim(41, "ccer"), by: maker)?.rule == LedgerRules.claimedOnce)
    try ledger.apply(claim(40, "ccer"), by: maker)
    #expect(try ledger.refusal(of: claim(1, "gec"), by: maker)?.rule == LedgerRules.claimedOnce)
    // A scheme gives back what it claimed, never what another did.
    #expect(try ledger.refusal(of: claim(-41, "ccer"), by: maker)?.rule == LedgerRules.claimedOnce)
    try ledger.apply(claim(-40, "ccer"), by: maker)
    try ledger.apply(claim(40, "gec"), by: maker)
    let number = try #require(ledger.state.core.claims.number(forKey: "energy:1"))
    let row = ledger.state.core.claims[number]
    #expect(row.claimed == 100 && row.amount(of: "gec") == 100 && row.amount(of: "ccer") == 0)
    // Amounts at the ends of 64 bits are refused or kept there, never trapped.
    let flood = claim(.min, "ccer", capacity: .max)
    #expect(try ledger.refusal(of: flood, by: maker)?.rule == LedgerRules.claimedOnce)
    try ledger.apply(claim(0, "gec", capacity: .max), by: maker)
    #expect(ledger.state.core.claims[number].capacity == .max)
  }
}

/// The trade says 核销 of a certificate and 注销 of a carbon credit, never the other.
@Suite struct StandingNameTests {
  @Test func `a used certificate is 核销, a used credit 注销`() {
    #expect(Standing.retired.name(ofUnit: "MWh").chinese == "已核销")
    #expect(Standing.cancelled.name(ofUnit: "MWh").chinese == "已注销")
    for unit in ["tCO2e", "gCO2e"] {
      #expect(Standing.retired.name(ofUnit: unit).chinese == "已注销")
      #expect(Standing.cancelled.name(ofUnit: unit).chinese == "已取消")
      #expect(Standing.available.name(ofUnit: unit) == Standing.available.name)
      #expect(Standing.retired.name(ofUnit: unit).english == "retired")
    }
  }
}
