// SPDX-License-Identifier: Apache-2.0
import FileStorage
import Foundation
import LedgerCore
import LedgerService
import Testing
import TransparencyLog

/// A damaged ledger made whole from copies that nobody has to trust.
@Suite struct RestorationTests {
  /// A ledger of 600 entries in either suite, published.
  private func published(_ suite: Suite = .sha256Ed25519) async throws -> PublishedLedger {
    let ledger = try PublishedLedger(name: "restore")
    try await ledger.create(suite: suite)
    try await ledger.grow(to: 600)
    _ = try Publication(LedgerFiles(at: ledger.paths.root), to: ledger.publicDirectory).run()
    return ledger
  }

  /// Flips a bit of a file of the ledger.
  private func flip(_ ledger: PublishedLedger, _ file: String, at offset: Int) throws {
    let path = "\(ledger.paths.root)/\(file)"
    var bytes = try #require(SmallFile.read(path))
    let place = offset < 0 ? bytes.count + offset : offset
    bytes[place] ^= 1 << UInt8(place % 8)
    try SmallFile.replace(path, bytes)
  }

  private func entries(_ ledger: PublishedLedger) throws -> [[UInt8]] {
    let files = try LedgerFiles(at: ledger.paths.root)
    return try (0..<600).map { try files.entry(at: $0) }
  }

  @Test(arguments: [Suite.sha256Ed25519, .sm3SM2])
  func `flipped bytes anywhere in the entries are repaired from a published copy`(
    suite: Suite
  ) async throws {
    let ledger = try await published(suite)
    defer { ledger.remove() }
    let before = try entries(ledger)
    // A length prefix near the start, the middle, and the last entry.
    for offset in [1, 40_000, 100_000] {
      try flip(ledger, "entries/000000000000", at: offset)
    }
    #expect(try await !LedgerAudit.verify(ledger.paths.root).isSound)
    let report = try await Restoration(ledger.paths, from: [ledger.publicDirectory]).run()
    #expect(report.size == 600)
    #expect(report.repaired.first == 0)
    #expect(report.repaired.count == 3)
    #expect(report.damagedPath == "\(ledger.paths.root).damaged-1")
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
    #expect(try entries(ledger) == before)
    // Every checkpoint that was signed is there again, and the ledger goes on.
    try await ledger.grow(to: 601)
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
  }

  @Test func `a damaged length is mended without any copy, and no entry is lost`() async throws {
    let ledger = try await published()
    defer { ledger.remove() }
    let before = try entries(ledger)
    let lengths = before.map { $0.count + 2 }
    for entry in [17, 300, 599] {
      try flip(ledger, "entries/000000000000", at: lengths[..<entry].reduce(0, +) + entry % 2)
    }
    let damage = try await LedgerAudit.verify(ledger.paths.root)
    #expect(damage.findings.map(\.check) == [.length, .length, .length])
    #expect(damage.findings.map(\.entry) == [17, 300, 599])
    let report = try await Restoration(ledger.paths, from: []).run()
    #expect(report.repaired == [17, 300, 599])
    #expect(try entries(ledger) == before)
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
  }

  @Test func `a format file that is missing is named, and made again from the first entry`()
    async throws
  {
    let ledger = try await published()
    defer { ledger.remove() }
    let before = try entries(ledger)
    try FileManager.default.removeItem(atPath: "\(ledger.paths.root)/format")
    let error = #expect(throws: StorageError.self) { try LedgerFiles(at: ledger.paths.root) }
    guard case .damaged(_, _, let reason) = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
    #expect(reason.contains("restore"))
    _ = try await Restoration(ledger.paths, from: []).run()
    #expect(try entries(ledger) == before)
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
    #expect(throws: StorageError.self) { try LedgerFiles(at: "\(ledger.root)/keys") }
  }

