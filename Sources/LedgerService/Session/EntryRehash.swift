// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import TransparencyLog

/// Hashes a stretch of entries again and compares it with the tree.
enum EntryRehash {
  /// Whether the entries from `first` up to `end` have the leaf hashes of the tree.
  static func matchesTree(
    _ files: LedgerFiles, from first: UInt64, to end: UInt64
  ) throws -> Bool {
    guard first < end, let suite = Suite(name: files.suiteName) else { return true }
    let hashes = try files.tileHashes(level: 0, range: first..<end)
    var matches = true
    try files.forEachEntry(in: first..<end) { index, bytes in
      matches = suite.hash.leafHash(of: bytes) == hashes[Int(index - first)]
      return matches
    }
    return matches
  }
}
