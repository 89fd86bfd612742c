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
    entries = EntryStream(source, log)
    checkpoints = CheckpointStream(source, log)
  }

  /// Checks everything from the first entry to the last.
  mutating func run() async throws(VerificationError) {
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
