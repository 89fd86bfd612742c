// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Testing

@testable import FileStorage

/// A witness that forgets what it cosigned can be made to cosign another history.
@Suite struct WitnessStorageTests {
  private static let place = WitnessStorage.place(of: "log.example")

  private func storage(_ disk: SimulatedDisk) throws(StorageError) -> WitnessStorage {
    try WitnessStorage(LedgerDirectory(path: "/witness", calls: disk))
  }

  private func checkpoint(_ number: Int) -> [UInt8] {
    Array("checkpoint \(number) ".utf8)
      + [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 700 + number % 900)
  }

  @Test(arguments: 0..<20)
  func `whatever happens, what was answered for is remembered whole`(block: Int) throws {
    for seed in (block * 100)..<(block * 100 + 100) {
      var random = SplitMix64(seed: UInt64(seed))
      let disk = SimulatedDisk(seed: UInt64(seed) ^ 0x717)
      let directory = LedgerDirectory(path: "/witness", calls: disk)
      try directory.makeDirectory("/witness")
      try WitnessStorage.create(directory, name: "w")
      try directory.synchronizeNames("/")
      try storage(disk).store(keys: Array("key\n".utf8), at: Self.place)
      var (acknowledged, attempted) = (-1, -1)
      for _ in 0..<4 {
        arm(disk, &random)
        do {
          for _ in 0..<Int.random(in: 1...6, using: &random) {
            attempted += 1
            try storage(disk).store(checkpoint: checkpoint(attempted), at: Self.place)
            acknowledged = attempted
          }
        } catch {}
        disk.arm(.none)
        if disk.hasCrashed || random.chance(30) {
          disk.restart(SimulatedDisk.Survival.allCases.randomElement(using: &random) ?? .torn)
        }
        let found = try storage(disk).checkpoint(at: Self.place)
        let allowed = (acknowledged...attempted).map { $0 < 0 ? nil : checkpoint($0) }
        #expect(allowed.contains { $0 == found }, "seed \(seed)")
        #expect(try storage(disk).keys(at: Self.place) == Array("key\n".utf8), "seed \(seed)")
        #expect(disk.openCount == 0, "seed \(seed)")
      }
    }
  }

  private func arm(_ disk: SimulatedDisk, _ random: inout SplitMix64) {
    switch Int.random(in: 0...3, using: &random) {
    case 0: disk.arm(.crash(atCall: Int.random(in: 0...60, using: &random)))
    case 1: disk.arm(.failingSync(atCall: Int.random(in: 0...60, using: &random)))
    case 2: disk.arm(.full(capacity: disk.usedBytes + Int.random(in: 0...1_500, using: &random)))
    default: disk.arm(.none)
    }
  }

  @Test func `a directory that is no witness's, and a file that is too large, are refused`() throws
  {
    let disk = SimulatedDisk(seed: 1)
    let directory = LedgerDirectory(path: "/witness", calls: disk)
    try directory.makeDirectory("/witness")
    #expect(throws: StorageError.self) { try storage(disk) }
    try WitnessStorage.create(directory, name: "w")
    #expect(try storage(disk).name == "w")
    #expect(throws: StorageError.self) { try WitnessStorage.create(directory, name: "v") }
    let witness = try storage(disk)
    try witness.store(keys: [0x41], at: Self.place)
    #expect(try witness.checkpoint(at: Self.place) == nil)
    let large = [UInt8](repeating: 0x41, count: WitnessStorage.byteLimit + 1)
    try witness.store(checkpoint: large, at: Self.place)
    #expect(throws: StorageError.self) { try witness.checkpoint(at: Self.place) }
  }

  @Test func `evidence is kept up to a limit, conclusive evidence always`() throws {
    let disk = SimulatedDisk(seed: 2)
    let directory = LedgerDirectory(path: "/witness", calls: disk)
    try directory.makeDirectory("/witness")
    try WitnessStorage.create(directory, name: "w")
    let witness = try storage(disk)
    try witness.store(keys: [0x41], at: Self.place)
    for number in 0..<(WitnessStorage.evidenceLimit + 5) {
      try witness.keep(
        evidence: [0x42], named: "\(number)", at: Self.place, isConclusive: false)
    }
    try witness.keep(evidence: [0x43], named: "fork", at: Self.place, isConclusive: true)
    let names = try directory.names("/witness/logs/\(Self.place)/evidence")
    #expect(names.count == WitnessStorage.evidenceLimit + 1)
    #expect(names.contains("fork"))
  }
}
