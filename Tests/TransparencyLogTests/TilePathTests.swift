// SPDX-License-Identifier: Apache-2.0
import Testing
import TransparencyLog

struct TilePathTests {
  @Test(
    arguments: [
      (TilePath.Content.hashes(level: 0), 5, 256, "tile/0/005"),
      (.hashes(level: 1), 1000, 256, "tile/1/x001/000"),
      (.hashes(level: 0), 1_234_067, 256, "tile/0/x001/x234/067"),
      (.hashes(level: 63), 273, 112, "tile/63/273.p/112"),
      (.entries, 0, 1, "tile/entries/000.p/1"),
      (.entries, 999_999, 255, "tile/entries/x999/999.p/255"),
      (.entries, .max, 256, "tile/entries/x018/x446/x744/x073/x709/x551/615"),
    ] as [(TilePath.Content, UInt64, Int, String)])
  func `paths are spelled and read as published`(
    content: TilePath.Content, index: UInt64, width: Int, path: String
  ) throws {
    let tile = try #require(TilePath(content: content, index: index, width: width))
    #expect(tile.path == path)
    #expect(try TilePath(parsing: path) == tile)
  }

  @Test(arguments: [
    "", "tile", "tile/0", "tile/0/5", "tile/0/0005", "tile/0/x000/005", "tile/0/001/000",
    "tile/0/x001", "tile/64/000", "tile/00/000", "tile/-1/000", "tile/0/000.p/0",
    "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p", "tile/0/000/", "/tile/0/000",
    "tile/data/000", "tile/0/x001/000.p/4/5", "tile/0/+05", "tile/0/x1/000", "tile/0/.p/4",
    "tile/0/x018/x446/x744/x073/x709/x551/616", "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
  ])
  func `any other spelling is refused`(path: String) {
    #expect(throws: TransparencyLogError.self) { try TilePath(parsing: path) }
  }

  @Test func `levels and widths outside their ranges have no path`() {
    #expect(TilePath(content: .hashes(level: 64), index: 0) == nil)
    #expect(TilePath(content: .entries, index: 0, width: 0) == nil)
    #expect(TilePath(content: .entries, index: 0, width: 257) == nil)
  }

  @Test(
    arguments: [
      (0, 70_000, 112), (1, 70_000, 17), (2, 70_000, 1), (3, 70_000, 0), (0, 256, 0), (1, 256, 1),
      (0, 0, 0), (7, .max, 255), (8, .max, 0), (63, .max, 0),
    ] as [(Int, UInt64, Int)])
  func `the partial width follows from the size`(level: Int, size: UInt64, width: Int) {
    #expect(TilePath.partialWidth(level: level, size: size) == width)
  }
}

struct EntryBundleTests {
  @Test func `entries come back where they were put`() throws {
    let entries: [[UInt8]] = [[], [1], [UInt8](repeating: 7, count: 65_535), [2, 3]]
    var bundle: [UInt8] = []
    for entry in entries { try EntryBundle.append(entry.span, to: &bundle) }
    let ranges = try EntryBundle.entryRanges(in: bundle.span, count: 4)
    #expect(ranges.map { Array(bundle[$0]) } == entries)
    #expect(throws: TransparencyLogError.bundleCount(expected: 3, found: 4)) {
      try EntryBundle.entryRanges(in: bundle.span, count: 3)
    }
  }

  @Test func `a bundle cut anywhere inside an entry is refused`() {
    let bundle: [UInt8] = [0, 2, 1, 1, 0, 1, 9]
    for length in [1, 2, 3, 5, 6] {
      #expect(throws: TransparencyLogError.self) {
        try EntryBundle.entryRanges(in: Array(bundle[..<length]).span)
      }
    }
    #expect(throws: TransparencyLogError.bundleTruncated(offset: 4, needed: 3, available: 2)) {
      try EntryBundle.entryRanges(in: Array(bundle[..<6]).span)
    }
  }

  @Test func `an entry over 65535 bytes does not fit`() {
    var bundle: [UInt8] = []
    #expect(throws: TransparencyLogError.entryTooLong(length: 65_536, limit: 65_535)) {
      try EntryBundle.append([UInt8](repeating: 0, count: 65_536).span, to: &bundle)
    }
    #expect(bundle.isEmpty)
  }
}
