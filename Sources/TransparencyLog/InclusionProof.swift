// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// Proof that a leaf is in a tree: the siblings on its way to the root (RFC 9162 §2.1.3).
public struct InclusionProof: Hashable, Sendable {
  /// Index of the leaf, from 0.
  public let index: UInt64
  /// Number of leaves of the tree.
  public let size: UInt64
  /// Sibling hashes, leaf to root.
  public let path: [Digest]

  /// Makes a proof from its parts; nothing is checked before `verify`.
  public init(index: UInt64, size: UInt64, path: [Digest]) {
    self.index = index
    self.size = size
    self.path = path
  }

  /// Proves that leaf `index` is in the tree of the first `size` leaves.
  public static func prove(
    index: UInt64, size: UInt64, reader: some HashReader, function: HashFunction
  ) throws(TransparencyLogError) -> InclusionProof {
    guard index < size else { throw .leafOutsideTree(index: index, size: size) }
    var ranges = SubtreeRanges()
    var (low, high) = (UInt64(0), size)
    while high - low > 1 {
      let middle = low + splitPoint(high - low)
      if index < middle {
        ranges.append(middle..<high)
        high = middle
      } else {
        ranges.append(low..<middle)
        low = middle
      }
    }
    let path = try ranges.hashesLeafwards(reader: reader, function: function)
    return InclusionProof(index: index, size: size, path: path)
  }

  /// The root that the leaf and the path lead to.
  ///
  /// Throws when the leaf is outside the tree or the path has not the one length that this
  /// index and size allow.
  public func root(
    leafHash: Digest, function: HashFunction
  ) throws(TransparencyLogError) -> Digest {
    guard index < size else { throw .leafOutsideTree(index: index, size: size) }
    let length = ProofPath.length(index: index, size: size)
    guard path.count == length.inner + length.border else {
      throw .proofLength(expected: length.inner + length.border, found: path.count)
    }
    let steps = ProofPath(function: function, mask: index)
    let inner = steps.climbInner(leafHash, path[..<length.inner])
    return steps.climbBorder(inner, path[length.inner...])
  }

  /// Throws unless the leaf with this hash is in the tree with this root.
  public func verify(
    leafHash: Digest, root: Digest, function: HashFunction
  ) throws(TransparencyLogError) {
    let computed = try self.root(leafHash: leafHash, function: function)
    guard computed == root else {
      throw .rootMismatch(size: size, expected: root, computed: computed)
    }
  }
}

/// Climbing from a leaf to a root along a proof.
///
/// Below the point where the ways to the leaf and to the last leaf part, a bit of the index
/// says on which side the sibling lies (inner); above it every sibling is on the left (border).
struct ProofPath {
  let function: HashFunction
  let mask: UInt64

  /// The exact number of inner and border hashes for a leaf of a tree.
  static func length(index: UInt64, size: UInt64) -> (inner: Int, border: Int) {
    let inner = UInt64.bitWidth - (index ^ (size - 1)).leadingZeroBitCount
    return (inner, (index >> UInt64(inner)).nonzeroBitCount)
  }

  func climbInner(_ seed: Digest, _ siblings: ArraySlice<Digest>) -> Digest {
    var (hash, bits) = (seed, mask)
    for sibling in siblings {
      hash =
        bits & 1 == 0
        ? function.nodeHash(hash, sibling) : function.nodeHash(sibling, hash)
      bits >>= 1
    }
    return hash
  }

  /// Climbs taking left siblings only: to the root of the tree that ends with this leaf.
  func climbInnerLeft(_ seed: Digest, _ siblings: ArraySlice<Digest>) -> Digest {
    var (hash, bits) = (seed, mask)
    for sibling in siblings {
      if bits & 1 == 1 { hash = function.nodeHash(sibling, hash) }
      bits >>= 1
    }
    return hash
  }

  func climbBorder(_ seed: Digest, _ siblings: ArraySlice<Digest>) -> Digest {
    siblings.reduce(seed) { function.nodeHash($1, $0) }
  }
}
