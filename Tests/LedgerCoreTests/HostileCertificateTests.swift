// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import Testing

/// Chains that nobody honest would send.
@Suite struct HostileCertificateTests {
  private func ready(_ suite: Suite) throws -> (LedgerState, ExampleProvider, TestLedger) {
    var ledger = try TestLedger.founded(suite: suite)
    let provider = try ExampleProvider(ledger)
    try ledger.apply(try provider.anchor(), by: TestLedger.authority)
    return (ledger.state, provider, ledger)
  }

  @Test(arguments: Suite.all)
  func `no changed byte of a chain certifies a key`(suite: Suite) throws {
    var (_, provider, ledger) = try ready(suite)
    let kid = try ledger.key(TestLedger.maker).verifyingKey.identifier(using: suite.hash)
    let chain = try provider.chain()
    for (position, certificate) in chain.enumerated() {
      for index in certificate.indices {
        for bit in [0x01, 0x80] as [UInt8] {
          var changed = chain
          changed[position][index] ^= bit
          let record = CertificationRecord(
            participant: TestLedger.maker, identifier: kid, chain: changed)
          let code = try ledger.refusal(of: [record], by: TestLedger.maker)?.rule.code
          #expect(code?.hasPrefix("LED-12") ?? false, "certificate \(position), byte \(index)")
        }
      }
    }
    try ledger.apply(
      CertificationRecord(participant: TestLedger.maker, identifier: kid, chain: chain),
      by: TestLedger.maker)
  }

  @Test func `every truncation and every trailing byte is refused`() throws {
    let (_, provider, _) = try ready(.sha256Ed25519)
    let bytes = try provider.chain()[0]
    for length in bytes.indices {
      #expect(throws: CertificateError.self) {
        try Certificate(decoding: Array(bytes[..<length]))
      }
    }
    #expect(throws: CertificateError.self) { try Certificate(decoding: bytes + [0]) }
    #expect(throws: CertificateError.self) {
      try Certificate(decoding: [UInt8](repeating: 0x30, count: 1 << 20))
    }
    _ = try Certificate(decoding: bytes)
  }

  @Test func `deep nesting, endless lengths and long tags are refused`() {
    var deep: [UInt8] = [5, 0]
    for _ in 0..<40 { deep = DER.element(0x30, deep) }
    for bytes in [
      deep, [0x30, 0x80, 0, 0], [0x30, 0x84, 0xff, 0xff, 0xff, 0xff], [0x3f, 0x81, 0x01, 0],
      [0x30, 0x81, 0x01, 0x00], [0x30, 0x82, 0x00, 0x80], [0x30], [],
    ] as [[UInt8]] {
      #expect(throws: CertificateError.self) { try Certificate(decoding: bytes) }
    }
  }

  @Test func `a chain that goes round leads nowhere`() throws {
    var (_, provider, ledger) = try ready(.sha256Ed25519)
    let kid = try ledger.key(TestLedger.maker).verifyingKey.identifier(using: ledger.suite.hash)
    // Two authorities that certify each other, without the anchor.
    let (one, other) = (
      CertificateDraft.named("Example One"), CertificateDraft.named("Example Two")
    )
    let (first, second) = (try ledger.key(110), try ledger.key(111))
    let authority = [CertificateDraft.authorityConstraints, CertificateDraft.authorityUsage]
    let up = try CertificateDraft(
      one, key: first.verifyingKey, issuer: other, extensions: authority
    ).signed(by: second)
    let down = try CertificateDraft(
      other, key: second.verifyingKey, issuer: one, extensions: authority
    ).signed(by: first)
    provider.leaf.issuer = one
    let leaf = try provider.leaf.signed(by: first)
    for chain in [[leaf, up, down], [leaf, up, down, up], [leaf, up, down, up, down]] {
      let record = CertificationRecord(
        participant: TestLedger.maker, identifier: kid, chain: chain)
      let refusal = try ledger.refusal(of: [record], by: TestLedger.maker)
      #expect(refusal?.rule == LedgerRules.certificatePath)
    }
  }

  @Test func `a leaf that signs itself, or that is the anchor, certifies nothing`() throws {
    var (_, provider, ledger) = try ready(.sha256Ed25519)
    let key = try ledger.key(TestLedger.maker)
    let kid = key.verifyingKey.identifier(using: ledger.suite.hash)
    provider.leaf.issuer = provider.leaf.subject
    provider.leaf.extensions = [
      CertificateDraft.authorityConstraints, CertificateDraft.usage(DER.bits([0x84], unused: 2)),
    ]
    let own = try provider.leaf.signed(by: key)
    let record = CertificationRecord(
      participant: TestLedger.maker, identifier: kid, chain: [own])
    #expect(
      try ledger.refusal(of: record, by: TestLedger.maker)?.rule == LedgerRules.certificatePath)
    try ledger.apply(try ExampleProvider.anchor(own), by: TestLedger.authority)
    #expect(
      try ledger.refusal(of: record, by: TestLedger.maker)?.rule == LedgerRules.certificatePath)
  }

  @Test func `damaged certificates are read or refused, and those read lead nowhere new`() throws {
    let (_, provider, _) = try ready(.sha256Ed25519)
    var generator = SplitMix64(seed: 9)
    let chain = try provider.chain()
    let anchor = try Certificate(decoding: try provider.anchor().certificate)
    let middle = try Certificate(decoding: chain[1])
    try CertificatePath.verify([try Certificate(decoding: chain[0]), middle], to: anchor)
    var read = 0
    for _ in 0..<2_000 {
      var bytes = chain[0]
      for _ in 0...Int.random(in: 0..<4, using: &generator) {
        let position = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: position)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: position)
        default: bytes[position] &+= 1
        }
      }
      guard bytes != chain[0], let leaf = try? Certificate(decoding: bytes) else { continue }
      read += 1
      #expect(throws: CertificateError.self) {
        try CertificatePath.verify([leaf, middle], to: anchor)
      }
    }
    #expect(read > 0)
  }
}
