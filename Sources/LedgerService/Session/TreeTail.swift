// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore

/// Writes the tree hashes of replayed entries in large pieces: a crash may have lost them.
final class TreeTail {
  private static let flushCount = 4_096
  private let storage: FileStorage
  private var starts: [UInt64]
  private var hashes: [[Digest]] = []
  private var failure: StorageError?

  init(storage: FileStorage, size: UInt64) {
    self.storage = storage
    starts = (0..<8).map { level in size >> UInt64(8 * level) }
  }

  func append(_ level: Int, _ hash: Digest) {
    while hashes.count <= level { hashes.append([]) }
    hashes[level].append(hash)
    guard level == 0, hashes[0].count >= Self.flushCount, failure == nil else { return }
    do throws(StorageError) {
      try flush()
    } catch {
      failure = error
    }
  }

  func flush() throws(StorageError) {
    if let failure { throw failure }
    for level in hashes.indices where !hashes[level].isEmpty {
      try storage.writeTree(level: level, at: starts[level], hashes: hashes[level])
      starts[level] += UInt64(hashes[level].count)
      hashes[level].removeAll(keepingCapacity: true)
    }
  }
}
