// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import Synchronization
import Testing
import TransparencyLog

/// A storage in memory that can be made to wait and to fail.
actor MemoryStorage: LedgerStorage {
  private(set) var commits: [CommitGroup] = []
  private var isHeld = false
  private var failure: StorageError?
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func hold() { isHeld = true }

  func release(failing failure: StorageError? = nil) {
    isHeld = false
    self.failure = failure
    for one in waiting { one.resume() }
    waiting = []
  }

  func commit(_ group: CommitGroup) async throws(StorageError) {
    if isHeld { await withCheckedContinuation { waiting.append($0) } }
    if let failure { throw failure }
    commits.append(group)
  }
}

/// A storage that notes whether it was called on somebody's actor.
final class IsolationStorage: LedgerStorage {
  let isolated = Mutex<[Bool]>([])

  @concurrent func commit(_ group: CommitGroup) async throws(StorageError) {
    isolated.withLock { $0.append(#isolation != nil) }
  }
}

@Suite struct LedgerTests {
  private func opened(
    _ test: TestLedger, _ storage: any LedgerStorage
  ) throws -> Ledger {
    var tree = TileAppender(function: test.suite.hash)
    var leaf = Digest.zero
    for entry in test.entries {
      leaf = test.suite.hash.leafHash(
        of: Entry.encode(
          previous: leaf, registered: entry.registered, statement: entry.statement))
      tree.append(leaf) { _, _ in }
    }
    let signer = try NoteSigner(name: TestLedger.origin, key: try test.checkpointKey())
    let now = test.now
    return Ledger(
      Ledger.Opening(state: test.state, tree: tree, newestLeaf: leaf), storage: storage,
      signers: [signer], clock: { now })
  }

  /// Waits until `ledger` has admitted `size` statements, durable or not.
  private func admitted(_ size: UInt64, _ ledger: Ledger) async {
    while await ledger.current.size < size { await Task.yield() }
  }

  private func outcome(
    _ bytes: [UInt8], _ ledger: Ledger
  ) async -> Result<Receipt, SubmissionError> {
    do {
      return .success(try await ledger.submit(bytes))
    } catch {
      return .failure(error)
    }
  }

  /// Checks what every commit must be: framed entries in a chain, their tree, a signed checkpoint.
  private func verify(_ commits: [CommitGroup], _ test: TestLedger) throws -> UInt64 {
    let function = test.suite.hash
    let verifier = try NoteVerifier(
      name: TestLedger.origin, type: NoteKeyType(signingWith: test.suite.signature),
      key: try test.checkpointKey().verifyingKey)
    var tree = CompactRange(function: function)
    var previous = Digest.zero
    var registered = Timestamp(milliseconds: 0)
    for commit in commits {
      #expect(commit.first == tree.size)
      let ranges = try EntryBundle.entryRanges(
        in: commit.entries.span, count: commit.lengths.count)
      #expect(ranges.map(\.count) == commit.lengths)
      for (position, range) in ranges.enumerated() {
        let bytes = Array(commit.entries[range])
        let entry = try Entry(decoding: bytes.span)
        #expect(entry.previous == previous)
        #expect(entry.registered >= registered)
        (previous, registered) = (function.leafHash(of: bytes), entry.registered)
        tree.append(previous)
        #expect(commit.hashes[0][position] == previous)
      }
      let checkpoint = try UnverifiedCheckpoint(parsing: commit.checkpoint)
        .verified(origin: TestLedger.origin, verifiers: [verifier]).checkpoint
      #expect(checkpoint.size == tree.size)
      #expect(checkpoint.root == tree.root())
    }
    return tree.size
  }

  @Test(arguments: [Suite.sha256Ed25519, .sm3SM2])
  func `from genesis on, every commit verifies`(suite: Suite) async throws {
    var test = TestLedger(suite: suite)
    let storage = MemoryStorage()
    let ledger = try opened(test, storage)
    let statements = [
      try test.statement([try test.genesis()], by: TestLedger.authority),
      try test.statement(try test.parties(), by: TestLedger.authority),
      try test.statement(
        [ToyIssue(count: 5, holder: TestLedger.maker)], by: TestLedger.registry),
    ]
    for (index, bytes) in statements.enumerated() {
      let receipt = try await ledger.submit(bytes)
      #expect(receipt.entry == UInt64(index) && !receipt.isRepetition)
      #expect(await ledger.size == UInt64(index) + 1)
    }
    let repeated = try await ledger.submit(statements[1])
    #expect(repeated.isRepetition && repeated.entry == 1)
    let id = try Statement(decoding: statements[2]).identifier
    let other = try test.statement(
      [ToyIssue(first: 5, count: 5, holder: TestLedger.maker)], by: TestLedger.registry, id: id)
    guard case .failure(.rejected(let rejection)) = await outcome(other, ledger) else {
      Issue.record("other content under the same id was registered")
      return
    }
    #expect(rejection.rule == LedgerRules.statementOnce)
    #expect(try verify(await storage.commits, test) == 3)
  }

  @Test func `receipts carry index, time and numbers in order`() async throws {
    var test = try TestLedger.founded()
    let ledger = try opened(test, MemoryStorage())
    for index in 0..<5 as Range<UInt64> {
      let bytes = try test.statement(
        [ToyIssue(prefix: "P\(index)", count: 1, holder: TestLedger.maker)],
        by: TestLedger.registry)
      let receipt = try await ledger.submit(bytes)
      #expect(receipt.entry == 2 + index && receipt.registered == test.now)
      #expect(receipt.assignments.map(\.number) == [UInt32(index)])
    }
  }

  @Test func `statements are admitted in an order without waiting for the disk`() async throws {
    var test = try TestLedger.founded()
    let storage = MemoryStorage()
    let ledger = try opened(test, storage)
    await storage.hold()
    let bytes = try (0..<3).map { index in
      try test.statement(
        [ToyIssue(prefix: "P\(index)", count: 1, holder: TestLedger.maker)],
        by: TestLedger.registry)
    }
    for (index, statement) in bytes.enumerated() {
      #expect(try await ledger.admit(statement).entry == 2 + UInt64(index))
    }
    #expect(await ledger.inspect { $0.size } == 5)
    #expect(await ledger.size == 2)
    let repeated = try await ledger.admit(bytes[0])
    #expect(repeated.isRepetition && repeated.entry == 2)
    await storage.release()
    try await ledger.awaitDurability(of: 4)
    #expect(await ledger.size == 5)
    try await ledger.awaitDurability(of: 0)
  }

  @Test func `what was admitted and not made durable is told`() async throws {
    var test = try TestLedger.founded()
    let storage = MemoryStorage()
    let ledger = try opened(test, storage)
    await storage.hold()
    let bytes = try test.statement(
      [ToyIssue(count: 1, holder: TestLedger.maker)], by: TestLedger.registry)
    let entry = try await ledger.admit(bytes).entry
    let waiting = Task { () -> Bool in
      do {
        try await ledger.awaitDurability(of: entry)
        return true
      } catch {
        return false
      }
    }
    await storage.release(failing: .full(path: "entries"))
    #expect(await waiting.value == false)
    await #expect(throws: SubmissionError.self) { _ = try await ledger.admit(bytes) }
    try await ledger.awaitDurability(of: 1)
  }

  @Test func `64 submitters at once are committed in groups`() async throws {
    var test = TestLedger()
    let storage = MemoryStorage()
    let ledger = try opened(test, storage)
    let founding = try test.statement(
      [try test.genesis()] + (try test.parties()), by: TestLedger.authority)
    _ = try await ledger.submit(founding)
    var statements: [[UInt8]] = []
    for index in 0..<64 as Range<UInt64> {
      statements.append(
        try test.statement(
          [ToyIssue(first: index, count: 1, holder: TestLedger.maker)], by: TestLedger.registry))
    }
    await storage.hold()
    let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
      for bytes in statements {
        group.addTask { @concurrent in try await ledger.submit(bytes) }
      }
      await admitted(65, ledger)
      #expect(await ledger.size == 1, "nothing is durable while the storage works")
      await storage.release()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(receipts.map(\.entry)) == Set(1...64))
    let commits = await storage.commits
    #expect(commits.count <= 3, "the founding, what was first, and all that waited meanwhile")
    #expect(try verify(commits, test) == 65)
    #expect(
      await ledger.current.core.accounts.balance(
        of: TestLedger.maker, asset: 0, standing: .available) == 64)
  }

