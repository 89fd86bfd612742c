// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedgerCore
import LedgerService
import Testing

/// Our receipts, checked by software that is not ours.
@Suite struct ForeignReceiptTests {
  private static let script = """
    import json, sys, scitt_cose
    folder, pem = sys.argv[1], open(sys.argv[2], "rb").read()
    for index in map(int, sys.argv[3].split(",")):
        receipt = open(f"{folder}/{index}.cose", "rb").read()
        leaf = open(f"{folder}/{index}.leaf", "rb").read()
        good = scitt_cose.verify_receipt(receipt, leaf_entry_hex=leaf.hex(), log_public_key_pem=pem)
        bad = scitt_cose.verify_receipt(
            receipt, leaf_entry_hex=(leaf + b"!").hex(), log_public_key_pem=pem)
        print(index, good.ok, good.tree_size, good.leaf_index, good.root, bad.ok, *good.errors)
    """

  @Test(
    .enabled(if: Python.hasReceipts, "TANZHANG_PYTHON names no Python with scitt-cose"),
    arguments: [2, 8, 13, 260])
  func `scitt-cose takes every receipt, and refuses it for another entry`(size: Int) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tanzhang-receipts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let ledger = try ForgedLedger.sound(.sha256Ed25519, size: max(size, 12))
    let entries = Array(ledger.entries().entries.prefix(size))
    let leaves = Array(ledger.entries().leaves.prefix(size))
    let tree = Leaves(leaves: leaves, function: .sha256)
    let root = tree.root(0..<size)
    let indexes = Array(Set([0, 1, size / 2, size - 1])).sorted()
    for index in indexes {
      let proof = try InclusionProof.prove(
        index: UInt64(index), size: UInt64(size), reader: tree, function: .sha256)
      let receipt = try TreeReceipt.sign(
        proof, root: root, issuer: ForgedLedger.origin, subject: "entry",
        key: ledger.checkpointKey, suite: .sha256Ed25519)
      try Data(receipt.bytes).write(to: folder.appendingPathComponent("\(index).cose"))
      try Data(entries[index]).write(to: folder.appendingPathComponent("\(index).leaf"))
    }
    let key = folder.appendingPathComponent("key.pem")
    try Self.pem(ledger.checkpointKey.verifyingKey).write(
      to: key, atomically: true, encoding: .utf8)
    let result = try Python.run(
      ["-c", Self.script, folder.path, key.path, indexes.map(String.init).joined(separator: ",")])
    let expected = indexes.map { "\($0) True \(size) \($0) \(root.hexadecimal) False" }
    #expect(result.output.split(separator: "\n").map(String.init) == expected)
    #expect(result.code == 0)
  }

  private static func pem(_ key: VerifyingKey) throws -> String {
    let prefix = try #require(Hexadecimal.decode("302a300506032b6570032100"))
    return """
      -----BEGIN PUBLIC KEY-----
      \(Base64.encode(prefix + key.bytes))
      -----END PUBLIC KEY-----

      """
  }

  /// A tree in memory: every hash is computed when it is asked for.
  private struct Leaves: HashReader {
    let leaves: [Digest]
    let function: HashFunction

    func root(_ range: Range<Int>) -> Digest {
      var tree = CompactRange(function: function)
      for leaf in leaves[range] { tree.append(leaf) }
      return tree.root()
    }

    func hash(level: Int, index: UInt64) throws(TransparencyLogError) -> Digest {
      root((Int(index) << level)..<(Int(index + 1) << level))
    }
  }
}
