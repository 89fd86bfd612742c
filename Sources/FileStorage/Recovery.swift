// SPDX-License-Identifier: Apache-2.0

/// What opening a ledger found, and what it cut.
///
/// Only what was never acknowledged is cut: entries beyond the newest authentic checkpoint, and a
/// checkpoint that was only partly written.
public struct Recovery: Sendable, Equatable {
  /// The number of entries the newest authentic checkpoint covers.
  public let size: UInt64
  /// The newest authentic checkpoint, a signed note; `nil` before the first.
  public let checkpoint: [UInt8]?
  /// How many whole entries were cut.
  public let cutEntries: Int
  /// How many bytes of entries were cut, framing and fragments included.
  public let cutEntryBytes: UInt64
  /// How many bytes of a partly written checkpoint were cut.
  public let cutCheckpointBytes: UInt64

  /// What was cut, a sentence a line; empty when there was nothing to cut.
  public var lines: [String] {
    var lines: [String] = []
    if cutEntryBytes > 0 {
      lines.append(
        "Cut \(cutEntries) entries (\(cutEntryBytes) bytes) that no checkpoint covered and "
          + "that were never acknowledged.")
    }
    if cutCheckpointBytes > 0 {
      lines.append("Cut \(cutCheckpointBytes) bytes of a checkpoint that was partly written.")
    }
    return lines
  }
}

/// Where a recovered ledger continues.
struct RecoveredPositions: Sendable {
  var size: UInt64 = 0
  var checkpoint: [UInt8]?
  var checkpointCount: UInt64 = 0
  var checkpointSegment: UInt64 = 0
  var checkpointOffset: UInt64 = 0
  var cutCheckpointBytes: UInt64 = 0
  var entrySegment: UInt64 = 0
  var entryOffset: UInt64 = 0
  /// Whether bytes that are not zero follow the newest entry in its segment.
  var cutsEntrySegment = false
  /// What the index says of the newest segment: where each bundle of 256 entries begins in it.
  var bundleOffsets: [UInt8] = []
  /// Segments that hold nothing that was acknowledged.
  var entrySegmentsToRemove: [UInt64] = []
  var cutEntries = 0
  var cutEntryBytes: UInt64 = 0

  var report: Recovery {
    Recovery(
      size: size, checkpoint: checkpoint, cutEntries: cutEntries, cutEntryBytes: cutEntryBytes,
      cutCheckpointBytes: cutCheckpointBytes)
  }
}
