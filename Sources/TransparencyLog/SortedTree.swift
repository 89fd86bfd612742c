// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// A Merkle tree over keys in bytewise order, each with a value: it proves what the value of a key
/// is, and that there is none.
///
/// It is the tree of RFC 9162 over the leaves `uint32-BE length of the key ‖ key ‖ value`. Two
/// neighbouring leaves prove that no key lies between them. A root does not commit to the number
/// of leaves, so whoever commits to a tree commits to both.
public struct SortedTree: Sendable {
  /// The most bytes a key may have.
  public static let keyLimit = 1 << 16

  /// A key with its value.
  public struct Leaf: Hashable, Sendable {
    /// The key.
    public let key: [UInt8]
    /// The value.
    public let value: [UInt8]

    /// Makes a leaf.
    public init(key: [UInt8], value: [UInt8]) {
      self.key = key
      self.value = value
    }

    /// What is hashed as a leaf of the tree.
    public var bytes: [UInt8] {
      var bytes: [UInt8] = []
      Self.write(key: key, value: value, to: &bytes)
      return bytes
    }

    /// Puts what is hashed for `key` and `value` in the place of what `bytes` held.
    package static func write(key: [UInt8], value: [UInt8], to bytes: inout [UInt8]) {
      bytes.removeAll(keepingCapacity: true)
      bytes += bigEndianBytes(UInt32(truncatingIfNeeded: key.count))
      bytes += key
      bytes += value
    }
  }

  /// The function that hashes leaves and nodes.
  public let function: HashFunction
  private let leaves: [Leaf]
  /// The hashes of every level; an odd one out is carried up unchanged.
  private let levels: [[Digest]]

  /// Makes the tree of `leaves`, given in any order; `nil` when two have one key, or a key is too
  /// long.
  public init?(_ leaves: [Leaf], function: HashFunction) {
    let sorted = leaves.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    for (position, leaf) in sorted.enumerated() {
      guard leaf.key.count <= Self.keyLimit,
        position == 0 || sorted[position - 1].key != leaf.key
      else { return nil }
    }
    self.leaves = sorted
    self.function = function
    var levels = [sorted.map { function.leafHash(of: $0.bytes) }]
    while let below = levels.last, below.count > 1 {
      levels.append(
        stride(from: 0, to: below.count, by: 2).map { left in
          left + 1 < below.count
            ? function.nodeHash(below[left], below[left + 1]) : below[left]
        })
    }
    self.levels = levels
  }

  /// The number of keys.
  public var count: UInt64 { UInt64(leaves.count) }

  /// The root; H("") when there are no keys.
  public var root: Digest { levels.last?.first ?? function.digest(of: []) }

  /// Proves what the value of `key` is, or that it has none.
  public func prove(_ key: [UInt8]) -> SortedProof {
    let position = firstPosition(notBefore: key)
    if position < leaves.count, leaves[position].key == key {
      return SortedProof(.present(proved(position)))
    }
    return SortedProof(
      .absent(
        before: position > 0 ? proved(position - 1) : nil,
        after: position < leaves.count ? proved(position) : nil))
  }

  private func firstPosition(notBefore key: [UInt8]) -> Int {
    var (low, high) = (0, leaves.count)
    while low < high {
      let middle = (low + high) / 2
      if leaves[middle].key.lexicographicallyPrecedes(key) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private func proved(_ position: Int) -> SortedProof.ProvedLeaf {
    var path: [Digest] = []
    var index = position
    for level in levels.dropLast() {
      let sibling = index ^ 1
      if sibling < level.count { path.append(level[sibling]) }
      index /= 2
    }
    return SortedProof.ProvedLeaf(
      leaf: leaves[position], index: UInt64(position), path: path)
  }
}
