// SPDX-License-Identifier: Apache-2.0

/// An X.509 certificate (RFC 5280), read strictly.
///
/// A value says what was read; only ``CertificatePath`` says whether it is to be believed. What a
/// ledger decides by is read here and not by the library, whose versions differ in what they
/// accept: the same bytes give the same values everywhere. Signatures are the library's.
public struct Certificate: Sendable, Hashable {
  /// The most bytes a certificate may have.
  public static let byteLimit = 4_096

  /// The certificate in DER.
  public let bytes: [UInt8]
  /// The number its issuer gave it, in hexadecimal.
  public let serialNumber: String
  /// Who issued it.
  public let issuer: CertificateName
  /// Who it is about.
  public let subject: CertificateName
  /// The first and last second it is valid, in POSIX time, both included.
  public let validity: ClosedRange<Int64>
  /// The DER of the SubjectPublicKeyInfo.
  public let publicKeyInfo: [UInt8]
  /// What the extensions say.
  public let constraints: CertificateConstraints
  /// Every text in it, names and extensions: what it discloses.
  public let texts: [String]
  /// The DER of the signature's AlgorithmIdentifier.
  let signatureAlgorithm: [UInt8]
  let keyKind: CertificateAlgorithm.KeyKind

  /// Reads a certificate; its signature is not checked.
  public init(decoding bytes: [UInt8]) throws(CertificateError) {
    guard bytes.count <= Self.byteLimit else {
      throw .malformed("\(bytes.count) bytes, more than \(Self.byteLimit)")
    }
    var leaves: [DERElement] = []
    try DERForm.check(bytes, 0..<bytes.count) { leaves.append($0) }
    var outer = DERReader(bytes, 0..<bytes.count)
    var certificate = DERReader(bytes, try outer.next(DERTag.sequence, "certificate").contents)
    var signed = DERReader(
      bytes, try certificate.next(DERTag.sequence, "signed part").contents)
    let algorithm = try certificate.next(DERTag.sequence, "algorithm")
    _ = try certificate.next(DERTag.bitString, "signature")
    try certificate.requireEnd("a signature")

    var version = DERReader(bytes, try signed.next(DERTag.version, "version").contents)
    let number = try version.next(DERTag.integer, "version")
    guard bytes[number.contents] == [2] else { throw .malformed("not version 3") }
    let serial = try signed.next(DERTag.integer, "serial number")
    // 20 octets (RFC 5280 §4.1.2.2), and one more for the sign.
    guard serial.contents.count <= 21 else { throw .malformed("a serial number too long") }
    let inner = try signed.next(DERTag.sequence, "algorithm")
    guard bytes[inner.range] == bytes[algorithm.range] else {
      throw .malformed("two signature algorithms")
    }
    let issuer = try signed.next(DERTag.sequence, "issuer")
    var period = DERReader(bytes, try signed.next(DERTag.sequence, "validity").contents)
    let start = try CertificateTime.seconds(bytes, try period.next())
    let end = try CertificateTime.seconds(bytes, try period.next())
    try period.requireEnd("a validity")
    guard start <= end else { throw .malformed("it ends before it begins") }
    let subject = try signed.next(DERTag.sequence, "subject")
    let key = try signed.next(DERTag.sequence, "public key")
    _ = try signed.nextIfPresent(DERTag.issuerIdentifier)
    _ = try signed.nextIfPresent(DERTag.subjectIdentifier)
    var constraints = CertificateConstraints()
    if let extensions = try signed.nextIfPresent(DERTag.extensions) {
      try constraints.read(bytes, extensions) { leaves.append($0) }
    }
    try signed.requireEnd("a certificate")

    guard CertificateAlgorithm.isKnownSignature(bytes[inner.range]) else {
      throw .unsupportedAlgorithm(Self.name(ofAlgorithm: bytes, inner))
    }
    self.bytes = bytes
    serialNumber = Hexadecimal.encode(Array(bytes[serial.contents]))
    self.issuer = try CertificateName(bytes, issuer)
    self.subject = try CertificateName(bytes, subject)
    validity = start...end
    publicKeyInfo = Array(bytes[key.range])
    keyKind = try Self.kind(ofKey: bytes, key)
    signatureAlgorithm = Array(bytes[inner.range])
    self.constraints = constraints
    texts = leaves.compactMap { Self.text(bytes, $0) }
    guard !self.issuer.attributes.isEmpty else { throw .malformed("no issuer") }
  }

  /// Whether its key is `key`.
  public func certifies(_ key: VerifyingKey) -> Bool {
    publicKeyInfo == key.subjectPublicKeyInfo
  }

  /// Whether the names say that it was issued by its own subject.
  var isSelfIssued: Bool { subject.encoded == issuer.encoded }

  /// The kind of a key; an RSA modulus outside of the accepted sizes is refused.
  private static func kind(
    ofKey bytes: [UInt8], _ element: DERElement
  ) throws(CertificateError) -> CertificateAlgorithm.KeyKind {
    var reader = DERReader(bytes, element.contents)
    let algorithm = try reader.next(DERTag.sequence, "algorithm of the key")
    let key = try reader.next(DERTag.bitString, "key")
    try reader.requireEnd("a key")
    guard let kind = CertificateAlgorithm.keyKind(bytes[algorithm.range]) else {
      throw .unsupportedAlgorithm(name(ofAlgorithm: bytes, algorithm))
    }
    guard kind == .rsa else { return kind }
    // RSAPublicKey ::= SEQUENCE { modulus, publicExponent } (RFC 8017, appendix A.1.1).
    let contents = (key.contents.lowerBound + 1)..<key.contents.upperBound
    try DERForm.check(bytes, contents)
    var outer = DERReader(bytes, contents)
    var numbers = DERReader(bytes, try outer.next(DERTag.sequence, "RSA key").contents)
    let modulus = bytes[try numbers.next(DERTag.integer, "modulus").contents].drop { $0 == 0 }
    let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
    guard CertificateAlgorithm.modulusBits.contains(bits) else {
      throw .unsupportedAlgorithm("RSA, \(bits) bits")
    }
    return kind
  }

  private static func name(ofAlgorithm bytes: [UInt8], _ element: DERElement) -> String {
    var reader = DERReader(bytes, element.contents)
    guard let identifier = try? reader.next(DERTag.objectIdentifier, "algorithm") else {
      return "—"
    }
    return DottedIdentifier.dotted(bytes[identifier.contents])
  }

  /// The text in any element, of tags of extensions too, when all of it is text.
  private static func text(_ bytes: [UInt8], _ element: DERElement) -> String? {
    if let text = try? DERText.text(bytes, element) { return text }
    let contents = bytes[element.contents]
    guard !contents.isEmpty, contents.allSatisfy({ (0x20...0x7e).contains($0) }) else { return nil }
    return String(decoding: contents, as: UTF8.self)
  }
}

extension VerifyingKey {
  /// The DER of the key's SubjectPublicKeyInfo (RFC 5280 §4.1, RFC 8410 §4).
  public var subjectPublicKeyInfo: [UInt8] {
    switch algorithm {
    case .ed25519:
      [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00] + bytes
    case .sm2: Self.sm2Prefix + bytes
    }
  }
}
