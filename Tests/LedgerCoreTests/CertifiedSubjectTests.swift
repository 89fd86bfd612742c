// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import Testing

/// Whose certificate certifies a key: LED-125 to LED-127, LED-9.
@Suite struct CertifiedSubjectTests {
  private let authority = TestLedger.authority
  private let maker = TestLedger.maker

  @Test func `LED-125 the first certificate is of the key it is said to certify`() throws {
    #expect(
      try CertifiedLedger.refusal { $0.leaf.key = $0.middle.key } == "LED-125")
    var (ledger, provider) = try CertifiedLedger.make()
    let chain = try provider.chain()
    let unknown = try CertifiedLedger.record(ledger, chain, key: 55)
    #expect(try ledger.refusal(of: unknown, by: maker)?.rule == LedgerRules.certifiedKey)
    // The certificate of one participant is none for another.
    let other = try CertifiedLedger.record(ledger, chain, participant: TestLedger.buyer)
    #expect(
      try ledger.refusal(of: other, by: TestLedger.buyer)?.rule == LedgerRules.certifiedKey)
    // A revoked key is certified no more, and certifying revives nothing.
    let fresh = try ledger.key(60)
    try ledger.apply(KeyRecord(participant: maker, key: fresh.verifyingKey.bytes), by: maker)
    let kid = try ledger.key(maker).verifyingKey.identifier(using: ledger.suite.hash)
    try ledger.apply(
      KeyRevocationRecord(participant: maker, identifier: kid, reason: "lost"), by: authority)
    let late = try CertifiedLedger.record(ledger, chain)
    let refusal = try ledger.refusal(of: [late], by: maker, key: fresh)
    #expect(refusal?.rule == LedgerRules.certifiedKey)
    // The leaf of an SM2 key is none for an Ed25519 key.
    let foreign = try SigningKey(algorithm: .sm2, seed: [UInt8](repeating: 3, count: 32))
    provider.leaf.key = foreign.verifyingKey.subjectPublicKeyInfo
    #expect(
      try CertifiedLedger.refusal { $0.leaf.key = foreign.verifyingKey.subjectPublicKeyInfo }
        == "LED-125")
  }

  @Test func `LED-126 the subject names the participant, once and in one place`() throws {
    let code = try TestLedger.creditCode(maker)
    let other = try TestLedger.creditCode(TestLedger.buyer)
    func refused(_ attributes: ([UInt8], String)...) throws -> String? {
      let name = CertificateDraft.name(
        attributes.flatMap { DER.attribute($0.0, DER.utf8($0.1)) })
      return try CertifiedLedger.refusal { $0.leaf.subject = name }
    }
    let (organization, serial) = (CertificateDraft.organization, CertificateDraft.serial)
    #expect(try refused((organization, "NTRCN-\(code)")) == nil)
    #expect(try refused((organization, code)) == nil)
    #expect(try refused((serial, code)) == nil)
    #expect(try refused((serial, other), (organization, code)) == nil)
    for wrong in [
      "NTRCN-\(other)", other, "VATCN-\(code)", "ntrcn-\(code)", "NTRCN\(code)", " \(code)",
      "\(code)\u{301}", "", code.lowercased(), "NTRCN-NTRCN-\(code)",
    ] {
      #expect(try refused((organization, wrong)) == "LED-126", "\(wrong)")
      #expect(try refused((serial, wrong)) == "LED-126", "\(wrong)")
    }
    #expect(try refused((serial, "NTRCN-\(code)")) == "LED-126")
    #expect(try refused((CertificateDraft.commonName, code)) == "LED-126")
    #expect(try refused((organization, other), (serial, code)) == "LED-126")
    #expect(try refused((organization, code), (organization, code)) == "LED-126")
    #expect(try refused((organization, code), (organization, other)) == "LED-126")
    #expect(try refused() == "LED-126")
  }

  @Test func `LED-126 a name with a NUL, or in a type that hides text, names nobody`() throws {
    let code = try TestLedger.creditCode(maker)
    func refused(_ value: [UInt8]) throws -> String? {
      try CertifiedLedger.refusal {
        $0.leaf.subject = CertificateDraft.name(
          DER.attribute(CertificateDraft.organization, value))
      }
    }
    #expect(try refused(DER.utf8("\(code)\0.example")) == "LED-120")
    #expect(try refused(DER.utf8("\0\(code)")) == "LED-120")
    #expect(try refused(DER.element(0x0c, Array(code.utf8) + [0xff])) == "LED-120")
    #expect(try refused(DER.element(4, Array(code.utf8))) == "LED-126")
    #expect(try refused(DER.element(0x13, Array(code.utf8))) == nil)
    #expect(try refused(DER.element(0x1e, code.utf8.flatMap { [0, $0] })) == nil)
  }

  @Test func `LED-127 where usage is limited, the key may sign`() throws {
    // keyEncipherment only: the second certificate of the pair Chinese providers give.
    let encipherment = CertificateDraft.usage(DER.bits([0x20], unused: 5))
    #expect(try CertifiedLedger.refusal { $0.leaf.extensions = [encipherment] } == "LED-127")
    #expect(try CertifiedLedger.refusal { $0.leaf.extensions = [] } == nil)
    #expect(
      try CertifiedLedger.refusal { $0.leaf.extensions = [CertificateDraft.usage(DER.bits([]))] }
        == "LED-120")
  }

  @Test func `LED-9 no certificate brings a resident identity number onto the ledger`() throws {
    // The example number of GB 11643-1999.
    let number = "11010519491231002X"
    let hidden = CertificateDraft.extended(
      [0x2a, 0x03, 0x04], critical: false, DER.sequence(DER.element(0x80, Array(number.utf8))))
    #expect(try CertifiedLedger.refusal { $0.leaf.extensions.append(hidden) } == "LED-9")
    #expect(
      try CertifiedLedger.refusal {
        $0.leaf.subject.insert(
          contentsOf: DER.attribute(CertificateDraft.commonName, DER.utf8("经办人 \(number)")),
          at: 2)
        $0.leaf.subject = CertificateDraft.name(Array($0.leaf.subject.dropFirst(2)))
      } == "LED-9")
  }
}
