// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Glibc
import LedgerCore
import TransparencyLog

/// What is open while a ledger is written: made durable in the order entries, checkpoint.
struct LedgerWriter: ~Copyable {
  /// Groups of this many bytes gain nothing from space that was zeroed before.
  private static let largeGroup = 1 << 18

  let directory: LedgerDirectory
  let lock: FileHandle
  let options: FileStorage.Options
  var entries: SegmentWriter
  var checkpoints: SegmentWriter
  var index: SharedFile
  var levels: [SharedFile]
  /// How many entries are durable and covered by a checkpoint.
  private(set) var size: UInt64
  /// How many checkpoints there are.
  private(set) var checkpointCount: UInt64
  /// The newest durable checkpoint.
  private(set) var checkpoint: [UInt8]?
  private var failure: StorageError?
  private var preparesNext = false

  init(_ parts: consuming Parts, _ recovered: RecoveredPositions) {
    directory = parts.directory
    lock = parts.lock
    options = parts.options
    entries = parts.entries
    checkpoints = parts.checkpoints
    index = parts.index
    levels = parts.levels
    size = recovered.size
    checkpointCount = recovered.checkpointCount
    checkpoint = recovered.checkpoint
  }

  /// The open files a writer is made of.
  struct Parts: ~Copyable {
    let directory: LedgerDirectory
    let options: FileStorage.Options
    let lock: FileHandle
    let entries: SegmentWriter
    let checkpoints: SegmentWriter
    let index: SharedFile
    let levels: [SharedFile]
  }

  /// The files that can be made again from the entries.
  var derivedFiles: [SharedFile] { levels + [index] }

  /// Makes a group durable, or takes all of it back and refuses whatever comes after.
  mutating func commit(_ group: CommitGroup) throws(StorageError) {
    if let failure { throw failure }
    precondition(group.first == size, "groups are committed one after the other")
    precondition(!group.lengths.isEmpty, "a group has entries")
    let before = (segment: entries.first, offset: entries.offset)
    checkpointOffset = nil
    do {
      try writeEntries(group)
      for (level, hashes) in group.hashes.enumerated() where !hashes.isEmpty {
        try writeTree(level: level, at: size >> UInt64(level * Tile.levels), hashes)
      }
      try entries.synchronize()
    } catch {
      failure = error
      takeBackEntries(before.segment, before.offset)
      throw error
    }
    do {
      try writeCheckpoint(group.checkpoint)
    } catch {
      failure = error
      // A checkpoint that may still be read must find its entries.
      if takeBackCheckpoint() { takeBackEntries(before.segment, before.offset) }
      throw error
    }
    size += UInt64(group.lengths.count)
    checkpointCount += 1
    checkpoint = group.checkpoint
    preparesNext = group.entries.count < Self.largeGroup
  }

  /// Refuses whatever comes after an error.
  mutating func refuse(_ error: StorageError) {
    if failure == nil { failure = error }
  }

  /// Prepares space for the groups to come; called when nobody waits.
  mutating func prepare() {
    guard preparesNext, failure == nil else { return }
    do {
      try entries.prepare()
      try checkpoints.prepare()
    } catch {
      failure = error
    }
  }

  /// Writes hashes of a tile level; not durable before the level is synchronized.
  mutating func writeTree(
    level: Int, at index: UInt64, _ hashes: [Digest]
  ) throws(StorageError) {
    while levels.count <= level {
      let path = directory.treeLevel(levels.count)
      levels.append(SharedFile(try directory.openOrCreate(path, in: directory.tree)))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(hashes.count * Digest.byteCount)
    for hash in hashes { hash.append(to: &bytes) }
    try levels[level].handle.write(bytes.span, at: index * UInt64(Digest.byteCount))
  }

  /// Where the checkpoint of the group that is being committed begins, once it may be written.
  private var checkpointOffset: UInt64?

  private mutating func writeEntries(_ group: CommitGroup) throws(StorageError) {
    let bytes = group.entries.span
    var number = group.first
    var (start, cursor) = (0, 0)
    var offsets: [UInt8] = []
    let firstBundle = (number + UInt64(Tile.width) - 1) / UInt64(Tile.width)
    for length in group.lengths {
      if number % UInt64(Tile.width) == 0 {
        if entries.offset + UInt64(cursor - start) >= options.segmentLimit, number > entries.first {
          try entries.append(bytes.extracting(start..<cursor))
          try entries.roll(to: number)
          start = cursor
        }
        BundleIndex.append(entries.offset + UInt64(cursor - start), to: &offsets)
      }
      cursor += 2 + length
      number += 1
    }
    precondition(cursor == bytes.count, "the lengths of a group add up to its bytes")
    try entries.append(bytes.extracting(start..<cursor))
    if !offsets.isEmpty {
      try index.handle.write(offsets.span, at: firstBundle * BundleIndex.width)
    }
  }

  private mutating func writeCheckpoint(_ note: [UInt8]) throws(StorageError) {
    precondition(note.count <= Int(UInt16.max), "a checkpoint fits its uint16 length")
    if checkpoints.offset + UInt64(2 + note.count) > options.checkpointSegmentLimit,
      checkpoints.offset > 0
    {
      try checkpoints.roll(to: checkpointCount)
    }
    checkpointOffset = checkpoints.offset
    var frame: [UInt8] = []
    frame.reserveCapacity(2 + note.count)
    frame.append(UInt8(note.count >> 8))
    frame.append(UInt8(note.count & 0xff))
    frame += note
    try checkpoints.append(frame.span)
    try checkpoints.synchronize()
  }

  /// Whether it is certain that the checkpoint will not be found any more.
  private mutating func takeBackCheckpoint() -> Bool {
    guard let checkpointOffset else { return true }
    do {
      try checkpoints.cut(to: checkpointOffset)
      return true
    } catch {
      return false
    }
  }

  /// Frees what a failed group has taken; what cannot be freed is cut when the ledger is opened.
  private mutating func takeBackEntries(_ segment: UInt64, _ offset: UInt64) {
    do {
      if entries.first != segment {
        for first in try directory.segments(directory.entries) where first > segment {
          try directory.remove(directory.segment(directory.entries, first))
        }
        try directory.synchronizeNames(directory.entries)
        entries = try SegmentWriter.open(
          directory.entries, directory, first: segment, offset: offset,
          step: options.preparedStep)
      }
      try entries.cut(to: offset)
    } catch {
      return
    }
  }
}

/// The file `index`: for each bundle its offset in its segment, as uint64-BE.
enum BundleIndex {
  static let width: UInt64 = 8
  /// No file is larger: what lies beyond is damage.
  static let largestOffset = UInt64(Int64.max) / 2

  static func append(_ offset: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: offset >> UInt64(shift)))
    }
  }

  /// The offset at a place of the file's bytes.
  static func offset(in bytes: [UInt8], at place: Int) -> UInt64 {
    bytes[place..<(place + 8)].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
