// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing
import TransparencyLog

@Suite struct SortedTreeTests {
  /// `count` keys with odd numbers, so that every even one is absent.
  static func tree(_ count: Int, _ function: HashFunction = .sha256) throws -> SortedTree {
    var leaves = (0..<count).map { number in
      SortedTree.Leaf(key: key(2 * number + 1), value: Array("value \(number)".utf8))
    }
    var random = SplitMix64(seed: UInt64(count))
    leaves.shuffle(using: &random)
    return try #require(SortedTree(leaves, function: function))
  }

  static func key(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }

  @Test(arguments: [HashFunction.sha256, .sm3], [0, 1, 2, 3, 7, 8, 9, 64, 100])
  func `every key is proved with its value, and every other to be absent`(
    function: HashFunction, count: Int
  ) throws {
    let tree = try Self.tree(count, function)
    #expect(tree.count == UInt64(count))
    for number in 0...(2 * count + 1) {
      let key = Self.key(number)
      let value = try tree.prove(key).value(
        of: key, count: tree.count, root: tree.root, function: function)
      let expected = number % 2 == 1 && number < 2 * count ? "value \(number / 2)" : nil
      #expect(value == expected.map { Array($0.utf8) }, "\(number) of \(count)")
    }
  }

  @Test(arguments: [0, 1, 5, 16, 33])
  func `the root is that of RFC 9162 over the sorted leaves`(count: Int) throws {
    let tree = try Self.tree(count)
    var plain = CompactRange(function: .sha256)
    for number in 0..<count {
      let key = Self.key(2 * number + 1)
      plain.append(
        HashFunction.sha256.leafHash(of: [0, 0, 0, 2] + key + Array("value \(number)".utf8)))
    }
    #expect(tree.root == plain.root())
  }

  @Test func `one key cannot have two values, and no key is endless`() {
    let leaf = SortedTree.Leaf(key: [1], value: [1])
    #expect(SortedTree([leaf, SortedTree.Leaf(key: [1], value: [2])], function: .sha256) == nil)
    let long = SortedTree.Leaf(
      key: [UInt8](repeating: 0, count: SortedTree.keyLimit + 1), value: [])
    #expect(SortedTree([long], function: .sha256) == nil)
  }

  @Test func `a proof is for its own key only`() throws {
    let tree = try Self.tree(9)
    for number in 0...19 {
      let proof = tree.prove(Self.key(number))
      for other in 0...19 where other != number {
        // Neighbours prove the absence of the one key between them and of no other.
        let value = try? proof.value(
          of: Self.key(other), count: tree.count, root: tree.root, function: .sha256)
        #expect(value == nil, "\(number), \(other)")
      }
    }
  }

  @Test func `neighbours that are not, and ends that are not, prove nothing`() throws {
    let tree = try Self.tree(9)
    func leaf(_ number: Int) throws -> SortedProof.ProvedLeaf {
      guard case .present(let leaf) = tree.prove(Self.key(number)).evidence else {
        throw TransparencyLogError.noTrustedSignature
      }
      return leaf
    }
    func refuses(
      _ key: Int, _ before: SortedProof.ProvedLeaf?, _ after: SortedProof.ProvedLeaf?,
      count: UInt64? = nil
    ) {
      #expect(throws: TransparencyLogError.self, "\(key)") {
        try SortedProof(.absent(before: before, after: after)).value(
          of: Self.key(key), count: count ?? tree.count, root: tree.root, function: .sha256)
      }
    }
    refuses(5, try leaf(3), try leaf(7))
    refuses(4, try leaf(5), try leaf(3))
    refuses(5, try leaf(5), try leaf(7))
    refuses(5, try leaf(3), try leaf(5))
    refuses(4, nil, try leaf(5))
    refuses(4, try leaf(3), nil)
    refuses(4, nil, nil)
    refuses(0, nil, try leaf(3))
    refuses(18, try leaf(15), nil)
    // A number of keys that is not the committed one, to make a leaf the last.
    refuses(18, try leaf(15), nil, count: 8)
    let renumbered = SortedProof.ProvedLeaf(
      leaf: try leaf(15).leaf, index: 8, path: try leaf(15).path)
    refuses(18, renumbered, nil)
    let last = SortedProof.ProvedLeaf(leaf: try leaf(15).leaf, index: .max, path: [])
    refuses(18, last, nil)
  }

  @Test func `changed leaves and paths are refused`() throws {
    let tree = try Self.tree(11)
    let proof = tree.prove(Self.key(7))
    guard case .present(let leaf) = proof.evidence else {
      Issue.record("7 is there")
      return
    }
    var swapped = leaf.path
    swapped.swapAt(0, 1)
    for wrong in [
      SortedProof.ProvedLeaf(
        leaf: SortedTree.Leaf(key: leaf.leaf.key, value: [1]), index: leaf.index, path: leaf.path),
      SortedProof.ProvedLeaf(leaf: leaf.leaf, index: leaf.index + 1, path: leaf.path),
      SortedProof.ProvedLeaf(leaf: leaf.leaf, index: leaf.index, path: swapped),
      SortedProof.ProvedLeaf(leaf: leaf.leaf, index: leaf.index, path: []),
      // The same bytes hashed, parted elsewhere: the length before the key tells.
      SortedProof.ProvedLeaf(
        leaf: SortedTree.Leaf(
          key: leaf.leaf.key + leaf.leaf.value.prefix(1), value: Array(leaf.leaf.value.dropFirst())),
        index: leaf.index, path: leaf.path),
    ] {
      #expect(throws: TransparencyLogError.self) {
        try SortedProof(.present(wrong)).value(
          of: wrong.leaf.key, count: tree.count, root: tree.root, function: .sha256)
      }
    }
    for (count, root) in [(tree.count + 1, tree.root), (tree.count, Digest.zero)] {
      #expect(throws: TransparencyLogError.self) {
        try proof.value(of: Self.key(7), count: count, root: root, function: .sm3)
      }
    }
  }
}
