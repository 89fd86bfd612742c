// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// What a note key signs and how (C2SP signed-note, signature types).
public enum NoteKeyType: Hashable, Sendable {
  /// Ed25519 over the text (type 0x01).
  case ed25519
  /// Timestamped Ed25519 cosignature/v1 by a witness (type 0x04).
  case cosignature
  /// SM2 with SM3 over the text, DER encoded (type 0xff and `sm2Identifier`).
  case sm2
  /// Timestamped SM2 cosignature by a witness (type 0xff and `sm2CosignatureIdentifier`).
  case sm2Cosignature

  /// Identifier that follows type 0xff: no number is assigned to SM2, so the specification
  /// asks for a long name that does not collide.
  public static let sm2Identifier = "ledger.example/sm2-sm3/v1"
  /// Identifier that follows type 0xff for cosignatures; also the first line of their message.
  public static let sm2CosignatureIdentifier = "ledger.example/sm2-cosignature/v1"

  /// All types.
  static let all: [NoteKeyType] = [.ed25519, .cosignature, .sm2, .sm2Cosignature]

  /// The bytes before the public key in key ids and verifier key texts.
  public var prefix: [UInt8] {
    switch self {
    case .ed25519: [0x01]
    case .cosignature: [0x04]
    case .sm2: [0xff] + Array(Self.sm2Identifier.utf8)
    case .sm2Cosignature: [0xff] + Array(Self.sm2CosignatureIdentifier.utf8)
    }
  }

  /// Whether the key is a witness's: it signs a time with the text.
  public var isCosignature: Bool { self == .cosignature || self == .sm2Cosignature }

  /// The algorithm of the key.
  public var algorithm: SignatureAlgorithm {
    switch self {
    case .ed25519, .cosignature: .ed25519
    case .sm2, .sm2Cosignature: .sm2
    }
  }

  /// The type with which a log of this algorithm signs its checkpoints.
  public init(signingWith algorithm: SignatureAlgorithm) {
    switch algorithm {
    case .ed25519: self = .ed25519
    case .sm2: self = .sm2
    }
  }

  /// The type with which a witness whose key is of this algorithm cosigns.
  public init(cosigningWith algorithm: SignatureAlgorithm) {
    switch algorithm {
    case .ed25519: self = .cosignature
    case .sm2: self = .sm2Cosignature
    }
  }
}

/// A public key that verifies notes, under a name.
public struct NoteVerifier: Hashable, Sendable {
  /// Name of the key; for a log's key its origin.
  public let name: String
  /// Id of the key.
  public let keyID: UInt32
  /// What the key signs.
  public let type: NoteKeyType
  /// The public key.
  public let key: VerifyingKey

  /// Names a public key.
  public init(
    name: String, type: NoteKeyType, key: VerifyingKey
  ) throws(TransparencyLogError) {
    guard NoteSignature.isName(name[...]) else {
      throw .malformed(
        .verifierKey, line: 1, requirement: NoteSignature.nameRequirement)
    }
    guard key.algorithm == type.algorithm else {
      throw .unsupportedKeyType(type.prefix[0])
    }
    self.name = name
    self.type = type
    self.key = key
    keyID = Self.keyID(name: name, type: type, key: key)
  }

  /// Reads the text form: name "+" eight hexadecimal digits "+" base64(type, key).
  public init(vkey text: String) throws(TransparencyLogError) {
    let parts = text.split(
      separator: "+" as Character, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].utf8.count == 8,
      let written = UInt32(parts[1], radix: 16), hexadecimal(written) == parts[1],
      let bytes = CanonicalText.bytes(parts[2]), let typeByte = bytes.first
    else {
      throw .malformed(
        .verifierKey, line: 1, requirement: "it is name+8 hexadecimal digits+base64")
    }
    guard let type = NoteKeyType.all.first(where: { bytes.starts(with: $0.prefix) }) else {
      throw .unsupportedKeyType(typeByte)
    }
    let key: VerifyingKey
    do {
      key = try VerifyingKey(
        algorithm: type.algorithm, bytes: Array(bytes[type.prefix.count...]))
    } catch {
      throw .malformed(.verifierKey, line: 1, requirement: "the public key is valid")
    }
    try self.init(name: String(parts[0]), type: type, key: key)
    guard keyID == written else {
      throw .keyIDMismatch(name: name, expected: keyID, found: written)
    }
  }

  /// The text form of the key.
  public var vkey: String {
    "\(name)+\(hexadecimal(keyID))+\(Base64.encode(type.prefix + key.bytes))"
  }

  /// Verifies a signature of this key over a note text; nil when it is not valid.
  public func verify(_ signature: NoteSignature, text: String) -> VerifiedNoteSignature? {
    guard answers(to: signature) else { return nil }
    switch type {
    case .ed25519, .sm2:
      guard key.isValidSignature(signature.signature, for: Array(text.utf8)) else { return nil }
      return VerifiedNoteSignature(verifier: self, timestamp: nil)
    case .cosignature, .sm2Cosignature:
      guard let (time, bytes) = Cosignature.split(signature.signature, type),
        key.isValidSignature(bytes, for: Cosignature.message(time: time, text: text, type))
      else { return nil }
      return VerifiedNoteSignature(verifier: self, timestamp: time)
    }
  }

  func answers(to signature: NoteSignature) -> Bool {
    keyID == signature.keyID && CanonicalText.sameBytes(name, signature.name)
  }

  /// The first four bytes of SHA-256(name, LF, type, key), whatever the suite.
  private static func keyID(name: String, type: NoteKeyType, key: VerifyingKey) -> UInt32 {
    let material = Array(name.utf8) + [UInt8(ascii: "\n")] + type.prefix + key.bytes
    let hash = HashFunction.sha256.digest(of: material).bytes
    return hash[..<4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
