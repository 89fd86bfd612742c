// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// Proof of what a `SortedTree` holds under a key, or that it holds nothing.
public struct SortedProof: Hashable, Sendable {
  /// A leaf with its way to the root.
  public struct ProvedLeaf: Hashable, Sendable {
    /// The leaf.
    public let leaf: SortedTree.Leaf
    /// Its place among the leaves.
    public let index: UInt64
    /// The siblings on its way, leaf to root.
    public let path: [Digest]

    /// Makes a leaf with its way; nothing is checked before `SortedProof.value`.
    public init(leaf: SortedTree.Leaf, index: UInt64, path: [Digest]) {
      self.leaf = leaf
      self.index = index
      self.path = path
    }
  }

  /// What is shown.
  public enum Evidence: Hashable, Sendable {
    /// The leaf of the key.
    case present(ProvedLeaf)
    /// The neighbours between which the key would lie; `nil` beyond either end.
    case absent(before: ProvedLeaf?, after: ProvedLeaf?)
  }

  /// What is shown.
  public let evidence: Evidence

  /// Makes a proof from its evidence; nothing is checked before `value`.
  public init(_ evidence: Evidence) {
    self.evidence = evidence
  }

  /// The value of `key` in the tree with this root and number of leaves, or `nil` when the proof
  /// shows that there is none.
  ///
  /// Both numbers must come from the same commitment. Throws when the proof shows neither. Absence
  /// rests on the leaves being in order, which whoever commits to the tree answers for, and whoever
  /// makes the tree again checks.
  public func value(
    of key: [UInt8], count: UInt64, root: Digest, function: HashFunction
  ) throws(TransparencyLogError) -> [UInt8]? {
    switch evidence {
    case .present(let proved):
      guard proved.leaf.key == key else { throw .notNeighbours(count: count) }
      try Self.verify(proved, count, root, function)
      return proved.leaf.value
    case .absent(let before, let after):
      try Self.requireGap(around: key, before, after, count)
      for proved in [before, after].compactMap({ $0 }) {
        try Self.verify(proved, count, root, function)
      }
      if count == 0, root != function.digest(of: []) {
        throw .rootMismatch(size: 0, expected: root, computed: function.digest(of: []))
      }
      return nil
    }
  }

  /// Throws unless the leaves are neighbours, or the first, or the last, with `key` between.
  private static func requireGap(
    around key: [UInt8], _ before: ProvedLeaf?, _ after: ProvedLeaf?, _ count: UInt64
  ) throws(TransparencyLogError) {
    let isInOrder =
      before.map { $0.leaf.key.lexicographicallyPrecedes(key) } ?? true
      && after.map { key.lexicographicallyPrecedes($0.leaf.key) } ?? true
    let first = before.map { $0.index &+ 1 } ?? 0
    let last = after?.index ?? count
    guard isInOrder, first == last, first <= count else { throw .notNeighbours(count: count) }
  }

  private static func verify(
    _ proved: ProvedLeaf, _ count: UInt64, _ root: Digest, _ function: HashFunction
  ) throws(TransparencyLogError) {
    guard proved.leaf.key.count <= SortedTree.keyLimit else {
      throw .entryTooLong(length: proved.leaf.key.count, limit: SortedTree.keyLimit)
    }
    try InclusionProof(index: proved.index, size: count, path: proved.path).verify(
      leafHash: function.leafHash(of: proved.leaf.bytes), root: root, function: function)
  }
}
