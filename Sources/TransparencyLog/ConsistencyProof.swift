// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// Proof that a tree is a prefix of a later one (RFC 9162 §2.1.4).
///
/// Two cases the RFC leaves open are decided here: for equal sizes the path is empty and the
/// roots are equal; from size 0 the path is empty and the old root is H("").
public struct ConsistencyProof: Hashable, Sendable {
  /// Number of leaves of the older tree.
  public let oldSize: UInt64
  /// Number of leaves of the newer tree.
  public let newSize: UInt64
  /// Hashes in the order of RFC 9162.
  public let path: [Digest]

  /// Makes a proof from its parts; nothing is checked before `verify`.
  public init(oldSize: UInt64, newSize: UInt64, path: [Digest]) {
    self.oldSize = oldSize
    self.newSize = newSize
    self.path = path
  }

  /// Proves that the first `oldSize` leaves are a prefix of the first `newSize`.
  public static func prove(
    oldSize: UInt64, newSize: UInt64, reader: some HashReader, function: HashFunction
  ) throws(TransparencyLogError) -> ConsistencyProof {
    guard oldSize <= newSize else {
      throw .sizesOutOfOrder(oldSize: oldSize, newSize: newSize)
    }
    guard oldSize > 0, oldSize < newSize else {
      return ConsistencyProof(oldSize: oldSize, newSize: newSize, path: [])
    }
    var ranges = SubtreeRanges()
    var (low, high) = (UInt64(0), newSize)
    while oldSize != high {
      let middle = low + splitPoint(high - low)
      if oldSize <= middle {
        ranges.append(middle..<high)
        high = middle
      } else {
        ranges.append(low..<middle)
        low = middle
      }
    }
    // The old root itself is known to the verifier and left out when it is a subtree.
    if low > 0 { ranges.append(low..<high) }
    let path = try ranges.hashesLeafwards(reader: reader, function: function)
    return ConsistencyProof(oldSize: oldSize, newSize: newSize, path: path)
  }

  /// Throws unless the tree with `oldRoot` is a prefix of the tree with `newRoot`.
  public func verify(
    oldRoot: Digest, newRoot: Digest, function: HashFunction
  ) throws(TransparencyLogError) {
    guard oldSize <= newSize else {
      throw .sizesOutOfOrder(oldSize: oldSize, newSize: newSize)
    }
    guard oldSize > 0, oldSize < newSize else {
      return try verifyTrivially(oldRoot: oldRoot, newRoot: newRoot, function: function)
    }
    let computed = try roots(from: oldRoot, function)
    try Self.match(computed.old, root: oldRoot, size: oldSize)
    try Self.match(computed.new, root: newRoot, size: newSize)
  }

  /// The root of the newer tree's first `oldSize` leaves, if the proof leads from it to `newRoot`
  /// and shows it.
  ///
  /// It shows it for sizes that are not powers of two: otherwise the old root is not in the path.
  public func impliedOldRoot(newRoot: Digest, function: HashFunction) -> Digest? {
    guard oldSize > 0, oldSize < newSize, oldSize.nonzeroBitCount > 1,
      let computed = try? roots(from: newRoot, function), computed.new == newRoot
    else { return nil }
    return computed.old
  }

  /// Both roots as the path leads to them; `oldRoot` is used only when the path leaves it out.
  private func roots(
    from oldRoot: Digest, _ function: HashFunction
  ) throws(TransparencyLogError) -> (old: Digest, new: Digest) {
    let last = oldSize - 1
    let height = UInt64(oldSize.trailingZeroBitCount)
    let length = ProofPath.length(index: last, size: newSize)
    let inner = length.inner - Int(height)
    // When the old tree is one complete subtree its root is the seed and not in the path.
    let isSubtree = oldSize == 1 << height
    let expected = (isSubtree ? 0 : 1) + inner + length.border
    guard path.count == expected else {
      throw .proofLength(expected: expected, found: path.count)
    }
    let seed = isSubtree ? oldRoot : path[0]
    let siblings = isSubtree ? path[...] : path[1...]
    let split = siblings.startIndex + inner
    let steps = ProofPath(function: function, mask: last >> height)
    let old = steps.climbBorder(
      steps.climbInnerLeft(seed, siblings[..<split]), siblings[split...])
    let new = steps.climbBorder(steps.climbInner(seed, siblings[..<split]), siblings[split...])
    return (old, new)
  }

  private func verifyTrivially(
    oldRoot: Digest, newRoot: Digest, function: HashFunction
  ) throws(TransparencyLogError) {
    guard path.isEmpty else { throw .proofLength(expected: 0, found: path.count) }
    if oldSize == 0 {
      try Self.match(function.digest(of: []), root: oldRoot, size: 0)
    }
    if oldSize == newSize { try Self.match(oldRoot, root: newRoot, size: newSize) }
  }

  private static func match(
    _ computed: Digest, root: Digest, size: UInt64
  ) throws(TransparencyLogError) {
    guard computed == root else {
      throw .rootMismatch(size: size, expected: root, computed: computed)
    }
  }
}
