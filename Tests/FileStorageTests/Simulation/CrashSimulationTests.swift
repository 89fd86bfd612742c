// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Testing
import TransparencyLog

@testable import FileStorage

/// Random commits on a disk that loses power, loses writes, tears them, fails or fills up.
@Suite struct CrashSimulationTests {
  @Test(arguments: SimulationSeeds(1_000).blocks)
  func `what was acknowledged survives, and nothing half-done is left`(
    seeds: Range<UInt64>
  ) async throws {
    for seed in seeds {
      var simulation = try StorageSimulation(seed: seed)
      for _ in 0..<3 {
        try await run(&simulation, seed)
      }
    }
  }

  /// One life of a writer, from opening to its end, and what is found after it.
  private func run(_ simulation: inout StorageSimulation, _ seed: UInt64) async throws {
    let (storage, recovery) = try reopen(&simulation)
    try check(recovery, &simulation, seed)
    try simulation.replayTree(storage)
    try checkFiles(simulation, seed)
    try refuseSecondWriter(&simulation, seed)
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

  /// Another writer, at some moment of the first one's life, is turned away and changes nothing.
  private func refuseSecondWriter(_ simulation: inout StorageSimulation, _ seed: UInt64) throws {
    let before = simulation.files
    let error = #expect(throws: StorageError.self, "seed \(seed)") { try simulation.open() }
    #expect(error == .locked(path: simulation.place.lock), "seed \(seed)")
    #expect(simulation.files == before, "seed \(seed)")
  }

  private func arm(_ simulation: inout StorageSimulation) {
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
    _ simulation: inout StorageSimulation
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
    _ recovery: Recovery, _ simulation: inout StorageSimulation, _ seed: UInt64
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

  private func checkFiles(_ simulation: StorageSimulation, _ seed: UInt64) throws {
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
