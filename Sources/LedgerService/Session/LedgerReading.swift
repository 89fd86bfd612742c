// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import FileStorage
public import LedgerCore
public import Quantities
import StateStorage
import TransparencyLog

/// What a report stands on; printed under every report, so that two readers can compare.
public struct Standpoint: Sendable, Equatable {
  /// The ledger's origin.
  public let origin: String
  /// The number of entries the report covers.
  public let size: UInt64
  /// The root of the tree over them.
  public let root: Digest
  /// The number of entries the ledger has.
  public let newestSize: UInt64
}

/// A ledger open for reading: needs no key and no lock, and changes nothing.
public struct LedgerReading: Sendable {
  /// Where the ledger lies.
  public let paths: LedgerPaths
  /// The ledger's files.
  public let files: LedgerFiles
  /// The suite.
  public let suite: Suite
  /// The rows of the state at the standpoint.
  public let rows: any RowSource
  /// What the answers stand on.
  public let standpoint: Standpoint

  /// Up to where a report looks.
  public enum Moment: Sendable, Equatable {
    /// The newest durable entry.
    case newest
    /// The first `size` entries.
    case size(UInt64)
    /// All entries registered up to the end of a day in China.
    case date(CalendarDate)
  }

  /// Opens the ledger at `paths` as it was at `moment`.
  ///
  /// If the files have changed since they were last verified in a way no writer changes them, the
  /// whole ledger is verified first, and an unsound one is refused.
  ///
  /// - Parameter tell: Is told, now or while rows are read, that the stored state is damaged; then
  ///   the answer comes from a replay of the entries.
  public init(
    _ paths: LedgerPaths, at moment: Moment = .newest,
    note tell: @escaping @Sendable (BilingualText) -> Void = { _ in }
  ) async throws(ServiceError) {
    self.paths = paths
    do throws(any Error) {
      let files = try LedgerFiles(at: paths.root)
      guard let suite = Suite(name: files.suiteName) else {
        throw StorageError.notALedger(
          path: paths.root, reason: "unknown suite \(files.suiteName)")
      }
      self.files = files
      self.suite = suite
      guard let note = try files.newestCheckpoint() else {
        throw StorageError.notALedger(path: paths.root, reason: "it has no checkpoint")
      }
      let newest = try UnverifiedCheckpoint(parsing: note).claim
      var base = try StoredBase(readingAt: paths)
      try await base.requireSound(files, paths, newest: newest.size)
      if let damage = base.damage { tell(StateNotice.replayed(damage)) }
      if moment == .newest, let stored = base.storage, let head = base.head,
        head.size == newest.size, head.root == newest.root
      {
        rows = StoredRows(stored, note: tell) { () throws(any Error) in
          try Self.replay(files, suite, stored: nil, newest, .newest)
        }
        standpoint = Standpoint(
          origin: files.origin, size: head.size, root: head.root, newestSize: newest.size)
        return
      }
      let replay = try Self.replay(
        files, suite, stored: moment == .newest ? base.loaded(files, suite, newest, tell) : nil,
        newest, moment)
      rows = MemoryRows(replay.state)
      standpoint = Standpoint(
        origin: files.origin, size: replay.tree.size, root: replay.tree.root(),
        newestSize: newest.size)
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private static func replay(
    _ files: LedgerFiles, _ suite: Suite, stored: Replay?, _ newest: Checkpoint,
    _ moment: Moment
  ) throws -> Replay {
    var replay = stored ?? Replay(suite: suite)
    switch moment {
    case .newest:
      try replay.catchUp(to: newest.size, files, at: files.origin) { _, _ in }
      guard replay.tree.root() == newest.root else {
        throw StorageError.damaged(
          path: files.origin, offset: newest.size,
          reason: "the tree does not have the checkpoint's root")
      }
    case .size(let size):
      guard size <= newest.size else {
        throw ServiceError.notFound(
          BilingualText(
            chinese: "账本只有 \(newest.size) 条,不足 \(size) 条。",
            english: "The ledger has \(newest.size) entries, not \(size)."))
      }
      try replay.catchUp(to: size, files, at: files.origin) { _, _ in }
    case .date(let date):
      let end = try entries(upTo: date, files, newest.size)
      try replay.catchUp(to: end, files, at: files.origin) { _, _ in }
    }
    return replay
  }

  /// The number of entries registered up to the end of `date` in China, by halving.
  private static func entries(
    upTo date: CalendarDate, _ files: LedgerFiles, _ size: UInt64
  ) throws -> UInt64 {
    var low: UInt64 = 0
    var high = size
    while low < high {
      let middle = (low + high) / 2
      let bytes = try files.entry(at: middle)
      let entry = try Entry(decoding: bytes.span)
      if entry.registered.date(offsetMinutes: 480) <= date {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
