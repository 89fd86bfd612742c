// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import TransparencyLog

@testable import FileStorage

/// Entries and notes of no meaning, in the shape the storage expects.
struct FakeLedger {
  var entries: [[UInt8]] = []
  var notes: [[UInt8]] = []
  private var tree = TileAppender(function: .sha256)

  var size: UInt64 { UInt64(entries.count) }

  /// Makes the next group; what was made before it need not have been committed.
  mutating func group(
    count: Int, lengths: ClosedRange<Int> = 1...40, _ random: inout SplitMix64
  ) -> CommitGroup {
    let first = size
    var (bytes, sizes, hashes): ([UInt8], [Int], [[Digest]]) = ([], [], [])
    for _ in 0..<count {
      let length = Int.random(in: lengths, using: &random)
      let entry = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      bytes += [UInt8(length >> 8), UInt8(length & 0xff)] + entry
      sizes.append(length)
      entries.append(entry)
      tree.append(HashFunction.sha256.leafHash(of: entry)) { level, hash in
        while hashes.count <= level { hashes.append([]) }
        hashes[level].append(hash)
      }
    }
    notes.append(Self.note(size: size, root: tree.root(), &random))
    return CommitGroup(
      first: first, entries: bytes, lengths: sizes, hashes: hashes,
      checkpoint: notes.last ?? [])
  }

  /// Every hash of every tile level.
  func levels() -> [[Digest]] {
    var hashes: [[Digest]] = [[]]
    var tree = TileAppender(function: .sha256)
    for entry in entries {
      tree.append(HashFunction.sha256.leafHash(of: entry)) { level, hash in
        while hashes.count <= level { hashes.append([]) }
        hashes[level].append(hash)
      }
    }
    return hashes
  }

  static func note(size: UInt64, root: Digest, _ random: inout SplitMix64) -> [UInt8] {
    let letters = (0..<Int.random(in: 20...900, using: &random)).map { _ in
      UInt8.random(in: 33...126, using: &random)
    }
    let text = Array("example.org/log\n\(size)\n\(root.base64)\n".utf8) + letters
    let lines = lines(checksum(text[...]))
    return text + Array("\n\n\(lines.first)\(Bool.random(using: &random) ? lines.second : "")".utf8)
  }

  /// A note is authentic if its first line is the checksum of its text.
  ///
  /// As in a ledger, recovery does not know whether a second line is due: a note that a crash left
  /// with its first line alone would be taken for one that never had another.
  static func isAuthentic(_ note: [UInt8], _ genesis: [UInt8]?) -> Bool {
    let text = String(decoding: note, as: UTF8.self)
    guard let dash = text.range(of: "\n\n— ") else { return false }
    let lines = lines(checksum(Array(text[..<dash.lowerBound].utf8)[...]))
    let block = "— " + text[dash.upperBound...]
    return block == lines.first || block == lines.first + lines.second
  }

  private static func lines(_ checksum: UInt64) -> (first: String, second: String) {
    let signature = (0..<5).map { String(checksum ^ $0, radix: 36) }.joined()
    return ("— \(checksum)\n", "— second \(signature)\n")
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

extension String {
  /// The first place of `text`, by bytes.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    let (own, wanted) = (Array(utf8), Array(text.utf8))
    guard own.count >= wanted.count else { return nil }
    for start in 0...(own.count - wanted.count)
    where own[start..<(start + wanted.count)].elementsEqual(wanted) {
      let lower = utf8.index(utf8.startIndex, offsetBy: start)
      return lower..<utf8.index(lower, offsetBy: wanted.count)
    }
    return nil
  }
}
