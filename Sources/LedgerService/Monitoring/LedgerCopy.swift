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
    case tiles(PublishedTiles)
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
        checkpoint = try UnverifiedCheckpoint(parsing: note)
        layout = .tiles(PublishedTiles(directory: path, size: checkpoint.claim.size))
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
    switch layout {
    case .ledger(let files): try files.tileHashes(level: level, range: range)
    case .tiles(let tiles): try tiles.tileHashes(level: level, range: range)
    }
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
    case .tiles(let tiles): try tiles.forEachEntry(in: range, body)
    }
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
