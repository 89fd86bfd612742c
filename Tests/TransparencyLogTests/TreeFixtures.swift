// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Foundation
import Testing
import TransparencyLog

/// Deterministic random numbers: the same seed gives the same test.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}

/// A log whose tile levels are arrays.
struct MemoryLog: TileSource {
  var levels: [[Digest]] = []

  mutating func append(_ hash: Digest, level: Int) {
    if levels.count == level { levels.append([]) }
    levels[level].append(hash)
  }

  func tileHashes(
    level: Int, range: Range<UInt64>
  ) throws(TransparencyLogError) -> [Digest] {
    guard level < levels.count, range.upperBound <= levels[level].count else {
      throw .tileUnreadable(tileLevel: level, range: range, reason: "not stored")
    }
    return Array(levels[level][Int(range.lowerBound)..<Int(range.upperBound)])
  }
}

/// A log of numbered leaves built by the appender, beside its leaves.
struct NumberedLog {
  let leaves: [Digest]
  let source: MemoryLog
  let tree: CompactRange
  let function: HashFunction

  /// A log whose leaves from `changing` on are others than those of the usual one.
  init(size: Int, function: HashFunction = .sha256, changing: Int = .max) {
    self.function = function
    var source = MemoryLog()
    var appender = TileAppender(function: function)
    leaves = (0..<size).map { number in
      let text = number < changing ? "leaf \(number)" : "other \(number)"
      return function.leafHash(of: Array(text.utf8).span)
    }
    for leaf in leaves {
      appender.append(leaf) { level, hash in source.append(hash, level: level) }
    }
    self.source = source
    tree = appender.tree
  }

  func reader(size: Int, cache: MiddleHashCache? = nil) -> TileHashReader<MemoryLog> {
    TileHashReader(source: source, size: UInt64(size), function: function, cache: cache)
  }

  /// MTH exactly as RFC 6962 §2.1 writes it.
  func naiveRoot(_ range: Range<Int>) -> Digest {
    if range.isEmpty { return function.digest(of: [UInt8]()) }
    if range.count == 1 { return leaves[range.lowerBound] }
    var split = 1
    while split * 2 < range.count { split *= 2 }
    let middle = range.lowerBound + split
    return function.nodeHash(
      naiveRoot(range.lowerBound..<middle), naiveRoot(middle..<range.upperBound))
  }
}

extension Digest {
  /// The hash with one bit changed.
  func flippingBit(_ bit: Int) throws -> Digest {
    var bytes = self.bytes
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    return try #require(Digest(bytes: bytes))
  }
}

/// Published vectors that are too large to be repeated here.
enum PublishedVectors {
  static let folder = ProcessInfo.processInfo.environment["TANZHANG_VECTORS"]

  static func bytes(_ path: String) throws -> [UInt8] {
    let folder = try #require(folder)
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path)))
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  /// Paths of all JSON files below a folder.
  static func jsonFiles(below path: String) throws -> [String] {
    let folder = try #require(folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder + "/" + path)
    return names.filter { $0.hasSuffix(".json") }.sorted().map { path + "/" + $0 }
  }
}
