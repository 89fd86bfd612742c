// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import LedgerVerification
import TransparencyLog

/// A damaged ledger or a copy, read as far as it can be read; nothing in it is believed.
struct EntryCandidates {
  let path: String
  /// Its files, unless it is a published directory or its format cannot be read.
  private let files: LedgerFiles?
  private let copy: LedgerCopy?

  /// The damaged ledger itself.
  init(damaged path: String) {
    self.path = path
    files = (try? LedgerFiles(at: path)) ?? Self.withoutFormat(path)
    copy = nil
  }

  /// The files of a ledger whose format is lost: genesis says what was in it.
  ///
  /// What cannot be opened even so offers nothing; the copies then have to have it all.
  private static func withoutFormat(_ path: String) -> LedgerFiles? {
    guard let entries = try? EntryBlocks(LedgerLocation(detecting: path)),
      let origin = entries.origin, let suite = entries.suite
    else { return nil }
    return LedgerFiles(damagedAt: path, origin: origin, suiteName: suite.name)
  }

  /// A copy in either layout.
  init(copy path: String) throws(ServiceError) {
    self.path = path
    let opened = try LedgerCopy(path)
    copy = opened
    files = try? LedgerFiles(at: path)
  }

  /// The checkpoints it has, from the first on, as far as they can be read.
  func checkpoints() -> [UnverifiedCheckpoint] {
    var found: [UnverifiedCheckpoint] = []
    // A damaged history ends where it cannot be read any more.
    try? files?.forEachCheckpoint { _, note in
      if let checkpoint = try? UnverifiedCheckpoint(parsing: note) { found.append(checkpoint) }
      return true
    }
    if let copy { found.append(copy.checkpoint) }
    return found
  }

  /// The key its first entry names; what it is worth is for the caller to say.
  func claimedKey() -> NoteVerifier? {
    var entries = entries()
    return entries.entries(in: 0..<1)[0].flatMap { try? CheckpointKey.verifier(genesis: $0) }
  }

  /// Its entries, from the first on, as far as they can be told apart.
  func entries() -> EntrySequence { EntrySequence(at: path) }

  /// The leaf hashes it has stored for a range; empty when they cannot be read.
  func leafHashes(in range: Range<UInt64>) -> [Digest] {
    if let copy { return (try? copy.tileHashes(level: 0, range: range)) ?? [] }
    return (try? files?.tileHashes(level: 0, range: range)) ?? []
  }
}
