// SPDX-License-Identifier: Apache-2.0

/// The structure of a tagged COSE_Sign1 (RFC 9052 §4.2) as a ledger statement has it.
///
/// Only structure: nothing here verifies a signature. Ranges refer to the span that was decoded.
/// The protected header holds exactly the algorithm (1), an optional content type (3), the key
/// identifier (4) and the CWT claims (15, RFC 9597) issuer (1), audience (3), an optional
/// issued-at (6) and the CWT identifier (7); any other label is refused, and so is an
/// unprotected header that is not empty or a detached payload.
public struct COSESign1: Hashable, Sendable {
  /// Where the content of the protected header lies: an encoded map.
  public let protectedRange: Range<Int>
  /// Where the payload lies.
  public let payloadRange: Range<Int>
  /// Where the signature lies.
  public let signatureRange: Range<Int>
  /// The COSE algorithm (label 1).
  public let algorithm: Int64
  /// Where the key identifier lies (label 4).
  public let keyIdentifier: Range<Int>
  /// Where the content type lies when it is text (label 3).
  public let contentType: Range<Int>?
  /// The content type when it is a CoAP Content-Format number (label 3).
  public let contentFormat: UInt64?
  /// Where the issuer's text lies (claim 1).
  public let issuer: Range<Int>
  /// Where the audience's text lies (claim 3).
  public let audience: Range<Int>
  /// When the statement says it was issued (claim 6), in the unit its format defines.
  public let issuedAt: Int64?
  /// Where the CWT identifier's bytes lie (claim 7).
  public let identifier: Range<Int>

  /// The CBOR tag of COSE_Sign1.
  public static var tag: UInt64 { 18 }

  /// Decodes `bytes`, which must be one COSE_Sign1 and nothing after it.
  public init(decoding bytes: Span<UInt8>) throws(CBORError) {
    var reader = CBORReader(bytes)
    try Self.expect(Self.tag, at: 0, found: try reader.readTag())
    let arrayStart = reader.offset
    try Self.expect(4, at: arrayStart, found: UInt64(try reader.readArrayHeader()))
    protectedRange = try reader.readBytes()
    let unprotectedStart = reader.offset
    try Self.expect(0, at: unprotectedStart, found: UInt64(try reader.readMapHeader()))
    payloadRange = try reader.readBytes()
    signatureRange = try reader.readBytes()
    try reader.expectEnd()

    let headers = try Headers(decoding: bytes, range: protectedRange)
    algorithm = headers.algorithm
    keyIdentifier = headers.keyIdentifier
    contentType = headers.contentType
    contentFormat = headers.contentFormat
    issuer = headers.claims.issuer
    audience = headers.claims.audience
    issuedAt = headers.claims.issuedAt
    identifier = headers.claims.identifier
  }

  private static func expect(
    _ expected: UInt64, at offset: Int, found: UInt64
  ) throws(CBORError) {
    guard found == expected else {
      throw .unexpectedValue(offset: offset, expected: expected, found: found)
    }
  }
}

// MARK: - Headers

extension COSESign1 {
  /// The labels of the protected header that are known here.
  enum Label {
    static let algorithm: Int64 = 1
    static let contentType: Int64 = 3
    static let keyIdentifier: Int64 = 4
    static let claims: Int64 = 15
  }

  /// The CWT claims that are known here.
  enum Claim {
    static let issuer: Int64 = 1
    static let audience: Int64 = 3
    static let issuedAt: Int64 = 6
    static let identifier: Int64 = 7
  }

  private struct Headers {
    let algorithm: Int64
    let keyIdentifier: Range<Int>
    let contentType: Range<Int>?
    let contentFormat: UInt64?
    let claims: Claims

    init(decoding bytes: Span<UInt8>, range: Range<Int>) throws(CBORError) {
      var reader = CBORReader(bytes, range: range)
      let start = range.lowerBound
      var algorithm: Int64?
      var keyIdentifier: Range<Int>?
      var contentType: Range<Int>?
      var contentFormat: UInt64?
      var claims: Claims?
      var previous: Range<Int>?
      for _ in 0..<(try reader.readMapHeader()) {
        let (label, key) = try COSESign1.readLabel(&reader, after: previous)
        previous = key
        switch label {
        case Label.algorithm: algorithm = try reader.readInteger()
        case Label.keyIdentifier: keyIdentifier = try reader.readBytes()
        case Label.claims: claims = try Claims(from: &reader)
        case Label.contentType:
          if try reader.peekMajorType() == .text {
            contentType = try reader.readText()
          } else {
            contentFormat = try reader.readUnsigned()
          }
        default: throw .unknownLabel(offset: key.lowerBound, label: label)
        }
      }
      try reader.expectEnd()
      self.algorithm = try COSESign1.require(algorithm, Label.algorithm, in: start)
      self.keyIdentifier = try COSESign1.require(keyIdentifier, Label.keyIdentifier, in: start)
      self.claims = try COSESign1.require(claims, Label.claims, in: start)
      self.contentType = contentType
      self.contentFormat = contentFormat
    }
  }

  private struct Claims {
    let issuer: Range<Int>
    let audience: Range<Int>
    let issuedAt: Int64?
    let identifier: Range<Int>

    init(from reader: inout CBORReader) throws(CBORError) {
      let start = reader.offset
      var issuer: Range<Int>?
      var audience: Range<Int>?
      var issuedAt: Int64?
      var identifier: Range<Int>?
      var previous: Range<Int>?
      for _ in 0..<(try reader.readMapHeader()) {
        let (label, key) = try COSESign1.readLabel(&reader, after: previous)
        previous = key
        switch label {
        case Claim.issuer: issuer = try reader.readText()
        case Claim.audience: audience = try reader.readText()
        case Claim.issuedAt: issuedAt = try reader.readInteger()
        case Claim.identifier: identifier = try reader.readBytes()
        default: throw .unknownLabel(offset: key.lowerBound, label: label)
        }
      }
      self.issuer = try COSESign1.require(issuer, Claim.issuer, in: start)
      self.audience = try COSESign1.require(audience, Claim.audience, in: start)
      self.issuedAt = issuedAt
      self.identifier = try COSESign1.require(identifier, Claim.identifier, in: start)
    }
  }

  private static func readLabel(
    _ reader: inout CBORReader, after previous: Range<Int>?
  ) throws(CBORError) -> (label: Int64, key: Range<Int>) {
    let start = reader.offset
    let label = try reader.readInteger()
    let key = start..<reader.offset
    try reader.checkKeyOrder(key, after: previous)
    return (label, key)
  }

  private static func require<Value>(
    _ value: Value?, _ label: Int64, in start: Int
  ) throws(CBORError) -> Value {
    guard let value else { throw .missingLabel(offset: start, label: label) }
    return value
  }
}