  @Test func `a statement sent again while on its way waits for the first`() async throws {
    var test = try TestLedger.founded()
    let storage = MemoryStorage()
    let ledger = try opened(test, storage)
    let bytes = try test.statement(
      [ToyIssue(count: 1, holder: TestLedger.maker)], by: TestLedger.registry)
    await storage.hold()
    async let first = ledger.submit(bytes)
    async let second = ledger.submit(bytes)
    await admitted(3, ledger)
    await storage.release()
    let receipts = try await [first, second]
    #expect(receipts.map(\.entry) == [2, 2])
    #expect(receipts.filter(\.isRepetition).count == 1)
    #expect(await storage.commits.count == 1)
  }

  @Test func `a repetition has the time of its first registration`() async throws {
    var test = try TestLedger.founded()
    let first = test.entries[0]
    test.now = test.now.adding(milliseconds: 3_600_000)
    let ledger = try opened(test, MemoryStorage())
    let next = try test.statement(
      [ToyIssue(count: 1, holder: TestLedger.maker)], by: TestLedger.registry)
    _ = try await ledger.submit(next)
    let receipt = try await ledger.submit(first.statement)
    #expect(receipt.entry == 0 && receipt.isRepetition && receipt.assignments.isEmpty)
    #expect(receipt.registered == first.registered)
  }

