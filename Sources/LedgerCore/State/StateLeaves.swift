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
  }

  /// The bytes of a leaf before its key: how long the key is with these two, section, kind.
  private static let headLength = 6

  private let function: HashFunction
  /// By section and kind: in this order they follow each other in the tree.
  private var groups: [Group]
  private var leaf: [UInt8] = []

  init(function: HashFunction) {
    self.function = function
    groups = [Group](repeating: Group(), count: 2 * (Int(UInt8.max) + 1))
  }

  /// The number of leaves.
  private(set) var count: UInt64 = 0

  /// Adds the leaf of a row, which holds its digest.
  mutating func append(_ section: UInt8, row key: [UInt8], _ digest: Digest) {
    begin(section, 0, key)
    digest.append(to: &leaf)
    end(section, 0)
  }

  /// Adds the leaf of a text by which the row `key` is found.
  mutating func append(_ section: UInt8, lookup text: String, _ key: [UInt8]) {
    begin(section, 1, text.utf8)
    leaf += key
    end(section, 1)
  }

  /// Writes what `SortedTree.Leaf.write` writes of the key `section ‖ kind ‖ key`.
  private mutating func begin(_ section: UInt8, _ kind: UInt8, _ key: some Collection<UInt8>) {
    leaf.removeAll(keepingCapacity: true)
    let length = UInt32(truncatingIfNeeded: key.count + 2)
    for shift: UInt32 in [24, 16, 8, 0] {
      leaf.append(UInt8(truncatingIfNeeded: length >> shift))
    }
    leaf.append(section)
    leaf.append(kind)
    leaf += key
    groups[Int(section) * 2 + Int(kind)].append(key)
  }

  private mutating func end(_ section: UInt8, _ kind: UInt8) {
    groups[Int(section) * 2 + Int(kind)].hashes.append(function.leafHash(of: leaf.span))
    count += 1
  }

  /// The root over all of them in the order of their keys; H("") when there are none.
  func root() -> Digest {
    var range = CompactRange(function: function)
    for group in groups {
      for hash in group.ordered { range.append(hash) }
    }
    return range.root()
  }
}

extension StateLeaves.Group {
  private func range(_ position: Int) -> Range<Int> {
    (position == 0 ? 0 : ends[position - 1])..<ends[position]
  }

  /// The hashes in the order of their keys.
  fileprivate var ordered: [Digest] {
    guard !isOrdered else { return hashes }
    return ends.indices.sorted { precedes($0, $1) }.map { hashes[$0] }
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    let (left, right) = (range(left), range(right))
    for distance in 0..<min(left.count, right.count) {
      let (one, other) = (keys[left.lowerBound + distance], keys[right.lowerBound + distance])
      if one != other { return one < other }
    }
    return left.count < right.count
  }

  fileprivate mutating func append(_ key: some Collection<UInt8>) {
    keys += key
    ends.append(keys.count)
    if isOrdered, ends.count > 1 { isOrdered = precedes(ends.count - 2, ends.count - 1) }
  }
}