  @Test func `a damaged entry and its damaged length come from a copy, and nothing else`()
    async throws
  {
    let ledger = try await published()
    defer { ledger.remove() }
    let before = try entries(ledger)
    let start = before[..<42].reduce(0) { $0 + $1.count + 2 }
    for offset in [1, 20, 100] { try flip(ledger, "entries/000000000000", at: start + offset) }
    let report = try await Restoration(ledger.paths, from: [ledger.publicDirectory]).run()
    #expect(report.repaired == [42])
    #expect(try entries(ledger) == before)
  }

  @Test func `a copy whose lengths are damaged is as good as another`() async throws {
    let ledger = try await published()
    defer { ledger.remove() }
    let before = try entries(ledger)
    try flip(ledger, "entries/000000000000", at: 40_000)
    let bundle = "\(ledger.publicDirectory)/tile/entries/000"
    var bytes = try #require(SmallFile.read(bundle))
    bytes[1] ^= 0x40
    try SmallFile.replace(bundle, bytes)
    let report = try await Restoration(ledger.paths, from: [ledger.publicDirectory]).run()
    #expect(report.repaired.count == 1)
    #expect(try entries(ledger) == before)
  }

  @Test func `a ledger without its entries is restored from a copy alone`() async throws {
    let ledger = try await published()
    defer { ledger.remove() }
    let before = try entries(ledger)
    try SmallFile.replace("\(ledger.paths.root)/entries/000000000000", [])
    let report = try await Restoration(ledger.paths, from: [ledger.publicDirectory]).run()
    #expect(report.repaired.count == 600)
    #expect(try entries(ledger) == before)
  }

  @Test(arguments: ["tree/0", "tree/1", "index", "checkpoints/000000000000"])
  func `damage to what is not entries is repaired as well`(file: String) async throws {
    let ledger = try await published()
    defer { ledger.remove() }
    let before = try entries(ledger)
    try flip(ledger, file, at: 10)
    _ = try await Restoration(ledger.paths, from: [ledger.publicDirectory]).run()
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
    #expect(try entries(ledger) == before)
  }

  @Test(arguments: ["tree/0", "tree/1", "index"])
  func `what is derived heals from the entries alone, without any copy`(
    file: String
  ) async throws {
    let ledger = try await published()
    defer { ledger.remove() }
    let path = "\(ledger.paths.root)/\(file)"
    let before = try #require(SmallFile.read(path))
    for offset in [0, before.count / 2, before.count - 1] {
      try flip(ledger, file, at: offset)
      #expect(try await !LedgerAudit.verify(ledger.paths.root).isSound)
      let report = try await Restoration(ledger.paths, from: []).run()
      #expect(report.repaired.isEmpty)
      #expect(SmallFile.read(path)?.starts(with: before) == true)
      #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
    }
  }

  @Test func `a damaged leaf hash and a copy's damaged entry leave the ledger's own entry`()
    async throws
  {
    let ledger = try await published()
    defer { ledger.remove() }
    let before = try entries(ledger)
    try flip(ledger, "tree/0", at: 32 * 300 + 5)
    let copy = "\(ledger.root)/copy"
    try FileManager.default.copyItem(atPath: ledger.publicDirectory, toPath: copy)
    let bundle = "\(copy)/tile/entries/001"
    var bytes = try #require(SmallFile.read(bundle))
    let place = try EntryBundle.entryRanges(in: bytes.span)[300 - 256].lowerBound + 40
    bytes[place] ^= 1
    try SmallFile.replace(bundle, bytes)
    let report = try await Restoration(ledger.paths, from: [copy]).run()
    #expect(report.repaired.isEmpty)
    #expect(try entries(ledger) == before)
  }

  @Test(arguments: [0..<1, 0..<8_192, 16..<20, 4_096..<1_000_000, 20_000..<20_001])
  func `a stored state is made anew, whatever became of its file`(
    damage: Range<Int>
  ) async throws {
    let ledger = try await published()
    defer { ledger.remove() }
    let path = "\(ledger.paths.state)/data.mdb"
    var bytes = try #require(SmallFile.read(path))
    for place in damage.clamped(to: bytes.indices) { bytes[place] = ~bytes[place] }
    try SmallFile.replace(path, bytes)
    let report = try await Restoration(ledger.paths, from: []).run()
    #expect(report.damagedPath == nil)
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
    #expect(try await LedgerReading(ledger.paths).standpoint.size == 600)
  }

