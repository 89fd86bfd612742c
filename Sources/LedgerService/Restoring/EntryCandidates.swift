// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
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
    // What cannot be opened offers nothing; the copies then have to have it all.
    files = try? LedgerFiles(at: path)
    copy = nil
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
    entries(in: 0..<1).first.flatMap { $0 }.flatMap { try? CheckpointKey.verifier(genesis: $0) }
  }

  /// The entries of a range, `nil` where one cannot be read.
  func entries(in range: Range<UInt64>) -> [[UInt8]?] {
    var found: [[UInt8]?] = []
    func keep(_ bytes: Span<UInt8>) {
      var entry: [UInt8] = []
      entry.reserveCapacity(bytes.count)
      for position in bytes.indices { entry.append(bytes[position]) }
      found.append(entry)
    }
    // A bundle that breaks off gives the entries before the break.
    if let copy {
      try? copy.forEachEntry(in: range) { _, bytes in
        keep(bytes)
        return true
      }
    } else if let files {
      try? files.forEachEntry(in: range) { _, bytes in
        keep(bytes)
        return true
      }
    }
    found += repeatElement(nil, count: range.count - found.count)
    return found
  }

  /// The leaf hashes it has stored for a range; empty when they cannot be read.
  func leafHashes(in range: Range<UInt64>) -> [Digest] {
    if let copy { return (try? copy.tileHashes(level: 0, range: range)) ?? [] }
    return (try? files?.tileHashes(level: 0, range: range)) ?? []
  }
}
