// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import Testing

/// Rules 2 to 9 of the rule book and LED-101 to LED-112, each with what it admits and refuses.
@Suite struct AdmissionTests {
  private let authority = TestLedger.authority
  private let registry = TestLedger.registry
  private let maker = TestLedger.maker
  private let buyer = TestLedger.buyer

  @Test func `rule 2, LED-2: a correction refers to an entry before and gives a reason`() throws {
    var ledger = try TestLedger.founded()
    let images = ledger.state.images.filter { $0.section != SectionCode.ledger }
    try ledger.apply(CorrectionRecord(entry: 1, record: 2, reason: "name"), by: registry)
    let after = ledger.state.images.filter { $0.section != SectionCode.ledger }
    #expect(after.count == images.count, "the corrected record stays as it was")
    for (record, signer, rule) in [
      (CorrectionRecord(entry: 3, record: 0, reason: "itself"), registry, LedgerRules.appendOnly),
      (CorrectionRecord(entry: 42, record: 0, reason: "later"), registry, LedgerRules.appendOnly),
      (CorrectionRecord(entry: 1, record: 0, reason: ""), registry, LedgerRules.appendOnly),
      (CorrectionRecord(entry: 1, record: 0, reason: "mine"), maker, LedgerRules.role),
    ] {
      #expect(try ledger.refusal(of: record, by: signer)?.rule == rule)
    }
  }

  @Test func `rule 4, LED-4: a statement id is used once by its signer`() throws {
    var ledger = try TestLedger.founded()
    let id = [UInt8](repeating: 7, count: 16)
    let first = try ledger.statement([ToyIssue(count: 5, holder: maker)], by: registry, id: id)
    try ledger.submit(first)
    #expect(ledger.refusal(of: first)?.rule == LedgerRules.statementOnce)
    let other = try ledger.statement(
      [ToyIssue(first: 5, count: 5, holder: maker)], by: registry, id: id)
    let refusal = ledger.refusal(of: other)
    #expect(refusal?.rule == LedgerRules.statementOnce)
    #expect(refusal?.found.english == "entry 2")
    // Another signer's ids are another matter.
    try ledger.submit(
      try ledger.statement([ToyMove(first: 0, count: 1, to: buyer)], by: maker, id: id))
  }

