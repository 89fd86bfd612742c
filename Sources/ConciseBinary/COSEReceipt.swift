// SPDX-License-Identifier: Apache-2.0

/// The structure of a COSE receipt (RFC 9942): a COSE_Sign1 whose payload, the root of a tree, is
/// left out, with one proof that leads to it.
///
/// Only structure: nothing here knows a tree or verifies a signature. Receipts of others are read
/// too, so labels that are not needed are ignored and the order of the labels is free; a label
/// that stands twice, or that whoever reads must understand (`crit`), is refused.
public struct COSEReceipt: Hashable, Sendable {
  /// The most bytes of a receipt that are read.
  public static let byteLimit = 1 << 16
  /// The most hashes of a path that are read: a tree has fewer levels than a size has bits.
  public static let pathLimit = 64

  /// The proof in the unprotected header.
  public enum Proof: Hashable, Sendable {
    /// A leaf is in a tree (-1).
    case inclusion(size: UInt64, index: UInt64, path: [[UInt8]])
    /// A tree begins as an earlier one (-2).
    case consistency(oldSize: UInt64, newSize: UInt64, path: [[UInt8]])

    /// The two numbers before the path.
    public var numbers: [UInt64] {
      switch self {
      case .inclusion(let size, let index, _): [size, index]
      case .consistency(let old, let new, _): [old, new]
      }
    }

    /// The hashes.
    public var path: [[UInt8]] {
      switch self {
      case .inclusion(_, _, let path), .consistency(_, _, let path): path
      }
    }
  }

  /// The encoded protected header, which is signed as it stands.
  public let protected: [UInt8]
  /// The signature over the root.
  public let signature: [UInt8]
  /// The COSE algorithm (label 1).
  public let algorithm: Int64
  /// The verifiable data structure (label 395): 1 is the SHA-256 tree of RFC 9162.
  public let structure: Int64
  /// The identifier of the key (label 4).
  public let keyIdentifier: [UInt8]?
  /// Who issued the receipt (CWT claim 1).
  public let issuer: String?
  /// What it is about (CWT claim 2).
  public let subject: String?
  /// The numbers of the proof, signed (CWT claim -65537, of private use).
  ///
  /// RFC 9942 leaves the numbers unsigned, and a root does not commit to them: leaf 4 of 5 and
  /// leaf 1 of 2 may have the very same path. Receipts of others do not have this claim.
  public let signedNumbers: [UInt64]?
  /// The proof.
  public let proof: Proof

  /// Makes a receipt from a signed header and a proof.
  public init(
    protected: [UInt8], proof: Proof, signature: [UInt8]
  ) throws(CBORError) {
    let header = try Header(decoding: protected.span, range: 0..<protected.count)
    self.init(header, protected: protected, proof: proof, signature: signature)
  }

  private init(_ header: Header, protected: [UInt8], proof: Proof, signature: [UInt8]) {
    self.protected = protected
    self.signature = signature
    self.proof = proof
    algorithm = header.algorithm
    structure = header.structure
    keyIdentifier = header.keyIdentifier
    issuer = header.issuer
    subject = header.subject
    signedNumbers = header.signedNumbers
  }

  /// Decodes `bytes`, which must be one receipt and nothing after it.
  public init(decoding bytes: [UInt8]) throws(CBORError) {
    guard bytes.count <= Self.byteLimit else {
      throw .unexpected(
        offset: Self.byteLimit, expected: "a receipt of at most \(Self.byteLimit) bytes",
        found: "\(bytes.count)")
    }
    var reader = CBORReader(bytes.span)
    try Self.expect(COSESign1.tag, at: 0, found: try reader.readTag())
    let start = reader.offset
    try Self.expect(4, at: start, found: UInt64(try reader.readArrayHeader()))
    let protected = try reader.readBytes()
    let proof = try Self.readUnprotected(&reader)
    // An attached payload would be signed, but by nothing bound to the leaf.
    try reader.readNull()
    let signature = try reader.readByteArray()
    try reader.expectEnd()
    self.init(
      try Header(decoding: bytes.span, range: protected), protected: Array(bytes[protected]),
      proof: proof, signature: signature)
  }

  static func expect(
    _ expected: UInt64, at offset: Int, found: UInt64
  ) throws(CBORError) {
    guard found == expected else {
      throw .unexpectedValue(offset: offset, expected: expected, found: found)
    }
  }
}

// MARK: - Reading

extension COSEReceipt {
  enum Label {
    static let critical: Int64 = 2
    static let structure: Int64 = 395
    static let proofs: Int64 = 396
    static let inclusion: Int64 = -1
    static let consistency: Int64 = -2
    static let subject: Int64 = 2
    static let numbers: Int64 = -65_537
  }

