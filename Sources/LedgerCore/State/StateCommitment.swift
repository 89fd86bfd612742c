// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import Quantities
public import TransparencyLog

/// The digest of a whole state: any replay of the same entries has the same, and one row, or the
/// absence of one, is provable without the rest.
///
/// See docs/STATE_COMMITMENT.md for what is under a key and when a ledger commits to it.
public struct StateCommitment: Hashable, Sendable {
  /// The number of entries the state covers.
  public let size: UInt64
  /// The number of keys.
  public let count: UInt64
  /// The root of the tree over them.
  public let root: Digest

  /// Makes a commitment from its parts.
  public init(size: UInt64, count: UInt64, root: Digest) {
    self.size = size
    self.count = count
    self.root = root
  }

  /// The key under which the digest of a row lies: its section, 0, its own key.
  public static func key(section: UInt8, row key: [UInt8]) -> [UInt8] { [section, 0] + key }

  /// The key under which the number of a row lies that is found by `text` (an identifier, a
  /// code): its section, 1, the text.
  public static func key(section: UInt8, lookup text: String) -> [UInt8] {
    [section, 1] + Array(text.utf8)
  }

  /// What lies under `key`, as `proof` shows, or `nil` when it shows that nothing does.
  public func value(
    of key: [UInt8], proof: SortedProof, function: HashFunction
  ) throws(TransparencyLogError) -> [UInt8]? {
    try proof.value(of: key, count: count, root: root, function: function)
  }
}

extension LedgerState {
  /// The tree over every row of the state and every text by which one is found; it proves.
  ///
  /// - Complexity: two hashes and some hundred bytes for each row.
  public func commitmentTree() -> SortedTree {
    let function = header.suite.hash
    var leaves: [SortedTree.Leaf] = []
    visitImages(changedOnly: false) { image in
      leaves.append(
        SortedTree.Leaf(
          key: StateCommitment.key(section: image.section, row: image.key),
          value: function.digest(of: image.value).bytes))
      for text in image.lookupKeys {
        leaves.append(
          SortedTree.Leaf(
            key: StateCommitment.key(section: image.section, lookup: text), value: image.key))
      }
    }
    guard let tree = SortedTree(leaves, function: function) else {
      preconditionFailure("rows and lookup keys are unique within their sections")
    }
    return tree
  }

  /// The commitment to this state, computed once for a size.
  ///
  /// - Complexity: three hashes for each row, and some eighty bytes until it returns.
  public mutating func commitment() -> StateCommitment {
    if let known = knownCommitment, known.size == size { return known }
    let function = header.suite.hash
    var leaves = StateLeaves(function: function)
    visitImages(changedOnly: false) { image in
      // A digest in place of the row: a neighbour shown as evidence of absence shows no balance,
      // and a leaf is short however long its row.
      leaves.append(image.section, row: image.key, function.digest(of: image.value))
      for text in image.lookupKeys { leaves.append(image.section, lookup: text, image.key) }
    }
    let commitment = StateCommitment(size: size, count: leaves.count, root: leaves.root())
    knownCommitment = commitment
    return commitment
  }

  /// Admits a commitment when it is that to the state before this entry.
  mutating func apply(
    _ record: StateCommitmentRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    guard context.issuer == 0 else {
      throw Rejection(
        LedgerRules.role, found: "\(coded: "participant", context.issuer)",
        required: "\(coded: "participant", 0)")
    }
    guard context.position.record == 0 else {
      throw Rejection(
        LedgerRules.stateCommitment, found: "\(context.position)",
        required: "the first record of a statement")
    }
    // Nothing of this entry has been applied yet: the state is that before it.
    let own = commitment()
    guard record.commitment == own else {
      let claimed = record.commitment
      throw Rejection(
        LedgerRules.stateCommitment,
        found: "\(claimed.size), \(claimed.count), \(claimed.root.base64)",
        required: "\(own.size), \(own.count), \(own.root.base64)")
    }
    header.commitment = size
  }
}
