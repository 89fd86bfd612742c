// SPDX-License-Identifier: Apache-2.0
import TransparencyLog

/// Up to where a directory is verified: what its newest checkpoint covered when reading began.
///
/// A ledger may grow while it is verified. Entries, hashes and checkpoints that come meanwhile are
/// none of this verification's business; entries that no checkpoint covers are, unless one follows
/// that does.
struct Horizon: Sendable {
  /// The number of entries.
  let entries: UInt64
  /// The number of checkpoints, the newest with them.
  let checkpoints: UInt64
  /// The newest checkpoint, of which only the form is known.
  let newest: UnverifiedCheckpoint

  /// Reads the checkpoint of a published directory; `nil` when there is none that can be read.
  init?(_ path: String) throws(VerificationError) {
    guard let note = try ReadOnlyFile(path, "checkpoint")?.read(1 << 20, at: 0),
      let newest = try? UnverifiedCheckpoint(parsing: note)
    else { return nil }
    self.newest = newest
    (entries, checkpoints) = (newest.claim.size, 1)
  }

  /// Reads the newest checkpoint in `files`; `nil` when there is none that can be read.
  init?(_ path: String, _ files: [CheckpointFile]) throws(VerificationError) {
    // A file that was just begun is empty yet.
    for file in files.reversed() {
      guard let opened = try ReadOnlyFile(path, file.name), let first = file.first else { continue }
      // What is wrong with the files is reported when they are verified.
      let log = FindingLog(limit: 0)
      var reader = FrameReader(opened)
      var count = first
      var note: [UInt8]?
      while let block = try reader.next(target: 1 << 17, log) {
        count += UInt64(block.ranges.count)
        note = block.ranges.last.map { Array(block.bytes[$0]) }
      }
      guard let note else { continue }
      guard let newest = try? UnverifiedCheckpoint(parsing: note) else { return nil }
      self.newest = newest
      entries = newest.claim.size
      checkpoints = count
      return
    }
    return nil
  }
}
