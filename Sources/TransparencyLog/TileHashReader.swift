// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// Stored tile levels: level l holds the hash of every complete subtree of 256^l leaves.
public protocol TileSource {
  /// Reads the hashes `range` of tile level `level`; exactly `range.count` of them.
  func tileHashes(
    level: Int, range: Range<UInt64>
  ) throws(TransparencyLogError) -> [Digest]
}

/// Reads subtree hashes of every binary level from stored tile levels.
///
/// Between two tile levels lie seven that are not stored. A node of the middle one covers a
/// group of 16 tile hashes; groups are read and hashed whole and remembered, within one call
/// always and across calls in the `MiddleHashCache`. So a warm proof costs 15 hashes of a
/// group and 11 of middle nodes for each tile it crosses, instead of 247.
public struct TileHashReader<Source: TileSource>: HashReader {
  private let source: Source
  private let size: UInt64
  private let function: HashFunction
  private let cache: MiddleHashCache?

  /// Reads the first `size` leaves of `source`; give the log's `cache` when there are many proofs.
  public init(
    source: Source, size: UInt64, function: HashFunction, cache: MiddleHashCache? = nil
  ) {
    self.source = source
    self.size = size
    self.function = function
    self.cache = cache
  }

  /// Reads one subtree hash.
  public func hash(level: Int, index: UInt64) throws(TransparencyLogError) -> Digest {
    try hashes(of: [SubtreePosition(level: level, index: index)])[0]
  }

  /// Reads several subtree hashes; each tile hash is read at most once if asked in order.
  public func hashes(of positions: [SubtreePosition]) throws(TransparencyLogError) -> [Digest] {
    var hashes: [Digest] = []
    hashes.reserveCapacity(positions.count)
    var group = LoadedGroup()
    for position in positions {
      let (level, index) = (position.level, position.index)
      guard (0..<UInt64.bitWidth).contains(level), index < size >> UInt64(level) else {
        throw .subtreeIncomplete(level: level, index: index, size: size)
      }
      if level % Tile.levels < MiddleHash.groupLevels {
        hashes.append(try lowerHash(position, &group))
      } else {
        hashes.append(try upperHash(position))
      }
    }
    return hashes
  }

  /// The group read last; neighbouring positions of a proof lie in the same one.
  private struct LoadedGroup {
    var tileLevel = -1
    var index: UInt64 = 0
    var hashes: [Digest] = []
  }

  /// A hash less than four levels above a tile level, from its group of 16 tile hashes.
  private func lowerHash(
    _ position: SubtreePosition, _ group: inout LoadedGroup
  ) throws(TransparencyLogError) -> Digest {
    let tileLevel = position.level / Tile.levels
    let height = UInt64(position.level % Tile.levels)
    let first = position.index << height
    let groupIndex = first / MiddleHash.groupWidth
    if group.tileLevel != tileLevel || group.index != groupIndex {
      let start = groupIndex * MiddleHash.groupWidth
      let stored = size >> UInt64(tileLevel * Tile.levels)
      let end = min(stored - start, MiddleHash.groupWidth) + start
      group = LoadedGroup(
        tileLevel: tileLevel, index: groupIndex,
        hashes: try read(level: tileLevel, range: start..<end))
    }
    let offset = Int(first % MiddleHash.groupWidth)
    return subtreeHash(group.hashes[offset..<(offset + 1 << Int(height))])
  }

  /// A hash four or more levels above a tile level, from hashes of the middle level.
  private func upperHash(_ position: SubtreePosition) throws(TransparencyLogError) -> Digest {
    let tileLevel = position.level / Tile.levels
    let height = UInt64(position.level % Tile.levels - MiddleHash.groupLevels)
    let first = position.index << height
    let groups = first..<(first + 1 << height)
    if let middle = cache?.hashes(tileLevel: tileLevel, groups: groups) {
      return subtreeHash(middle[...])
    }
    let start = groups.lowerBound * MiddleHash.groupWidth
    let end = groups.upperBound * MiddleHash.groupWidth
    let stored = try read(level: tileLevel, range: start..<end)
    let width = Int(MiddleHash.groupWidth)
    let middle = stride(from: 0, to: stored.count, by: width).map { start in
      subtreeHash(stored[start..<(start + width)])
    }
    cache?.insert(middle, tileLevel: tileLevel, firstGroup: groups.lowerBound)
    return subtreeHash(middle[...])
  }

  private func read(
    level: Int, range: Range<UInt64>
  ) throws(TransparencyLogError) -> [Digest] {
    let hashes = try source.tileHashes(level: level, range: range)
    guard hashes.count == range.count else {
      throw .tileUnreadable(
        tileLevel: level, range: range, reason: "the storage gave \(hashes.count) hashes")
    }
    return hashes
  }

  /// The root of a complete subtree over a power of two of hashes.
  private func subtreeHash(_ hashes: ArraySlice<Digest>) -> Digest {
    if hashes.count == 1 { return hashes[hashes.startIndex] }
    let middle = hashes.startIndex + hashes.count / 2
    return function.nodeHash(subtreeHash(hashes[..<middle]), subtreeHash(hashes[middle...]))
  }
}
