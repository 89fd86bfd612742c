// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Synchronization

/// How far the checkpoints have been read.
struct CheckpointPlace: Sendable {
  var isKnown = false
  /// The segment read last.
  var segment: UInt64 = 0
  /// Where in it the next checkpoint will begin.
  var offset: UInt64 = 0
  /// The number of the next checkpoint.
  var count: UInt64 = 0
  var newest: [UInt8]?
}

extension LedgerFiles {
  private static let blockSize = 1 << 16

  /// The newest checkpoint, a signed note whose signatures have not been checked; `nil` before
  /// the first.
  public func newestCheckpoint() throws(StorageError) -> [UInt8]? {
    var place = cache.withLock { $0.checkpoints }
    if !place.isKnown { try findLastSegment(&place) }
    while true {
      try readToEnd(of: &place)
      let next = directory.segment(directory.checkpoints, place.count)
      guard place.count > place.segment, try file(next) != nil else { break }
      place.segment = place.count
      place.offset = 0
    }
    cache.withLock { if $0.checkpoints.count <= place.count { $0.checkpoints = place } }
    return place.newest
  }

  /// Calls `body` with each checkpoint from the first, until it answers false.
  public func forEachCheckpoint(
    _ body: (_ number: UInt64, _ note: [UInt8]) -> Bool
  ) throws(StorageError) {
    var number: UInt64 = 0
    for segment in try directory.segments(directory.checkpoints) {
      guard let file = try file(directory.segment(directory.checkpoints, segment)) else { return }
      var block = FrameBlock(at: 0, size: Self.blockSize * 4)
      while try block.advance(file.handle) {
        for range in block.ranges {
          let note = Array(block.bytes[range])
          guard Self.isWhole(note), body(number, note) else { return }
          number += 1
        }
      }
    }
  }

  private func findLastSegment(_ place: inout CheckpointPlace) throws(StorageError) {
    let segments = try directory.segments(directory.checkpoints)
    place.isKnown = true
    // The last segment may have been created a moment ago and hold nothing yet.
    for segment in segments.reversed() {
      place.segment = segment
      place.count = segment
      try readToEnd(of: &place)
      if place.newest != nil { return }
      place.offset = 0
    }
  }

  private func readToEnd(of place: inout CheckpointPlace) throws(StorageError) {
    let path = directory.segment(directory.checkpoints, place.segment)
    guard let file = try file(path) else { return }
    var block = FrameBlock(at: place.offset, size: Self.blockSize)
    while try block.advance(file.handle) {
      // No note contains a zero byte: one that does is being written at this moment, or a crash has
      // torn it. It is the last; the newest is the one before it.
      let torn = block.ranges.last.map { !Self.isWhole(Array(block.bytes[$0])) } ?? false
      let whole = block.ranges.dropLast(torn ? 1 : 0)
      if let newest = whole.last { place.newest = Array(block.bytes[newest]) }
      place.count += UInt64(whole.count)
      place.offset += whole.reduce(0) { $0 + UInt64($1.count) + 2 }
      if torn { return }
    }
  }

  private static func isWhole(_ note: [UInt8]) -> Bool { !note.contains(0) }
}
