// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Testing

@Suite struct COSESign1Tests {
  static let keyIdentifier: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
  static let payload: [UInt8] = [0x81, 0x01]
  static let signature = [UInt8](repeating: 0xaa, count: 64)

  static func header(contentType: String? = "application/cbor", issuedAt: Int64? = 5) -> [UInt8] {
    COSESign1.protectedHeader(
      algorithm: -8, keyIdentifier: keyIdentifier, contentType: contentType, issuer: "嘉兴",
      audience: "ledger.example/log1", issuedAt: issuedAt, identifier: [9, 9])
  }

  static func message(protected: [UInt8]) -> [UInt8] {
    COSESign1.encode(protected: protected, payload: payload, signature: signature)
  }

  @Test func `what is encoded decodes to the same fields`() throws {
    let protected = Self.header()
    let bytes = Self.message(protected: protected)
    let decoded = try COSESign1(decoding: bytes.span)
    #expect(Array(bytes[decoded.protectedRange]) == protected)
    #expect(Array(bytes[decoded.payloadRange]) == Self.payload)
    #expect(Array(bytes[decoded.signatureRange]) == Self.signature)
    #expect(decoded.algorithm == -8)
    #expect(Array(bytes[decoded.keyIdentifier]) == Self.keyIdentifier)
    let contentType = try #require(decoded.contentType)
    #expect(Array(bytes[contentType]) == Array("application/cbor".utf8))
    #expect(decoded.contentFormat == nil)
    #expect(Array(bytes[decoded.issuer]) == Array("嘉兴".utf8))
    #expect(Array(bytes[decoded.audience]) == Array("ledger.example/log1".utf8))
    #expect(decoded.issuedAt == 5)
    #expect(Array(bytes[decoded.identifier]) == [9, 9])
  }

  @Test func `optional fields may be absent`() throws {
    let bytes = Self.message(protected: Self.header(contentType: nil, issuedAt: nil))
    let decoded = try COSESign1(decoding: bytes.span)
    #expect(decoded.contentType == nil)
    #expect(decoded.issuedAt == nil)
  }

  @Test func `the header is deterministic CBOR with labels in order`() throws {
    let value = try CBORValue(decoding: Self.header())
    #expect(
      value.description
        == """
        {1: -8, 3: "application/cbor", 4: h'0102030405060708', 15: {1: "嘉兴", \
        3: "ledger.example/log1", 6: 5, 7: h'0909'}}
        """)
    #expect(try value.encoded() == Self.header())
  }

  @Test func `the signature input is the Sig_structure of RFC 9052`() throws {
    // RFC 9052 appendix C.2.1 (sign1-tests/sign-pass-01 of the COSE working group).
    let input = try COSESign1.signatureInput(
      protected: hex("a10126"), payload: Array("This is the content.".utf8))
    #expect(
      try input
        == hex(
          "846a5369676e61747572653143a101264054546869732069732074686520636f6e74656e742e"))
    let empty: [UInt8] = []
    let external: [UInt8] = [0x11]
    let withExternal = COSESign1.signatureInput(
      protected: empty.span, payload: empty.span, externalAAD: external.span)
    #expect(try withExternal == hex("846a5369676e61747572653140411140"))
  }

  @Test func `every truncation and every trailing byte is refused`() throws {
    let bytes = Self.message(protected: Self.header())
    for count in 0..<bytes.count {
      #expect(throws: CBORError.self) { try COSESign1(decoding: Array(bytes[..<count]).span) }
    }
    #expect(throws: CBORError.trailingBytes(offset: bytes.count, count: 1)) {
      try COSESign1(decoding: (bytes + [0]).span)
    }
  }

  /// A protected header of raw CBOR and the refusal of the message around it.
  ///
  /// The header starts at byte 3 when it is shorter than 24 bytes, and at byte 4 when longer.
  static let refusals: [(String, CBORError)] = [
    ("", .truncated(offset: 3, needed: 1, available: 0)),
    ("a0", .missingLabel(offset: 3, label: 1)),
    ("a10127", .missingLabel(offset: 3, label: 4)),
    ("a201270441aa", .missingLabel(offset: 3, label: 15)),
    ("a20441aa0127", .unorderedKey(offset: 7)),
    ("a201270127", .duplicateKey(offset: 6)),
    ("a201270281", .unknownLabel(offset: 6, label: 2)),
    ("a201272000", .unknownLabel(offset: 6, label: -1)),
    ("a10141aa", .unexpectedItem(offset: 5, expected: .integer, found: 0x41)),
    ("a2012704626161", .unexpectedItem(offset: 7, expected: .bytes, found: 0x62)),
    ("a10fa0", .missingLabel(offset: 5, label: 1)),
    ("a10fa10161" + "61", .missingLabel(offset: 5, label: 3)),
    ("a10fa2016161036162", .missingLabel(offset: 5, label: 7)),
    ("a10fa1026161", .unknownLabel(offset: 6, label: 2)),
    ("a10fa1014161", .unexpectedItem(offset: 7, expected: .text, found: 0x41)),
    ("a1012700", .trailingBytes(offset: 6, count: 1)),
  ]

  @Test(arguments: refusals)
  func `a header of another shape is refused at its byte`(
    header: String, expected: CBORError
  ) throws {
    let bytes = try Self.message(protected: hex(header))
    #expect(throws: expected) { try COSESign1(decoding: bytes.span) }
  }

  @Test func `a content format number is kept apart from text`() throws {
    let header = try hex("a40127" + "03183c" + "0441aa" + "0fa3016161036162074163")
    let decoded = try COSESign1(decoding: Self.message(protected: header).span)
    #expect(decoded.contentFormat == 60)
    #expect(decoded.contentType == nil)
  }

  @Test func `another frame is refused`() throws {
    func refusal(_ text: String, _ expected: CBORError) throws {
      let bytes = try hex(text)
      #expect(throws: expected) { try COSESign1(decoding: bytes.span) }
    }
    try refusal("8440a04040", .unexpectedItem(offset: 0, expected: .tag, found: 0x84))
    try refusal("d18440a04040", .unexpectedValue(offset: 0, expected: 18, found: 17))
    try refusal("d28340a040", .unexpectedValue(offset: 1, expected: 4, found: 3))
    try refusal("d28440a1010240", .unexpectedValue(offset: 3, expected: 0, found: 1))
    try refusal("d28440a0f640", .unexpectedItem(offset: 4, expected: .bytes, found: 0xf6))
  }
}
