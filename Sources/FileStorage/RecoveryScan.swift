// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import TransparencyLog

/// Finds where a ledger continues, without changing anything.
struct RecoveryScan {
  /// Decides whether a note is a checkpoint of this ledger, given its first entry.
  typealias Authentication = (_ note: [UInt8], _ genesisEntry: [UInt8]?) -> Bool

  private static let blockSize = 1 << 18
  /// A torn length can make two frames out of one note, the second of which has no end in it.
  private static let framesToTry = 3

  let directory: LedgerDirectory

  /// A frame in a checkpoint segment.
  private struct Frame {
    let offset: UInt64
    let note: [UInt8]
    var end: UInt64 { offset + 2 + UInt64(note.count) }
  }

  /// Scans checkpoints, then entries.
  func positions(_ isAuthentic: Authentication) throws(StorageError) -> RecoveredPositions {
    var positions = RecoveredPositions()
    try findCheckpoint(&positions, isAuthentic)
    try findEntries(&positions)
    try confirmEnd(positions)
    try directory.findIndexRepairs(&positions)
    return positions
  }

  private func findCheckpoint(
    _ positions: inout RecoveredPositions, _ isAuthentic: Authentication
  ) throws(StorageError) {
    let segments = try directory.segments(directory.checkpoints)
    guard let last = segments.last, segments[0] == 0 else {
      throw .damaged(path: directory.checkpoints, offset: 0, reason: "the first segment is missing")
    }
    let genesis = try genesisEntry()
    let path = directory.segment(directory.checkpoints, last)
    let file = try FileHandle(path, .read, directory.calls)
    let (count, newest) = try frames(of: file)
    let authentic = newest.lastIndex { isAuthentic($0.note, genesis) }
    let end = authentic.map { newest[$0].end } ?? 0
    let rejected = newest.count - 1 - (authentic ?? -1)
    let used = try usedSize(of: file, from: end)
    // With no authentic frame, the tail that may be cut begins where the segment does.
    guard authentic != nil || count <= Self.framesToTry else {
      throw .damaged(path: path, offset: newest[0].offset, reason: Self.notAuthentic)
    }
    if used > end, try !isTorn(file, from: end, used: used) {
      throw .damaged(path: path, offset: end, reason: Self.notAuthentic)
    }
    positions.checkpointSegment = last
    positions.checkpointOffset = end
    positions.checkpointCount = last + UInt64(count - rejected)
    positions.cutCheckpointBytes = used - end
    if let authentic {
      positions.checkpoint = newest[authentic].note
    } else if segments.count > 1 {
      positions.checkpoint = try lastCheckpoint(
        of: segments[segments.count - 2], before: last, genesis, isAuthentic)
    }
    if let note = positions.checkpoint {
      guard let size = checkpointSize(note) else {
        throw .damaged(path: path, offset: 0, reason: "the newest checkpoint names no size")
      }
      positions.size = size
    }
  }

  private static let notAuthentic =
    "the newest checkpoint is complete but not signed by this ledger"

  /// The number of frames of a segment, and the last few.
  private func frames(
    of file: borrowing FileHandle
  ) throws(StorageError) -> (count: Int, newest: [Frame]) {
    var block = FrameBlock(at: 0, size: Self.blockSize)
    var count = 0
    var newest: [Frame] = []
    while true {
      let start = block.offset
      guard try block.advance(file) else { return (count, newest) }
      count += block.ranges.count
      for range in block.ranges.suffix(Self.framesToTry) {
        newest.append(
          Frame(
            offset: start + UInt64(range.lowerBound - 2), note: Array(block.bytes[range])))
      }
      newest.removeFirst(max(0, newest.count - Self.framesToTry))
    }
  }

  /// Whether the bytes from `start` are one note of which a crash has kept a part.
  ///
  /// What has not been written is still zero, and no note contains a zero byte. So a note
  /// without one was written whole: if it is not authentic, it was changed, and nothing may be
  /// cut. Nor was one torn that has zeros where no crash puts them.
  private func isTorn(
    _ file: borrowing FileHandle, from start: UInt64, used: UInt64
  ) throws(StorageError) -> Bool {
    guard used - start <= UInt64(FrameBlock.largestFrame) else { return false }
    var bytes = try file.read(count: FrameBlock.largestFrame, at: start)
    bytes += repeatElement(0, count: FrameBlock.largestFrame - bytes.count)
    let length = Int(bytes[0]) << 8 | Int(bytes[1])
    let end = max(2 + length, Int(used - start))
    var first = 2
    if end > 2 + length {
      // More bytes than one note of this length: only if the length itself was lost.
      guard let lost = bytes[..<2].lastIndex(of: 0) else { return false }
      first = lost
    }
    guard bytes[first..<end].contains(0),
      Self.isWrittenBySectors(bytes[first..<end], from: start + UInt64(first))
    else { return false }
    // Whatever else may be there instead, it does not begin as the ledger's checkpoints do.
    let line = try LedgerFormat(reading: directory).origin + "\n"
    return zip(bytes.dropFirst(2), line.utf8).allSatisfy { $0 == $1 || $0 == 0 }
  }

