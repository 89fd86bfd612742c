// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import TransparencyLog

/// Chooses, entry by entry, among the damaged ledger and its copies.
///
/// A choice is only a guess, made from the leaf hashes that are stored beside the entries; whether
/// all guesses were right is decided by the root of the next signed checkpoint.
struct RestoredEntries {
  private let damaged: EntryCandidates
  private let copies: [EntryCandidates]
  private var own: EntrySequence
  private var others: [EntrySequence]
  private let function: HashFunction
  private var appender: TileAppender
  /// What was chosen since the last group was taken.
  private var group = Group()
  /// The second key that the chosen entries name.
  private var secondKey: [UInt8]?
  /// The entries the damaged ledger did not have as they were chosen.
  private var replaced: [UInt64] = []
  /// Those, and the ones whose length alone was damaged.
  var repaired: [UInt64] { Set(replaced + own.damagedLengths).sorted() }
  /// Those of them that no stored leaf hash speaks for.
  private(set) var doubtful: [UInt64] = []

  private struct Group {
    var entries: [UInt8] = []
    var lengths: [Int] = []
    var hashes: [[Digest]] = []
  }

  init(damaged: EntryCandidates, copies: [EntryCandidates], function: HashFunction) {
    self.damaged = damaged
    self.copies = copies
    own = damaged.entries()
    others = copies.map { $0.entries() }
    self.function = function
    appender = TileAppender(function: function)
  }

  /// The root of the tree over what was chosen so far.
  var root: Digest { appender.root() }

  /// Whether all that was chosen has been taken to be committed.
  var isTaken: Bool { group.lengths.isEmpty }

  /// The verifier of the second line of a checkpoint over what was chosen so far; `nil` for none.
  func secondVerifier(origin: String) -> NoteVerifier? {
    secondKey.flatMap { SecondKeys.verifier(origin: origin, key: $0) }
  }

  /// Takes what was chosen since the last time, to be committed under the checkpoint `note`.
  mutating func take(under note: SignedNote) -> CommitGroup {
    defer { group = Group() }
    return CommitGroup(
      first: appender.size - UInt64(group.lengths.count), entries: group.entries,
      lengths: group.lengths, hashes: group.hashes, checkpoint: note.bytes)
  }

  /// Chooses the entries up to `size`.
  mutating func extend(to size: UInt64) throws {
    while appender.size < size {
      let bundle = appender.size / UInt64(Tile.width)
      let range = appender.size..<min(size, (bundle + 1) * UInt64(Tile.width))
      for entry in try choose(range) {
        append(entry)
      }
    }
  }

  private mutating func append(_ entry: [UInt8]) {
    group.entries.append(UInt8(truncatingIfNeeded: entry.count >> 8))
    group.entries.append(UInt8(truncatingIfNeeded: entry.count))
    group.entries += entry
    group.lengths.append(entry.count)
    var completed: [(level: Int, hash: Digest)] = []
    appender.append(function.leafHash(of: entry)) { completed.append(($0, $1)) }
    for (level, hash) in completed {
      while group.hashes.count <= level { group.hashes.append([]) }
      group.hashes[level].append(hash)
    }
    for record in CheckpointKeyRecord.records(in: entry) { secondKey = record.named?.key }
  }

  private mutating func choose(_ range: Range<UInt64>) throws -> [[UInt8]] {
    let own = own.entries(in: range)
    let ownHashes = damaged.leafHashes(in: range)
    var offers: [(entries: [[UInt8]?], hashes: [Digest])]?
    var chosen: [[UInt8]] = []
    for (place, index) in range.enumerated() {
      if let entry = own[place], place < ownHashes.count,
        function.leafHash(of: entry) == ownHashes[place]
      {
        chosen.append(entry)
        continue
      }
      // Copies are read only where they are needed.
      let offered =
        offers
        ?? copies.indices.map { (others[$0].entries(in: range), copies[$0].leafHashes(in: range)) }
      offers = offered
      chosen.append(try choose(index, place, own[place], ownHashes, offered))
    }
    return chosen
  }

  private mutating func choose(
    _ index: UInt64, _ place: Int, _ own: [UInt8]?, _ ownHashes: [Digest],
    _ offers: [(entries: [[UInt8]?], hashes: [Digest])]
  ) throws -> [UInt8] {
    let expected =
      (place < ownHashes.count ? [ownHashes[place]] : [])
      + offers.compactMap { place < $0.hashes.count ? $0.hashes[place] : nil }
    // Its own entry last: a copy's hash may speak for it where its own hash is what is damaged.
    let candidates =
      offers.compactMap { place < $0.entries.count ? $0.entries[place] : nil }
      + [own].compactMap(\.self)
    for hash in expected {
      guard let entry = candidates.first(where: { function.leafHash(of: $0) == hash }) else {
        continue
      }
      if entry != own { replaced.append(index) }
      return entry
    }
    // No hash speaks for any of them: the checkpoint will tell whether this one is right.
    doubtful.append(index)
    guard let entry = candidates.first else {
      throw StorageError.damaged(
        path: damaged.path, offset: index,
        reason: "entry \(index) can be read neither here nor in a copy")
    }
    if entry != own { replaced.append(index) }
    return entry
  }
}
