// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Testing

@Suite struct COSEReceiptTests {
  static let path = (1...5).map { [UInt8](repeating: $0, count: 32) }
  static let signature = [UInt8](repeating: 0xaa, count: 64)

  static let protected = COSEReceipt.protectedHeader(
    algorithm: -8, structure: 1, keyIdentifier: [1, 2, 3, 4], issuer: "ledger.example/嘉兴",
    subject: "entry", numbers: [600, 256])

  static func receipt(_ proof: COSEReceipt.Proof) throws -> COSEReceipt {
    try COSEReceipt(protected: protected, proof: proof, signature: signature)
  }

  static let inclusion = COSEReceipt.Proof.inclusion(size: 600, index: 256, path: path)

  @Test(arguments: [
    inclusion, .consistency(oldSize: 3, newSize: 5, path: path),
    .inclusion(size: .max, index: .max - 1, path: []),
  ])
  func `what is encoded decodes to the same fields`(proof: COSEReceipt.Proof) throws {
    let receipt = try Self.receipt(proof)
    let decoded = try COSEReceipt(decoding: receipt.bytes)
    #expect(decoded == receipt)
    #expect(decoded.proof == proof)
    #expect(decoded.algorithm == -8)
    #expect(decoded.structure == 1)
    #expect(decoded.keyIdentifier == [1, 2, 3, 4])
    #expect(decoded.issuer == "ledger.example/嘉兴")
    #expect(decoded.subject == "entry")
    #expect(decoded.signedNumbers == [600, 256])
  }

