// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import StateStorage
import TransparencyLog

/// The state to which a ledger committed last, with the tree over it.
///
/// It comes from the stored state where that leads there: entries are replayed onto an older one,
/// and from one that is a single entry newer that entry, the commitment, is taken back. Else every
/// entry before the commitment is replayed. Wherever it comes from, its root is the one committed
/// to.
struct CommittedState {
  /// The most entries that are read to find the commitment before the newest.
  private static let searchLimit = 65_536

  /// The entry of the commitment.
  let entry: UInt64
  let state: LedgerState
  let tree: SortedTree

  init(_ reading: LedgerReading) throws {
    let header = try reading.rows.value(SectionCode.ledger, StateImage.key(0))
    guard let entry = try header.flatMap({ try LedgerHeader(decoding: $0).commitment }) else {
      throw ServiceError.notFound(
        BilingualText(
          "账本尚未对其状态作出承诺;请先运行 `tanzhang commit`。",
          "The ledger has not committed to its state yet; run `tanzhang commit` first."))
    }
    let commitment = try StateProofCheck.commitment(in: try Self.read(entry, reading))
    if let state = Self.stored(before: entry, reading) {
      let tree = state.commitmentTree()
      if tree.count == commitment.count, tree.root == commitment.root {
        (self.entry, self.state, self.tree) = (entry, state, tree)
        return
      }
    }
    var replay = Replay(suite: reading.suite)
    try replay.catchUp(to: entry, reading.files, at: reading.paths.root) { _, _ in }
    let tree = replay.state.commitmentTree()
    guard tree.count == commitment.count, tree.root == commitment.root else {
      throw ServiceError.unsound(
        BilingualText(
          "条目 \(entry) 所承诺的状态并非此前各条目的结果;请运行 `tanzhang verify`。",
          "Entry \(entry) commits to a state that is not what the entries before it lead to; run "
            + "`tanzhang verify`."))
    }
    (self.entry, self.state, self.tree) = (entry, replay.state, tree)
  }

  /// The state before `entry` as the stored one leads to it; `nil` where it does not.
  private static func stored(before entry: UInt64, _ reading: LedgerReading) -> LedgerState? {
    // Whatever is wrong with the stored state, the entries are the truth: they are replayed.
    let opened = (reading.rows as? StoredRows)?.storage
    guard
      let storage = opened ?? (try? StateStorage(at: reading.paths.state, isReadOnly: true)),
      var replay = Replay(
        stored: storage, files: reading.files, suite: reading.suite, size: entry + 1)
    else { return nil }
    do {
      if replay.state.size > entry {
        replay.state.takeBackCommitment(
          previous: try commitment(before: entry, replay.state, reading))
      } else {
        try replay.catchUp(to: entry, reading.files, at: reading.paths.root) { _, _ in }
      }
    } catch {
      return nil
    }
    return replay.state
  }

  /// The entry of the commitment before that of `entry`.
  private static func commitment(
    before entry: UInt64, _ state: LedgerState, _ reading: LedgerReading
  ) throws -> UInt64? {
    var count = 0
    return try state.newestEntry(by: 0, before: entry) { entry in
      count += 1
      guard count <= searchLimit else { throw BundleCheck.unsound("it is too far back") }
      let records = try read(entry, reading).statement.records()
      return records.first?.type == StateCommitmentRecord.shape.type
    }
  }

  private static func read(_ entry: UInt64, _ reading: LedgerReading) throws -> ReadEntry {
    try ReadEntry(entry, try EntryQuery.bytes(entry, reading.files))
  }
}
