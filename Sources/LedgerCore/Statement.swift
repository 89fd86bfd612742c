// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import Quantities

/// A statement: what a participant signs, a COSE_Sign1 around one or more records.
///
/// The type says only that the bytes have the form of a statement; the signature is checked by
/// ``isSigned(by:)`` and the rules by admission.
public struct Statement: Sendable {
  /// The content type in the protected header.
  public static let contentType = "application/tanzhang+cbor"
  /// The length of a statement id (CWT claim `cti`).
  public static let identifierLength = 16

  /// The statement's bytes, exactly as signed.
  public let bytes: [UInt8]
  /// The COSE structure over ``bytes``.
  public let envelope: COSESign1
  /// The participant number of the signer (CWT claim `iss`, decimal).
  public let issuer: UInt32
  /// The id its signer gave the statement.
  let key: StatementKey

  /// Reads the envelope of a statement; the records are not read yet.
  public init(decoding bytes: [UInt8]) throws(Rejection) {
    guard bytes.count <= Entry.maximumStatementLength else {
      throw Rejection(
        LedgerRules.size, found: "\(bytes.count) bytes",
        required: "≤ \(Entry.maximumStatementLength)")
    }
    let envelope: COSESign1
    do {
      envelope = try COSESign1(decoding: bytes.span)
    } catch {
      throw Rejection(LedgerRules.malformed, found: "\(error)", required: "COSE_Sign1")
    }
    self.bytes = bytes
    self.envelope = envelope
    let issuerText = String(decoding: bytes[envelope.issuer], as: UTF8.self)
    guard let issuer = UInt32(issuerText), String(issuer) == issuerText else {
      throw Rejection(
        LedgerRules.malformed, found: "iss \"\(issuerText)\"", required: "a participant number")
    }
    guard let type = envelope.contentType,
      bytes[type].elementsEqual(Self.contentType.utf8)
    else {
      throw Rejection(
        LedgerRules.malformed, found: "another content type", required: Self.contentType)
    }
    guard envelope.identifier.count == Self.identifierLength,
      envelope.keyIdentifier.count == 8, envelope.signatureRange.count >= 64
    else {
      throw Rejection(
        LedgerRules.malformed,
        found: "cti \(envelope.identifier.count), kid \(envelope.keyIdentifier.count), "
          + "signature \(envelope.signatureRange.count) bytes",
        required: "cti 16, kid 8, signature ≥ 64 bytes")
    }
    self.issuer = issuer
    let start = envelope.identifier.lowerBound
    key = StatementKey(
      issuer: issuer, high: Self.word(bytes, at: start), low: Self.word(bytes, at: start + 8))
  }

  /// The last eight bytes of the signature, which differ for different content.
  ///
  /// The first ones would not do: those of an SM2 signature are mostly DER framing.
  var fingerprint: UInt64 { Self.word(bytes, at: envelope.signatureRange.upperBound - 8) }

  /// The identifier of the signing key.
  public var keyIdentifier: [UInt8] { Array(bytes[envelope.keyIdentifier]) }

  /// The id the signer gave the statement, 16 bytes.
  public var identifier: [UInt8] { Array(bytes[envelope.identifier]) }

  /// The ledger the statement is meant for.
  public var audience: String { String(decoding: bytes[envelope.audience], as: UTF8.self) }

  /// Whether `key` made the signature.
  public func isSigned(by key: VerifyingKey) -> Bool {
    guard key.algorithm.coseIdentifier == envelope.algorithm else { return false }
    let span = bytes.span
    let message = COSESign1.signatureInput(
      protected: span.extracting(envelope.protectedRange),
      payload: span.extracting(envelope.payloadRange))
    return key.isValidSignature(
      span.extracting(envelope.signatureRange), for: message.span)
  }

  /// The records' type numbers and byte ranges, for whoever prints a statement.
  public func records() throws(CBORError) -> [(type: UInt64, range: Range<Int>)] {
    var reader = CBORReader(bytes.span, range: envelope.payloadRange)
    var records: [(type: UInt64, range: Range<Int>)] = []
    for _ in 0..<(try reader.readArrayHeader()) {
      let start = reader.offset
      _ = try reader.skipItem()
      var inner = CBORReader(bytes.span, range: start..<reader.offset)
      _ = try inner.readArrayHeader()
      records.append((try inner.readUnsigned(), start..<reader.offset))
    }
    try reader.expectEnd()
    return records
  }

  private static func word(_ bytes: [UInt8], at offset: Int) -> UInt64 {
    var word: UInt64 = 0
    for position in offset..<(offset + 8) { word = word << 8 | UInt64(bytes[position]) }
    return word
  }
}

/// What signs statements: a participant number and its key.
public struct StatementSigner: Sendable {
  /// The participant.
  public let issuer: UInt32
  /// The ledger the statements are meant for.
  public let audience: String
  private let key: SigningKey
  private let identifier: [UInt8]

  /// Creates a signer for participant `issuer` of the ledger `audience`.
  public init(issuer: UInt32, audience: String, suite: Suite, key: SigningKey) {
    self.issuer = issuer
    self.audience = audience
    self.key = key
    identifier = key.verifyingKey.identifier(using: suite.hash)
  }

  /// The public half of the signing key.
  public var verifyingKey: VerifyingKey { key.verifyingKey }

  /// Signs encoded records as one statement.
  ///
  /// - Parameters:
  ///   - records: The records' bytes, each as ``Record/encoded``.
  ///   - identifier: The statement id, 16 bytes, new for new content.
  ///   - issuedAt: When it is signed.
  public func sign(
    _ records: [[UInt8]], identifier: [UInt8], issuedAt: Timestamp
  ) throws(CryptographyError) -> [UInt8] {
    precondition(identifier.count == Statement.identifierLength, "a statement id has 16 bytes")
    var payload = CBORWriter(reserving: records.reduce(8) { $0 + $1.count })
    payload.writeArrayHeader(records.count)
    for record in records { payload.append(encoded: record) }
    let protected = COSESign1.protectedHeader(
      algorithm: key.verifyingKey.algorithm.coseIdentifier, keyIdentifier: self.identifier,
      contentType: Statement.contentType, issuer: String(issuer), audience: audience,
      issuedAt: issuedAt.milliseconds / 1_000, identifier: identifier)
    let message = COSESign1.signatureInput(protected: protected, payload: payload.bytes)
    return COSESign1.encode(
      protected: protected, payload: payload.bytes,
      signature: try key.signature(for: message.span))
  }
}
