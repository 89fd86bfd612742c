// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// A complete subtree: the 2^`level` leaves that begin at leaf `index` · 2^`level`.
public struct SubtreePosition: Hashable, Sendable {
  /// Binary level; 0 is a leaf hash.
  public var level: Int
  /// Number of the subtree within its level.
  public var index: UInt64

  /// Names the subtree `index` of `level`.
  public init(level: Int, index: UInt64) {
    self.level = level
    self.index = index
  }
}

/// Gives the hashes of complete subtrees of one log.
///
/// `hash(level:index:)` is MTH(D[index · 2^level ..< (index + 1) · 2^level]) of RFC 6962 §2.1.
/// Proofs ask for all their hashes at once, so a reader can read each tile once per proof.
public protocol HashReader {
  /// Reads one subtree hash; throws when the subtree is not complete or not readable.
  func hash(level: Int, index: UInt64) throws(TransparencyLogError) -> Digest

  /// Reads several subtree hashes, in the order asked.
  func hashes(of positions: [SubtreePosition]) throws(TransparencyLogError) -> [Digest]
}

extension HashReader {
  /// Reads one hash after the other.
  public func hashes(of positions: [SubtreePosition]) throws(TransparencyLogError) -> [Digest] {
    var hashes: [Digest] = []
    hashes.reserveCapacity(positions.count)
    for position in positions {
      hashes.append(try hash(level: position.level, index: position.index))
    }
    return hashes
  }
}

/// Computes the root of the first `size` leaves of a log.
///
/// The root of no leaves is H("") (RFC 6962 §2.1).
public func treeRoot(
  size: UInt64, reader: some HashReader, function: HashFunction
) throws(TransparencyLogError) -> Digest {
  try CompactRange(frontierOf: size, reader: reader, function: function).root()
}

/// Leaf ranges split into complete subtrees, read in one go and hashed together per range.
///
/// Each range must begin at a multiple of the smallest power of two not below its length, as
/// every right-hand side of the RFC's recursive split does.
struct SubtreeRanges {
  private(set) var ranges: [Range<UInt64>] = []

  mutating func append(_ range: Range<UInt64>) {
    ranges.append(range)
  }

  /// The subtree hashes of the ranges, last appended range first: from the leaves to the root.
  func hashesLeafwards(
    reader: some HashReader, function: HashFunction
  ) throws(TransparencyLogError) -> [Digest] {
    var positions: [SubtreePosition] = []
    positions.reserveCapacity(ranges.count + 8)
    for range in ranges.reversed() { Self.decompose(range, into: &positions) }
    let parts = try reader.hashes(of: positions)
    var hashes: [Digest] = []
    hashes.reserveCapacity(ranges.count)
    var next = 0
    for range in ranges.reversed() {
      let end = next + (range.upperBound - range.lowerBound).nonzeroBitCount
      var hash = parts[end - 1]
      for part in parts[next..<(end - 1)].reversed() { hash = function.nodeHash(part, hash) }
      hashes.append(hash)
      next = end
    }
    return hashes
  }

  /// Appends the complete subtrees that make up the range, largest first.
  static func decompose(_ range: Range<UInt64>, into positions: inout [SubtreePosition]) {
    var start = range.lowerBound
    while start < range.upperBound {
      let level = UInt64.bitWidth - 1 - (range.upperBound - start).leadingZeroBitCount
      positions.append(SubtreePosition(level: level, index: start >> UInt64(level)))
      start += 1 << UInt64(level)
    }
  }
}

/// The largest power of two smaller than `count`, which must be at least 2 (RFC 6962 §2.1).
func splitPoint(_ count: UInt64) -> UInt64 {
  1 << UInt64(UInt64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
}