  /// Whether each sector holds the beginning of what was to be written, and zeros after it.
  ///
  /// A disk writes a sector whole or not at all, a kernel that was stopped wrote its beginning.
  private static func isWrittenBySectors(_ bytes: ArraySlice<UInt8>, from start: UInt64) -> Bool {
    var isLost = false
    for (place, byte) in zip(start..., bytes) {
      if place % sectorSize == 0 { isLost = false }
      if byte == 0 { isLost = true } else if isLost { return false }
    }
    return true
  }

  /// No disk writes less at once.
  private static let sectorSize: UInt64 = 512

  private func lastCheckpoint(
    of segment: UInt64, before next: UInt64, _ genesis: [UInt8]?, _ isAuthentic: Authentication
  ) throws(StorageError) -> [UInt8] {
    let path = directory.segment(directory.checkpoints, segment)
    let file = try FileHandle(path, .read, directory.calls)
    let (count, newest) = try frames(of: file)
    guard let last = newest.last, UInt64(count) == next - segment,
      try usedSize(of: file, from: last.end) == last.end, isAuthentic(last.note, genesis)
    else {
      throw .damaged(
        path: path, offset: newest.last?.offset ?? 0,
        reason: "it must end with authentic checkpoint \(next - 1)")
    }
    return last.note
  }

  private func genesisEntry() throws(StorageError) -> [UInt8]? {
    let path = directory.segment(directory.entries, 0)
    guard let file = try FileHandle(ifPresent: path, directory.calls) else { return nil }
    var block = FrameBlock(at: 0, size: 1 << 12)
    return try block.advance(file, limit: 1) ? Array(block.bytes[block.ranges[0]]) : nil
  }

  private func findEntries(_ positions: inout RecoveredPositions) throws(StorageError) {
    let size = positions.size
    let segments = try directory.segments(directory.entries)
    guard let segment = segments.last(where: { $0 < size }) ?? segments.first,
      segment == 0 || segment < size
    else {
      throw .damaged(path: directory.entries, offset: 0, reason: "the first segment is missing")
    }
    let path = directory.segment(directory.entries, segment)
    let file = try FileHandle(path, .read, directory.calls)
    let end = try endOfEntries(file, segment: segment, size: size, &positions.bundleOffsets)
    let used = try usedSize(of: file, from: end)
    positions.entrySegment = segment
    positions.entryOffset = end
    positions.cutsEntrySegment = used > end
    positions.cutEntryBytes = used - end
    positions.cutEntries = try countFrames(file, from: end)
    for later in segments where later > segment {
      let file = try FileHandle(
        directory.segment(directory.entries, later), .read, directory.calls)
      positions.cutEntryBytes += try usedSize(of: file, from: 0)
      positions.cutEntries += try countFrames(file, from: 0)
      positions.entrySegmentsToRemove.append(later)
    }
  }

  /// Where entry `size` begins or would begin in a segment, and where its bundles begin.
  private func endOfEntries(
    _ file: borrowing FileHandle, segment: UInt64, size: UInt64, _ bundleOffsets: inout [UInt8]
  ) throws(StorageError) -> UInt64 {
    var block = FrameBlock(at: 0, size: Self.blockSize)
    var number = segment
    while number < size {
      let limit = Int(min(size - number, UInt64(Int.max)))
      let start = block.offset
      guard try block.advance(file, limit: limit) else {
        throw .damaged(
          path: file.path, offset: block.offset,
          reason: "entry \(number) is missing, the newest checkpoint covers \(size) entries")
      }
      let toBundle = Int((UInt64(Tile.width) - number % UInt64(Tile.width)) % UInt64(Tile.width))
      for place in stride(from: toBundle, to: block.ranges.count, by: Tile.width) {
        BundleIndex.append(start + UInt64(block.ranges[place].lowerBound - 2), to: &bundleOffsets)
      }
      number += UInt64(block.ranges.count)
    }
    return block.offset
  }

  private func countFrames(
    _ file: borrowing FileHandle, from offset: UInt64
  ) throws(StorageError) -> Int {
    var block = FrameBlock(at: offset, size: Self.blockSize)
    var count = 0
    while try block.advance(file) { count += block.ranges.count }
    return count
  }
}
