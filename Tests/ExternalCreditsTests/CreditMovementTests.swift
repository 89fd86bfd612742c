// SPDX-License-Identifier: Apache-2.0
import ExternalCredits
import LedgerCore
import Quantities
import Testing

@Suite struct CreditMovementTests {
  private func transfer(
    _ first: UInt64, _ count: UInt64, from holder: UInt32 = 2, to recipient: UInt32 = 4
  ) throws -> CreditTransferRecord {
    CreditTransferRecord(
      series: 0, first: first, count: count, holder: holder, recipient: recipient,
      date: try CalendarDate(text: "2025-06-01"), reference: "contract 1")
  }

  private func retirement(
    _ first: UInt64, _ count: UInt64, beneficiary: String = "Example"
  ) throws -> CreditRetirementRecord {
    CreditRetirementRecord(
      series: 0, first: first, count: count, holder: 4, beneficiary: beneficiary,
      purpose: "product footprint", date: try CalendarDate(text: "2025-06-02"))
  }

  @Test func `credits go from an external account to an enterprise, which retires them`() throws {
    var ledger = try LedgerFixture()
    try ledger.apply(LedgerFixture.row(1, 100))
    try ledger.apply(transfer(11, 20))
    try ledger.apply(retirement(15, 5), by: 4)
    let accounts = ledger.state.core.accounts
    #expect(accounts.balance(of: 2, asset: 0, standing: .available) == 80)
    #expect(accounts.balance(of: 4, asset: 0, standing: .available) == 15)
    #expect(accounts.balance(of: 4, asset: 0, standing: .retired) == 5)
    #expect(accounts.sums() == [0: 0])
  }

  @Test func `only the holder disposes, the registry for an external account`() throws {
    var ledger = try LedgerFixture()
    try ledger.apply(LedgerFixture.row(1, 100))
    #expect(try ledger.refusal(of: transfer(1, 5), by: 4)?.rule == LedgerRules.role)
    try ledger.apply(transfer(1, 5))
    #expect(
      try ledger.refusal(of: transfer(1, 5, from: 4, to: 2), by: 1)?.rule
        == CreditRules.disposal)
  }

  @Test func `what is not held, held no more, or retired does not move`() throws {
    var ledger = try LedgerFixture()
    try ledger.apply(LedgerFixture.row(1, 100))
    #expect(try ledger.refusal(of: transfer(100, 2))?.rule == LedgerRules.balance)
    try ledger.apply(transfer(1, 10))
    #expect(try ledger.refusal(of: transfer(1, 10))?.rule == LedgerRules.balance)
    try ledger.apply(retirement(1, 10), by: 4)
    #expect(
      try ledger.refusal(of: retirement(1, 10), by: 4)?.rule == LedgerRules.balance)
    #expect(
      try ledger.refusal(of: transfer(1, 0), by: 1)?.rule == LedgerRules.bounds)
  }

  @Test func `a frozen credit does not move`() throws {
    var ledger = try LedgerFixture()
    try ledger.apply(LedgerFixture.row(1, 100))
    try ledger.apply(
      HoldRecord(series: 0, first: 1, count: 9, kind: 0, keeper: 1, reason: "order"), by: 1)
    #expect(try ledger.refusal(of: transfer(5, 1))?.rule == LedgerRules.held)
  }

  @Test func `a retirement without beneficiary is refused`() throws {
    var ledger = try LedgerFixture()
    try ledger.apply(LedgerFixture.row(1, 100))
    try ledger.apply(transfer(1, 10))
    #expect(
      try ledger.refusal(of: retirement(1, 1, beneficiary: ""), by: 4)?.rule
        == CreditRules.beneficiary)
  }

  @Test func `a series that does not exist is refused`() throws {
    var ledger = try LedgerFixture()
    #expect(try ledger.refusal(of: transfer(1, 1))?.rule == LedgerRules.unknownNumber)
  }
}
