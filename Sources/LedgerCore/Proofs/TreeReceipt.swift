// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import TransparencyLog

/// A COSE receipt of a ledger's tree (RFC 9942): the ledger's own key signs a root, and a path
/// leads there, from an entry or from an earlier root.
///
/// What is signed is a Sig_structure and begins with the byte 84, which no UTF-8 text does, so a
/// signature of a receipt is never one of a checkpoint, nor the other way round.
public struct TreeReceipt: Hashable, Sendable {
  /// The envelope: header, proof and signature.
  public let envelope: COSEReceipt
  /// The suite that the header asks for.
  public let suite: Suite

  /// Reads a receipt; nothing is verified yet.
  public init(decoding bytes: [UInt8]) throws(ReceiptError) {
    do {
      try self.init(try COSEReceipt(decoding: bytes))
    } catch let error as CBORError {
      throw .malformed(error)
    } catch let error as ReceiptError {
      throw error
    } catch {
      preconditionFailure("only these two errors are thrown above")
    }
  }

  private init(_ envelope: COSEReceipt) throws(ReceiptError) {
    let suite = Suite.all.first {
      $0.receiptStructure == envelope.structure
        && $0.receiptAlgorithms.contains(envelope.algorithm)
    }
    guard let suite else {
      throw .unsupported(algorithm: envelope.algorithm, structure: envelope.structure)
    }
    self.envelope = envelope
    self.suite = suite
  }

  /// The bytes of the receipt.
  public var bytes: [UInt8] { envelope.bytes }

  /// Who issued it, as it says: the origin of a ledger.
  public var issuer: String? { envelope.issuer }

  /// What it is about, as it says.
  public var subject: String? { envelope.subject }
}

// MARK: - Signing

extension TreeReceipt {
  /// Signs a receipt that the leaf of `proof` is in the tree with `root`.
  ///
  /// The root must be one that a checkpoint of the ledger has: a receipt is its equal. A tree of
  /// one leaf has an empty path, for which RFC 9942 has no form.
  public static func sign(
    _ proof: InclusionProof, root: Digest, issuer: String, subject: String, key: SigningKey,
    suite: Suite
  ) throws(ReceiptError) -> TreeReceipt {
    try sign(
      .inclusion(size: proof.size, index: proof.index, path: proof.path.map(\.bytes)),
      root: root, issuer: issuer, subject: subject, key: key, suite: suite)
  }

  /// Signs a receipt that the tree with `newRoot` continues the one `proof` begins with.
  public static func sign(
    _ proof: ConsistencyProof, newRoot: Digest, issuer: String, subject: String,
    key: SigningKey, suite: Suite
  ) throws(ReceiptError) -> TreeReceipt {
    try sign(
      .consistency(
        oldSize: proof.oldSize, newSize: proof.newSize, path: proof.path.map(\.bytes)),
      root: newRoot, issuer: issuer, subject: subject, key: key, suite: suite)
  }

  private static func sign(
    _ proof: COSEReceipt.Proof, root: Digest, issuer: String, subject: String,
    key: SigningKey, suite: Suite
  ) throws(ReceiptError) -> TreeReceipt {
    guard !proof.path.isEmpty else { throw .emptyPath }
    let protected = COSEReceipt.protectedHeader(
      algorithm: suite.signature.coseIdentifier, structure: suite.receiptStructure,
      keyIdentifier: key.verifyingKey.identifier(using: suite.hash), issuer: issuer,
      subject: subject, numbers: proof.numbers)
    let message = COSESign1.signatureInput(protected: protected, payload: root.bytes)
    do throws(any Error) {
      return try TreeReceipt(
        try COSEReceipt(
          protected: protected, proof: proof, signature: try key.signature(for: message)))
    } catch let error as CryptographyError {
      throw .signing(error)
    } catch {
      preconditionFailure("a header that was just written can be read")
    }
  }
}

// MARK: - Verifying

extension TreeReceipt {
  /// The root under which `key` vouches for the entry with this leaf hash; throws unless it does.
  public func verifiedRoot(leafHash: Digest, key: VerifyingKey) throws(ReceiptError) -> Digest {
    guard case .inclusion(let size, let index, let path) = envelope.proof else {
      throw .otherProof(expected: "inclusion")
    }
    let proof = InclusionProof(index: index, size: size, path: try Self.digests(path))
    let root: Digest
    do {
      root = try proof.root(leafHash: leafHash, function: suite.hash)
    } catch {
      throw .tree(error)
    }
    try requireSignature(over: root, by: key)
    return root
  }

  /// Throws unless `key` vouches that the tree with `newRoot` continues the one with `oldRoot`.
  public func verify(
    oldRoot: Digest, newRoot: Digest, key: VerifyingKey
  ) throws(ReceiptError) {
    guard case .consistency(let old, let new, let path) = envelope.proof else {
      throw .otherProof(expected: "consistency")
    }
    let proof = ConsistencyProof(oldSize: old, newSize: new, path: try Self.digests(path))
    do {
      try proof.verify(oldRoot: oldRoot, newRoot: newRoot, function: suite.hash)
    } catch {
      throw .tree(error)
    }
    try requireSignature(over: newRoot, by: key)
  }

  /// Whether the ledger signed the numbers too: the index of the entry, the size of the tree.
  ///
  /// In receipts of others they are what somebody says; only the root is signed.
  public var areNumbersSigned: Bool { envelope.signedNumbers != nil }

  private func requireSignature(
    over root: Digest, by key: VerifyingKey
  ) throws(ReceiptError) {
    if let signed = envelope.signedNumbers, signed != envelope.proof.numbers {
      throw .otherNumbers(signed: signed, found: envelope.proof.numbers)
    }
    guard key.algorithm == suite.signature,
      key.isValidSignature(envelope.signature, for: envelope.signatureInput(root: root.bytes))
    else { throw .invalidSignature }
  }

  private static func digests(_ path: [[UInt8]]) throws(ReceiptError) -> [Digest] {
    var digests: [Digest] = []
    for hash in path {
      guard let digest = Digest(bytes: hash) else { throw .hashLength(found: hash.count) }
      digests.append(digest)
    }
    return digests
  }
}

extension Suite {
  /// The verifiable data structure of receipts: 1 is RFC9162_SHA256.
  ///
  /// No number is registered for the same tree over SM3; -65537 is of the private use of this
  /// format, like the COSE algorithm of SM2.
  var receiptStructure: Int64 { hash == .sha256 ? 1 : -65_537 }

  /// The algorithms that mean the suite's signatures: EdDSA with an Ed25519 key is what others
  /// read today, and Ed25519 (RFC 9864) what replaces it.
  var receiptAlgorithms: [Int64] {
    signature == .ed25519 ? [-8, -19] : [signature.coseIdentifier]
  }
}
