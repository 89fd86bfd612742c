// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
import TransparencyLog

/// The tree over the rows of a batch, whose root the batch states.
///
/// A leaf is the bytes of up to 64 rows as they stand; leaves and nodes are hashed as RFC 9162
/// §2.1 says, with the ledger's hash function. A group of rows and its path to the root thus prove
/// what a batch holds, and the ledger need not keep rows.
public struct ActivityTree: Sendable {
  /// The rows, one CBOR array after the other.
  public let rows: [UInt8]
  /// Where each row lies.
  public let rowRanges: [Range<Int>]
  /// The leaf hashes of the groups.
  public let leaves: [Digest]
  private let function: HashFunction

  /// Reads the rows of a batch; each must be an array of deterministic CBOR.
  public init(rows: [UInt8], function: HashFunction) throws(CBORError) {
    var reader = CBORReader(rows.span)
    var ranges: [Range<Int>] = []
    while !reader.isAtEnd { ranges.append(try reader.skipItem()) }
    self.rows = rows
    rowRanges = ranges
    self.function = function
    let size = InclusiveCreditLimits.activitiesPerGroup
    leaves = stride(from: 0, to: ranges.count, by: size).map { start in
      let end = min(start + size, ranges.count) - 1
      let bytes = rows.span.extracting(ranges[start].lowerBound..<ranges[end].upperBound)
      return function.leafHash(of: bytes)
    }
  }

  /// The root; the hash of nothing when there are no rows.
  public var root: Digest {
    var range = CompactRange(function: function)
    for leaf in leaves { range.append(leaf) }
    return range.root()
  }

  /// Where the rows of `group` lie, or `nil` when there is no such group.
  public func range(ofGroup group: Int) -> Range<Int>? {
    guard leaves.indices.contains(group) else { return nil }
    let first = group * InclusiveCreditLimits.activitiesPerGroup
    let last = min(first + InclusiveCreditLimits.activitiesPerGroup, rowRanges.count) - 1
    return rowRanges[first].lowerBound..<rowRanges[last].upperBound
  }

  /// The hashes from `group` to the root, or `nil` when there is no such group.
  public func path(ofGroup group: Int) -> [Digest]? {
    guard leaves.indices.contains(group) else { return nil }
    let reader = LeafReader(leaves: leaves, function: function)
    return try? InclusionProof.prove(
      index: UInt64(group), size: UInt64(leaves.count), reader: reader, function: function
    ).path
  }

  /// The record that takes the rows at `positions` of `group` out of batch `batch`, or `nil` when
  /// there is no such group.
  ///
  /// - Parameter total: What those rows saved, as the ledger computed it.
  public func removal(
    from batch: UInt32, reason: RemovalReason, group: Int, positions: [UInt32], total: Int64
  ) -> ActivityRemovalRecord? {
    guard let range = range(ofGroup: group), let path = path(ofGroup: group) else { return nil }
    return ActivityRemovalRecord(
      batch: batch, reason: reason, group: UInt32(truncatingIfNeeded: group),
      rows: Array(rows[range]), path: path, positions: positions, total: total)
  }

  /// Whether `rows` is group `group` of a batch of `count` rows with this root.
  public static func contains(
    _ rows: Span<UInt8>, group: UInt32, count: UInt32, path: [Digest], root: Digest,
    function: HashFunction
  ) -> Bool {
    let size = UInt64(InclusiveCreditLimits.activitiesPerGroup)
    let groups = (UInt64(count) + size - 1) / size
    let proof = InclusionProof(index: UInt64(group), size: groups, path: path)
    let leaf = function.leafHash(of: rows)
    // Every way in which a proof fails means the same here: the group is not of the batch.
    return (try? proof.root(leafHash: leaf, function: function)) == root
  }
}

/// The hashes of a tree whose leaves are in memory.
private struct LeafReader: HashReader {
  let leaves: [Digest]
  let function: HashFunction

  func hash(level: Int, index: UInt64) throws(TransparencyLogError) -> Digest {
    guard level > 0 else { return leaves[Int(index)] }
    return function.nodeHash(
      try hash(level: level - 1, index: index * 2),
      try hash(level: level - 1, index: index * 2 + 1))
  }
}
