// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import TransparencyLog

extension Publication {
  /// Writes every bundle and tile of the first `size` entries that is not there yet.
  func writeTiles(_ size: UInt64, _ report: inout Report) throws {
    var folders: Set<String> = []
    try TilePath.forEachPublished(size) { path in
      switch path.content {
      case .entries: try write(path, &folders, &report) { try checkedBundle(path) }
      case .hashes(let level): try write(path, &folders, &report) { try checkedTile(path, level) }
      }
    }
  }

  private func write(
    _ tile: TilePath, _ folders: inout Set<String>, _ report: inout Report,
    _ bytes: () throws -> [UInt8]
  ) throws {
    let path = "\(directory)/\(tile.path)"
    guard !SmallFile.exists(path) else {
      report.filesKept += 1
      return
    }
    let folder = String(path[..<(path.lastIndex(of: "/" as Character) ?? path.endIndex)])
    if folders.insert(folder).inserted { try SmallFile.makeDirectory(folder, mode: 0o755) }
    let bytes = try bytes()
    try SmallFile.replace(path, bytes)
    report.filesWritten += 1
    report.bytesWritten += bytes.count
  }

  /// The bundle, whose entries have the leaf hashes of the tree.
  private func checkedBundle(_ path: TilePath) throws -> [UInt8] {
    let bytes = try files.bundle(path.index, width: path.width)
    let ranges = try EntryBundle.entryRanges(in: bytes.span, count: path.width)
    let first = path.index * UInt64(Tile.width)
    let stored = try files.tileHashes(level: 0, range: first..<(first + UInt64(path.width)))
    guard suite.hash.leafHashes(in: bytes.span, ranges: ranges) == stored else {
      throw Self.unsound(
        "条目 \(first) 起的一组与树不符", "the entries from \(first) on are not those of the tree")
    }
    return bytes
  }

  /// The tile; a full one is hashed and compared with its place in the level above.
  private func checkedTile(_ path: TilePath, _ level: Int) throws -> [UInt8] {
    let first = path.index * UInt64(Tile.width)
    let range = first..<(first + UInt64(path.width))
    let hashes = try files.tileHashes(level: level, range: range)
    if path.width == Tile.width {
      var range = CompactRange(function: suite.hash)
      for hash in hashes { range.append(hash) }
      let above = try files.tileHashes(level: level + 1, range: path.index..<(path.index + 1))
      guard [range.root()] == above else {
        throw Self.unsound("\(path.path) 与上一层不符", "\(path.path) contradicts the level above")
      }
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(hashes.count * Digest.byteCount)
    for hash in hashes { hash.append(to: &bytes) }
    return bytes
  }
}
