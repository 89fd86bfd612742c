// SPDX-License-Identifier: Apache-2.0
import Cryptography

/// Keeps all cores busy: blocks are hashed and decoded, and signatures checked, on other tasks
/// while one ordered replay goes on here.
struct Pipeline {
  /// How many blocks may be under way, read but not fully checked.
  private static let depth = 6
  /// About how many bytes are read at once.
  private static let blockSize = 1 << 20
  /// How many blocks of checkpoints are checked ahead.
  private static let checkpointDepth = 2
  /// How many signatures a task checks.
  private static let slice = 16

  private enum Outcome: Sendable {
    case entries(Int, PreparedBlock)
    case checkpoints(Int, [SignedCheckpoint])
    case signatures(block: Int)
  }

  private typealias Group = TaskGroup<Outcome>

  private(set) var replay: Replay
  private let function: HashFunction
  private let check: CheckpointCheck
  private let log: FindingLog
  private let source: any LedgerSource
  private var entries: EntryStream
  private var checkpoints: CheckpointStream
  private var prepared: [Int: PreparedBlock] = [:]
  private var signed: [Int: [SignedCheckpoint]] = [:]
  /// Slices of signatures not yet checked, by block.
  private var slices: [Int: Int] = [:]
  private var underWay = 0
  private var (blocksRead, blocksReplayed) = (0, 0)
  private var (checkpointBlocksRead, checkpointBlocksTaken) = (0, 0)
  private var (noMoreEntries, noMoreCheckpoints) = (false, false)

  init(
    _ source: any LedgerSource, replay: Replay, function: HashFunction,
    checkpoints check: CheckpointCheck, log: FindingLog
  ) {
    self.replay = replay
    self.function = function
    self.check = check
    self.log = log
    self.source = source
    entries = EntryStream(source, limit: source.horizon?.entries, log)
    checkpoints = CheckpointStream(source, limit: source.horizon?.checkpoints, log)
  }

  /// Checks everything up to the horizon, and what is stored beyond it unless the ledger has grown
  /// meanwhile, or nothing is.
  ///
  /// - Parameter patience: How long a checkpoint over entries beyond the horizon is waited for.
  /// - Returns: How far the ledger reaches when what is beyond the horizon was not checked.
  mutating func run(patience: Duration) async throws(VerificationError) -> UInt64? {
    try await runToLimit()
    guard let horizon = source.horizon else { return nil }
    let wait = Duration.milliseconds(20)
    var waited = Duration.zero
    while true {
      let isIdle = try restIsZero()
      if let reached = try growth(beyond: horizon) { return reached }
      if isIdle { return horizon.entries }
      guard waited < patience, (try? await Task.sleep(for: wait)) != nil else { break }
      waited += wait
    }
    try entries.liftLimit()
    try checkpoints.liftLimit()
    try replay.reopen()
    (noMoreEntries, noMoreCheckpoints) = (false, false)
    try await runToLimit()
    return nil
  }

  /// Whether nothing is stored beyond what was checked.
  private func restIsZero() throws(VerificationError) -> Bool {
    guard try entries.restIsZero(), try checkpoints.restIsZero() else { return false }
    return try replay.rest().isEmpty
  }

  /// The size of a newer signed checkpoint than that of the horizon, if there is one now.
  private func growth(beyond horizon: Horizon) throws(VerificationError) -> UInt64? {
    guard entries.count == horizon.entries, let current = try source.currentHorizon(),
      current.entries > horizon.entries, check.isSigned(current.newest)
    else { return nil }
    return current.entries
  }

  /// Checks what the limits of the streams let through.
  private mutating func runToLimit() async throws(VerificationError) {
    var failure: VerificationError?
    await withTaskGroup(of: Outcome.self) { group in
      do throws(VerificationError) {
        try feed(&group)
        while let outcome = await group.next() {
          take(outcome)
          try advance(&group)
          try feed(&group)
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Reads ahead as far as the depths allow.
  private mutating func feed(_ group: inout Group) throws(VerificationError) {
    let (function, check, log) = (function, check, log)
    while !noMoreCheckpoints, checkpointBlocksRead - checkpointBlocksTaken < Self.checkpointDepth {
      guard let block = try checkpoints.next() else {
        noMoreCheckpoints = true
        break
      }
      let number = checkpointBlocksRead
      checkpointBlocksRead += 1
      group.addTask { .checkpoints(number, check.signed(in: block)) }
    }
    while !noMoreEntries, underWay < Self.depth {
      guard let block = try entries.next(target: Self.blockSize) else {
        noMoreEntries = true
        break
      }
      let number = blocksRead
      blocksRead += 1
      underWay += 1
      group.addTask { .entries(number, PreparedBlock(block, function, log)) }
    }
  }

  private mutating func take(_ outcome: Outcome) {
    switch outcome {
    case .entries(let number, let block): prepared[number] = block
    case .checkpoints(let number, let block): signed[number] = block
    case .signatures(let number):
      slices[number, default: 1] -= 1
      if slices[number] == 0 { finishBlock(number) }
    }
  }

  private mutating func finishBlock(_ number: Int) {
    slices[number] = nil
    underWay -= 1
  }

  /// Replays every block whose turn has come and whose checkpoints are at hand.
  private mutating func advance(_ group: inout Group) throws(VerificationError) {
    while true {
      while let block = signed.removeValue(forKey: checkpointBlocksTaken) {
        checkpointBlocksTaken += 1
        replay.checkpoints.append(block, log)
        try feed(&group)
      }
      guard let block = prepared[blocksReplayed], hasCheckpoints(for: block) else { return }
      prepared[blocksReplayed] = nil
      let number = blocksReplayed
      blocksReplayed += 1
      let jobs = try replay.replay(block)
      addSignatures(jobs, of: number, to: &group)
    }
  }

  private func hasCheckpoints(for block: PreparedBlock) -> Bool {
    let isComplete = noMoreCheckpoints && checkpointBlocksTaken == checkpointBlocksRead
    return isComplete || replay.checkpoints.reach >= block.first + UInt64(block.items.count)
  }

  private mutating func addSignatures(
    _ jobs: [CheckJob], of block: Int, to group: inout Group
  ) {
    let log = log
    slices[block] = (jobs.count + Self.slice - 1) / Self.slice
    if jobs.isEmpty { finishBlock(block) }
    for start in stride(from: 0, to: jobs.count, by: Self.slice) {
      let slice = jobs[start..<min(start + Self.slice, jobs.count)]
      group.addTask {
        for job in slice { job.check(log) }
        return .signatures(block: block)
      }
    }
  }
}
