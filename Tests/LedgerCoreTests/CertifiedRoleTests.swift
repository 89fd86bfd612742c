// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import Testing

/// Roles of which certified keys are demanded: LED-129.
@Suite struct CertifiedRoleTests {
  private let authority = TestLedger.authority
  private let maker = TestLedger.maker
  private let move = ToyMove(first: 0, count: 1, to: TestLedger.buyer)

  private func demand(_ role: String, _ value: Int64, _ day: String) throws -> ParameterRecord {
    ParameterRecord(
      name: "certified.\(role)", effective: try TestLedger.date(day), value: value,
      source: "example")
  }

  private func stocked() throws -> TestLedger {
    var ledger = try TestLedger.founded()
    try ledger.apply(ToyIssue(count: 100, holder: maker), by: TestLedger.registry)
    return ledger
  }

  private func certification(
    _ ledger: TestLedger, end: String = "20991231235959Z"
  ) throws -> CertificationRecord {
    var provider = try ExampleProvider(ledger)
    provider.leaf.end = end
    return CertificationRecord(
      participant: maker,
      identifier: try ledger.key(maker).verifyingKey.identifier(using: ledger.suite.hash),
      chain: try provider.chain())
  }

  @Test func `LED-129 a role of which it is demanded signs with a certified key`() throws {
    var ledger = try stocked()
    try ledger.apply(try demand("enterprise", 1, "2026-07-01"), by: authority)
    let refusal = try ledger.refusal(of: [move], by: maker)
    #expect(refusal?.rule == LedgerRules.certificationDemanded)
    #expect(refusal?.record == 0)
    // Others are not asked, and the authority never is.
    try ledger.apply(
      ToyIssue(prefix: "V", count: 1, holder: maker), by: TestLedger.registry)
    // What brings the certification about is always admitted.
    try ledger.apply(try ExampleProvider(ledger).anchor(), by: authority)
    let mixed = try ledger.refusal(of: [try certification(ledger), move], by: maker)
    #expect(mixed?.rule == LedgerRules.certificationDemanded)
    #expect(mixed?.record == 1)
    try ledger.apply(try certification(ledger), by: maker)
    try ledger.apply(move, by: maker)
    // Another key of the same participant is not certified by it.
    let fresh = try ledger.key(70)
    try ledger.apply(KeyRecord(participant: maker, key: fresh.verifyingKey.bytes), by: maker)
    let next = ToyMove(first: 1, count: 1, to: TestLedger.buyer)
    let other = try ledger.refusal(of: [next], by: maker, key: fresh)
    #expect(other?.rule == LedgerRules.certificationDemanded)
    try ledger.apply(next, by: maker)
  }

  @Test func `LED-129 a certification that has run out is none`() throws {
    var ledger = try stocked()
    try ledger.apply(try demand("enterprise", 1, "2026-07-01"), by: authority)
    try ledger.apply(try ExampleProvider(ledger).anchor(), by: authority)
    try ledger.apply(try certification(ledger, end: "260701020100Z"), by: maker)
    let bytes = try ledger.statement([move], by: maker)
    let last = TestLedger.start.adding(milliseconds: 60_999)
    #expect(
      ledger.refusal(of: bytes, at: last.adding(milliseconds: 1))?.rule
        == LedgerRules.certificationDemanded)
    try ledger.submit(bytes, at: last)
  }

  @Test func `a demand applies from its day on, and can be taken back`() throws {
    var ledger = try stocked()
    try ledger.apply(try demand("enterprise", 1, "2026-07-02"), by: authority)
    try ledger.apply(move, by: maker)
    let next = try ledger.statement([ToyMove(first: 1, count: 1, to: 3)], by: maker)
    let tomorrow = TestLedger.start.adding(milliseconds: 14 * 3_600_000)
    #expect(ledger.refusal(of: next, at: tomorrow)?.rule == LedgerRules.certificationDemanded)
    try ledger.apply(try demand("enterprise", 0, "2026-07-02"), by: authority)
    try ledger.submit(next, at: tomorrow)
  }

  @Test func `an authority that is demanded a certified key still governs the ledger`() throws {
    var ledger = try stocked()
    let today = try TestLedger.date("2026-07-01")
    // The authority is a registry too, and registries need certified keys.
    try ledger.apply(
      QualificationRecord(
        participant: authority, role: .registry, from: today, through: nil, document: "example"),
      by: authority)
    try ledger.apply(try demand("registry", 1, "2026-07-01"), by: authority)
    let asset = AssetRecord(
      code: "X", chineseName: "例", englishName: "X", unit: "t", issuer: authority)
    #expect(
      try ledger.refusal(of: asset, by: authority)?.rule == LedgerRules.certificationDemanded)
    try ledger.apply(StateCommitmentRecord(ledger.state.commitment()), by: authority)
    try ledger.apply(RulesetRecord(version: 1), by: authority)
    // Another rule judges the second key, not this one.
    let key = CheckpointKeyRecord(nil)
    let refusal = try ledger.refusal(of: key, by: authority)
    #expect(refusal != nil && refusal?.rule != LedgerRules.certificationDemanded)
    try ledger.apply(try demand("registry", 0, "2026-07-01"), by: authority)
    try ledger.apply(asset, by: authority)
  }

  @Test func `a ledger that demands nothing has the state it had before`() throws {
    var ledger = try stocked()
    let rows = ledger.state.images.filter { $0.section == SectionCode.parameters }.count
    #expect(rows == ToyMechanism.parameters.count)
    #expect(!ledger.state.images.contains { $0.section > 80 })
    // A value that is refused leaves no row.
    let refusal = try ledger.refusal(of: try demand("bank", 2, "2026-07-01"), by: authority)
    #expect(refusal?.rule == LedgerRules.bounds)
    let unknown = try ledger.refusal(of: try demand("authority", 1, "2026-07-01"), by: authority)
    #expect(unknown?.rule == LedgerRules.parameter)
    try ledger.apply(try demand("bank", 1, "2026-07-01"), by: authority)
    let images = ledger.state.images
    var loaded = LedgerState(loading: [ToyMechanism.self])
    for image in images { try loaded.load(image) }
    try loaded.finishLoading()
    #expect(loaded.images == images)
    #expect(images.filter { $0.section == SectionCode.parameters }.count == rows + 1)
  }
}
