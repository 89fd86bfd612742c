// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import LedgerVerification
import Quantities
import TransparencyLog

/// A copy of a ledger in either layout, read by someone who believes nothing in it.
///
/// What it gives is bounded: no file is read that is larger than its kind can be.
struct LedgerCopy: TileSource {
  private enum Layout {
    case ledger(LedgerFiles)
    case tiles
  }

  let path: String
  /// Its newest checkpoint; no signature has been checked.
  let checkpoint: UnverifiedCheckpoint
  private let layout: Layout

  /// Opens the ledger or published directory at `path`.
  init(_ path: String) throws(ServiceError) {
    self.path = path
    do throws(any Error) {
      switch try LedgerLocation(detecting: path).layout {
      case .ledger:
        let files = try LedgerFiles(at: path)
        guard let note = try files.newestCheckpoint() else {
          throw StorageError.notALedger(path: path, reason: "it has no checkpoint")
        }
        layout = .ledger(files)
        checkpoint = try UnverifiedCheckpoint(parsing: note)
      case .tiles:
        guard
          let note = SmallFile.read(
            regular: "\(path)/checkpoint", limit: SignedNote.byteLimit)
        else {
          throw ServiceError.notFound(
            BilingualText("\(path) 中没有检查点。", "There is no checkpoint in \(path)."))
        }
        layout = .tiles
        checkpoint = try UnverifiedCheckpoint(parsing: note)
      }
    } catch let error as VerificationError {
      throw .notFound(BilingualText("\(error)", "\(error)"))
    } catch {
      throw ServiceError(anything: error)
    }
  }

  var size: UInt64 { checkpoint.claim.size }

  func reader(size: UInt64, function: HashFunction) -> TileHashReader<LedgerCopy> {
    TileHashReader(source: self, size: size, function: function)
  }

  func tileHashes(
    level: Int, range: Range<UInt64>
  ) throws(TransparencyLogError) -> [Digest] {
    guard case .tiles = layout else {
      if case .ledger(let files) = layout {
        return try files.tileHashes(level: level, range: range)
      }
      return []
    }
    var hashes: [Digest] = []
    var next = range.lowerBound
    while next < range.upperBound {
      let tile = next / UInt64(Tile.width)
      let end = min(range.upperBound, (tile + 1) * UInt64(Tile.width))
      let limit = Tile.width * Digest.byteCount
      let start = Int(next % UInt64(Tile.width)) * Digest.byteCount
      let length = Int(end - next) * Digest.byteCount
      guard let bytes = read(.hashes(level: level), tile, limit: limit),
        bytes.count >= start + length
      else {
        throw .tileUnreadable(tileLevel: level, range: next..<end, reason: "no such tile")
      }
      for offset in stride(from: start, to: start + length, by: Digest.byteCount) {
        hashes.append(Digest(copying: bytes.span, at: offset))
      }
      next = end
    }
    return hashes
  }

  /// Calls `body` with the bytes of each entry of `range`; throws when one is missing.
  func forEachEntry(
    in range: Range<UInt64>, _ body: (_ index: UInt64, _ bytes: Span<UInt8>) throws -> Bool
  ) throws {
    switch layout {
    case .ledger(let files):
      var failure: (any Error)?
      try files.forEachEntry(in: range) { index, bytes in
        do {
          return try body(index, bytes)
        } catch {
          failure = error
          return false
        }
      }
      if let failure { throw failure }
    case .tiles: try forEachPublishedEntry(in: range, body)
    }
  }

  private func forEachPublishedEntry(
    in range: Range<UInt64>, _ body: (_ index: UInt64, _ bytes: Span<UInt8>) throws -> Bool
  ) throws {
    var next = range.lowerBound
    while next < range.upperBound {
      let tile = next / UInt64(Tile.width)
      let first = tile * UInt64(Tile.width)
      let limit = Tile.width * (EntryBundle.entryLimit + 2)
      guard let bytes = read(.entries, tile, limit: limit) else {
        throw TransparencyLogError.bundleCount(expected: 1, found: 0)
      }
      let ranges = try EntryBundle.entryRanges(in: bytes.span)
      let end = min(range.upperBound, first + UInt64(Tile.width))
      guard first + UInt64(ranges.count) >= end else {
        throw TransparencyLogError.bundleCount(
          expected: Int(end - first), found: ranges.count)
      }
      for index in next..<end {
        guard try body(index, bytes.span.extracting(ranges[Int(index - first)])) else { return }
      }
      next = end
    }
  }

  /// The full tile, else the partial one of the checkpoint's size.
  private func read(_ content: TilePath.Content, _ index: UInt64, limit: Int) -> [UInt8]? {
    let level = if case .hashes(let level) = content { level } else { 0 }
    for width in [Tile.width, TilePath.partialWidth(level: level, size: size)] {
      guard let tile = TilePath(content: content, index: index, width: width) else { continue }
      let file = "\(path)/\(tile.path)"
      if let bytes = SmallFile.read(regular: file, limit: limit) { return bytes }
    }
    return nil
  }

  /// The bytes of one entry.
  func entry(at index: UInt64) throws -> [UInt8] {
    var found: [UInt8] = []
    try forEachEntry(in: index..<(index + 1)) { _, bytes in
      found.reserveCapacity(bytes.count)
      for position in bytes.indices { found.append(bytes[position]) }
      return false
    }
    return found
  }

  /// The key that its first entry names; what it is worth is for the caller to say.
  func claimedKey() throws(ServiceError) -> NoteVerifier {
    do throws(any Error) {
      return try CheckpointKey.verifier(genesis: try entry(at: 0))
    } catch {
      throw ServiceError(anything: error)
    }
  }
}
