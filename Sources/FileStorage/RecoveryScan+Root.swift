// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import TransparencyLog

extension RecoveryScan {
  /// Makes sure, before anything is cut, that the entries before it are those that the newest
  /// checkpoint covers.
  ///
  /// A length that rotted can make the acknowledged entries end too early: what is left of them
  /// then looks like what a crash leaves. The signed root tells the two apart. It is asked only
  /// when there is something to cut, and rests on the newest segment and stored hashes, or on all
  /// entries when those hashes are not durable.
  func confirmEnd(_ positions: RecoveredPositions) throws(StorageError) {
    guard positions.cutEntryBytes > 0, let note = positions.checkpoint, positions.size > 0 else {
      return
    }
    let suite = Suite(name: try LedgerFormat(reading: directory).suiteName)
    guard let function = suite?.hash, let root = checkpointRoot(note) else { return }
    let segments = try directory.segments(directory.entries).filter { $0 < positions.size }
    let files = try LedgerFiles(directory)
    let stored = try? TileAppender(
      size: positions.entrySegment, source: files, function: function)
    for start in [stored, TileAppender(function: function)] {
      guard let start else { continue }
      if try self.root(from: start, to: positions.size, segments) == root { return }
    }
    throw .damaged(
      path: directory.segment(directory.entries, positions.entrySegment),
      offset: positions.entryOffset,
      reason: "the \(positions.size) entries before it are not those of the newest checkpoint; "
        + "nothing was cut")
  }

  /// The root when the entries from the tree's size on are added; `nil` when one is missing.
  private func root(
    from start: TileAppender, to size: UInt64, _ segments: [UInt64]
  ) throws(StorageError) -> Digest? {
    var tree = start
    for (position, first) in segments.enumerated() where first >= start.size {
      let end = position + 1 < segments.count ? segments[position + 1] : size
      guard tree.size == first else { return nil }
      let file = try FileHandle(
        directory.segment(directory.entries, first), .read, directory.calls)
      var block = FrameBlock(at: 0, size: 1 << 18)
      while tree.size < end {
        guard try block.advance(file, limit: Int(min(end - tree.size, UInt64(Int.max)))) else {
          return nil
        }
        let hashes = tree.tree.function.leafHashes(in: block.bytes.span, ranges: block.ranges)
        for hash in hashes { tree.append(hash) { _, _ in } }
      }
    }
    return tree.root()
  }
}

/// The root named in the third line of a signed checkpoint; `nil` if it is none.
private func checkpointRoot(_ note: [UInt8]) -> Digest? {
  let lines = note.split(separator: UInt8(ascii: "\n"), maxSplits: 3)
  guard lines.count > 2 else { return nil }
  return Digest(base64: String(decoding: lines[2], as: UTF8.self))
}
