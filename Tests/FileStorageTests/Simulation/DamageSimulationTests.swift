// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Testing

@testable import FileStorage

/// Disks that say they wrote what they did not, or do not keep what they have.
///
/// The law: a ledger with damage is refused when it is opened, by an error that says where, and is
/// then as it was; or it opens with every acknowledged entry; and whatever is wrong with a byte
/// that opening does not read, an audit finds.
@Suite struct DamageSimulationTests {
  @Test(arguments: SimulationSeeds(1_500).blocks)
  func `a write that lands elsewhere is refused, healed or found`(
    seeds: Range<UInt64>
  ) async throws {
    for seed in seeds {
      var simulation = try StorageSimulation(seed: seed)
      try await live(&simulation, lives: 1)
      let call = Int.random(in: 0..<25, using: &simulation.random)
      let before = simulation.acknowledged
      try await live(&simulation, lives: 1, .misdirected(atCall: call))
      guard let misdirection = simulation.disk.misdirection else { continue }
      // The disk took the newest checkpoint and kept nothing of it: what is left is what a crash
      // leaves, and only who holds that checkpoint can tell. What is cut is said.
      let isCheckpointLost =
        misdirection.intended.contains("/checkpoints/") && simulation.acknowledged.size > before.size
      try judge(&simulation, "seed \(seed): \(misdirection)", mayRollBack: isCheckpointLost)
    }
  }

  @Test(arguments: SimulationSeeds(1_500).blocks)
  func `a bit that rots between two lives is refused, healed or found`(
    seeds: Range<UInt64>
  ) async throws {
    for seed in seeds {
      var simulation = try StorageSimulation(seed: seed ^ 0x0f07)
      try await live(&simulation, lives: 2)
      let paths = simulation.disk.paths.filter { simulation.disk.contents(of: $0) != [] }
      let path = try #require(paths.randomElement(using: &simulation.random))
      let size = try #require(simulation.disk.contents(of: path)).count
      let offset = Int.random(in: 0..<size, using: &simulation.random)
      let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &simulation.random)
      simulation.disk.alter(path) { $0[offset] ^= bit }
      try judge(&simulation, "seed \(seed): \(path) at \(offset)", mayRollBack: false)
    }
  }

  /// Lives of a writer that end well, the last with a fault.
  private func live(
    _ simulation: inout StorageSimulation, lives: Int, _ fault: SimulatedDisk.Fault = .none
  ) async throws {
    for _ in 0..<lives {
      let (storage, _) = try simulation.open()
      try simulation.replayTree(storage)
      simulation.disk.arm(fault)
      for _ in 0..<Int.random(in: 1...4, using: &simulation.random) {
        let isLarge = simulation.random.chance(15)
        let count = Int.random(in: 1...(isLarge ? 600 : 5), using: &simulation.random)
        guard await simulation.commit(to: storage, count: count) else { break }
      }
      try? storage.synchronizeDerived()
      storage.close()
      simulation.disk.restart(.durable)
    }
  }

  private func judge(
    _ simulation: inout StorageSimulation, _ what: String, mayRollBack: Bool
  ) throws {
    let damaged = simulation.files
    let opened: (storage: FileStorage, recovery: Recovery)
    do {
      opened = try simulation.open()
    } catch {
      #expect(isLocated(error), "\(what): \(error)")
      #expect(simulation.files == damaged, "\(what): changed by a refusal")
      return
    }
    opened.storage.close()
    let ledger = simulation.acknowledged
    let size = opened.recovery.size
    if size < ledger.size {
      #expect(mayRollBack && !opened.recovery.lines.isEmpty, "\(what): \(size) of \(ledger.size)")
    }
    let audit = StorageAudit(simulation.place)
    guard audit.findings.isEmpty else { return }
    #expect(audit.entries == Array(ledger.entries.prefix(Int(size))), "\(what): not noticed")
  }

  /// Whether an error says which file of the ledger is damaged.
  private func isLocated(_ error: StorageError) -> Bool {
    switch error {
    case .damaged(let path, _, _): path.hasPrefix(StorageSimulation.directory + "/")
    case .notALedger(let path, let reason): path == StorageSimulation.directory && reason != ""
    default: false
    }
  }
}
