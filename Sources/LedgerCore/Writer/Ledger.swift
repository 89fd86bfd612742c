// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import Quantities
public import TransparencyLog

/// The one writer of a ledger: admits statements, appends entries, commits them in groups.
///
/// Signatures are checked on the callers' tasks, as many at once as there are cores. Admission is
/// serial. Whoever waits together is made durable together: one write, one checkpoint, two syncs.
public actor Ledger {
  /// What the ledger stands on when it is opened.
  public struct Opening: Sendable {
    /// The state after the newest durable entry.
    public let state: LedgerState
    /// The tree over all durable entries.
    public let tree: TileAppender
    /// The leaf hash of the newest entry; zero before the first.
    public let newestLeaf: Digest

    /// Creates an opening.
    public init(state: LedgerState, tree: TileAppender, newestLeaf: Digest) {
      self.state = state
      self.tree = tree
      self.newestLeaf = newestLeaf
    }
  }

  private struct Waiting {
    let receipt: Receipt
    let continuation: CheckedContinuation<Result<Receipt, SubmissionError>, Never>
  }

  private struct Group {
    var entries: [UInt8] = []
    var lengths: [Int] = []
    var hashes: [[Digest]] = []
    var waiting: [Waiting] = []
  }

  private let storage: any LedgerStorage
  private let signers: [NoteSigner]
  private let seconds: [NoteSigner]
  private let clock: @Sendable () -> Timestamp
  private let ring = KeyRing()
  private let keys: KeyDirectory
  private var state: LedgerState
  private var tree: TileAppender
  private var newestLeaf: Digest
  private var durable: UInt64
  private var open = Group()
  private var isCommitting = false
  private var failure: StorageError?
  private var durableWaiters: [(size: UInt64, CheckedContinuation<Void, Never>)] = []

  /// Opens the writer.
  ///
  /// - Parameters:
  ///   - opening: What was recovered from the storage.
  ///   - storage: Where groups are made durable.
  ///   - signers: What signs checkpoints; the first signs as the ledger itself.
  ///   - seconds: The second keys at hand; the one that the ledger's entries name signs too.
  ///   - clock: The time of registration.
  public init(
    _ opening: Opening, storage: any LedgerStorage, signers: [NoteSigner],
    seconds: [NoteSigner] = [], clock: @escaping @Sendable () -> Timestamp
  ) {
    precondition(opening.tree.size == opening.state.size, "state and tree have the same entries")
    state = opening.state
    tree = opening.tree
    newestLeaf = opening.newestLeaf
    durable = opening.state.size
    keys = KeyDirectory(opening.state)
    self.storage = storage
    self.signers = signers
    self.seconds = seconds
    state.heldSecondKeys = Set(seconds.map(\.verifier.key.bytes))
    self.clock = clock
  }

  /// Registers a statement and answers when it is durable and covered by a signed checkpoint.
  ///
  /// The same statement sent again gets its first entry as the answer.
  public nonisolated func submit(_ bytes: [UInt8]) async throws(SubmissionError) -> Receipt {
    try await register(try checked(bytes))
  }

  /// Registers a statement and answers when it is admitted, before it is durable.
  ///
  /// For whoever must have statements admitted in an order and need not wait for the disk between
  /// them. A crash may still take the entry back: nobody may be told of it before
  /// ``awaitDurability(of:)`` has returned.
  public nonisolated func admit(_ bytes: [UInt8]) async throws(SubmissionError) -> Receipt {
    try await admit(try checked(bytes))
  }

  /// Admits a commitment to the whole state as the next entry, before it is durable.
  ///
  /// - Parameter sign: Makes the statement that holds the record, signed by participant 0.
  /// - Returns: The receipt, and the number of leaves committed to.
  public func commitState(
    _ sign: @Sendable (StateCommitmentRecord) throws -> [UInt8]
  ) throws -> (receipt: Receipt, count: UInt64) {
    // From here to the admission nothing is awaited, so that no other entry comes between.
    let commitment = state.commitment()
    let statement = try checked(try sign(StateCommitmentRecord(commitment)))
    return (try admit(statement), commitment.count)
  }

  private nonisolated func checked(_ bytes: [UInt8]) throws(SubmissionError) -> Statement {
    do {
      let statement = try Statement(decoding: bytes)
      try keys.requireSignature(of: statement, ring)
      return statement
    } catch {
      throw .rejected(error)
    }
  }

  private func register(_ statement: Statement) async throws(SubmissionError) -> Receipt {
    let receipt = try admit(statement)
    if receipt.isRepetition {
      try await awaitDurability(of: receipt.entry)
      return receipt
    }
    let result = await withCheckedContinuation { continuation in
      open.waiting.append(Waiting(receipt: receipt, continuation: continuation))
    }
    return try result.get()
  }

  private func admit(_ statement: Statement) throws(SubmissionError) -> Receipt {
    if let failure { throw .storage(failure) }
    if let entry = state.statements.entry(of: statement.key),
      state.statements.row(at: entry).fingerprint == statement.fingerprint
    {
      return Receipt(
        entry: entry, registered: state.statements.row(at: entry).registered, assignments: [],
        isRepetition: true)
    }
    let registered = max(clock(), state.header.registered)
    let index = state.size
    let assignments: [Assignment]
    do {
      assignments = try state.apply(statement, registered: registered)
    } catch {
      throw .rejected(error)
    }
    keys.update(state.core.participants, state.core.changedKeys)
    append(
      Entry.encode(previous: newestLeaf, registered: registered, statement: statement.bytes))
    startCommitting()
    return Receipt(
      entry: index, registered: registered, assignments: assignments, isRepetition: false)
  }

  private func append(_ entry: [UInt8]) {
    open.entries.append(UInt8(truncatingIfNeeded: entry.count >> 8))
    open.entries.append(UInt8(truncatingIfNeeded: entry.count))
    open.entries += entry
    open.lengths.append(entry.count)
    newestLeaf = state.header.suite.hash.leafHash(of: entry)
    tree.append(newestLeaf) { level, hash in
      while open.hashes.count <= level { open.hashes.append([]) }
      open.hashes[level].append(hash)
    }
  }

  private func startCommitting() {
    guard !isCommitting, failure == nil else { return }
    isCommitting = true
    Task { await self.commitGroups() }
  }

  private func commitGroups() async {
    while !open.lengths.isEmpty, failure == nil {
      let group = open
      // Taken before anything else may be admitted: the checkpoint covers this group, no more.
      let (size, root) = (tree.size, tree.root())
      let second = state.header.secondKeys.current
      open = Group()
      let result = await commit(group, size, root, second)
      switch result {
      case .success: durable = size
      case .failure(let error): failure = error
      }
      answer(group.waiting, result)
    }
    isCommitting = false
    if let failure { answer(open.waiting, .failure(failure)) }
    open = failure == nil ? open : Group()
  }

  private func commit(
    _ group: Group, _ size: UInt64, _ root: Digest, _ second: [UInt8]?
  ) async -> Result<Void, StorageError> {
    do throws(any Error) {
      let checkpoint = try Checkpoint(origin: state.header.origin, size: size, root: root)
      let note = try checkpoint.sign(with: signers + secondSigner(second))
      try await storage.commit(
        CommitGroup(
          first: durable, entries: group.entries, lengths: group.lengths,
          hashes: group.hashes, checkpoint: note.bytes))
      return .success(())
    } catch let error as StorageError {
      return .failure(error)
    } catch {
      return .failure(
        .failed(operation: "signing", path: "checkpoint", code: 0, reason: "\(error)"))
    }
  }

  /// Who signs the second line with `key`: both lines are in one note and one durable write.
  private func secondSigner(_ key: [UInt8]?) throws(TransparencyLogError) -> [NoteSigner] {
    guard let key else { return [] }
    guard let signer = seconds.first(where: { $0.verifier.key.bytes == key }) else {
      throw .signingFailed(name: state.header.origin, reason: "its second key is not at hand")
    }
    return [signer]
  }

  private func answer(_ waiting: [Waiting], _ result: Result<Void, StorageError>) {
    for one in waiting {
      one.continuation.resume(
        returning: result.map { one.receipt }.mapError { SubmissionError.storage($0) })
    }
    let size = failure == nil ? durable : .max
    let due = durableWaiters.filter { $0.size <= size }
    durableWaiters.removeAll { $0.size <= size }
    for waiter in due { waiter.1.resume() }
  }
}

