// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import Foundation
import LedgerCore
import Testing
import TransparencyLog

@Suite struct TreeReceiptTests {
  /// A tree in memory: every hash is computed when it is asked for.
  struct Leaves: HashReader {
    let leaves: [Digest]
    let function: HashFunction

    init(_ count: Int, _ function: HashFunction) {
      self.function = function
      leaves = (0..<count).map { function.leafHash(of: Array("leaf \($0)".utf8)) }
    }

    func root(_ range: Range<Int>) -> Digest {
      var tree = CompactRange(function: function)
      for leaf in leaves[range] { tree.append(leaf) }
      return tree.root()
    }

    func hash(level: Int, index: UInt64) throws(TransparencyLogError) -> Digest {
      root((Int(index) << level)..<(Int(index + 1) << level))
    }
  }

  static let origin = "ledger.example/receipts"

  static func key(_ suite: Suite, _ number: UInt8 = 7) throws -> SigningKey {
    try SigningKey(algorithm: suite.signature, seed: [UInt8](repeating: number, count: 32))
  }

  static func receipt(
    _ index: UInt64, of size: Int, _ suite: Suite
  ) throws -> (receipt: TreeReceipt, tree: Leaves) {
    let tree = Leaves(size, suite.hash)
    let proof = try InclusionProof.prove(
      index: index, size: UInt64(size), reader: tree, function: suite.hash)
    let receipt = try TreeReceipt.sign(
      proof, root: tree.root(0..<size), issuer: origin, subject: "entry", key: key(suite),
      suite: suite)
    return (receipt, tree)
  }

