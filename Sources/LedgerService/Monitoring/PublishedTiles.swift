// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import TransparencyLog

/// The tiles and bundles in a published directory, of a log of `size` entries.
///
/// No file is read that is larger than its kind can be.
struct PublishedTiles: TileSource {
  let directory: String
  let size: UInt64

  func tileHashes(
    level: Int, range: Range<UInt64>
  ) throws(TransparencyLogError) -> [Digest] {
    var hashes: [Digest] = []
    var next = range.lowerBound
    while next < range.upperBound {
      let tile = next / UInt64(Tile.width)
      let end = min(range.upperBound, (tile + 1) * UInt64(Tile.width))
      let start = Int(next % UInt64(Tile.width)) * Digest.byteCount
      let length = Int(end - next) * Digest.byteCount
      guard let bytes = read(.hashes(level: level), tile), bytes.count >= start + length else {
        throw .tileUnreadable(tileLevel: level, range: next..<end, reason: "no such tile")
      }
      for offset in stride(from: start, to: start + length, by: Digest.byteCount) {
        hashes.append(Digest(copying: bytes.span, at: offset))
      }
      next = end
    }
    return hashes
  }

  /// Calls `body` with the bytes of each entry of `range`; throws when one is missing.
  func forEachEntry(
    in range: Range<UInt64>, _ body: (_ index: UInt64, _ bytes: Span<UInt8>) throws -> Bool
  ) throws {
    var next = range.lowerBound
    while next < range.upperBound {
      let tile = next / UInt64(Tile.width)
      let first = tile * UInt64(Tile.width)
      guard let bytes = read(.entries, tile) else {
        throw TransparencyLogError.bundleCount(expected: 1, found: 0)
      }
      let ranges = try EntryBundle.entryRanges(in: bytes.span)
      let end = min(range.upperBound, first + UInt64(Tile.width))
      guard first + UInt64(ranges.count) >= end else {
        throw TransparencyLogError.bundleCount(
          expected: Int(end - first), found: ranges.count)
      }
      for index in next..<end {
        guard try body(index, bytes.span.extracting(ranges[Int(index - first)])) else { return }
      }
      next = end
    }
  }

  /// The full tile, else the partial one of this size.
  private func read(_ content: TilePath.Content, _ index: UInt64) -> [UInt8]? {
    let level = if case .hashes(let level) = content { level } else { 0 }
    for width in [Tile.width, TilePath.partialWidth(level: level, size: size)] {
      guard let tile = TilePath(content: content, index: index, width: width) else { continue }
      let file = "\(directory)/\(tile.path)"
      if let bytes = SmallFile.read(regular: file, limit: tile.byteLimit) { return bytes }
    }
    return nil
  }
}

extension TilePath {
  /// The most bytes a full file of this kind can have.
  var byteLimit: Int {
    switch content {
    case .hashes: Tile.width * Digest.byteCount
    case .entries: Tile.width * (EntryBundle.entryLimit + 2)
    }
  }
}
