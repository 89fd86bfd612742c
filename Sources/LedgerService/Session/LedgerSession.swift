// SPDX-License-Identifier: Apache-2.0
import Cryptography
public import FileStorage
public import LedgerCore
public import Quantities
import StateStorage
import Synchronization
import TransparencyLog

/// A ledger open for writing: recovered, with its one writer, until it is closed.
public final class LedgerSession: Sendable {
  /// Entries after which the state is stored while the writer goes on.
  public static let storeInterval: UInt64 = 50_000

  /// Where the ledger lies.
  public let paths: LedgerPaths
  /// The writer.
  public let ledger: Ledger
  /// What recovery found and cut.
  public let recovery: Recovery
  /// The ledger's origin.
  public let origin: String
  /// The ledger's suite.
  public let suite: Suite
  /// The time of registration.
  let clock: @Sendable () -> Timestamp

  private let storage: FileStorage
  private let stored: StateStorage
  private let files: LedgerFiles
  private let storedSize: Mutex<UInt64>
  /// Whether nothing stored can be built on, or a store failed and its changes are forgotten: the
  /// next one stores everything.
  private let mustStoreAll: Mutex<Bool>
  /// Commits to the state as entries come; `nil` where the key for it is kept elsewhere.
  let committer: StateCommitter?

  private struct Parts {
    let paths: LedgerPaths
    let storage: FileStorage
    let stored: StateStorage
    let files: LedgerFiles
    let recovery: Recovery
    let suite: Suite
    let ledger: Ledger
    let clock: @Sendable () -> Timestamp
    let storedSize: UInt64
    let committer: StateCommitter?
  }

  private init(_ parts: Parts) {
    paths = parts.paths
    storage = parts.storage
    stored = parts.stored
    files = parts.files
    recovery = parts.recovery
    origin = parts.files.origin
    suite = parts.suite
    clock = parts.clock
    ledger = parts.ledger
    storedSize = Mutex(parts.storedSize)
    committer = parts.committer
    mustStoreAll = Mutex(parts.storedSize == 0)
  }

