// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing
import TransparencyLog

struct TileAppenderTests {
  static let log = NumberedLog(size: 70_000)

  @Test(arguments: [0, 1, 2, 255, 256, 257, 511, 513, 65_536, 70_000])
  func `stored tiles give the root that the RFC defines`(size: Int) throws {
    let expected = Self.log.naiveRoot(0..<size)
    let reader = Self.log.reader(size: size)
    #expect(try treeRoot(size: UInt64(size), reader: reader, function: .sha256) == expected)
    let restored = try TileAppender(
      size: UInt64(size), source: Self.log.source, function: .sha256)
    #expect(restored.root() == expected)
  }

  @Test func `each tile level holds the hashes of the tiles below`() {
    let levels = Self.log.source.levels
    #expect(levels.map(\.count) == [70_000, 273, 1])
    for tile in [0, 1, 255, 272] {
      #expect(levels[1][tile] == Self.log.naiveRoot(tile * 256..<(tile + 1) * 256))
    }
    #expect(levels[2][0] == Self.log.naiveRoot(0..<65_536))
  }

  @Test(arguments: [255, 256, 300])
  func `a restored appender emits what one that never stopped emits`(size: Int) throws {
    var source = NumberedLog(size: size).source
    var appender = try TileAppender(size: UInt64(size), source: source, function: .sha256)
    for leaf in Self.log.leaves[size..<600] {
      appender.append(leaf) { level, hash in source.append(hash, level: level) }
    }
    #expect(source.levels == NumberedLog(size: 600).source.levels)
    #expect(appender.size == 600)
  }

  @Test func `every level of subtree is read as the RFC defines it`() throws {
    var random = SplitMix64(seed: 4)
    let cache = MiddleHashCache(capacity: 100)
    let readers = [
      Self.log.reader(size: 70_000), Self.log.reader(size: 70_000, cache: cache),
    ]
    for level in 0...16 {
      let count = UInt64(70_000 >> level)
      for index in [0, count - 1] + (0..<6).map({ _ in .random(in: 0..<count, using: &random) }) {
        let range = Int(index) << level..<Int(index + 1) << level
        for reader in readers {
          #expect(try reader.hash(level: level, index: index) == Self.log.naiveRoot(range))
        }
      }
    }
  }

  @Test func `proofs through a warm and overflowing cache are those without a cache`() throws {
    var random = SplitMix64(seed: 5)
    let cache = MiddleHashCache(capacity: 64)
    for _ in 0..<100 {
      let size = UInt64.random(in: 1...70_000, using: &random)
      let index = UInt64.random(in: 0..<size, using: &random)
      let cached = Self.log.reader(size: Int(size), cache: cache)
      let plain = Self.log.reader(size: Int(size))
      #expect(
        try InclusionProof.prove(index: index, size: size, reader: cached, function: .sha256)
          == InclusionProof.prove(index: index, size: size, reader: plain, function: .sha256))
      #expect(
        try ConsistencyProof.prove(
          oldSize: index, newSize: size, reader: cached, function: .sha256)
          == ConsistencyProof.prove(
            oldSize: index, newSize: size, reader: plain, function: .sha256))
    }
  }

  @Test func `a proof reads little of each tile`() throws {
    let counting = CountingLog(log: Self.log.source)
    let reader = TileHashReader(
      source: counting, size: 70_000, function: .sha256, cache: MiddleHashCache())
    for _ in 0..<2 {
      counting.reset()
      _ = try InclusionProof.prove(
        index: 12_345, size: 70_000, reader: reader, function: .sha256)
    }
    #expect(counting.hashesRead <= 80)
  }

  @Test func `a frontier of the wrong length is refused`() {
    #expect(
      throws: TransparencyLogError.frontierLength(size: 5, expected: 2, found: 1)
    ) {
      try CompactRange(function: .sha256, size: 5, frontier: [.zero])
    }
  }

  @Test func `a storage that gives too few hashes is refused`() {
    struct Short: TileSource {
      func tileHashes(
        level: Int, range: Range<UInt64>
      ) throws(TransparencyLogError) -> [Digest] { [] }
    }
    let reader = TileHashReader(source: Short(), size: 300, function: .sha256)
    for level in [0, 5, 8] {
      #expect(throws: TransparencyLogError.self) { try reader.hash(level: level, index: 0) }
    }
  }
}

/// Counts what is read; used on one thread.
private final class CountingLog: TileSource {
  let log: MemoryLog
  private(set) var hashesRead = 0

  init(log: MemoryLog) { self.log = log }

  func reset() { hashesRead = 0 }

  func tileHashes(
    level: Int, range: Range<UInt64>
  ) throws(TransparencyLogError) -> [Digest] {
    hashesRead += range.count
    return try log.tileHashes(level: level, range: range)
  }
}
