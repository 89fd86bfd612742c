// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Testing
import TransparencyLog

@testable import FileStorage

/// Random commits on a disk that loses power, loses writes, tears them, fails or fills up.
@Suite struct CrashSimulationTests {
  static let directory = "/ledger"

  struct Simulation {
    let disk: SimulatedDisk
    let options: FileStorage.Options
    var random: SplitMix64
    var acknowledged = FakeLedger()
    var attempted: FakeLedger?
    /// The size up to which tree hashes are known to be durable.
    var derivedSize: UInt64 = 0

    init(seed: UInt64) {
      disk = SimulatedDisk(seed: seed ^ 0xd15c)
      random = SplitMix64(seed: seed)
      var options = FileStorage.Options(segmentLimit: 3000)
      options.checkpointSegmentLimit = 2500
      options.preparedStep = random.chance(50) ? 2048 : 512
      self.options = options
    }

    var place: LedgerDirectory { LedgerDirectory(path: directory, calls: disk) }

    func open() throws(StorageError) -> (storage: FileStorage, recovery: Recovery) {
      try FileStorage.open(place, options, FakeLedger.isAuthentic)
    }
  }

  @Test(arguments: 0..<20)
  func `what was acknowledged survives, and nothing half-done is left`(
    block: Int
  ) async throws {
    for seed in (block * 50)..<(block * 50 + 50) {
      var simulation = Simulation(seed: UInt64(seed))
      try FileStorage.create(
        simulation.place, LedgerFormat(origin: "example.org/log", suiteName: "sha256-ed25519"))
      for _ in 0..<3 {
        try await run(&simulation, seed)
      }
    }
  }

  /// One life of a writer, from opening to its end, and what is found after it.
  private func run(_ simulation: inout Simulation, _ seed: Int) async throws {
    let (storage, recovery) = try reopen(&simulation)
    try check(recovery, &simulation, seed)
    try replayTree(storage, &simulation)
    try checkFiles(simulation, seed)
    arm(&simulation)
    for _ in 0..<Int.random(in: 1...8, using: &simulation.random) {
      var next = simulation.acknowledged
      let isLarge = simulation.random.chance(8)
      let count = Int.random(in: 1...(isLarge ? 400 : 5), using: &simulation.random)
      let group = next.group(count: count, &simulation.random)
      do {
        try await storage.commit(group)
        simulation.acknowledged = next
        #expect(storage.checkpoint == next.notes.last, "seed \(seed)")
      } catch {
        simulation.attempted = next
      }
      if simulation.attempted == nil, simulation.random.chance(10) {
        do {
          try storage.synchronizeDerived()
          simulation.derivedSize = next.size
          continue
        } catch {
          simulation.attempted = next
          next = simulation.acknowledged
        }
      }
      if simulation.attempted != nil {
        await #expect(throws: StorageError.self, "seed \(seed)") {
          try await storage.commit(group)
        }
        break
      }
    }
    storage.close()
    #expect(simulation.disk.openCount == 0, "seed \(seed): descriptors are left open")
    let survival = SimulatedDisk.Survival.allCases.randomElement(using: &simulation.random)
    simulation.disk.restart(survival ?? .torn)
  }

  private func arm(_ simulation: inout Simulation) {
    let call = Int.random(in: 0..<60, using: &simulation.random)
    switch Int.random(in: 0..<10, using: &simulation.random) {
    case 0..<6: simulation.disk.arm(.crash(atCall: call))
    case 6..<8: simulation.disk.arm(.failingSync(atCall: call))
    case 8:
      let room = Int.random(in: 0..<6000, using: &simulation.random)
      simulation.disk.arm(.full(capacity: simulation.disk.usedBytes + room))
    default: simulation.disk.arm(.none)
    }
  }

  /// Opens, now and then with another crash in the middle of recovery.
  private func reopen(
    _ simulation: inout Simulation
  ) throws -> (storage: FileStorage, recovery: Recovery) {
    if simulation.random.chance(30) {
      let call = Int.random(in: 0..<30, using: &simulation.random)
      simulation.disk.arm(.crash(atCall: call))
      (try? simulation.open())?.storage.close()
      simulation.disk.restart(.torn)
    }
    return try simulation.open()
  }

  private func check(
    _ recovery: Recovery, _ simulation: inout Simulation, _ seed: Int
  ) throws {
    let sizes = [simulation.acknowledged.size] + (simulation.attempted.map { [$0.size] } ?? [])
    try #require(sizes.contains(recovery.size), "seed \(seed): \(recovery.size), not \(sizes)")
    if let attempted = simulation.attempted, attempted.size == recovery.size {
      simulation.acknowledged = attempted
    } else if simulation.attempted == nil {
      #expect(recovery.lines.isEmpty, "seed \(seed): \(recovery.lines)")
    }
    simulation.attempted = nil
    #expect(recovery.checkpoint == simulation.acknowledged.notes.last, "seed \(seed)")
    #expect((recovery.cutEntryBytes == 0) || !recovery.lines.isEmpty)
    #expect(recovery.cutEntries == 0 || recovery.cutEntryBytes > 0)
  }

  /// What the service does: the hashes after the stored state are written again.
  private func replayTree(_ storage: FileStorage, _ simulation: inout Simulation) throws {
    for (level, hashes) in simulation.acknowledged.levels().enumerated() {
      let start = simulation.derivedSize >> UInt64(level * Tile.levels)
      let missing = Array(hashes.dropFirst(Int(start)))
      if !missing.isEmpty { try storage.writeTree(level: level, at: start, hashes: missing) }
    }
    try storage.synchronizeDerived()
    simulation.derivedSize = simulation.acknowledged.size
  }

  private func checkFiles(_ simulation: Simulation, _ seed: Int) throws {
    let ledger = simulation.acknowledged
    let files = try LedgerFiles(simulation.place)
    #expect(try files.newestCheckpoint() == ledger.notes.last, "seed \(seed)")
    var notes: [[UInt8]] = []
    try files.forEachCheckpoint { number, note in
      #expect(number == UInt64(notes.count))
      notes.append(note)
      return true
    }
    #expect(notes == ledger.notes, "seed \(seed)")
    var entries: [[UInt8]] = []
    try files.forEachEntry(in: 0..<ledger.size) { index, bytes in
      entries.append(bytes.indices.map { bytes[$0] })
      return index + 1 == UInt64(entries.count)
    }
    #expect(entries == ledger.entries, "seed \(seed)")
    for (level, hashes) in ledger.levels().enumerated() {
      let stored = try files.tileHashes(level: level, range: 0..<UInt64(hashes.count))
      #expect(stored == hashes, "seed \(seed), level \(level)")
    }
  }
}
