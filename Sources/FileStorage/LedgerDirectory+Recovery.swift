// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import TransparencyLog

extension LedgerDirectory {
  /// Cuts what was never acknowledged and makes durable what will be built upon.
  func recover(_ positions: RecoveredPositions) throws(StorageError) {
    try settle(
      segment(checkpoints, positions.checkpointSegment), positions.checkpointOffset,
      cuts: positions.cutCheckpointBytes > 0)
    for first in positions.entrySegmentsToRemove { try remove(segment(entries, first)) }
    try settle(
      segment(entries, positions.entrySegment), positions.entryOffset,
      cuts: positions.cutsEntrySegment)
    // A name, too, may be known to the kernel alone, if the last writer was killed.
    for names in [entries, checkpoints, tree, path] { try synchronizeNames(names) }
    try repairIndex(positions)
  }

  /// The files of the tile levels a ledger of this size has, without hashes beyond it.
  func openLevels(forSize size: UInt64) throws(StorageError) -> [SharedFile] {
    var levels: [SharedFile] = []
    while levels.isEmpty || size >> UInt64(levels.count * Tile.levels) > 0 {
      let level = levels.count
      let file = try openOrCreate(treeLevel(level), in: tree)
      let end = (size >> UInt64(level * Tile.levels)) * 32
      if let status = try status(file.path), status.size > end { try file.truncate(to: end) }
      levels.append(SharedFile(file))
      if level == 7 { break }
    }
    for name in try names(tree) {
      guard let level = Int(name), level >= levels.count else { continue }
      try FileHandle(treeLevel(level), .write, calls).truncate(to: 0)
    }
    return levels
  }

  private func settle(
    _ path: String, _ offset: UInt64, cuts: Bool
  ) throws(StorageError) {
    let file = try FileHandle(path, .write, calls)
    if cuts { try file.truncate(to: offset) } else { try file.synchronize() }
  }

  /// Writes again the offsets of bundles that did not reach the disk, and cuts those beyond.
  private func repairIndex(_ positions: RecoveredPositions) throws(StorageError) {
    let file = try openOrCreate(index, in: path)
    let size = positions.size
    let width = UInt64(Tile.width)
    let count = Int((size + width - 1) / width)
    let bytes = try file.read(count: (count + 1) * Int(BundleIndex.width), at: 0)
    if bytes.count > count * Int(BundleIndex.width) {
      try file.truncate(to: UInt64(count) * BundleIndex.width)
    }
    // The newest segment was read to its end; of those before it, offsets are only looked at.
    let older = Int(positions.entrySegment / width)
    let start = older * Int(BundleIndex.width)
    let segments = try segments(entries)
    let damaged = firstInvalidBundle(bytes, older, segments)
    let isDamaged = bytes.dropFirst(start).prefix(positions.bundleOffsets.count)
      != positions.bundleOffsets[...]
    guard damaged != nil || isDamaged else { return }
    try file.write(positions.bundleOffsets.span, at: UInt64(start))
    if let damaged {
      for (first, end) in zip(segments, segments.dropFirst()) where end > UInt64(damaged) * width {
        let offsets = try bundleOffsets(first, end)
        try file.write(offsets.span, at: first / width * BundleIndex.width)
      }
    }
    try file.synchronize()
  }

  private func firstInvalidBundle(
    _ bytes: [UInt8], _ count: Int, _ segments: [UInt64]
  ) -> Int? {
    var place = 0
    var previous: UInt64 = 0
    for bundle in 0..<count {
      guard (bundle + 1) * 8 <= bytes.count else { return bundle }
      let offset = BundleIndex.offset(in: bytes, at: bundle * 8)
      if place < segments.count, segments[place] == UInt64(bundle * Tile.width) {
        place += 1
        guard offset == 0 else { return bundle }
      } else {
        guard offset > previous, offset <= BundleIndex.largestOffset else { return bundle }
      }
      previous = offset
    }
    return nil
  }

  private func bundleOffsets(
    _ first: UInt64, _ end: UInt64
  ) throws(StorageError) -> [UInt8] {
    let file = try FileHandle(segment(entries, first), .read, calls)
    var block = FrameBlock(at: 0, size: 1 << 18)
    var offsets: [UInt8] = []
    var number = first
    while number < end {
      let bundle = number / UInt64(Tile.width) * UInt64(Tile.width)
      if number == bundle { BundleIndex.append(block.offset, to: &offsets) }
      let limit = Int(min(end, bundle + UInt64(Tile.width)) - number)
      guard try block.advance(file, limit: limit) else {
        throw .damaged(
          path: file.path, offset: block.offset, reason: "entry \(number) is missing")
      }
      number += UInt64(block.ranges.count)
    }
    return offsets
  }
}
