// SPDX-License-Identifier: Apache-2.0
import Cryptography
import TransparencyLog

/// The leaves of a state on their way to its root: as few bytes for each as ordering needs.
///
/// Rows come section by section and nearly always in the order of their keys, so that leaves are
/// kept in groups of one section and kind, and only a group that is out of order is sorted.
struct StateLeaves {
  fileprivate struct Group {
    var keys: [UInt8] = []
    var ends: [Int] = []
    var hashes: [Digest] = []
    var isOrdered = true

    func key(_ position: Int) -> ArraySlice<UInt8> {
      keys[(position == 0 ? 0 : ends[position - 1])..<ends[position]]
    }

    /// The hashes in the order of their keys.
    var ordered: [Digest] {
      guard !isOrdered else { return hashes }
      return ends.indices.sorted { key($0).lexicographicallyPrecedes(key($1)) }.map { hashes[$0] }
    }
  }

  private let function: HashFunction
  private var groups: [[UInt8]: Group] = [:]
  private var leaf: [UInt8] = []

  init(function: HashFunction) { self.function = function }

  /// The number of leaves.
  private(set) var count: UInt64 = 0

  /// Adds a leaf; its key begins with its section and kind.
  mutating func append(_ key: [UInt8], _ value: [UInt8]) {
    SortedTree.Leaf.write(key: key, value: value, to: &leaf)
    let hash = function.leafHash(of: leaf)
    let rest = key.dropFirst(2)
    groups[Array(key.prefix(2)), default: Group()].append(rest, hash)
    count += 1
  }

  /// The root over all of them in the order of their keys; H("") when there are none.
  func root() -> Digest {
    var range = CompactRange(function: function)
    for (_, group) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      for hash in group.ordered { range.append(hash) }
    }
    return range.root()
  }
}

extension StateLeaves.Group {
  fileprivate mutating func append(_ key: ArraySlice<UInt8>, _ hash: Digest) {
    if let last = ends.indices.last {
      isOrdered = isOrdered && self.key(last).lexicographicallyPrecedes(key)
    }
    keys += key
    ends.append(keys.count)
    hashes.append(hash)
  }
}