  private struct Header {
    let algorithm: Int64
    let structure: Int64
    let keyIdentifier: [UInt8]?
    let issuer: String?
    let subject: String?
    let signedNumbers: [UInt64]?

    init(decoding bytes: Span<UInt8>, range: Range<Int>) throws(CBORError) {
      var reader = CBORReader(bytes, range: range)
      var (algorithm, structure): (Int64?, Int64?)
      var keyIdentifier: [UInt8]?
      var (issuer, subject): (String?, String?)
      var numbers: [UInt64]?
      try COSEReceipt.readMap(&reader) { (label, reader) throws(CBORError) in
        switch label {
        case COSESign1.Label.algorithm: algorithm = try reader.readInteger()
        case COSESign1.Label.keyIdentifier: keyIdentifier = try reader.readByteArray()
        case Label.structure: structure = try reader.readInteger()
        case COSESign1.Label.claims:
          try COSEReceipt.readMap(&reader) { (claim, reader) throws(CBORError) in
            switch claim {
            case COSESign1.Claim.issuer: issuer = try reader.readTextString()
            case Label.subject: subject = try reader.readTextString()
            case Label.numbers: numbers = try COSEReceipt.readTwo(&reader)
            default: try reader.skipItem()
            }
          }
        case Label.critical:
          throw .unknownLabel(offset: reader.offset, label: Label.critical)
        default: try reader.skipItem()
        }
      }
      try reader.expectEnd()
      guard let algorithm else {
        throw .missingLabel(offset: range.lowerBound, label: COSESign1.Label.algorithm)
      }
      guard let structure else {
        throw .missingLabel(offset: range.lowerBound, label: Label.structure)
      }
      self.algorithm = algorithm
      self.structure = structure
      self.keyIdentifier = keyIdentifier
      self.issuer = issuer
      self.subject = subject
      signedNumbers = numbers
    }
  }

  /// Calls `visit` with each integer label of a map in front of its value, in any order; values
  /// under other labels are read over.
  private static func readMap(
    _ reader: inout CBORReader,
    _ visit: (_ label: Int64, _ reader: inout CBORReader) throws(CBORError) -> Void
  ) throws(CBORError) {
    var seen: Set<[UInt8]> = []
    for _ in 0..<(try reader.readMapHeader()) {
      let start = reader.offset
      let kind = try reader.peekMajorType()
      let key = try reader.skipItem()
      guard seen.insert(reader.copy(key)).inserted else { throw .duplicateKey(offset: start) }
      guard kind == .unsigned || kind == .negative else {
        try reader.skipItem()
        continue
      }
      var label = CBORReader(reader.bytes, range: key)
      try visit(try label.readInteger(), &reader)
    }
  }

  private static func readTwo(_ reader: inout CBORReader) throws(CBORError) -> [UInt64] {
    try expect(2, at: reader.offset, found: UInt64(try reader.readArrayHeader()))
    return [try reader.readUnsigned(), try reader.readUnsigned()]
  }

  private static func readUnprotected(_ reader: inout CBORReader) throws(CBORError) -> Proof {
    let start = reader.offset
    var found: Proof?
    try readMap(&reader) { (label, reader) throws(CBORError) in
      guard label == Label.proofs else {
        try reader.skipItem()
        return
      }
      try readMap(&reader) { (kind, reader) throws(CBORError) in
        guard kind == Label.inclusion || kind == Label.consistency else {
          try reader.skipItem()
          return
        }
        guard found == nil else { throw .unknownLabel(offset: reader.offset, label: kind) }
        found = try readProof(&reader, kind)
      }
    }
    guard let found else { throw .missingLabel(offset: start, label: Label.proofs) }
    return found
  }

  /// Reads the one proof of an array of encoded proofs.
  private static func readProof(
    _ reader: inout CBORReader, _ kind: Int64
  ) throws(CBORError) -> Proof {
    let start = reader.offset
    try expect(1, at: start, found: UInt64(try reader.readArrayHeader()))
    var proof = CBORReader(reader.bytes, range: try reader.readBytes())
    try expect(3, at: proof.offset, found: UInt64(try proof.readArrayHeader()))
    let first = try proof.readUnsigned()
    let second = try proof.readUnsigned()
    let offset = proof.offset
    let count = try proof.readArrayHeader()
    guard count <= pathLimit else {
      throw .unexpected(
        offset: offset, expected: "at most \(pathLimit) hashes", found: "\(count)")
    }
    var path: [[UInt8]] = []
    for _ in 0..<count { path.append(try proof.readByteArray()) }
    try proof.expectEnd()
    return kind == Label.inclusion
      ? .inclusion(size: first, index: second, path: path)
      : .consistency(oldSize: first, newSize: second, path: path)
  }
}
