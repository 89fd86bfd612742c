// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import LedgerVerification
import Testing
import TransparencyLog

/// Damaged lengths before entries: the entry is named, and nothing after it is lost.
@Suite struct BrokenLengthTests {
  /// The two layouts, and the file of the entry in each.
  enum Layout: CaseIterable {
    case ledger, tiles

    func files(_ ledger: SampleLedger) throws -> [String: [UInt8]] {
      try self == .ledger ? ledger.files() : ledger.published()
    }

    /// The name of the file with the entry, and the entries before it in that file.
    func file(_ ledger: SampleLedger, _ entry: Int) throws -> (name: String, first: Int) {
      guard self == .tiles else { return ("entries/000000000000", 0) }
      let first = entry / 256 * 256
      let width = min(256, ledger.statements.count - first)
      let path = TilePath(content: .entries, index: UInt64(entry / 256), width: width)
      return (try #require(path).path, first)
    }
  }

  /// Where the length of an entry lies in its file.
  private func offset(_ entries: [[UInt8]], _ entry: Int, _ first: Int) -> Int {
    entries[first..<entry].reduce(0) { $0 + 2 + $1.count }
  }

  private func places(_ findings: [Finding]) -> [String] {
    findings.map { "\($0.check) \($0.entry.map(String.init) ?? "-")" }
  }

  @Test(arguments: Suite.all, Layout.allCases)
  func `every flipped bit of a length is one finding at its entry`(
    suite: Suite, layout: Layout
  ) async throws {
    let ledger = try SampleLedger.small(suite)
    let entries = ledger.entries
    let folder = try Folder(layout.files(ledger))
    for entry in entries.indices {
      let (name, first) = try layout.file(ledger, entry)
      let sound = try #require(try layout.files(ledger)[name])
      for bit in 0..<16 {
        var bytes = sound
        bytes[offset(entries, entry, first) + bit / 8] ^= UInt8(1 << (bit % 8))
        try folder.write(name, bytes)
        let report = try await folder.verify()
        #expect(places(report.findings) == ["length \(entry)"], "entry \(entry) bit \(bit)")
        #expect(report.findings.first?.expected == "\(entries[entry].count)")
        #expect(report.size == 4)
      }
      try folder.write(name, sound)
    }
  }

  @Test(arguments: Layout.allCases)
  func `a length that is anything else is found at its entry, in bundles too`(
    layout: Layout
  ) async throws {
    let ledger = try SampleLedger.long(300)
    let entries = ledger.entries
    let folder = try Folder(layout.files(ledger))
    for entry in [0, 1, 17, 254, 255, 256, 298, 299] {
      let (name, first) = try layout.file(ledger, entry)
      let sound = try #require(try layout.files(ledger)[name])
      // Nothing, one byte, a part, exactly two entries, the most there can be.
      let size = entries[entry].count
      for length in [0, 1, size - 16, 2 * size + 2, 0xffff] {
        var bytes = sound
        let place = offset(entries, entry, first)
        bytes[place] = UInt8(length >> 8)
        bytes[place + 1] = UInt8(length & 0xff)
        try folder.write(name, bytes)
        let report = try await folder.verify()
        #expect(places(report.findings) == ["length \(entry)"], "\(entry): \(length)")
        #expect(report.findings.first?.byteOffset == UInt64(place))
      }
      try folder.write(name, sound)
    }
  }

  @Test(arguments: Layout.allCases)
  func `the lengths of neighbours, and of all, are found one by one`(
    layout: Layout
  ) async throws {
    let ledger = try SampleLedger.long(40)
    let entries = ledger.entries
    for damaged in [[3, 4], [0, 1, 2], [37, 38, 39], Array(0..<40)] {
      var files = try layout.files(ledger)
      let name = try layout.file(ledger, 0).name
      for entry in damaged { files[name]?[offset(entries, entry, 0) + 1] ^= 0x5a }
      let findings = try await verify(files).findings
      #expect(places(findings) == damaged.map { "length \($0)" })
    }
  }

  @Test func `stored leaves and an index that are damaged as well change nothing of it`()
    async throws
  {
    let ledger = try SampleLedger.long(300)
    let entries = ledger.entries
    for file in ["tree/0", "index"] {
      for entry in [5, 200, 290] {
        var files = try ledger.files()
        files["entries/000000000000"]?[offset(entries, entry, 0)] ^= 0x20
        files[file] = [UInt8](repeating: 0xa5, count: files[file]?.count ?? 0)
        let found = places(try await verify(files).findings).filter {
          !$0.hasPrefix("tree") && !$0.hasPrefix("index") && !$0.hasPrefix("padding")
        }
        #expect(found == ["length \(entry)"], "\(file)")
      }
    }
  }

