// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing
import TransparencyLog

struct ProofPropertyTests {
  static let sizes = Array(1...70) + [127, 128, 129, 255, 256, 257, 300]
  static let log = NumberedLog(size: 300)
  static let roots = (0...300).map { log.naiveRoot(0..<$0) }

  @Test func `every leaf of every tree is proved and no neighbour is`() throws {
    var random = SplitMix64(seed: 1)
    for size in Self.sizes {
      let reader = Self.log.reader(size: size)
      let root = Self.roots[size]
      for index in 0..<size {
        let proof = try InclusionProof.prove(
          index: UInt64(index), size: UInt64(size), reader: reader, function: .sha256)
        let leaf = Self.log.leaves[index]
        try proof.verify(leafHash: leaf, root: root, function: .sha256)
        let other = InclusionProof(
          index: UInt64(size == 1 ? 1 : (index + 1) % size), size: UInt64(size),
          path: proof.path)
        #expect(!verifies(other, leaf, root), "leaf \(index) of \(size) at another index")
        let flipped = try leaf.flippingBit(Int.random(in: 0..<256, using: &random))
        #expect(!verifies(proof, flipped, root), "another leaf at \(index) of \(size)")
        #expect(!verifies(proof, leaf, Self.roots[size - 1]), "root of another size")
      }
    }
  }

  @Test func `any changed, missing or additional hash breaks an inclusion proof`() throws {
    var random = SplitMix64(seed: 2)
    for size in Self.sizes where size > 1 {
      let reader = Self.log.reader(size: size)
      let index = Int.random(in: 0..<size, using: &random)
      let proof = try InclusionProof.prove(
        index: UInt64(index), size: UInt64(size), reader: reader, function: .sha256)
      for path in try damaged(proof.path, using: &random) {
        let damaged = InclusionProof(index: proof.index, size: proof.size, path: path)
        #expect(!verifies(damaged, Self.log.leaves[index], Self.roots[size]))
      }
    }
  }

  @Test func `every earlier tree is proved to be a prefix`() throws {
    for newSize in Self.sizes {
      let reader = Self.log.reader(size: newSize)
      for oldSize in 0...newSize {
        let proof = try ConsistencyProof.prove(
          oldSize: UInt64(oldSize), newSize: UInt64(newSize), reader: reader,
          function: .sha256)
        let (oldRoot, newRoot) = (Self.roots[oldSize], Self.roots[newSize])
        try proof.verify(oldRoot: oldRoot, newRoot: newRoot, function: .sha256)
        if oldSize > 0, oldSize < newSize {
          #expect(!verifies(proof, Self.roots[oldSize - 1], newRoot), "\(oldSize) \(newSize)")
          #expect(!verifies(proof, oldRoot, Self.roots[newSize - 1]), "\(oldSize) \(newSize)")
        } else {
          #expect(proof.path.isEmpty)
        }
      }
    }
  }

  @Test func `any changed, missing or additional hash breaks a consistency proof`() throws {
    var random = SplitMix64(seed: 3)
    for newSize in Self.sizes where newSize > 1 {
      let oldSize = Int.random(in: 1..<newSize, using: &random)
      let proof = try ConsistencyProof.prove(
        oldSize: UInt64(oldSize), newSize: UInt64(newSize),
        reader: Self.log.reader(size: newSize), function: .sha256)
      for path in try damaged(proof.path, using: &random) {
        let damaged = ConsistencyProof(
          oldSize: proof.oldSize, newSize: proof.newSize, path: path)
        #expect(!verifies(damaged, Self.roots[oldSize], Self.roots[newSize]))
      }
    }
  }

  @Test func `equal sizes need equal roots and an empty path`() throws {
    let (root, other) = (Self.roots[5], Self.roots[6])
    let proof = ConsistencyProof(oldSize: 5, newSize: 5, path: [])
    #expect(verifies(proof, root, root))
    #expect(!verifies(proof, root, other))
    #expect(!verifies(ConsistencyProof(oldSize: 5, newSize: 5, path: [root]), root, root))
  }

  @Test func `from the empty tree only its own root and an empty path pass`() throws {
    let (empty, root) = (Self.roots[0], Self.roots[5])
    let proof = ConsistencyProof(oldSize: 0, newSize: 5, path: [])
    #expect(verifies(proof, empty, root))
    #expect(!verifies(proof, root, root))
    #expect(!verifies(ConsistencyProof(oldSize: 0, newSize: 5, path: [root]), empty, root))
    let both = ConsistencyProof(oldSize: 0, newSize: 0, path: [])
    #expect(verifies(both, empty, empty))
    #expect(!verifies(both, root, root))
  }

  @Test func `impossible requests are refused with their numbers`() {
    let reader = Self.log.reader(size: 10)
    #expect(throws: TransparencyLogError.leafOutsideTree(index: 10, size: 10)) {
      try InclusionProof.prove(index: 10, size: 10, reader: reader, function: .sha256)
    }
    #expect(throws: TransparencyLogError.sizesOutOfOrder(oldSize: 11, newSize: 10)) {
      try ConsistencyProof.prove(oldSize: 11, newSize: 10, reader: reader, function: .sha256)
    }
    #expect(throws: TransparencyLogError.sizesOutOfOrder(oldSize: 11, newSize: 10)) {
      try ConsistencyProof(oldSize: 11, newSize: 10, path: []).verify(
        oldRoot: .zero, newRoot: .zero, function: .sha256)
    }
    #expect(throws: TransparencyLogError.proofLength(expected: 1, found: 0)) {
      try InclusionProof(index: 0, size: 2, path: []).verify(
        leafHash: .zero, root: .zero, function: .sha256)
    }
    #expect(throws: TransparencyLogError.subtreeIncomplete(level: 3, index: 1, size: 10)) {
      try reader.hash(level: 3, index: 1)
    }
  }

  private func verifies(_ proof: InclusionProof, _ leaf: Digest, _ root: Digest) -> Bool {
    succeeds { () throws(TransparencyLogError) in
      try proof.verify(leafHash: leaf, root: root, function: .sha256)
    }
  }

  private func verifies(_ proof: ConsistencyProof, _ old: Digest, _ new: Digest) -> Bool {
    succeeds { () throws(TransparencyLogError) in
      try proof.verify(oldRoot: old, newRoot: new, function: .sha256)
    }
  }

  /// The path with one bit of each hash changed, one hash missing, one too many.
  private func damaged(
    _ path: [Digest], using random: inout SplitMix64
  ) throws -> [[Digest]] {
    var paths = [path + [.zero], [.zero] + path]
    for position in path.indices {
      var changed = path
      changed[position] = try path[position].flippingBit(.random(in: 0..<256, using: &random))
      var shorter = path
      shorter.remove(at: position)
      paths += [changed, shorter]
    }
    return paths
  }
}
