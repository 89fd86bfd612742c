// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import TransparencyLog

extension LedgerDirectory {
  /// Cuts what was never acknowledged and makes durable what will be built upon.
  func recover(_ positions: RecoveredPositions) throws(StorageError) {
    try settle(
      segment(checkpoints, positions.checkpointSegment), positions.checkpointOffset,
      cuts: positions.cutCheckpointBytes > 0)
    for first in positions.entrySegmentsToRemove { try remove(segment(entries, first)) }
    try settle(
      segment(entries, positions.entrySegment), positions.entryOffset,
      cuts: positions.cutsEntrySegment)
    // A name, too, may be known to the kernel alone, if the last writer was killed.
    for names in [entries, checkpoints, tree, path] { try synchronizeNames(names) }
    try repairIndex(positions)
  }

  /// The files of the tile levels a ledger of this size has, without hashes beyond it.
  func openLevels(forSize size: UInt64) throws(StorageError) -> [SharedFile] {
    var levels: [SharedFile] = []
    while levels.isEmpty || size >> UInt64(levels.count * Tile.levels) > 0 {
      let level = levels.count
      let file = try openOrCreate(treeLevel(level), in: tree)
      let end = (size >> UInt64(level * Tile.levels)) * 32
      if let status = try status(file.path), status.size > end { try file.truncate(to: end) }
      levels.append(SharedFile(file))
      if level == 7 { break }
    }
    for name in try names(tree) {
      guard let level = Int(name), level >= levels.count else { continue }
      try FileHandle(treeLevel(level), .write, calls).truncate(to: 0)
    }
    return levels
  }

  private func settle(
    _ path: String, _ offset: UInt64, cuts: Bool
  ) throws(StorageError) {
    let file = try FileHandle(path, .write, calls)
    if cuts { try file.truncate(to: offset) } else { try file.synchronize() }
  }
}