  @Test(arguments: Layout.allCases)
  func `an entry whose length and contents are damaged is the only one that is`(
    layout: Layout
  ) async throws {
    let ledger = try SampleLedger.long(300)
    let entries = ledger.entries
    for entry in [0, 7, 255, 256, 298] {
      var files = try layout.files(ledger)
      let (name, first) = try layout.file(ledger, entry)
      let place = offset(entries, entry, first)
      files[name]?[place + 1] ^= 0x11
      // In the hash it names, and behind.
      for part in [20, 80] { files[name]?[place + part] ^= 4 }
      let findings = try await verify(files).findings
      #expect(findings.contains { $0.check == .length && $0.entry == UInt64(entry) })
      let checks: [Check] = [.length, .framing, .encoding]
      let named = findings.filter { checks.contains($0.check) }.compactMap { $0.entry }
      #expect(Set(named) == [UInt64(entry)], "\(places(findings))")
    }
  }

  @Test(arguments: Layout.allCases)
  func `an entry that is not there is named, and the others are judged`(
    layout: Layout
  ) async throws {
    let ledger = try SampleLedger.long(40)
    let entries = ledger.entries
    for lost in [[1], [7], [38], [11, 12, 13]] {
      var files = try layout.files(ledger)
      let name = try layout.file(ledger, 0).name
      let kept = entries.indices.filter { !lost.contains($0) }.map { entries[$0] }
      files[name] = kept.flatMap(SampleLedger.frame)
      let report = try await verify(files)
      let named = report.findings.filter { $0.check == .framing }
      #expect(named.map(\.entry) == [UInt64(lost[0])])
      #expect(report.size == 40)
      #expect(
        Set(report.findings.map(\.check)).isSubset(of: [.framing, .rule, .signature]),
        "\(places(report.findings))")
    }
  }

  @Test(arguments: Layout.allCases)
  func `bytes between two entries are found, and no entry is lost`(layout: Layout) async throws {
    let ledger = try SampleLedger.long(40)
    let entries = ledger.entries
    for stray in [
      [0], [9, 9, 9], SampleLedger.frame(entries[4]), [UInt8](repeating: 1, count: 99),
    ] {
      var files = try layout.files(ledger)
      let name = try layout.file(ledger, 0).name
      files[name]?.insert(contentsOf: stray, at: offset(entries, 8, 0))
      let findings = try await verify(files).findings
      #expect(places(findings) == ["framing 8"], "\(stray.count)")
    }
  }

  @Test func `a stretch of a file that is lost is skipped`() async throws {
    let ledger = try SampleLedger.long(600)
    let entries = ledger.entries
    var files = try ledger.files()
    let start = offset(entries, 20, 0)
    for place in start..<offset(entries, 200, 0) { files["entries/000000000000"]?[place] = 0 }
    let report = try await verify(files)
    #expect(report.findings.first?.expected == "entries 20 to 199")
    #expect(report.size == 600)
    #expect(Set(report.findings.map(\.check)).isSubset(of: [.framing, .rule]))
    // With the leaves gone, the index says where the next bundle begins.
    files["tree/0"] = []
    for place in start..<offset(entries, 240, 0) { files["entries/000000000000"]?[place] = 0 }
    let again = try await verify(files)
    #expect(again.size == 600)
    #expect(again.findings.contains { $0.expected == "entries 20 to 255" })
  }

  @Test(arguments: Layout.allCases)
  func `whatever the bytes are, reading ends and every entry lies in its block`(
    layout: Layout
  ) throws {
    let ledger = try SampleLedger.long(40)
    let sound = try layout.files(ledger)
    let names = sound.keys.filter { $0 != "format" && !$0.hasPrefix("checkpoint") }.sorted()
    let folder = try Folder(sound)
    for seed in 0..<300 {
      var random = SeededGenerator(state: UInt64(seed))
      var files = sound
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let name = names[Int.random(in: 0..<names.count, using: &random)]
        guard let count = files[name]?.count, count > 0 else { continue }
        let place = Int.random(in: 0..<count, using: &random)
        let length = min(count - place, Int.random(in: 0...300, using: &random))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: files[name]?[place] = UInt8.random(in: 0...255, using: &random)
        case 1: files[name]?.removeSubrange(place..<(place + length))
        case 2: files[name]?.insert(contentsOf: sound[name]?.prefix(length) ?? [], at: place)
        default: for lost in place..<(place + length) { files[name]?[lost] = 0 }
        }
      }
      for (name, bytes) in files { try folder.write(name, bytes) }
      var blocks = try EntryBlocks(LedgerLocation(detecting: folder.path))
      var count: UInt64 = 0
      while let block = try blocks.next() {
        #expect(block.first == count, "seed \(seed)")
        #expect(block.entries.allSatisfy { $0.upperBound <= block.bytes.count }, "seed \(seed)")
        count += UInt64(block.entries.count)
      }
      #expect(count <= 1_000, "seed \(seed)")
    }
  }

  @Test func `a file that pretends to be full of entries costs no more than its size allows`()
    async throws
  {
    let ledger = try SampleLedger.small()
    var files = try ledger.files()
    // Beginnings of entries without end, each of which asks for a search.
    let trap: [UInt8] = [0xff, 0xff, 0x83, 0x58, 0x20]
    files["entries/000000000000"]? += Array(repeating: trap, count: 4_000).joined()
    // Without a limit on what is searched this would not end within any patience.
    #expect(try await !verify(files).isSound)
  }
}

/// The generator of Steele, Lea and Flood (2014): a seed means the same everywhere.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
