// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import Testing

/// Keys certified by chains of certificates: LED-120 to LED-124.
@Suite struct CertifiedKeyTests {
  private let authority = TestLedger.authority
  private let maker = TestLedger.maker

  @Test(arguments: Suite.all)
  func `a key is certified by a chain that leads to an anchor`(suite: Suite) throws {
    var (ledger, provider) = try CertifiedLedger.make(suite)
    let assigned = try ledger.apply(
      try CertifiedLedger.record(ledger, try provider.chain()), by: maker)
    #expect(assigned.isEmpty)
    let identifier = try ledger.key(maker).verifyingKey.identifier(using: suite.hash)
    let row = try #require(
      ledger.state.core.certification(participant: maker, identifier: identifier))
    #expect(row.anchor == 0)
    #expect(row.validity.upperBound == 4_102_444_799)
    #expect(row.position.entry == ledger.state.size - 1)
    let leaf = try Certificate(decoding: row.certificate)
    #expect(leaf.subject.line.contains("organizationIdentifier=NTRCN-"))
    #expect(leaf.issuer.line == "CN=示例认证机构 Example Provider")
    // The authority may bring it too, nobody else.
    let again = try CertifiedLedger.record(ledger, try provider.chain())
    #expect(try ledger.refusal(of: again, by: TestLedger.buyer)?.rule == LedgerRules.role)
    provider.leaf.end = "20300101000000Z"
    try ledger.apply(try CertifiedLedger.record(ledger, try provider.chain()), by: authority)
    let newer = ledger.state.core.certification(participant: maker, identifier: identifier)
    #expect(newer?.validity.upperBound == 1_893_456_000)
    #expect(ledger.state.core.certifications.count == 1)
  }

  @Test func `certifications and anchors are stored, loaded and committed to`() throws {
    var (ledger, provider) = try CertifiedLedger.make()
    let before = ledger.state.commitment().root
    try ledger.apply(try CertifiedLedger.record(ledger, try provider.chain()), by: maker)
    #expect(ledger.state.commitment().root != before)
    let images = ledger.state.images
    #expect(images.contains { $0.section == 81 } && images.contains { $0.section == 82 })
    var loaded = LedgerState(loading: [ToyMechanism.self])
    for image in images.sorted(by: { $0.section < $1.section }) { try loaded.load(image) }
    try loaded.finishLoading()
    #expect(loaded.images == images)
    #expect(loaded.commitment() == ledger.state.commitment())
    for section in [81, 82] as [UInt8] {
      let image = try #require(images.first { $0.section == section })
      for length in image.value.indices {
        var other = LedgerState(loading: [ToyMechanism.self])
        let short = StateImage(
          section: section, key: image.key, value: Array(image.value[..<length]))
        #expect(throws: StateError.self) { try other.load(short) }
      }
    }
  }

  @Test func `LED-120 a certificate is X.509 version 3 in DER of accepted algorithms`() throws {
    #expect(try CertifiedLedger.refusal { _ in } == nil)
    #expect(try CertifiedLedger.refusal { $0.leaf.version = [] } == "LED-120")
    #expect(
      try CertifiedLedger.refusal { $0.leaf.version = DER.element(0xa0, DER.integer(1)) }
        == "LED-120")
    #expect(
      try CertifiedLedger.refusal { $0.leaf.serialNumber = DER.element(2, [0, 1]) } == "LED-120")
    #expect(try CertifiedLedger.refusal { $0.leaf.start = "260231000000Z" } == "LED-120")
    #expect(try CertifiedLedger.refusal { $0.leaf.end = "20250101000000Z" } == "LED-120")
    #expect(try CertifiedLedger.refusal { $0.leaf.rest = DER.integer(1) } == "LED-120")
    // MD5 with RSA, and a key on a curve that is not listed.
    let weak = DER.sequence(
      DER.element(6, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x04]), [5, 0])
    #expect(try CertifiedLedger.refusal { $0.leaf.algorithm = weak } == "LED-120")
    let curve = DER.sequence(
      DER.sequence(
        DER.element(6, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]),
        DER.element(6, [0x2b, 0x81, 0x04, 0x00, 0x0a])),
      DER.bits([UInt8](repeating: 4, count: 65)))
    #expect(try CertifiedLedger.refusal { $0.leaf.key = curve } == "LED-120")
  }

  @Test func `LED-120 an RSA key has between 2048 and 8192 bits`() throws {
    func key(_ bytes: Int) -> [UInt8] {
      let modulus = DER.element(2, [0] + [UInt8](repeating: 0xff, count: bytes))
      return DER.sequence(
        DER.sequence(
          DER.element(6, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]), [5, 0]),
        DER.bits(DER.sequence(modulus, DER.element(2, [1, 0, 1]))))
    }
    for (bytes, isAccepted) in [
      (128, false), (255, false), (256, true), (1_024, true), (1_025, false),
    ] {
      var (ledger, provider) = try CertifiedLedger.make()
      provider.root.key = key(bytes)
      let refusal = try ledger.refusal(of: try provider.anchor(), by: authority)
      #expect((refusal == nil) == isAccepted, "\(bytes)")
      #expect(isAccepted || refusal?.rule == LedgerRules.certificateForm)
    }
  }

  @Test func `LED-121 an issuer is an authority within its path length`() throws {
    let leafLike = [CertificateDraft.leafUsage]
    #expect(try CertifiedLedger.refusal { $0.middle.extensions = leafLike } == "LED-121")
    #expect(try CertifiedLedger.refusal { $0.middle.extensions = [] } == "LED-121")
    #expect(
      try CertifiedLedger.refusal {
        $0.middle.extensions = [CertificateDraft.authorityConstraints] + leafLike
      }
        == "LED-121")
    // Without a key usage nothing is limited (RFC 5280 §6.1.4 n).
    #expect(
      try CertifiedLedger.refusal { $0.middle.extensions = [CertificateDraft.authorityConstraints] }
        == nil)
    func limited(_ limit: UInt8) -> [[UInt8]] {
      [
        CertificateDraft.basicConstraints(DER.element(1, [0xff]) + DER.integer(limit)),
        CertificateDraft.authorityUsage,
      ]
    }
    for (limit, code) in [(0, "LED-121"), (1, nil), (127, nil)] as [(UInt8, String?)] {
      var (ledger, provider) = try CertifiedLedger.make { $0.root.extensions = limited(limit) }
      let record = try CertifiedLedger.record(ledger, try provider.chain())
      #expect(try ledger.refusal(of: record, by: maker)?.rule.code == code)
    }
    #expect(try CertifiedLedger.refusal { $0.middle.extensions = limited(0) } == nil)
    // An anchor is an authority too.
    var (ledger, provider) = try CertifiedLedger.make()
    provider.root.extensions = leafLike
    let refusal = try ledger.refusal(of: try provider.anchor(), by: authority)
    #expect(refusal?.rule == LedgerRules.certificateAuthority)
  }

  @Test func `LED-122 a chain leads to an anchor in force, link by link`() throws {
    var (ledger, provider) = try CertifiedLedger.make()
    let chain = try provider.chain()
    let anchor = try provider.anchor().certificate
    let strange = try ExampleProvider(ledger)
    let others: [[[UInt8]]] = [
      [], [chain[0]], [chain[1]], [chain[0], chain[1], anchor], [chain[0], anchor],
      [chain[0], chain[1], chain[1]],
      [chain[0], chain[0], chain[1]],
      [chain[0], try strange.middle.signed(by: strange.middleKey)],
      [try strange.leaf.signed(by: strange.rootKey), chain[1]],
    ]
    for other in others {
      let refusal = try ledger.refusal(of: try CertifiedLedger.record(ledger, other), by: maker)
      let isKey = other.first == chain[1]
      #expect(refusal?.rule == (isKey ? LedgerRules.certifiedKey : LedgerRules.certificatePath))
    }
    // More than five do not even decode.
    let many = [chain[0]] + [[UInt8]](repeating: chain[1], count: 99)
    let refusal = try ledger.refusal(of: try CertifiedLedger.record(ledger, many), by: maker)
    #expect(refusal?.rule == LedgerRules.malformed)
    // A root of the same name and another key is not this anchor.
    provider.root.key = try ledger.key(99).verifyingKey.subjectPublicKeyInfo
    var elsewhere = try TestLedger.founded()
    try elsewhere.apply(try provider.anchor(), by: authority)
    #expect(
      try elsewhere.refusal(of: try CertifiedLedger.record(ledger, chain), by: maker)?.rule
        == LedgerRules.certificatePath)
    // With both, the right one is found.
    try elsewhere.apply(try ExampleProvider.anchor(anchor), by: authority)
    try elsewhere.apply(try CertifiedLedger.record(ledger, chain), by: maker)
    #expect(elsewhere.state.core.certifications[0].anchor == 1)
  }

  @Test func `LED-122 a withdrawn anchor certifies no more, and what it certified stays`() throws {
    var (ledger, provider) = try CertifiedLedger.make()
    try ledger.apply(try CertifiedLedger.record(ledger, try provider.chain()), by: maker)
    let row = ledger.state.core.certifications[0]
    try ledger.apply(try provider.anchor(through: "2026-06-30"), by: authority)
    #expect(ledger.state.core.anchors.count == 1)
    let late = try CertifiedLedger.record(ledger, try provider.chain())
    #expect(try ledger.refusal(of: late, by: maker)?.rule == LedgerRules.certificatePath)
    #expect(ledger.state.core.certifications[0] == row)
    // On its last day it still certifies.
    try ledger.apply(try provider.anchor(through: "2026-07-01"), by: authority)
    try ledger.apply(try CertifiedLedger.record(ledger, try provider.chain()), by: maker)
    // Only the authority accepts anchors.
    #expect(try ledger.refusal(of: try provider.anchor(), by: maker)?.rule == LedgerRules.role)
  }

  @Test(arguments: [
    ("260701020010Z", "260702000000Z", true), ("260101000000Z", "260701020010Z", true),
    ("260701020011Z", "260702000000Z", false), ("260101000000Z", "260701020009Z", false),
  ])
  func `LED-123 every certificate is valid at the registered time, to the second`(
    start: String, end: String, isValid: Bool
  ) throws {
    let moment = TestLedger.start.adding(milliseconds: 10_999)
    for position in 0..<3 {
      var ledger = try TestLedger.founded()
      var provider = try ExampleProvider(ledger)
      switch position {
      case 0: (provider.leaf.start, provider.leaf.end) = (start, end)
      case 1: (provider.middle.start, provider.middle.end) = (start, end)
      default: (provider.root.start, provider.root.end) = (start, end)
      }
      let anchor = ledger.refusal(
        of: try ledger.statement([try provider.anchor()], by: authority), at: moment)
      guard position < 2 || isValid else {
        #expect(anchor?.rule == LedgerRules.certificateValidity)
        continue
      }
      #expect(anchor == nil)
      let bytes = try ledger.statement(
        [try CertifiedLedger.record(ledger, try provider.chain())], by: maker)
      let refusal = ledger.refusal(of: bytes, at: moment)
      #expect(refusal?.rule == (isValid ? nil : LedgerRules.certificateValidity))
      guard isValid, end < "2607011" else { continue }
      // A second later the anchor has run out, for the next key.
      let late = try ledger.statement(
        [try CertifiedLedger.record(ledger, try provider.chain())], by: maker)
      #expect(
        ledger.refusal(of: late, at: moment.adding(milliseconds: 1))?.rule
          == LedgerRules.certificateValidity)
    }
  }

  @Test func `LED-124 nothing is critical and unknown, there twice, or left unjudged`() throws {
    func with(_ extended: [UInt8]) throws -> [String?] {
      [
        try CertifiedLedger.refusal { $0.leaf.extensions.append(extended) },
        try CertifiedLedger.refusal { $0.middle.extensions.append(extended) },
      ]
    }
    let private_: [UInt8] = [0x2a, 0x03, 0x04]
    let null: [UInt8] = [5, 0]
    typealias Draft = CertificateDraft
    #expect(try with(Draft.extended(private_, critical: false, null)) == [nil, nil])
    #expect(
      try with(Draft.extended(private_, critical: true, null)) == ["LED-124", "LED-124"])
    // Name constraints, critical or not: releases of libraries read them differently.
    for isCritical in [false, true] {
      let names = Draft.extended([0x55, 0x1d, 0x1e], critical: isCritical, DER.sequence())
      #expect(try with(names) == ["LED-124", "LED-124"])
    }
    // Purposes such as TLS, critical as some providers have it, do not matter here.
    let purposes = DER.sequence(DER.element(6, [0x2b, 6, 1, 5, 5, 7, 3, 2]))
    #expect(
      try with(Draft.extended([0x55, 0x1d, 0x25], critical: true, purposes)) == [nil, nil])
    #expect(try with(Draft.leafUsage).map { $0 } == ["LED-124", "LED-124"])
    let twice = Draft.extended(private_, critical: false, null)
    #expect(
      try CertifiedLedger.refusal { $0.leaf.extensions += [twice, twice] } == "LED-124")
    // What is inside must be DER too.
    #expect(
      try with(Draft.extended(private_, critical: false, [5, 1, 0])) == ["LED-120", "LED-120"])
  }
}
