// SPDX-License-Identifier: Apache-2.0
import Cryptography
public import LedgerCore
import Synchronization
import TransparencyLog

extension LedgerFiles {
  private static let blockSize = 1 << 18
  private static let bundleSize = 1 << 16

  /// The bytes of the entry at `index`, which a checkpoint covers.
  public func entry(at index: UInt64) throws(StorageError) -> [UInt8] {
    let place = try place(of: index)
    var block = FrameBlock(at: place.offset, size: Self.bundleSize)
    var number = place.first
    while true {
      let limit = Int(index - number + 1)
      let start = block.offset
      try advance(&block, place.file, limit: limit, number)
      number += UInt64(block.ranges.count)
      guard number > index, let range = block.ranges.last else { continue }
      let bytes = Array(block.bytes[range])
      guard try isInTree(bytes, index) != false else {
        throw .damaged(
          path: place.file.handle.path, offset: start + UInt64(range.lowerBound),
          reason: "entry \(index) does not have the leaf hash at \(directory.treeLevel(0)), "
            + "offset \(index * UInt64(Digest.byteCount))")
      }
      return bytes
    }
  }

  /// Whether an entry has the leaf hash that the tree's file has; nil when it has none, as after
  /// a crash: it is derived, and made durable later.
  private func isInTree(_ bytes: [UInt8], _ index: UInt64) throws(StorageError) -> Bool? {
    let stored = try tileBytes(level: 0, range: index..<(index + 1))
    guard let suite = Suite(name: suiteName), stored.count == Digest.byteCount,
      stored.contains(where: { $0 != 0 })
    else { return nil }
    return suite.hash.leafHash(of: bytes) == Digest(copying: stored.span, at: 0)
  }

  /// The entry bundle `number`: the bytes of its first `width` entries with their framing.
  public func bundle(_ number: UInt64, width: Int) throws(StorageError) -> [UInt8] {
    precondition((1...Tile.width).contains(width), "a bundle has 1 to 256 entries")
    let place = try place(of: number * UInt64(Tile.width) + UInt64(width) - 1)
    var block = FrameBlock(at: place.offset, size: Self.bundleSize * 2)
    try skip(number * UInt64(Tile.width) - place.first, &block, place)
    var bytes: [UInt8] = []
    var count = 0
    while count < width {
      try advance(&block, place.file, limit: width - count, number * 256 + UInt64(count))
      count += block.ranges.count
      bytes += block.bytes[..<(block.ranges.last?.upperBound ?? 0)]
    }
    return bytes
  }

  /// Calls `body` with each entry of `range`, which a checkpoint covers, until it answers false.
  public func forEachEntry(
    in range: Range<UInt64>, _ body: (_ index: UInt64, _ bytes: Span<UInt8>) -> Bool
  ) throws(StorageError) {
    try forEachBlock(in: range) { first, bytes, ranges in
      for (place, range) in ranges.enumerated() {
        guard body(first + UInt64(place), bytes.extracting(range)) else { return false }
      }
      return true
    }
  }

  /// Calls `body` with blocks of consecutive entries, as few as large reads give, until it
  /// answers false.
  ///
  /// - Parameters:
  ///   - range: Entries that a checkpoint covers.
  ///   - body: Gets the index of the first entry, a buffer, and where the entries lie in it.
  public func forEachBlock(
    in range: Range<UInt64>,
    _ body: (_ first: UInt64, _ bytes: Span<UInt8>, _ entries: [Range<Int>]) -> Bool
  ) throws(StorageError) {
    var number = range.lowerBound
    while number < range.upperBound {
      let place = try place(of: number)
      var block = FrameBlock(at: place.offset, size: Self.blockSize)
      let end = min(range.upperBound, place.end)
      try skip(number - place.first, &block, place)
      while number < end {
        let limit = Int(min(end - number, UInt64(Int.max)))
        try advance(&block, place.file, limit: limit, number)
        guard body(number, block.bytes.span, block.ranges) else { return }
        number += UInt64(block.ranges.count)
      }
    }
  }

  private func skip(
    _ count: UInt64, _ block: inout FrameBlock, _ place: Place
  ) throws(StorageError) {
    var number = place.first
    while number < place.first + count {
      try advance(&block, place.file, limit: Int(place.first + count - number), number)
      number += UInt64(block.ranges.count)
    }
  }

  private func advance(
    _ block: inout FrameBlock, _ file: SharedFile, limit: Int, _ number: UInt64
  ) throws(StorageError) {
    guard try block.advance(file.handle, limit: limit) else {
      throw .damaged(
        path: file.handle.path, offset: block.offset, reason: "entry \(number) is missing")
    }
  }

  /// Where reading towards an entry begins.
  private struct Place {
    let file: SharedFile
    let offset: UInt64
    /// The entry at `offset`.
    let first: UInt64
    /// The first entry of the next segment.
    let end: UInt64
  }

  private func place(of number: UInt64) throws(StorageError) -> Place {
    let (segments, size) = try segments(holding: number)
    guard number < size, let position = segments.lastIndex(where: { $0 <= number }) else {
      throw .damaged(
        path: directory.entries, offset: 0,
        reason: "there is no checkpoint over entry \(number)")
    }
    let segment = segments[position]
    let end = position + 1 < segments.count ? segments[position + 1] : .max
    let path = directory.segment(directory.entries, segment)
    guard let file = try file(path) else {
      throw .damaged(path: path, offset: 0, reason: "the segment is missing")
    }
    // Offsets that did not reach the disk are zero: then an earlier bundle is a place to begin.
    var bundle = number / UInt64(Tile.width)
    let firstBundle = segment / UInt64(Tile.width)
    while bundle > firstBundle {
      if let offset = try bundleOffset(bundle),
        try begins(bundle * UInt64(Tile.width), at: offset, file)
      {
        return Place(file: file, offset: offset, first: bundle * UInt64(Tile.width), end: end)
      }
      bundle -= 1
    }
    return Place(file: file, offset: 0, first: segment, end: end)
  }

  private func bundleOffset(_ bundle: UInt64) throws(StorageError) -> UInt64? {
    guard let index = try file(directory.index) else { return nil }
    let bytes = try index.handle.read(count: 8, at: bundle * BundleIndex.width)
    guard bytes.count == 8 else { return nil }
    let offset = BundleIndex.offset(in: bytes, at: 0)
    // A damaged offset may be one that no file has.
    return offset == 0 || offset > BundleIndex.largestOffset ? nil : offset
  }

  /// Whether entry `number` begins at an offset: the index is derived, and may be damaged.
  private func begins(
    _ number: UInt64, at offset: UInt64, _ file: SharedFile
  ) throws(StorageError) -> Bool {
    var block = FrameBlock(at: offset, size: 1 << 12)
    guard try block.advance(file.handle, limit: 1) else { return false }
    return try isInTree(Array(block.bytes[block.ranges[0]]), number) != false
  }

  /// The segments, complete at least up to an entry that a checkpoint covers.
  private func segments(
    holding number: UInt64
  ) throws(StorageError) -> (segments: [UInt64], size: UInt64) {
    let known = cache.withLock { ($0.segments, $0.size) }
    if number < known.1 { return known }
    // In this order: every segment below a checkpoint's size was created before the checkpoint.
    let size = try newestCheckpoint().flatMap(checkpointSize) ?? 0
    let segments = try directory.segments(directory.entries).filter { $0 < size }
    cache.withLock { cache in
      guard size >= cache.size else { return }
      cache.segments = segments
      cache.size = size
    }
    return (segments, size)
  }
}
