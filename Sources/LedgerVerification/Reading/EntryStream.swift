// SPDX-License-Identifier: Apache-2.0
import TransparencyLog

/// All entries of a source in order, block by block.
struct EntryStream {
  private let source: any LedgerSource
  private let log: FindingLog
  private var leaves: StoredLeaves
  private var position = 0
  private var reader: EntryReader?
  private(set) var count: UInt64 = 0
  /// How many entries are read; `nil` for all.
  private var limit: UInt64?

  init(_ source: any LedgerSource, limit: UInt64? = nil, _ log: FindingLog) {
    self.source = source
    self.limit = limit
    self.log = log
    leaves = StoredLeaves(source)
  }

  /// The next block of about `target` bytes; `nil` after the last entry or at the limit.
  ///
  /// An entry that is lost, because nothing tells where it lies, is an empty range.
  mutating func next(target: Int) throws(VerificationError) -> FrameBlock? {
    let log = log
    while count < limit ?? .max {
      if reader == nil {
        guard try openNext() else { return nil }
      }
      if let block = try reader?.next(target: target, &leaves, log) {
        count += UInt64(block.ranges.count)
        return block
      }
      reader = nil
    }
    return nil
  }

  /// Goes on to the end of the files as they are now.
  mutating func liftLimit() throws(VerificationError) {
    limit = nil
    leaves.reopen()
    try reader?.liftLimit()
  }

  /// Whether the limit was reached with nothing but zero bytes behind it.
  func restIsZero() throws(VerificationError) -> Bool {
    guard count == limit, position == source.entryFiles.count, let reader else { return false }
    return try reader.restIsZero()
  }

  private mutating func openNext() throws(VerificationError) -> Bool {
    guard position < source.entryFiles.count else { return false }
    let file = source.entryFiles[position]
    position += 1
    let count = count
    if file.first != count {
      log.add {
        Finding(
          .framing, Place(entry: count, file: file.name), expected: "entry \(count) first",
          actual: "entry \(file.first) first")
      }
      // After a gap in bundles nothing can be placed any more.
      if file.count != nil { return false }
    }
    guard let opened = try ReadOnlyFile(source.path, file.name) else { return false }
    reader = EntryReader(
      opened, first: count, end: end(of: file), allowsPadding: file.count == nil,
      limit: limit, index: try BundleOffsets(source))
    return true
  }

  /// The entry after the last of a file, as the names of the files tell.
  private func end(of file: EntryFile) -> UInt64? {
    if let width = file.count { return count + UInt64(width) }
    guard position < source.entryFiles.count, file.first == count else { return nil }
    let next = source.entryFiles[position].first
    return next > count ? next : nil
  }
}

/// All checkpoints of a source in order, block by block.
struct CheckpointStream {
  private let source: any LedgerSource
  private let log: FindingLog
  private var position = 0
  private var reader: FrameReader?
  private(set) var count: UInt64 = 0
  /// How many checkpoints are read; `nil` for all.
  private var limit: UInt64?

  init(_ source: any LedgerSource, limit: UInt64? = nil, _ log: FindingLog) {
    self.source = source
    self.limit = limit
    self.log = log
  }

  private var rest: UInt64 { limit.map { $0 - min($0, count) } ?? .max }

  /// The next block; `nil` after the last checkpoint or at the limit.
  mutating func next() throws(VerificationError) -> FrameBlock? {
    let log = log
    while true {
      let rest = rest
      guard rest > 0 else { return nil }
      if let block = try reader?.next(target: 1 << 17, limit: rest, log) { return counted(block) }
      reader = nil
      guard position < source.checkpointFiles.count else { return nil }
      let file = source.checkpointFiles[position]
      position += 1
      guard let opened = try ReadOnlyFile(source.path, file.name) else { continue }
      guard let first = file.first else {
        // It may have been replaced since.
        var note = try opened.read(1 << 20, at: 0)
        if let horizon = source.horizon { note = horizon.newest.note.bytes }
        return counted(
          FrameBlock(bytes: note, ranges: [0..<note.count], file: file.name, offset: 0))
      }
      let count = count
      if first != count {
        log.add {
          Finding(
            .framing, Place(file: file.name), expected: "checkpoint \(count) first",
            actual: "checkpoint \(first) first")
        }
      }
      reader = FrameReader(opened)
    }
  }

  /// Goes on to the end of the files as they are now.
  mutating func liftLimit() throws(VerificationError) {
    limit = nil
    try reader?.reopen()
  }

  /// Whether the limit was reached with nothing but zero bytes behind it.
  func restIsZero() throws(VerificationError) -> Bool {
    guard count == limit, position == source.checkpointFiles.count else { return false }
    return try reader?.restIsZero() ?? true
  }

  private mutating func counted(_ block: FrameBlock) -> FrameBlock {
    var block = block
    block.first = count
    count += UInt64(block.ranges.count)
    return block
  }
}
