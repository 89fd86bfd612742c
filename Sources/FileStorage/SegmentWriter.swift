// SPDX-License-Identifier: Apache-2.0
import LedgerCore

/// Appends to the newest segment of a directory, into space that was written with zeros before.
///
/// A write into such space changes no metadata, so that `fdatasync` need not commit the journal
/// of the file system. Allocating alone does not help: the extents would still be converted.
struct SegmentWriter: ~Copyable {
  private static let zeros = [UInt8](repeating: 0, count: 1 << 16)

  let path: String
  let directory: LedgerDirectory
  private let smallestStep: UInt64
  /// The number the newest segment is named by.
  private(set) var first: UInt64
  /// Where the next frame goes.
  private(set) var offset: UInt64
  private var end: UInt64
  private var file: FileHandle
  private var prepares = true

  /// Continues the segment `first` at `offset`.
  static func open(
    _ path: String, _ directory: LedgerDirectory, first: UInt64, offset: UInt64, step: UInt64
  ) throws(StorageError) -> SegmentWriter {
    let segment = directory.segment(path, first)
    let end = try directory.status(segment)?.size ?? 0
    let file = try FileHandle(segment, .write, directory.calls)
    return SegmentWriter(
      path: path, directory: directory, smallestStep: step, first: first, offset: offset, end: end,
      file: file)
  }

  private init(
    path: String, directory: LedgerDirectory, smallestStep: UInt64, first: UInt64,
    offset: UInt64, end: UInt64, file: consuming FileHandle
  ) {
    self.path = path
    self.directory = directory
    self.smallestStep = smallestStep
    self.first = first
    self.offset = offset
    self.end = end
    self.file = file
  }

  /// Appends frames.
  mutating func append(_ frames: Span<UInt8>) throws(StorageError) {
    try file.write(frames, at: offset)
    offset += UInt64(frames.count)
    end = max(end, offset)
  }

  /// Begins the next segment; what was appended to the last one is durable then.
  mutating func roll(to next: UInt64) throws(StorageError) {
    try file.synchronize()
    file = try directory.openOrCreate(directory.segment(path, next), in: path)
    first = next
    offset = 0
    end = 0
    try writeZeros(smallestStep)
  }

  /// Makes what was appended durable.
  func synchronize() throws(StorageError) { try file.synchronize() }

  /// Writes zeros ahead of the frames, a little at a time, when nobody waits.
  mutating func prepare() throws(StorageError) {
    let step = min(max(offset, smallestStep), smallestStep * 8)
    guard prepares, end < offset + step / 2 else { return }
    do {
      try writeZeros(step)
    } catch .full {
      // The next commit will say so, if space has not been found by then.
      prepares = false
      return
    }
    try file.synchronize()
  }

  /// Takes back what was appended after `offset` of this segment, durably.
  mutating func cut(to offset: UInt64) throws(StorageError) {
    try file.truncate(to: offset)
    self.offset = offset
    end = offset
  }

  private mutating func writeZeros(_ count: UInt64) throws(StorageError) {
    var left = count
    while left > 0 {
      let part = min(left, UInt64(Self.zeros.count))
      try file.write(Self.zeros.span.extracting(first: Int(part)), at: end)
      end += part
      left -= part
    }
  }
}
