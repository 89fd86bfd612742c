// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore

/// DER, written by hand so that a test may write it wrongly.
enum DER {
  static func element(_ tag: UInt8, _ contents: [UInt8]) -> [UInt8] {
    let count = contents.count
    let length: [UInt8] =
      count < 0x80
      ? [UInt8(count)]
      : count < 0x100 ? [0x81, UInt8(count)] : [0x82, UInt8(count >> 8), UInt8(count & 0xff)]
    return [tag] + length + contents
  }

  static func sequence(_ parts: [UInt8]...) -> [UInt8] { element(0x30, parts.flatMap { $0 }) }

  static func integer(_ value: UInt8) -> [UInt8] {
    element(2, value < 0x80 ? [value] : [0, value])
  }

  static func utf8(_ text: String) -> [UInt8] { element(0x0c, Array(text.utf8)) }

  static func bits(_ contents: [UInt8], unused: UInt8 = 0) -> [UInt8] {
    element(3, [unused] + contents)
  }

  static func attribute(_ type: [UInt8], _ value: [UInt8]) -> [UInt8] {
    element(0x31, sequence(element(6, type), value))
  }

  static func time(_ text: String) -> [UInt8] {
    element(text.utf8.count == 13 ? 0x17 : 0x18, Array(text.utf8))
  }
}

/// A certificate to be signed, with everything about it to be chosen.
struct CertificateDraft {
  static let commonName: [UInt8] = [0x55, 0x04, 0x03]
  static let serial: [UInt8] = [0x55, 0x04, 0x05]
  static let organization: [UInt8] = [0x55, 0x04, 0x61]
  static let authorityConstraints = basicConstraints(DER.element(1, [0xff]))
  /// keyCertSign and cRLSign.
  static let authorityUsage = usage(DER.bits([0x06], unused: 1))
  /// digitalSignature.
  static let leafUsage = usage(DER.bits([0x80], unused: 7))

  var version = DER.element(0xa0, DER.integer(2))
  var serialNumber = DER.integer(1)
  var issuer: [UInt8]
  var subject: [UInt8]
  var start = "260101000000Z"
  var end = "20991231235959Z"
  var key: [UInt8]
  var extensions: [[UInt8]]
  var algorithm: [UInt8]?
  /// What follows the fields of the signed part.
  var rest: [UInt8] = []

  init(
    _ subject: [UInt8], key: VerifyingKey, issuer: [UInt8], extensions: [[UInt8]]
  ) {
    (self.subject, self.issuer, self.extensions) = (subject, issuer, extensions)
    self.key = key.subjectPublicKeyInfo
  }

  static func name(_ attributes: [UInt8]...) -> [UInt8] {
    DER.element(0x30, attributes.flatMap { $0 })
  }

  static func named(_ text: String) -> [UInt8] {
    name(DER.attribute(commonName, DER.utf8(text)))
  }

  static func extended(_ type: [UInt8], critical: Bool, _ value: [UInt8]) -> [UInt8] {
    DER.sequence(
      DER.element(6, type), critical ? DER.element(1, [0xff]) : [], DER.element(4, value))
  }

  static func basicConstraints(_ contents: [UInt8]) -> [UInt8] {
    extended([0x55, 0x1d, 0x13], critical: true, DER.element(0x30, contents))
  }

  static func usage(_ bits: [UInt8]) -> [UInt8] {
    extended([0x55, 0x1d, 0x0f], critical: true, bits)
  }

  /// The certificate, signed by `signer`.
  func signed(by signer: SigningKey) throws -> [UInt8] {
    let algorithm = self.algorithm ?? Self.algorithm(of: signer.algorithm)
    let fields =
      extensions.isEmpty ? [] : DER.element(0xa3, DER.element(0x30, extensions.flatMap { $0 }))
    let part = DER.sequence(
      version, serialNumber, algorithm, issuer, DER.sequence(DER.time(start), DER.time(end)),
      subject, key, fields, rest)
    return DER.sequence(part, algorithm, DER.bits(try signer.signature(for: part.span)))
  }

  static func algorithm(of algorithm: SignatureAlgorithm) -> [UInt8] {
    switch algorithm {
    case .ed25519: DER.sequence(DER.element(6, [0x2b, 0x65, 0x70]))
    case .sm2: DER.sequence(DER.element(6, [0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x83, 0x75]))
    }
  }
}

/// An example provider: a root that is the anchor, one authority below, a participant's leaf.
///
/// Each draft may be changed before it is signed.
struct ExampleProvider {
  static let rootName = CertificateDraft.named("示例根 Example Root")
  static let middleName = CertificateDraft.named("示例认证机构 Example Provider")

  let rootKey: SigningKey
  let middleKey: SigningKey
  var root: CertificateDraft
  var middle: CertificateDraft
  var leaf: CertificateDraft

  init(_ ledger: TestLedger, participant: UInt32 = TestLedger.maker) throws {
    rootKey = try ledger.key(100)
    middleKey = try ledger.key(101)
    let authority = [CertificateDraft.authorityConstraints, CertificateDraft.authorityUsage]
    root = CertificateDraft(
      Self.rootName, key: rootKey.verifyingKey, issuer: Self.rootName, extensions: authority)
    middle = CertificateDraft(
      Self.middleName, key: middleKey.verifyingKey, issuer: Self.rootName, extensions: authority)
    let code = "NTRCN-" + (try TestLedger.creditCode(participant))
    leaf = CertificateDraft(
      CertificateDraft.name(
        DER.attribute(CertificateDraft.commonName, DER.utf8("甲\(participant)")),
        DER.attribute(CertificateDraft.organization, DER.utf8(code))),
      key: try ledger.key(participant).verifyingKey, issuer: Self.middleName,
      extensions: [CertificateDraft.leafUsage])
  }

  func anchor(through: String? = nil) throws -> AnchorRecord {
    try Self.anchor(try root.signed(by: rootKey), through: through)
  }

  static func anchor(_ certificate: [UInt8], through: String? = nil) throws -> AnchorRecord {
    AnchorRecord(
      certificate: certificate, chineseName: "示例根", englishName: "Example Root",
      through: try through.map(TestLedger.date), document: "example licence 1")
  }

  func chain() throws -> [[UInt8]] {
    [try leaf.signed(by: middleKey), try middle.signed(by: rootKey)]
  }
}
