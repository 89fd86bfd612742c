// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Glibc
import LedgerCore
import Testing
import TransparencyLog

@testable import FileStorage

@Suite struct FileStorageTests {
  let folder: TemporaryDirectory
  let path: String

  init() throws {
    folder = try TemporaryDirectory()
    path = folder.path + "/ledger"
    try FileStorage.create(at: path, origin: "example.org/log", suite: "sha256-ed25519")
  }

  private func open(
    _ isAuthentic: RecoveryScan.Authentication = FakeLedger.isAuthentic
  ) throws -> (storage: FileStorage, recovery: Recovery) {
    try FileStorage.open(
      at: path, options: FileStorage.Options(segmentLimit: 20_000), isAuthentic: isAuthentic)
  }

  /// A ledger with a few segments.
  private func fill(_ groups: [Int] = [1, 300, 700, 3, 512, 256, 1]) async throws -> FakeLedger {
    var random = SplitMix64(seed: 7)
    var ledger = FakeLedger()
    let (storage, _) = try open()
    for count in groups {
      try await storage.commit(ledger.group(count: count, lengths: 1...120, &random))
    }
    storage.close()
    return ledger
  }

  private func alter(_ name: String, _ change: (inout [UInt8]) -> Void) throws {
    let file = try FileHandle("\(path)/\(name)", .write, KernelCalls())
    var bytes = try file.read(count: 1 << 24, at: 0)
    change(&bytes)
    try file.write(bytes.span, at: 0)
    try file.truncate(to: UInt64(bytes.count))
  }

  @Test func `an empty ledger has no checkpoint and opens with nothing to cut`() throws {
    let (storage, recovery) = try open()
    defer { storage.close() }
    #expect(recovery.size == 0)
    #expect(recovery.checkpoint == nil)
    #expect(recovery.lines.isEmpty)
    let files = try LedgerFiles(at: path)
    #expect(files.origin == "example.org/log")
    #expect(files.suiteName == "sha256-ed25519")
    #expect(try files.newestCheckpoint() == nil)
  }

