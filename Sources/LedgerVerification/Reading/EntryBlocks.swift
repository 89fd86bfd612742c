// SPDX-License-Identifier: Apache-2.0
public import LedgerCore

/// All entries of a ledger directory or of a published one, in order, block by block: for whoever
/// computes something from the bytes alone.
///
/// Only the framing is checked here, and damaged lengths are mended; ``Verifier`` checks all.
public struct EntryBlocks {
  /// Consecutive entries in one buffer.
  public struct Block: Sendable {
    /// The index of the first entry.
    public let first: UInt64
    /// The buffer.
    public let bytes: [UInt8]
    /// Where each entry lies in it; empty when the entry is lost.
    public let entries: [Range<Int>]
  }

  /// About how many bytes are read at once.
  private static let blockSize = 1 << 20

  /// The suite that genesis names; `nil` when there is no readable genesis.
  public let suite: Suite?
  /// The name that genesis gives the ledger; `nil` when there is no readable genesis.
  public let origin: String?
  private var stream: EntryStream
  private let log = FindingLog(limit: 100)

  /// Opens the entries at `location`.
  public init(_ location: LedgerLocation) throws(VerificationError) {
    let source = try location.source()
    let genesis = try Genesis(source)
    suite = genesis?.suite
    origin = genesis?.origin
    stream = EntryStream(source, log)
  }

  /// The next block; `nil` after the last entry.
  public mutating func next() throws(VerificationError) -> Block? {
    guard let block = try stream.next(target: Self.blockSize) else { return nil }
    return Block(first: block.first, bytes: block.bytes, entries: block.ranges)
  }

  /// What is wrong with the framing of the blocks read so far.
  public var findings: [Finding] { log.result.findings }
}
