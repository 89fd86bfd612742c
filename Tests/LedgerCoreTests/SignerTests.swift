// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import Testing

/// Whose signature counts for an entry: LED-102, LED-103, LED-109.
@Suite struct SignerTests {
  private let authority = TestLedger.authority
  private let maker = TestLedger.maker
  private let buyer = TestLedger.buyer
  private let move = ToyMove(first: 0, count: 1, to: TestLedger.buyer)

  private func stocked() throws -> TestLedger {
    var ledger = try TestLedger.founded()
    try ledger.apply(ToyIssue(count: 100, holder: maker), by: TestLedger.registry)
    return ledger
  }

  private func next(_ first: UInt64) -> [any Record] {
    [ToyMove(first: first, count: 1, to: buyer)]
  }

  @Test func `LED-103 a statement is meant for this ledger`() throws {
    var ledger = try stocked()
    let bytes = try ledger.statement([move], by: maker, audience: "ledger.example/other")
    #expect(ledger.refusal(of: bytes)?.rule == LedgerRules.audience)
  }

  @Test func `LED-102 a signature is made by a key of the issuer`() throws {
    var ledger = try stocked()
    let strange = try ledger.refusal(of: [move], by: maker, key: try ledger.key(buyer))
    #expect(strange?.rule == LedgerRules.signature)
    #expect(try ledger.refusal(of: [move], by: 66, key: try ledger.key(maker)) != nil)
    var bytes = try ledger.statement([move], by: maker)
    bytes[bytes.count - 1] ^= 1
    #expect(ledger.refusal(of: bytes)?.rule == LedgerRules.signature)
    bytes[bytes.count - 1] ^= 1
    try ledger.submit(bytes)
  }

  @Test func `LED-102 a revoked key signs its own revocation and nothing after`() throws {
    var ledger = try stocked()
    let kid = try ledger.key(maker).verifyingKey.identifier(using: ledger.suite.hash)
    let revocation = KeyRevocationRecord(participant: maker, identifier: kid, reason: "lost")
    let last: [any Record] = [revocation, move]
    try ledger.apply(last, by: maker)
    let entry = ledger.state.size
    let key = try #require(ledger.state.core.participants[maker].keys.first)
    #expect(key.until == entry)
    #expect(key.isValid(at: entry - 1) && !key.isValid(at: entry))
    #expect(try ledger.refusal(of: next(1), by: maker)?.rule == LedgerRules.signature)
    let twice = try ledger.refusal(of: revocation, by: authority)
    #expect(twice?.rule == LedgerRules.unknownNumber)
    // The authority gives the participant another key.
    let fresh = try ledger.key(50)
    try ledger.apply(
      KeyRecord(participant: maker, key: fresh.verifyingKey.bytes), by: authority)
    try ledger.apply(next(1), by: maker, key: fresh)
  }

  @Test func `a rotated key signs from the next entry on, beside the old one`() throws {
    var ledger = try stocked()
    let fresh = try ledger.key(51)
    let record = KeyRecord(participant: maker, key: fresh.verifyingKey.bytes)
    #expect(try ledger.refusal(of: record, by: buyer)?.rule == LedgerRules.role)
    #expect(try ledger.refusal(of: [record], by: maker, key: fresh)?.rule == LedgerRules.signature)
    try ledger.apply(record, by: maker)
    #expect(ledger.state.core.participants[maker].keys.last?.from == ledger.state.size)
    try ledger.apply(next(0), by: maker, key: fresh)
    try ledger.apply(next(1), by: maker)
  }

  @Test func `a key that is none is refused`() throws {
    var ledger = try stocked()
    for bytes in [[UInt8](repeating: 0, count: 32), [UInt8](repeating: 4, count: 65)] {
      let record = KeyRecord(participant: maker, key: bytes)
      #expect(try ledger.refusal(of: record, by: maker)?.rule == LedgerRules.signature)
    }
  }

  @Test func `LED-109 a delegated key signs the records of its scope`() throws {
    var ledger = try stocked()
    let clerk = try ledger.key(52)
    try ledger.apply(
      KeyRecord(participant: maker, key: clerk.verifyingKey.bytes, scope: [901, 4]), by: maker)
    try ledger.apply(next(0), by: maker, key: clerk)
    let claim = ToyClaim(
      "s", capacity: 1, amount: 1, scheme: "toy", date: try TestLedger.date("2026-01-01"))
    let refusal = try ledger.refusal(of: next(1) + [claim], by: maker, key: clerk)
    #expect(refusal?.rule == LedgerRules.delegation)
    #expect(refusal?.record == 1)
    // Even with key.register in its scope it cannot make itself a full key.
    let full = KeyRecord(participant: maker, key: try ledger.key(53).verifyingKey.bytes)
    #expect(try ledger.refusal(of: [full], by: maker, key: clerk)?.rule == LedgerRules.delegation)
  }
}