  @Test func `the layout is that of RFC 9942`() throws {
    let value = try CBORValue(decoding: try Self.receipt(Self.inclusion).bytes)
    guard case .tag(18, .array(let parts)) = value, parts.count == 4,
      case .bytes(let protected) = parts[0]
    else {
      Issue.record("not a tagged array of four")
      return
    }
    #expect(
      try CBORValue(decoding: protected).description
        == """
        {1: -8, 4: h'01020304', \
        15: {1: "ledger.example/嘉兴", 2: "entry", -65537: [600, 256]}, 395: 1}
        """)
    #expect(parts[2] == .null)
    #expect(parts[3] == .bytes(Self.signature))
    let proof = try CBORValue.array([
      .unsigned(600), .unsigned(256), .array(Self.path.map { .bytes($0) }),
    ]).encoded()
    #expect(
      parts[1]
        == .map([
          .init(
            .unsigned(396), .map([.init(.integer(-1), .array([.bytes(proof)]))]))
        ]))
  }

  @Test func `receipts of others are read, in whatever order their labels stand`() throws {
    // {395: 1, 1: -8}, with labels that are not needed beside.
    let protected = try hex("a319018b0101276463636621f6")
    let receipt = try COSEReceipt(
      decoding: Self.message(protected, Self.proofs([Self.encodedProof()])))
    #expect(receipt.algorithm == -8)
    #expect(receipt.issuer == nil)
    #expect(receipt.proof == Self.inclusion)
    #expect(receipt.protected == protected)
  }

  // MARK: - What must be refused

  @Test(arguments: [
    ("a2012719018b", "cut off"), ("a10127", "no structure"), ("a119018b01", "no algorithm"),
    ("a301270127 19018b01", "a label twice"), ("a3012702811863 19018b01", "a critical label"),
    ("a2012719018b0100", "bytes after the header"), ("a2016178 19018b01", "an algorithm in text"),
    ("a201271a0000018b01", "a label not in its shortest form"), ("80", "no map"),
  ])
  func `a wrong protected header is refused`(header: String, reason: String) throws {
    let protected = try hex(header.filter { $0 != " " })
    #expect(throws: CBORError.self, "\(reason)") {
      try COSEReceipt(decoding: Self.message(protected, Self.proofs([Self.encodedProof()])))
    }
  }

  @Test func `a wrong proof is refused`() throws {
    let good = try Self.encodedProof()
    let manyHashes = try Self.encodedProof(
      path: [[UInt8]](repeating: [UInt8](repeating: 0, count: 32), count: 65))
    let notTwoNumbers = try CBORValue.array([.integer(-1), .unsigned(0), .array([])]).encoded()
    let textPath = try CBORValue.array([.unsigned(2), .unsigned(0), .array([.text("x")])]).encoded()
    // An array that announces 2³² hashes, and one of 2⁶³ bytes.
    let hugeCount = try hex("8302009affffffff")
    let hugeLength = try hex("830200815b7fffffffffffffff")
    for (name, unprotected) in [
      ("no proof", try Self.proofs([])), ("two proofs", try Self.proofs([good, good])),
      ("bytes after the proof", try Self.proofs([good + [0]])),
      ("too many hashes", try Self.proofs([manyHashes])),
      ("a negative size", try Self.proofs([notTwoNumbers])),
      ("a text as hash", try Self.proofs([textPath])),
      ("a huge count", try Self.proofs([hugeCount])),
      ("a huge length", try Self.proofs([hugeLength])), ("no map", try hex("80")),
      ("nothing", try hex("a0")), ("no kind of proof", try hex("a119018ca0")),
      ("a proof that is no byte string", try hex("a119018ca1208100")),
      ("both kinds", try hex("a119018ca2208143830200802181 43830200 80".filter { $0 != " " })),
    ] {
      #expect(throws: CBORError.self, "\(name)") {
        try COSEReceipt(decoding: Self.message(Self.protected, unprotected))
      }
    }
  }

  @Test func `what is attached, untagged, longer or nested deep is refused`() throws {
    let bytes = try Self.receipt(Self.inclusion).bytes
    let proofs = try Self.proofs([Self.encodedProof()])
    for (name, wrong) in [
      ("untagged", Array(bytes[1...])), ("another tag", [0xD3] + bytes[1...]),
      ("bytes behind", bytes + [0]), ("too long", bytes + [UInt8](repeating: 0, count: 1 << 16)),
      ("an attached payload", try Self.message(Self.protected, proofs, payload: [0x41, 0])),
      ("deep nesting", [0xD2, 0x84, 0x40] + [UInt8](repeating: 0x81, count: 60_000)),
      ("nested tags", [UInt8](repeating: 0xD2, count: 60_000)), ("nothing", []),
    ] {
      #expect(throws: CBORError.self, "\(name)") { try COSEReceipt(decoding: wrong) }
    }
  }

  @Test func `a receipt cut off anywhere is refused`() throws {
    let bytes = try Self.receipt(Self.inclusion).bytes
    for length in bytes.indices {
      #expect(throws: CBORError.self, "\(length)") {
        try COSEReceipt(decoding: Array(bytes[..<length]))
      }
    }
  }

  @Test func `random damage never stops the reader`() throws {
    let bytes = try Self.receipt(Self.inclusion).bytes
    var random = SplitMix64(seed: 395)
    for _ in 0..<20_000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      _ = try? COSEReceipt(decoding: changed)
    }
  }

  // MARK: - Making

  static func encodedProof(path: [[UInt8]] = path) throws -> [UInt8] {
    try CBORValue.array([.unsigned(600), .unsigned(256), .array(path.map { .bytes($0) })])
      .encoded()
  }

  static func proofs(_ proofs: [[UInt8]]) throws -> [UInt8] {
    try CBORValue.map([
      .init(.unsigned(396), .map([.init(.integer(-1), .array(proofs.map { .bytes($0) }))]))
    ]).encoded()
  }

  static func message(
    _ protected: [UInt8], _ unprotected: [UInt8], payload: [UInt8] = [0xF6]
  ) throws -> [UInt8] {
    try [0xD2, 0x84] + CBORValue.bytes(protected).encoded() + unprotected + payload
      + CBORValue.bytes(signature).encoded()
  }
}