  @Test func `a ledger is not created where there is one`() throws {
    #expect(throws: StorageError.self) {
      try FileStorage.create(at: path, origin: "example.org/other", suite: "sm3-sm2")
    }
    #expect(try LedgerFiles(at: path).origin == "example.org/log")
  }

  @Test func `a directory without a format file is not a ledger`() throws {
    let error = #expect(throws: StorageError.self) { try LedgerFiles(at: folder.path) }
    guard case .notALedger = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
  }

  @Test func `a second writer is turned away until the first has closed`() throws {
    let (first, _) = try open()
    #expect(throws: StorageError.locked(path: path + "/lock")) { try open() }
    first.close()
    let (second, _) = try open()
    second.close()
  }

  @Test func `another process cannot take the lock of a writer`() throws {
    #expect(lockInAnotherProcess() == 0)
    let (storage, _) = try open()
    #expect(lockInAnotherProcess() == 1)
    storage.close()
    #expect(lockInAnotherProcess() == 0)
  }

  /// The exit status of flock(1) on the lock file.
  private func lockInAnotherProcess() -> Int32 {
    let status = unsafe system("flock --exclusive --nonblock '\(path)/lock' true")
    return (status >> 8) & 0xff
  }

  @Test func `a closed storage commits no more`() async throws {
    let (storage, _) = try open()
    storage.close()
    var random = SplitMix64(seed: 1)
    var ledger = FakeLedger()
    let group = ledger.group(count: 1, &random)
    await #expect(throws: StorageError.closed) { try await storage.commit(group) }
  }

  @Test func `every bundle is a slice of the files, whole or partial`() async throws {
    let ledger = try await fill()
    let files = try LedgerFiles(at: path)
    #expect(
      try LedgerDirectory(path: path, calls: KernelCalls()).segments(path + "/entries").count > 2)
    for bundle in 0...(ledger.entries.count / 256) {
      let entries = ledger.entries[(bundle * 256)...].prefix(256)
      for width in [1, 17, 256] where width <= entries.count {
        var expected: [UInt8] = []
        for entry in entries.prefix(width) {
          expected += [UInt8(entry.count >> 8), UInt8(entry.count & 0xff)] + entry
        }
        #expect(try files.bundle(UInt64(bundle), width: width) == expected)
      }
    }
  }

  @Test(arguments: [true, false])
  func `single entries are found with and without the index`(hasIndex: Bool) async throws {
    let ledger = try await fill()
    if !hasIndex { try alter("index") { $0 = [] } }
    let files = try LedgerFiles(at: path)
    for index in stride(from: 0, to: ledger.entries.count, by: 37) {
      #expect(try files.entry(at: UInt64(index)) == ledger.entries[index])
    }
    #expect(throws: StorageError.self) { try files.entry(at: ledger.size) }
  }

  @Test func `ranges of entries are streamed from anywhere`() async throws {
    let ledger = try await fill()
    let files = try LedgerFiles(at: path)
    for range in [0..<ledger.size, 255..<257, 300..<1500, 1772..<1773, 5..<5] {
      var found: [[UInt8]] = []
      try files.forEachEntry(in: range) { index, bytes in
        found.append(bytes.indices.map { bytes[$0] })
        return index == range.lowerBound + UInt64(found.count) - 1
      }
      #expect(found == Array(ledger.entries[Int(range.lowerBound)..<Int(range.upperBound)]))
    }
  }

  @Test func `a reader follows a writer across segments`() async throws {
    let files = try LedgerFiles(at: path)
    var random = SplitMix64(seed: 3)
    var ledger = FakeLedger()
    let (storage, _) = try open()
    defer { storage.close() }
    for _ in 0..<60 {
      try await storage.commit(ledger.group(count: 40, lengths: 1...120, &random))
      #expect(try files.newestCheckpoint() == ledger.notes.last)
      #expect(try files.entry(at: ledger.size - 1) == ledger.entries.last)
      #expect(try files.tileHashes(level: 0, range: 0..<ledger.size) == ledger.levels()[0])
    }
  }

  @Test func `a lost index is written again`() async throws {
    _ = try await fill()
    var before: [UInt8] = []
    try alter("index") { bytes in
      before = bytes
      for place in 8..<24 { bytes[place] = 0 }
      bytes.removeLast(8)
    }
    try open().storage.close()
    try alter("index") { #expect($0 == before) }
  }

  @Test func `an offset that no file has is read past, and written again`() async throws {
    let ledger = try await fill()
    var before: [UInt8] = []
    for byte: UInt8 in [0x8c, 0x7f] {
      try alter("index") { bytes in
        before = bytes
        bytes[8] = byte
      }
      let files = try LedgerFiles(at: path)
      #expect(try files.entry(at: 300) == ledger.entries[300])
      try open().storage.close()
      try alter("index") { #expect($0 == before) }
    }
  }

  @Test func `a changed newest checkpoint is damage, not something to cut`() async throws {
    let ledger = try await fill()
    let end = ledger.notes.reduce(0) { $0 + 2 + $1.count }
    try alter("checkpoints/000000000000") { $0[end - 30] ^= 1 }
    try expectDamage()
    #expect(try LedgerFiles(at: path).newestCheckpoint() != nil)
  }

  @Test func `behind a torn checkpoint readers see the one before it, and then what follows`()
    async throws
  {
    let ledger = try await fill([1, 5])
    let end = ledger.notes.reduce(0) { $0 + 2 + $1.count }
    let files = "checkpoints/000000000000"
    for written in [1, 40] {
      try alter(files) { bytes in
        for place in (end - ledger.notes[1].count + written)..<end { bytes[place] = 0 }
      }
      let reader = try LedgerFiles(at: path)
      #expect(try reader.newestCheckpoint() == ledger.notes[0])
      try alter(files) { bytes in
        bytes.replaceSubrange((end - ledger.notes[1].count)..<end, with: ledger.notes[1])
      }
      #expect(try reader.newestCheckpoint() == ledger.notes[1])
    }
  }

  @Test func `a ledger of another key is left alone`() async throws {
    _ = try await fill()
    try expectDamage { _, _ in false }
    let (storage, recovery) = try open()
    #expect(recovery.lines.isEmpty)
    storage.close()
  }

  @Test func `a missing acknowledged entry is damage and nothing is changed`() async throws {
    _ = try await fill([1, 5])
    try alter("entries/000000000000") { $0.removeLast($0.count - 40) }
    let stamps = try LedgerFiles(at: path).segmentStamps()
    try expectDamage()
    #expect(try LedgerFiles(at: path).segmentStamps() == stamps)
  }

  @Test func `entries that no checkpoint covers are cut and counted`() async throws {
    let ledger = try await fill([1, 5])
    let end = ledger.entries.reduce(0) { $0 + 2 + $1.count }
    try alter("entries/000000000000") { bytes in
      bytes.replaceSubrange(end..<(end + 9), with: [0, 3, 1, 2, 3, 0, 9, 4, 4])
    }
    let (storage, recovery) = try open()
    storage.close()
    #expect(recovery.cutEntries == 2)
    #expect(recovery.cutEntryBytes == 9)
    #expect(recovery.size == 6)
    #expect(recovery.lines.count == 1)
    let (again, second) = try open()
    #expect(second.lines.isEmpty)
    again.close()
  }

  @Test func `the genesis entry is given to whoever judges a checkpoint`() async throws {
    let ledger = try await fill([1, 5])
    var genesis: [UInt8]?
    let (storage, _) = try open { note, entry in
      genesis = entry
      return FakeLedger.isAuthentic(note, entry)
    }
    storage.close()
    #expect(genesis == ledger.entries[0])
  }

  @Test func `a stamp changes when a file does`() async throws {
    _ = try await fill([1])
    let files = try LedgerFiles(at: path)
    let before = try files.segmentStamps()
    #expect(
      before.map(\.path) == [
        "format", "checkpoints/000000000000", "entries/000000000000", "tree/0",
      ])
    try alter("entries/000000000000") { $0[5] ^= 1 }
    let after = try files.segmentStamps()
    #expect(zip(before, after).filter { $0 != $1 }.map(\.0.path) == ["entries/000000000000"])
  }

  private func expectDamage(
    _ isAuthentic: RecoveryScan.Authentication = FakeLedger.isAuthentic
  ) throws {
    let error = #expect(throws: StorageError.self) { try open(isAuthentic) }
    guard case .damaged = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
  }
}