  @Test func `rule 5, LED-5: the registered time never goes back, business dates may`() throws {
    var ledger = try TestLedger.founded()
    let time = TestLedger.start.adding(milliseconds: 300_000)
    let issue = try ledger.statement([ToyIssue(count: 5, holder: maker)], by: registry)
    try ledger.submit(issue, at: time)
    let next = try ledger.statement([ToyIssue(first: 5, count: 5, holder: maker)], by: registry)
    let refusal = ledger.refusal(of: next, at: TestLedger.start)
    #expect(refusal?.rule == LedgerRules.timeOrder)
    try ledger.submit(next, at: time)
    try ledger.apply(limit(10, from: "2026-01-01"), by: authority)
    try ledger.apply(try claim("2026-06-01"), by: maker)
    try ledger.apply(try claim("2026-07-01"), by: maker)
    #expect(
      try ledger.refusal(of: try claim("2026-07-02"), by: maker)?.rule == LedgerRules.notInFuture)
  }

  private func claim(_ date: String, amount: Int64 = 1) throws -> ToyClaim {
    ToyClaim(
      "energy:1", capacity: amount, amount: amount, scheme: "toy",
      date: try TestLedger.date(date))
  }

  private func limit(
    _ value: Int64, from date: String, name: String = "toy.limit", source: String = "test"
  ) throws -> ParameterRecord {
    ParameterRecord(
      name: name, effective: try TestLedger.date(date), value: value, source: source)
  }

  @Test func `rule 6, LED-6: only the registry issues, only the authority appoints`() throws {
    var ledger = try TestLedger.founded()
    let issue = ToyIssue(count: 5, holder: maker)
    #expect(try ledger.refusal(of: issue, by: maker)?.rule == LedgerRules.role)
    #expect(try ledger.refusal(of: issue, by: authority)?.rule == LedgerRules.role)
    try ledger.apply(issue, by: registry)
    let enterprise = try ledger.participant(10, [.enterprise])
    #expect(try ledger.refusal(of: enterprise, by: maker)?.rule == LedgerRules.role)
    try ledger.apply(enterprise, by: registry)
    for role in [Role.authority, .registry, .verifier, .bank, .platform] {
      let record = try ledger.participant(11, [.enterprise, role])
      #expect(try ledger.refusal(of: record, by: registry)?.rule == LedgerRules.role)
    }
    try ledger.apply(try ledger.participant(11, [.verifier]), by: authority)
  }

  @Test func `rule 8, LED-8: a role ends with its last day in China`() throws {
    var ledger = try TestLedger.founded()
    let end = QualificationRecord(
      participant: registry, role: .registry, from: try TestLedger.date("2026-01-01"),
      through: try TestLedger.date("2026-07-01"), document: "notice 1")
    try ledger.apply(end, by: authority)
    #expect(ledger.state.core.participants[registry].qualifications.count == 1)
    // 23:59:59.999 in China is 15:59:59.999 in UTC.
    ledger.now = try Timestamp(text: "2026-07-01T23:59:59.999+08:00")
    try ledger.apply(ToyIssue(count: 5, holder: maker), by: registry)
    ledger.now = try Timestamp(text: "2026-07-02T00:00:00.998+08:00")
    let late = try ledger.refusal(of: ToyIssue(first: 5, count: 5, holder: maker), by: registry)
    #expect(late?.rule == LedgerRules.qualification)
    let extended = QualificationRecord(
      participant: registry, role: .registry, from: try TestLedger.date("2026-07-02"),
      through: nil, document: "notice 2")
    try ledger.apply(extended, by: authority)
    try ledger.apply(ToyIssue(first: 5, count: 5, holder: maker), by: registry)
    let backwards = QualificationRecord(
      participant: registry, role: .registry, from: try TestLedger.date("2026-07-02"),
      through: try TestLedger.date("2026-07-01"), document: "notice 3")
    #expect(try ledger.refusal(of: backwards, by: authority)?.rule == LedgerRules.bounds)
  }

  @Test func `rule 9, LED-9: organisations have a valid code, persons one pseudonym`() throws {
    var ledger = try TestLedger.founded()
    let person = "pseudonym:" + String(repeating: "ab", count: 32)
    func record(_ identifier: String, _ roles: [Role], name: String = "甲", key: Bool = false)
      throws -> ParticipantRecord
    {
      ParticipantRecord(
        identifier: identifier, chineseName: name, englishName: "A", province: 33,
        isExample: true, roles: roles, since: try TestLedger.date("2026-01-01"),
        key: key ? try ledger.key(99).verifyingKey.bytes : nil)
    }
    var wrong = Array(try TestLedger.creditCode(20))
    wrong[17] = wrong[17] == "0" ? "1" : "0"
    let card = "11010519491231002X"
    for refused in [
      try record(String(wrong), [.enterprise]),
      try record(try TestLedger.creditCode(20).lowercased(), [.enterprise]),
      try record("A", [.enterprise]), try record("", []),
      try record(card, [.individual]), try record(card, [.enterprise]),
      try record(person.uppercased(), [.individual]),
      try record("pseudonym:" + String(repeating: "AB", count: 32), [.individual]),
      try record(person, [.enterprise]), try record(person, [.individual, .enterprise]),
      try record(person, [.individual], name: card),
      try record(person, [.individual], name: "张三 \(card)"),
      try record("external:CCER:" + card, [.external]),
      try record("external:CCER", [.external]), try record("CCER:1:2", [.external]),
      try record("external:CCER:77", [.external], key: true),
    ] {
      let rejection = try ledger.refusal(of: refused, by: authority)
      #expect(rejection?.rule == LedgerRules.identity, "\(refused.identifier)")
    }
    try ledger.apply(try record(try TestLedger.creditCode(20), [.enterprise]), by: registry)
    try ledger.apply(try record(person, [.individual]), by: registry)
    try ledger.apply(try record("external:CCER:77", [.external]), by: registry)
    let note = CorrectionRecord(entry: 1, record: 0, reason: "belongs to \(card), not to her")
    #expect(try ledger.refusal(of: note, by: registry)?.rule == LedgerRules.identity)
  }

  @Test func `LED-104 a record type is known and LED-101 has its fields`() throws {
    var ledger = try TestLedger.founded()
    let unknown: [UInt8] = [0x82, 0x19, 0x03, 0xe7, 0x00]  // [999, 0]
    let long: [UInt8] = [0x83, 0x06, 0x01, 0x01]  // ruleset.adopt with two fields
    let text: [UInt8] = [0x82, 0x06, 0x61, 0x31]  // ruleset.adopt with text
    let bare: [UInt8] = [0x80]
    let cases: [([[UInt8]], Rule, Int?)] = [
      ([unknown], LedgerRules.recordType, 0), ([long], LedgerRules.malformed, 0),
      ([text], LedgerRules.malformed, 0), ([bare], LedgerRules.malformed, 0),
      ([], LedgerRules.malformed, nil),
      ([RulesetRecord(version: 1).encoded, unknown], LedgerRules.recordType, 1),
    ]
    for (records, rule, place) in cases {
      let signer = StatementSigner(
        issuer: authority, audience: TestLedger.origin, suite: ledger.suite,
        key: try ledger.key(authority))
      let bytes = try signer.sign(
        records, identifier: ledger.identifier(), issuedAt: ledger.now)
      let rejection = ledger.refusal(of: bytes)
      #expect(rejection?.rule == rule)
      if let place { #expect(rejection?.record == place) }
    }
  }

  @Test func `LED-106 numbers are registered before they are used`() throws {
    var ledger = try TestLedger.founded()
    for (record, signer) in [
      (ToyMove(first: 0, count: 1, to: buyer) as any Record, maker),
      (ToyIssue(count: 1, holder: 99), registry),
      (HoldRecord(series: 0, first: 0, count: 1, kind: 0, keeper: 0, reason: "r"), authority),
      (ReleaseRecord(hold: 0, reason: "r"), authority),
      (
        KeyRevocationRecord(participant: 77, identifier: .init(repeating: 0, count: 8), reason: ""),
        authority
      ),
    ] {
      #expect(try ledger.refusal(of: record, by: signer)?.rule == LedgerRules.unknownNumber)
    }
  }

  @Test func `LED-107 ranges are neither empty nor beyond 63 bits`() throws {
    var ledger = try TestLedger.founded()
    let half = UInt64(Int64.max)
    for (first, count) in [(0, 0), (0, half), (half, 1), (UInt64.max, 1), (1, UInt64.max)] {
      let record = ToyIssue(first: first, count: count, holder: maker)
      #expect(try ledger.refusal(of: record, by: registry)?.rule == LedgerRules.bounds)
    }
    try ledger.apply(ToyIssue(count: half - 1, holder: maker), by: registry)
  }

  @Test func `LED-107 no balance overflows`() throws {
    var ledger = try TestLedger.founded()
    let most = UInt64(Int64.max) - 1
    try ledger.apply(ToyIssue(prefix: "A", count: most, holder: maker), by: registry)
    try ledger.apply(ToyIssue(prefix: "B", count: 1, holder: buyer), by: registry)
    let over = ToyIssue(prefix: "C", count: 1, holder: buyer)
    #expect(try ledger.refusal(of: over, by: registry)?.rule == LedgerRules.bounds)
    // One participant may come to hold them all.
    try ledger.apply(ToyMove(series: 1, first: 0, count: 1, to: maker), by: buyer)
    #expect(ledger.balance(maker) == .max)
    #expect(ledger.balance(registry, .issuance) == -.max)
    #expect(ledger.state.core.accounts.sums() == [0: 0])
  }

  @Test func `LED-108 codes, identifiers and keys are registered once`() throws {
    var ledger = try TestLedger.founded()
    let again = try ledger.participant(maker, [.enterprise])
    #expect(try ledger.refusal(of: again, by: registry)?.rule == LedgerRules.unique)
    let asset = AssetRecord(
      code: "TOY", chineseName: "玩具", englishName: "toy", unit: "t", issuer: registry)
    #expect(try ledger.refusal(of: asset, by: registry)?.rule == LedgerRules.unique)
    let key = KeyRecord(participant: maker, key: try ledger.key(maker).verifyingKey.bytes)
    #expect(try ledger.refusal(of: key, by: maker)?.rule == LedgerRules.unique)
    let new = try ledger.participant(30, [.enterprise])
    #expect(try ledger.refusal(of: [new, new], by: registry)?.record == 1)
    try ledger.apply(new, by: registry)
  }

  @Test func `LED-110 genesis is the first record, once`() throws {
    var empty = TestLedger()
    let genesis = try empty.genesis()
    #expect(try empty.refusal(of: RulesetRecord(version: 1), by: 0)?.rule == LedgerRules.genesis)
    #expect(try empty.refusal(of: genesis, by: 1)?.rule == LedgerRules.genesis)
    #expect(try empty.refusal(of: [genesis, genesis], by: 0)?.record == 1)
    let enterprise = GenesisRecord(
      origin: TestLedger.origin, suite: empty.suite, ruleset: 1,
      checkpointKey: genesis.checkpointKey,
      authority: try empty.participant(0, [.enterprise]))
    #expect(try empty.refusal(of: enterprise, by: 0)?.rule == LedgerRules.genesis)
    for origin in ["", "a b", "a+b", "a\nb", "a\u{1}b", "a\u{2003}b", "a+\u{301}b"] {
      let bytes = try empty.statement([try empty.genesis(origin: origin)], by: 0, audience: origin)
      #expect(empty.refusal(of: bytes)?.rule == LedgerRules.bounds, "\(origin.debugDescription)")
    }
    #expect(empty.state.size == 0)
    try empty.apply([genesis] + (try empty.parties()), by: 0)
    #expect(try empty.refusal(of: genesis, by: 0)?.rule == LedgerRules.genesis)
    #expect(empty.state.header.origin == TestLedger.origin)
  }

  @Test func `LED-111 an unknown ruleset is refused, at genesis and later`() throws {
    var ledger = TestLedger()
    let genesis = try ledger.genesis(ruleset: 2)
    #expect(try ledger.refusal(of: genesis, by: 0)?.rule == LedgerRules.ruleset)
    ledger = try TestLedger.founded()
    for version in [0, 2, UInt64.max] {
      let record = RulesetRecord(version: version)
      #expect(try ledger.refusal(of: record, by: authority)?.rule == LedgerRules.ruleset)
    }
    try ledger.apply(RulesetRecord(version: 1), by: authority)
  }

  @Test func `LED-112 a parameter is known, within bounds, sourced, and set before its use`() throws
  {
    var ledger = try TestLedger.founded()
    #expect(
      try ledger.refusal(of: try claim("2026-06-01"), by: maker)?.rule == LedgerRules.parameter)
    for (record, rule) in [
      (try limit(1, from: "2026-01-01", name: "toy.limits"), LedgerRules.parameter),
      (try limit(1_001, from: "2026-01-01"), LedgerRules.bounds),
      (try limit(-1, from: "2026-01-01"), LedgerRules.bounds),
      (try limit(5, from: "2026-01-01", source: ""), LedgerRules.bounds),
    ] {
      #expect(try ledger.refusal(of: record, by: authority)?.rule == rule)
    }
    #expect(
      try ledger.refusal(of: try limit(5, from: "2026-01-01"), by: registry)?.rule
        == LedgerRules.role)
    try ledger.apply(try limit(5, from: "2026-03-01"), by: authority)
    try ledger.apply(try limit(3, from: "2026-01-01"), by: authority)
    for (date, amount, isAdmitted) in [
      ("2025-12-31", 1, false), ("2026-02-28", 3, true), ("2026-02-28", 4, false),
      ("2026-03-01", 5, true), ("2026-03-01", 6, false),
    ] {
      let refusal = try ledger.refusal(of: try claim(date, amount: Int64(amount)), by: maker)
      #expect((refusal == nil) == isAdmitted, "\(amount) on \(date)")
    }
  }
}
