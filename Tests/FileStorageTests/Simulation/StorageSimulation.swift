// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import TransparencyLog

@testable import FileStorage

/// A ledger on a simulated disk, and what its writer was told.
struct StorageSimulation {
  static let directory = "/ledger"

  let disk: SimulatedDisk
  let options: FileStorage.Options
  var random: SplitMix64
  var acknowledged = FakeLedger()
  var attempted: FakeLedger?
  /// The size up to which tree hashes are known to be durable.
  var derivedSize: UInt64 = 0

  /// Creates an empty ledger.
  init(seed: UInt64) throws(StorageError) {
    disk = SimulatedDisk(seed: seed ^ 0xd15c)
    random = SplitMix64(seed: seed)
    var options = FileStorage.Options(segmentLimit: 3000)
    options.checkpointSegmentLimit = 2500
    options.preparedStep = random.chance(50) ? 2048 : 512
    self.options = options
    try FileStorage.create(
      place, LedgerFormat(origin: "example.org/log", suiteName: "sha256-ed25519"))
  }

  var place: LedgerDirectory { LedgerDirectory(path: Self.directory, calls: disk) }

  /// Every file of the ledger as reads see it.
  var files: [String: [UInt8]] {
    Dictionary(uniqueKeysWithValues: disk.paths.map { ($0, disk.contents(of: $0) ?? []) })
  }

  func open() throws(StorageError) -> (storage: FileStorage, recovery: Recovery) {
    try FileStorage.open(place, options, FakeLedger.isAuthentic)
  }

  /// Makes the next group and commits it; whether that was acknowledged.
  mutating func commit(to storage: FileStorage, count: Int) async -> Bool {
    var next = acknowledged
    do {
      try await storage.commit(next.group(count: count, &random))
      acknowledged = next
      return true
    } catch {
      attempted = next
      return false
    }
  }

  /// What the service does: the hashes after the stored state are written again.
  mutating func replayTree(_ storage: FileStorage) throws {
    for (level, hashes) in acknowledged.levels().enumerated() {
      let start = derivedSize >> UInt64(level * Tile.levels)
      let missing = Array(hashes.dropFirst(Int(start)))
      if !missing.isEmpty { try storage.writeTree(level: level, at: start, hashes: missing) }
    }
    try storage.synchronizeDerived()
    derivedSize = acknowledged.size
  }
}
