// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import TransparencyLog

@testable import FileStorage

/// What `verify` does, as far as entries without meaning allow: every byte is read and hashed, and
/// the signed roots decide.
struct StorageAudit {
  private(set) var findings: [String] = []
  private(set) var entries: [[UInt8]] = []
  private let directory: LedgerDirectory

  /// Reads the ledger in `directory`, of which nothing is believed.
  init(_ directory: LedgerDirectory) {
    self.directory = directory
    do throws(any Error) {
      let files = try LedgerFiles(directory)
      var notes: [[UInt8]] = []
      try files.forEachCheckpoint { _, note in
        notes.append(note)
        return true
      }
      let size = notes.last.flatMap(checkpointSize) ?? 0
      try files.forEachEntry(in: 0..<size) { _, bytes in
        entries.append(bytes.indices.map { bytes[$0] })
        return true
      }
      let levels = checkTree(notes)
      for (level, hashes) in levels.enumerated() {
        let stored = try files.tileHashes(level: level, range: 0..<UInt64(hashes.count))
        if stored != hashes { findings.append("\(directory.treeLevel(level)): another hash") }
      }
      try checkIndex()
      try checkSegments(notes)
    } catch {
      findings.append("\(error)")
    }
  }

  /// Compares the root at each checkpoint; the hashes of all tile levels.
  private mutating func checkTree(_ notes: [[UInt8]]) -> [[Digest]] {
    var levels: [[Digest]] = [[]]
    var tree = TileAppender(function: .sha256)
    var count = 0
    for (number, note) in notes.enumerated() {
      let size = Int(checkpointSize(note) ?? 0)
      if size <= count || size > entries.count {
        findings.append("checkpoint \(number): its size")
        continue
      }
      while count < size {
        tree.append(HashFunction.sha256.leafHash(of: entries[count])) { level, hash in
          while levels.count <= level { levels.append([]) }
          levels[level].append(hash)
        }
        count += 1
      }
      let root = String(decoding: note, as: UTF8.self).split(separator: "\n").dropFirst(2).first
      if !FakeLedger.isAuthentic(note, nil) || !(root ?? "").hasPrefix(tree.root().base64) {
        findings.append("checkpoint \(number): its signature or its root")
      }
    }
    return levels
  }

  /// Compares the segments' names with what is in them, of which only zeros may follow.
  private mutating func checkSegments(_ notes: [[UInt8]]) throws {
    for (folder, frames) in [(directory.checkpoints, notes), (directory.entries, entries)] {
      let segments = try directory.segments(folder)
      for (position, first) in segments.enumerated() {
        let path = directory.segment(folder, first)
        let end = position + 1 < segments.count ? segments[position + 1] : UInt64(frames.count)
        var expected: [UInt8] = []
        for frame in frames.dropFirst(Int(first)).prefix(Int(max(end, first) - first)) {
          expected += [UInt8(frame.count >> 8), UInt8(frame.count & 0xff)] + frame
        }
        let file = try FileHandle(path, .read, directory.calls)
        let found = try file.read(count: 1 << 20, at: 0)
        if !found.starts(with: expected)
          || found.dropFirst(expected.count).contains(where: { $0 != 0 })
        {
          findings.append("\(path): other bytes")
        }
      }
    }
  }

  /// Compares each offset with where the bundle begins.
  private mutating func checkIndex() throws {
    let stored = try FileHandle(directory.index, .read, directory.calls).read(
      count: 1 << 20, at: 0)
    let segments = try directory.segments(directory.entries)
    var (expected, offset): ([UInt8], UInt64) = ([], 0)
    for (number, entry) in entries.enumerated() {
      if segments.contains(UInt64(number)) { offset = 0 }
      if number % Tile.width == 0 { BundleIndex.append(offset, to: &expected) }
      offset += 2 + UInt64(entry.count)
    }
    if stored != expected { findings.append("\(directory.index): another offset") }
  }
}