  @Test(arguments: Suite.all, [2, 3, 8, 11])
  func `a receipt of every entry holds, and for no other entry`(suite: Suite, size: Int) throws {
    let key = try Self.key(suite).verifyingKey
    for index in 0..<size {
      let (receipt, tree) = try Self.receipt(UInt64(index), of: size, suite)
      let read = try TreeReceipt(decoding: receipt.bytes)
      #expect(read == receipt)
      #expect(read.suite == suite)
      #expect(read.issuer == Self.origin)
      #expect(
        try read.verifiedRoot(leafHash: tree.leaves[index], key: key) == tree.root(0..<size))
      #expect(throws: ReceiptError.invalidSignature) {
        try read.verifiedRoot(leafHash: tree.leaves[(index + 1) % size], key: key)
      }
    }
  }

  @Test(arguments: Suite.all)
  func `a receipt of growth holds between its two roots only`(suite: Suite) throws {
    let tree = Leaves(11, suite.hash)
    let proof = try ConsistencyProof.prove(
      oldSize: 6, newSize: 11, reader: tree, function: suite.hash)
    let receipt = try TreeReceipt.sign(
      proof, newRoot: tree.root(0..<11), issuer: Self.origin, subject: "growth",
      key: Self.key(suite), suite: suite)
    let read = try TreeReceipt(decoding: receipt.bytes)
    let key = try Self.key(suite).verifyingKey
    try read.verify(oldRoot: tree.root(0..<6), newRoot: tree.root(0..<11), key: key)
    #expect(throws: ReceiptError.self) {
      try read.verify(oldRoot: tree.root(0..<5), newRoot: tree.root(0..<11), key: key)
    }
    #expect(throws: ReceiptError.otherProof(expected: "inclusion")) {
      try read.verifiedRoot(leafHash: tree.leaves[0], key: key)
    }
  }

  @Test(arguments: Suite.all)
  func `another key, another suite and another proof are refused`(suite: Suite) throws {
    let (receipt, tree) = try Self.receipt(1, of: 5, suite)
    #expect(throws: ReceiptError.invalidSignature) {
      try receipt.verifiedRoot(leafHash: tree.leaves[1], key: Self.key(suite, 8).verifyingKey)
    }
    let other = suite == .sm3SM2 ? Suite.sha256Ed25519 : .sm3SM2
    #expect(throws: ReceiptError.invalidSignature) {
      try receipt.verifiedRoot(leafHash: tree.leaves[1], key: Self.key(other).verifyingKey)
    }
    #expect(throws: ReceiptError.otherProof(expected: "consistency")) {
      try receipt.verify(
        oldRoot: tree.root(0..<1), newRoot: tree.root(0..<5), key: Self.key(suite).verifyingKey)
    }
  }

  @Test func `a tree of one entry has no receipt`() throws {
    #expect(throws: ReceiptError.emptyPath) { try Self.receipt(0, of: 1, .sha256Ed25519) }
  }

  @Test(arguments: Suite.all)
  func `swapped, dropped, added and shortened hashes are refused`(suite: Suite) throws {
    let (receipt, tree) = try Self.receipt(4, of: 11, suite)
    let key = try Self.key(suite).verifyingKey
    guard case .inclusion(let size, let index, let path) = receipt.envelope.proof else {
      Issue.record("not a proof of inclusion")
      return
    }
    var swapped = path
    swapped.swapAt(0, 1)
    let wrong: [COSEReceipt.Proof] = [
      .inclusion(size: size, index: index, path: swapped),
      .inclusion(size: size, index: index, path: Array(path.dropLast())),
      .inclusion(size: size, index: index, path: path + [path[0]]),
      .inclusion(size: size, index: index, path: path.map { Array($0.dropLast()) }),
      .inclusion(size: size + 1, index: index, path: path),
      .inclusion(size: size, index: index + 1, path: path),
      .inclusion(size: index, index: index, path: path),
      .inclusion(size: .max, index: .max, path: path), .inclusion(size: 0, index: 0, path: []),
    ]
    for proof in wrong {
      let forged = try COSEReceipt(
        protected: receipt.envelope.protected, proof: proof,
        signature: receipt.envelope.signature)
      #expect(throws: ReceiptError.self, "\(proof)") {
        try TreeReceipt(decoding: forged.bytes).verifiedRoot(leafHash: tree.leaves[4], key: key)
      }
    }
  }

  @Test(arguments: Suite.all)
  func `every changed byte is noticed`(suite: Suite) throws {
    let (receipt, tree) = try Self.receipt(2, of: 6, suite)
    let key = try Self.key(suite).verifyingKey
    for position in receipt.bytes.indices {
      var changed = receipt.bytes
      changed[position] ^= 1
      #expect(throws: ReceiptError.self, "byte \(position)") {
        try TreeReceipt(decoding: changed).verifiedRoot(leafHash: tree.leaves[2], key: key)
      }
    }
  }

  @Test func `without the signed numbers one path proves two places`() throws {
    let suite = Suite.sha256Ed25519
    let tree = Leaves(5, suite.hash)
    let proof = try InclusionProof.prove(
      index: 4, size: 5, reader: tree, function: suite.hash)
    let protected = COSEReceipt.protectedHeader(
      algorithm: -8, structure: 1, keyIdentifier: [1], issuer: Self.origin, subject: "x")
    let root = tree.root(0..<5)
    let signature = try Self.key(suite).signature(
      for: COSESign1.signatureInput(protected: protected, payload: root.bytes))
    for (size, index): (UInt64, UInt64) in [(5, 4), (2, 1)] {
      let receipt = try TreeReceipt(
        decoding: COSEReceipt(
          protected: protected,
          proof: .inclusion(size: size, index: index, path: proof.path.map(\.bytes)),
          signature: signature
        ).bytes)
      #expect(!receipt.areNumbersSigned)
      #expect(
        try receipt.verifiedRoot(
          leafHash: tree.leaves[4], key: Self.key(suite).verifyingKey) == root)
    }
    #expect(try Self.receipt(4, of: 5, suite).receipt.areNumbersSigned)
  }

  @Test func `what is neither of the two suites is refused`() throws {
    for (algorithm, structure): (Int64, Int64) in [(-7, 1), (-8, 2), (-8, -65_537), (-65_537, 1)] {
      let protected = COSEReceipt.protectedHeader(
        algorithm: algorithm, structure: structure, keyIdentifier: [1], issuer: "a", subject: "b")
      let forged = try COSEReceipt(
        protected: protected, proof: .inclusion(size: 2, index: 0, path: [[1]]), signature: [])
      #expect(throws: ReceiptError.unsupported(algorithm: algorithm, structure: structure)) {
        try TreeReceipt(decoding: forged.bytes)
      }
    }
  }

  // MARK: - Vectors of others

  static let vectors = ProcessInfo.processInfo.environment["TANZHANG_VECTORS"]
    .map { URL(fileURLWithPath: $0).appendingPathComponent("cose/test-vectors/v1") }

  /// The expected outcome of each published vector; we read EdDSA over RFC 9162 trees only.
  @Test(
    .enabled(if: vectors != nil, "TANZHANG_VECTORS is not set"),
    arguments: [
      ("valid-eddsa", true), ("fail-bad-statement-sig", true), ("fail-tampered-path", false),
      ("fail-unsupported-vds", false), ("valid-es256", false), ("valid-ccf-vds2", false),
    ])
  func `the receipts of scitt-cose are judged as published`(name: String, holds: Bool) throws {
    let folder = try #require(Self.vectors).appendingPathComponent(name)
    let receipt = Array(try Data(contentsOf: folder.appendingPathComponent("receipt.cose")))
    let expected = try #require(
      try JSONSerialization.jsonObject(
        with: try Data(contentsOf: folder.appendingPathComponent("expected.json")))
        as? [String: Any])
    let pem = try String(
      contentsOf: folder.appendingPathComponent("log-key.pub"), encoding: .utf8)
    let der = Array(
      try #require(
        Data(base64Encoded: pem.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined())))
    let leaf = try #require(
      (expected["leaf_entry"] as? String).flatMap { Hexadecimal.decode($0) })
    func verify() throws -> Digest {
      let key = try VerifyingKey(algorithm: .ed25519, bytes: Array(der.suffix(32)))
      return try TreeReceipt(decoding: receipt).verifiedRoot(
        leafHash: HashFunction.sha256.leafHash(of: leaf), key: key)
    }
    if holds {
      #expect(try verify().hexadecimal == expected["reconstructed_root"] as? String)
    } else {
      #expect(throws: (any Error).self) { try verify() }
    }
  }
}