extension Ledger {
  /// The number of entries that are durable and covered by a signed checkpoint.
  public var size: UInt64 { durable }

  /// The state after the newest admitted entry.
  ///
  /// A copy: while somebody keeps it, the next change copies what it changes.
  public var current: LedgerState { state }

  /// Lets `body` look at the state after the newest admitted entry, without copying it.
  ///
  /// The writer waits meanwhile. What `body` returns should hold no large part of the state.
  public func inspect<Value: Sendable, Failure: Error>(
    _ body: @Sendable (borrowing LedgerState) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try body(state)
  }

  /// Returns when the entry `entry`, admitted before, is durable and covered by a checkpoint.
  public func awaitDurability(of entry: UInt64) async throws(SubmissionError) {
    if entry >= durable, failure == nil {
      await withCheckedContinuation { durableWaiters.append((entry + 1, $0)) }
    }
    if let failure, entry >= durable { throw .storage(failure) }
  }

  /// What is to be stored of the state, once all of it is durable; `nil` after a failure.
  ///
  /// The writer goes on meanwhile; the next call gives what changes from here on.
  public func takeChanges() async -> StoredChanges? {
    guard failure == nil else { return nil }
    let changes = StoredChanges(
      state: state.takeChanges(), root: tree.root(), newestLeaf: newestLeaf)
    if durable < changes.state.size {
      await withCheckedContinuation { durableWaiters.append((changes.state.size, $0)) }
    }
    return failure == nil ? changes : nil
  }
}

/// A copy of the state at a durable size, with the tree it stands on.
public struct StoredChanges: Sendable {
  /// The state; its changed rows are those since the call before.
  public let state: LedgerState
  /// The root of the tree over its entries.
  public let root: Digest
  /// The leaf hash of its newest entry.
  public let newestLeaf: Digest
}
