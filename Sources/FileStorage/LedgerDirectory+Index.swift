// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import TransparencyLog

extension LedgerDirectory {
  /// Finds what the index says wrongly, without changing anything.
  ///
  /// The newest segment was read to its end, so that its offsets are known. Of those before it
  /// the index is only looked at: what is plausible and wrong is noticed when it is used.
  func findIndexRepairs(_ positions: inout RecoveredPositions) throws(StorageError) {
    let width = UInt64(Tile.width)
    let older = Int(positions.entrySegment / width)
    let start = older * Int(BundleIndex.width)
    let end = start + positions.bundleOffsets.count
    var bytes: [UInt8] = []
    if let file = try FileHandle(ifPresent: index, calls) {
      bytes = try file.read(count: end + 1, at: 0)
    }
    positions.indexSize = UInt64(end)
    if bytes.dropFirst(start).prefix(end - start) != positions.bundleOffsets[...] {
      positions.indexRepairs.append((UInt64(start), positions.bundleOffsets))
    }
    let segments = try segments(entries).filter { $0 <= positions.entrySegment }
    guard let damaged = firstInvalidBundle(bytes, older, segments) else { return }
    for (first, end) in zip(segments, segments.dropFirst()) where end > UInt64(damaged) * width {
      let offsets = try bundleOffsets(first, end)
      positions.indexRepairs.append((first / width * BundleIndex.width, offsets))
    }
  }

  /// Writes again the offsets of bundles that are wrong, and cuts those beyond.
  func repairIndex(_ positions: RecoveredPositions) throws(StorageError) {
    let file = try openOrCreate(index, in: path)
    if let status = try status(index), status.size > positions.indexSize {
      try file.truncate(to: positions.indexSize)
    }
    guard !positions.indexRepairs.isEmpty else { return }
    for repair in positions.indexRepairs {
      try file.write(repair.bytes.span, at: repair.offset)
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
