// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import LedgerService
import LedgerVerification
import Quantities
import Testing
import TransparencyLog

@Suite struct PublicationTests {
  @Test func `every size published is a sound directory with exactly its tiles`() async throws {
    let ledger = try PublishedLedger(name: "sizes")
    defer { ledger.remove() }
    try await ledger.create()
    let files = try LedgerFiles(at: ledger.paths.root)
    for size: UInt64 in [1, 2, 255, 256, 257, 511, 513] {
      try await ledger.grow(to: size)
      let report = try Publication(files, to: ledger.publicDirectory).run()
      #expect(report.size == size)
      let verification = try await LedgerAudit.verify(ledger.publicDirectory)
      #expect(verification.isSound, "\(size): \(verification.findings)")
      #expect(verification.size == size)
      #expect(verification.root == report.root)

      let fresh = "\(ledger.root)/fresh-\(size)"
      let whole = try Publication(files, to: fresh).run()
      let expected = Self.expectedTiles(size)
      #expect(Self.tiles(in: fresh) == expected)
      #expect(whole.filesWritten == expected.count)
      #expect(whole.filesKept == 0)
    }
    #expect(
      Self.tiles(in: ledger.publicDirectory).isSuperset(of: [
        "tile/0/000", "tile/0/000.p/1", "tile/0/000.p/255", "tile/0/001", "tile/0/001.p/255",
        "tile/0/002.p/1", "tile/1/000.p/1", "tile/1/000.p/2", "tile/entries/001.p/1",
      ]))
  }

  /// C2SP's own example of a size with three levels; takes a minute.
  @Test(.enabled(if: ProcessSurroundings.variable("TANZHANG_LARGE") != nil))
  func `seventy thousand entries are tiles of three levels`() async throws {
    let ledger = try PublishedLedger(name: "large")
    defer { ledger.remove() }
    try await ledger.create()
    try await ledger.grow(to: 70_000)
    let files = try LedgerFiles(at: ledger.paths.root)
    let report = try Publication(files, to: ledger.publicDirectory).run()
    #expect(report.filesWritten == 274 + 274 + 2 + 1)
    for tile in ["0/x000/272", "0/273.p/112", "entries/273.p/112", "1/000", "1/001.p/17"] {
      #expect(SmallFile.exists("\(ledger.publicDirectory)/tile/\(tile)") == !tile.contains("x"))
    }
    #expect(SmallFile.exists("\(ledger.publicDirectory)/tile/2/000.p/1"))
    #expect(try await LedgerAudit.verify(ledger.publicDirectory).isSound)
  }

  @Test func `what is published is not written again`() async throws {
    let ledger = try PublishedLedger(name: "again")
    defer { ledger.remove() }
    try await ledger.create()
    try await ledger.grow(to: 300)
    let files = try LedgerFiles(at: ledger.paths.root)
    let publication = try Publication(files, to: ledger.publicDirectory)
    let first = try publication.run()
    let second = try publication.run()
    #expect(first.filesWritten == 5)
    #expect(second.filesWritten == 0)
    #expect(second.filesKept == 5)
    #expect(second.previousSize == 300)
    try await ledger.grow(to: 301)
    let third = try publication.run()
    #expect(third.filesKept == 3)
    #expect(third.filesWritten == 2)
    #expect(SmallFile.exists("\(ledger.publicDirectory)/tile/0/001.p/44"))
  }

  @Test func `an earlier size of the history can be published, another cannot`() async throws {
    let ledger = try PublishedLedger(name: "earlier")
    defer { ledger.remove() }
    try await ledger.create()
    for size: UInt64 in [2, 3, 260] { try await ledger.grow(to: size) }
    let files = try LedgerFiles(at: ledger.paths.root)
    let publication = try Publication(files, to: ledger.publicDirectory)
    #expect(throws: ServiceError.self) { try publication.run(size: 261) }
    #expect(!SmallFile.exists(ledger.publicDirectory))
    #expect(try publication.run(size: 3).size == 3)
    #expect(Self.tiles(in: ledger.publicDirectory) == Self.expectedTiles(3))
    #expect(try publication.run().size == 260)
    #expect(throws: ServiceError.self) { try publication.run(size: 3) }
    let sizes = try CheckpointHistory(files).lines().map(\.size)
    #expect(sizes == sizes.sorted())
    #expect(sizes.contains(2) && sizes.last == 260)
  }

  @Test func `another ledger's directory and a ledger itself are refused`() async throws {
    let ledger = try PublishedLedger(name: "mine")
    let other = try PublishedLedger(name: "other")
    defer {
      ledger.remove()
      other.remove()
    }
    for each in [ledger, other] {
      try await each.create()
      try await each.grow(to: 3)
    }
    let files = try LedgerFiles(at: ledger.paths.root)
    _ = try Publication(try LedgerFiles(at: other.paths.root), to: ledger.publicDirectory).run()
    #expect(throws: ServiceError.self) {
      try Publication(files, to: ledger.publicDirectory).run()
    }
    #expect(throws: ServiceError.self) { try Publication(files, to: ledger.paths.root).run() }
  }

  @Test func `a changed entry is never published`() async throws {
    let ledger = try PublishedLedger(name: "changed")
    defer { ledger.remove() }
    try await ledger.create()
    try await ledger.grow(to: 20)
    let segment = "\(ledger.paths.root)/entries/000000000000"
    var bytes = try #require(SmallFile.read(segment))
    let place = try #require(bytes.firstRange(of: Array("another entry".utf8)))
    bytes[place.lowerBound] ^= 1
    try SmallFile.replace(segment, bytes)
    let files = try LedgerFiles(at: ledger.paths.root)
    #expect(throws: ServiceError.self) {
      try Publication(files, to: ledger.publicDirectory).run()
    }
    #expect(!SmallFile.exists("\(ledger.publicDirectory)/checkpoint"))
  }

  @Test func `a ledger of the SM suite has the form, and says that it is not standard`()
    async throws
  {
    let ledger = try PublishedLedger(name: "sm")
    defer { ledger.remove() }
    try await ledger.create(suite: .sm3SM2)
    try await ledger.grow(to: 5)
    let files = try LedgerFiles(at: ledger.paths.root)
    let report = try Publication(files, to: ledger.publicDirectory).run()
    #expect(!report.isStandard)
    #expect(try await LedgerAudit.verify(ledger.publicDirectory).isSound)
  }

  /// What C2SP tlog-tiles asks for, told apart from the implementation: full and partial.
  private static func expectedTiles(_ size: UInt64) -> Set<String> {
    var tiles: Set<String> = []
    func add(_ folder: String, _ count: UInt64) {
      for number in 0..<(count / 256) { tiles.insert("tile/\(folder)/00\(number)") }
      if count % 256 > 0 { tiles.insert("tile/\(folder)/00\(count / 256).p/\(count % 256)") }
    }
    add("entries", size)
    add("0", size)
    add("1", size / 256)
    return tiles
  }

  private static func tiles(in directory: String, _ path: String = "tile") -> Set<String> {
    let names = SmallFile.names(in: "\(directory)/\(path)")
    if names.isEmpty, SmallFile.read("\(directory)/\(path)") != nil { return [path] }
    return names.reduce(into: []) { $0.formUnion(tiles(in: directory, "\(path)/\($1)")) }
  }
}
