// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// The frontier of an append-only tree: the roots of its complete subtrees, largest first.
///
/// It is all that appending and computing the root need: one hash per bit set in `size`.
public struct CompactRange: Hashable, Sendable {
  /// The function that hashes leaves and nodes.
  public let function: HashFunction
  /// Number of leaves.
  public private(set) var size: UInt64
  /// The frontier, largest subtree first.
  public private(set) var hashes: [Digest]

  /// Makes the tree of no leaves.
  public init(function: HashFunction) {
    self.function = function
    size = 0
    hashes = []
  }

  /// Restores a tree from its size and frontier.
  public init(
    function: HashFunction, size: UInt64, frontier: [Digest]
  ) throws(TransparencyLogError) {
    guard frontier.count == size.nonzeroBitCount else {
      throw .frontierLength(size: size, expected: size.nonzeroBitCount, found: frontier.count)
    }
    self.function = function
    self.size = size
    hashes = frontier
  }

  /// Loads the frontier of the first `size` leaves of a stored log.
  public init(
    frontierOf size: UInt64, reader: some HashReader, function: HashFunction
  ) throws(TransparencyLogError) {
    var positions: [SubtreePosition] = []
    SubtreeRanges.decompose(0..<size, into: &positions)
    try self.init(
      function: function, size: size, frontier: try reader.hashes(of: positions))
  }

  /// Appends a leaf by its leaf hash.
  ///
  /// - Complexity: amortised one node hash.
  public mutating func append(_ leafHash: Digest) {
    append(leafHash) { _, _ in }
  }

  /// Appends a leaf and reports every subtree above the leaf that it completes, lowest first.
  mutating func append(_ leafHash: Digest, completed: (_ level: Int, _ hash: Digest) -> Void) {
    var hash = leafHash
    var level = 0
    var bits = size
    while bits & 1 == 1 {
      hash = function.nodeHash(hashes.removeLast(), hash)
      level += 1
      bits >>= 1
      completed(level, hash)
    }
    hashes.append(hash)
    size += 1
  }

  /// The root of the tree; H("") when it has no leaves.
  public func root() -> Digest {
    guard var root = hashes.last else { return function.digest(of: []) }
    for hash in hashes.dropLast().reversed() { root = function.nodeHash(hash, root) }
    return root
  }
}