  @Test func `a clock that goes back does not take the ledger back`() async throws {
    var test = try TestLedger.founded()
    let newest = test.state.header.registered
    test.now = Timestamp(milliseconds: 5)
    let ledger = try opened(test, MemoryStorage())
    let bytes = try test.statement(
      [ToyIssue(count: 1, holder: TestLedger.maker)], by: TestLedger.registry)
    #expect(try await ledger.submit(bytes).registered == newest)
  }

  @Test func `after a storage failure whoever waits is told and nothing is accepted`() async throws
  {
    var test = try TestLedger.founded()
    let storage = MemoryStorage()
    let ledger = try opened(test, storage)
    var statements: [[UInt8]] = []
    for index in 0..<4 as Range<UInt64> {
      statements.append(
        try test.statement(
          [ToyIssue(first: index, count: 1, holder: TestLedger.maker)], by: TestLedger.registry))
    }
    let late = try test.statement(
      [ToyIssue(first: 9, count: 1, holder: TestLedger.maker)], by: TestLedger.registry)
    await storage.hold()
    let failure = StorageError.full(path: "entries")
    let outcomes = await withTaskGroup(of: Result<Receipt, SubmissionError>.self) { group in
      for bytes in statements + [statements[0]] {
        group.addTask { @concurrent in await self.outcome(bytes, ledger) }
      }
      await admitted(6, ledger)
      await storage.release(failing: failure)
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count == 5)
    #expect(outcomes.allSatisfy { $0 == .failure(.storage(failure)) })
    await storage.release()
    #expect(await outcome(late, ledger) == .failure(.storage(failure)))
    #expect(await outcome(statements[0], ledger) == .failure(.storage(failure)))
    #expect(await storage.commits.isEmpty)
    #expect(await ledger.size == 2)
    #expect(await ledger.takeChanges() == nil)
  }

  @Test func `a refused statement is told at once and not appended`() async throws {
    var test = try TestLedger.founded()
    let storage = MemoryStorage()
    let ledger = try opened(test, storage)
    let forged = try test.statement(
      [RulesetRecord(version: 1)], by: TestLedger.authority, key: try test.key(66))
    let unfit = try test.statement([RulesetRecord(version: 9)], by: TestLedger.authority)
    for (bytes, rule) in [
      (forged, LedgerRules.signature), (unfit, LedgerRules.ruleset),
      ([1, 2, 3], LedgerRules.malformed),
    ] {
      guard case .failure(.rejected(let rejection)) = await outcome(bytes, ledger) else {
        Issue.record("\(rule.code) did not refuse")
        continue
      }
      #expect(rejection.rule == rule)
    }
    #expect(await storage.commits.isEmpty)
  }

  @Test func `a key registered by one entry signs the next`() async throws {
    var test = try TestLedger.founded()
    let ledger = try opened(test, MemoryStorage())
    let fresh = try test.key(70)
    let record = KeyRecord(participant: TestLedger.maker, key: fresh.verifyingKey.bytes)
    _ = try await ledger.submit(try test.statement([record], by: TestLedger.maker))
    let kid = try test.key(TestLedger.maker).verifyingKey.identifier(using: test.suite.hash)
    let revocation = KeyRevocationRecord(
      participant: TestLedger.maker, identifier: kid, reason: "rotated")
    _ = try await ledger.submit(
      try test.statement([revocation], by: TestLedger.maker, key: fresh))
    let old = try test.statement([record], by: TestLedger.maker)
    guard case .failure(.rejected(let rejection)) = await outcome(old, ledger) else {
      Issue.record("a revoked key signed")
      return
    }
    #expect(rejection.rule == LedgerRules.signature)
  }

  @Test func `the storage works off the writer's actor`() async throws {
    var test = try TestLedger.founded()
    let storage = IsolationStorage()
    let ledger = try opened(test, storage)
    _ = try await ledger.submit(
      try test.statement([RulesetRecord(version: 1)], by: TestLedger.authority))
    #expect(storage.isolated.withLock { $0 } == [false])
  }

  @Test func `changes to be stored are durable and belong to one tree`() async throws {
    var test = try TestLedger.founded()
    let storage = MemoryStorage()
    let ledger = try opened(test, storage)
    await storage.hold()
    let bytes = try test.statement(
      [ToyIssue(count: 1, holder: TestLedger.maker)], by: TestLedger.registry)
    async let receipt = ledger.submit(bytes)
    await admitted(3, ledger)
    async let taken = ledger.takeChanges()
    await storage.release()
    let changes = try #require(await taken)
    #expect(try await receipt.entry == 2)
    #expect(changes.state.size == 3)
    #expect(await ledger.size == 3)
    let commit = try #require(await storage.commits.last)
    let checkpoint = try UnverifiedCheckpoint(parsing: commit.checkpoint).claim
    #expect(changes.root == checkpoint.root)
    #expect(changes.newestLeaf == commit.hashes[0].last)
    #expect(changes.state.images == (await ledger.current).images)
  }
}