  @Test func `a writer opens a ledger whose stored state is no database any more`() async throws {
    let ledger = try await published()
    defer { ledger.remove() }
    try SmallFile.replace(
      "\(ledger.paths.state)/data.mdb", [UInt8](repeating: 0x5a, count: 65_536))
    try await ledger.grow(to: 601)
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
    #expect(try await LedgerReading(ledger.paths).standpoint.size == 601)
  }

  @Test func `a sound ledger is left alone`() async throws {
    let ledger = try await published()
    defer { ledger.remove() }
    let report = try await Restoration(ledger.paths, from: [ledger.publicDirectory]).run()
    #expect(report.damagedPath == nil)
    #expect(SmallFile.names(in: ledger.root).sorted() == ["keys", "ledger", "public"])
  }

  @Test func `a copy that lies about a damaged entry is refused and nothing changes`()
    async throws
  {
    let ledger = try await published()
    defer { ledger.remove() }
    try flip(ledger, "entries/000000000000", at: 40_000)
    let damaged = SmallFile.read("\(ledger.paths.root)/entries/000000000000")
    let bundle = "\(ledger.publicDirectory)/tile/entries/000"
    var bytes = try #require(SmallFile.read(bundle))
    bytes[40_000] ^= 0x55
    try SmallFile.replace(bundle, bytes)
    let restoration = try Restoration(ledger.paths, from: [ledger.publicDirectory])
    await #expect(throws: ServiceError.self) { try await restoration.run() }
    #expect(SmallFile.read("\(ledger.paths.root)/entries/000000000000") == damaged)
    #expect(!SmallFile.exists("\(ledger.paths.root).restoring"))
  }

  @Test func `two copies damaged in different places make one whole ledger`() async throws {
    let ledger = try await published()
    defer { ledger.remove() }
    let before = try entries(ledger)
    let mirror = ledger.root + "/mirror"
    _ = try Publication(LedgerFiles(at: ledger.paths.root), to: mirror).run()
    for (copy, offset) in [(ledger.publicDirectory, 20_000), (mirror, 44_000)] {
      let bundle = "\(copy)/tile/entries/000"
      var bytes = try #require(SmallFile.read(bundle))
      bytes[offset] ^= 2
      try SmallFile.replace(bundle, bytes)
    }
    for offset in [20_000, 44_000] { try flip(ledger, "entries/000000000000", at: offset) }
    let report = try await Restoration(
      ledger.paths, from: [ledger.publicDirectory, mirror]
    ).run()
    #expect(report.repaired.count == 2)
    #expect(try entries(ledger) == before)
  }

  @Test func `an older copy repairs what it covers and the rest is kept`() async throws {
    let ledger = try await published()
    defer { ledger.remove() }
    try await ledger.grow(to: 700)
    try flip(ledger, "entries/000000000000", at: 40_000)
    let report = try await Restoration(ledger.paths, from: [ledger.publicDirectory]).run()
    #expect(report.size == 700)
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
  }

  @Test func `a ledger that is being written is not touched`() async throws {
    let ledger = try await published()
    defer { ledger.remove() }
    let session = try await LedgerSession.open(ledger.paths, keys: ledger.keys)
    try flip(ledger, "tree/0", at: 10)
    let restoration = try Restoration(ledger.paths, from: [ledger.publicDirectory])
    await #expect(throws: ServiceError.self) { try await restoration.run() }
    try await session.close()
  }

  @Test func `a copy of another ledger is refused`() async throws {
    let ledger = try await published()
    let other = try await published()
    defer {
      ledger.remove()
      other.remove()
    }
    #expect(throws: ServiceError.self) {
      _ = try Restoration(ledger.paths, from: [other.publicDirectory])
    }
  }
}
