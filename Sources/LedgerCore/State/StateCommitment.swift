// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import TransparencyLog

/// The digest of a whole state: any replay of the same entries has the same, and one row, or the
/// absence of one, is provable without the rest.
///
/// See docs/STATE_COMMITMENT.md for what is under a key and how a ledger is to commit to it.
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

  /// The key under which a row lies: its section, 0, its own key.
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
  /// The tree over every row of the state and every text by which one is found.
  ///
  /// - Complexity: one hash and a copy of each row; memory grows with the state.
  public func commitmentTree(function: HashFunction) -> SortedTree {
    var leaves: [SortedTree.Leaf] = []
    visitImages(changedOnly: false) { image in
      leaves.append(
        SortedTree.Leaf(
          key: StateCommitment.key(section: image.section, row: image.key), value: image.value))
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

  /// The commitment to this state.
  public func commitment(function: HashFunction) -> StateCommitment {
    let tree = commitmentTree(function: function)
    return StateCommitment(size: size, count: tree.count, root: tree.root)
  }
}