  /// Opens the ledger at `paths` for writing.
  ///
  /// - Parameters:
  ///   - keys: Where the checkpoint key is, and the second one if there is one.
  ///   - clock: The time of registration.
  public static func open(
    _ paths: LedgerPaths, keys: KeyStore,
    clock: @escaping @Sendable () -> Timestamp = SystemClock.now
  ) async throws(ServiceError) -> LedgerSession {
    let key = try keys.key(KeyStore.checkpointName)
    do throws(any Error) {
      let files = try LedgerFiles(at: paths.root)
      let suite = try knownSuite(files)
      let signer = try NoteSigner(name: files.origin, key: key)
      try requireOwnKey(signer, files, keys)
      try requireCheckpoints(files, paths)
      let (storage, recovery) = try FileStorage.open(at: paths.root) { note, genesis in
        CheckpointKey.signed(note, genesis: genesis)
      }
      let stored = try openState(paths)
      var replay =
        Replay(stored: stored, files: files, suite: suite, size: recovery.size)
        ?? Replay(suite: suite)
      let start = replay.state.size
      try await Soundness.requireSound(files, paths, try stored.head(), newest: recovery.size)
      let tail = TreeTail(storage: storage, size: start)
      try replay.catchUp(to: recovery.size, files, at: paths.root) { tail.append($0, $1) }
      try tail.flush()
      try requireRoot(replay, recovery, paths.root)
      let seconds = try SecondLine.signers(keys, origin: files.origin, suite: suite)
      try SecondLine.require(
        of: replay.state.header, recovery, seconds, keys, at: paths.root)
      let ledger = Ledger(
        Ledger.Opening(
          state: replay.state, tree: replay.tree, newestLeaf: replay.newestLeaf),
        storage: storage, signers: [signer], seconds: seconds, clock: clock)
      return LedgerSession(
        Parts(
          paths: paths, storage: storage, stored: stored, files: files, recovery: recovery,
          suite: suite, ledger: ledger, clock: clock, storedSize: start,
          committer: try StateCommitter(files.origin, suite, keys, replay.state.header)))
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The stored state; an empty one where it is no database any more.
  private static func openState(_ paths: LedgerPaths) throws(StateStorageError) -> StateStorage {
    do {
      return try StateStorage(at: paths.state, isReadOnly: false)
    } catch  where error.isDamage {
      try StateStorage.discard(at: paths.state)
      return try StateStorage(at: paths.state, isReadOnly: false)
    }
  }

  /// Refuses to write with a key that is not the ledger's: its checkpoints would not verify, and
  /// a checkpoint once written cannot be taken back.
  private static func requireOwnKey(
    _ signer: NoteSigner, _ files: LedgerFiles, _ keys: KeyStore
  ) throws {
    guard try files.newestCheckpoint() != nil else { return }
    let own = try CheckpointKey.verifier(genesis: try files.entry(at: 0))
    guard own.vkey != signer.verifier.vkey else { return }
    throw ServiceError.invalid(
      BilingualText(
        "\(keys.place(of: KeyStore.checkpointName)) 不是本账本的检查点密钥;"
          + "本账本的密钥为 \(own.vkey)。请用 --keys 指定正确的目录。",
        "\(keys.place(of: KeyStore.checkpointName)) is not the key of this ledger's "
          + "checkpoints, which is \(own.vkey); name the right directory with --keys."))
  }

  /// Refuses a ledger whose checkpoints are gone: recovery would take its entries for a torn tail.
  ///
  /// The state is stored only of what a durable checkpoint covers.
  private static func requireCheckpoints(_ files: LedgerFiles, _ paths: LedgerPaths) throws {
    // Without readable stored state nothing is known of earlier checkpoints.
    guard let stored = try? StateStorage(at: paths.state, isReadOnly: true),
      let head = try? stored.head()
    else { return }
    let newest = try files.newestCheckpoint().map { try UnverifiedCheckpoint(parsing: $0).claim }
    guard (newest?.size ?? 0) < head.size else { return }
    throw StorageError.damaged(
      path: "\(paths.root)/checkpoints", offset: 0,
      reason: "no checkpoint covers the \(head.size) entries that were acknowledged")
  }

  private static func knownSuite(_ files: LedgerFiles) throws(StorageError) -> Suite {
    if let suite = Suite(name: files.suiteName) { return suite }
    throw .notALedger(path: files.origin, reason: "unknown suite \(files.suiteName)")
  }

  private static func requireRoot(
    _ replay: Replay, _ recovery: Recovery, _ path: String
  ) throws {
    guard let note = recovery.checkpoint else { return }
    let claim = try UnverifiedCheckpoint(parsing: note).claim
    guard claim.size == replay.tree.size, claim.root == replay.tree.root() else {
      throw StorageError.damaged(
        path: path, offset: claim.size, reason: "the tree does not have the checkpoint's root")
    }
  }

  /// Signs `records` by the key called `name` and registers them as one statement.
  public func submit(
    _ records: [[UInt8]], as signer: StatementSigner, identifier: [UInt8]? = nil
  ) async throws(ServiceError) -> Receipt {
    let statement: [UInt8]
    do throws(any Error) {
      let identifier = try identifier ?? RandomBytes.generate(Statement.identifierLength)
      statement = try signer.sign(
        records, identifier: identifier, issuedAt: SystemClock.now())
    } catch {
      throw ServiceError(anything: error)
    }
    return try await register(statement)
  }

  /// Registers a statement signed elsewhere.
  public func register(_ statement: [UInt8]) async throws(ServiceError) -> Receipt {
    let receipt: Receipt
    do throws(SubmissionError) {
      receipt = try await ledger.submit(statement)
    } catch {
      throw ServiceError(error)
    }
    await committer?.commitIfDue(ledger, after: receipt.entry)
    await storeIfDue(receipt.entry)
    return receipt
  }

  /// Admits a statement signed elsewhere, without waiting until it is durable.
  ///
  /// Nobody may be told of it before `ledger.awaitDurability(of:)` has returned.
  public func admit(_ statement: [UInt8]) async throws(ServiceError) -> Receipt {
    let receipt: Receipt
    do throws(SubmissionError) {
      receipt = try await ledger.admit(statement)
    } catch {
      throw ServiceError(error)
    }
    await committer?.commitIfDue(ledger, after: receipt.entry)
    await storeIfDue(receipt.entry)
    return receipt
  }

  private func storeIfDue(_ entry: UInt64) async {
    let due = storedSize.withLock { size in
      guard entry >= size + Self.storeInterval else { return false }
      size = entry
      return true
    }
    // The statement is registered whether or not the state can be stored now: `close` tries
    // again and reports, and whatever is not stored is replayed.
    if due { try? await storeState() }
  }

  /// The bytes of the durable entry `index`.
  func entry(at index: UInt64) throws(StorageError) -> [UInt8] { try files.entry(at: index) }

  /// Stores the state as it is now; queries then need not replay.
  public func storeState() async throws(ServiceError) {
    guard let changes = await ledger.takeChanges() else { return }
    do throws(any Error) {
      try storage.synchronizeDerived()
      let head = StoredHead(
        size: changes.state.size, root: changes.root, newestLeaf: changes.newestLeaf,
        stamp: FileStamps.encode(try files.segmentStamps()))
      let all = mustStoreAll.withLock { mustStoreAll in
        defer { mustStoreAll = true }
        return mustStoreAll
      }
      try stored.store(head, isComplete: all) { visit in
        changes.state.visitImages(changedOnly: !all, visit)
      }
      try StateStamp.write(paths)
      mustStoreAll.withLock { $0 = false }
      storedSize.withLock { $0 = max($0, changes.state.size) }
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// Stores the state and lets another process write.
  ///
  /// When this throws the session is closed all the same and every acknowledged entry is durable:
  /// only the stored state is old, and the next session replays what is missing.
  public func close() async throws(ServiceError) {
    defer { storage.close() }
    try await storeState()
  }
}
