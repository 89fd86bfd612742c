// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import TransparencyLog

/// Hashes a copy's entries onto a tree, and compares the copy's tiles with what comes out.
///
/// It keeps 32 bytes for each entry read.
struct TreeWalk {
  private var appender: TileAppender
  private let first: UInt64
  /// What each tile level gained, from the position at which the walk began.
  private var levels: [[Digest]] = []
  /// Whether the tree had the known root when it had the known size, or began there.
  private(set) var isKnownPassed = true
  private(set) var entryProblem: String?

  init(_ tree: CompactRange) {
    appender = TileAppender(continuing: tree)
    first = tree.size
  }

  var tree: CompactRange { appender.tree }
  var entriesRead: UInt64 { tree.size - first }

  /// Reads entries up to `size`, or until one cannot be read.
  mutating func readEntries(of copy: LedgerCopy, upTo size: UInt64, known: Checkpoint?) {
    isKnownPassed = known.map { $0.size <= first } ?? true
    guard first < size else { return }
    var (appender, levels, isKnownPassed) = (appender, levels, isKnownPassed)
    do {
      try copy.forEachEntry(in: first..<size) { _, bytes in
        appender.append(appender.tree.function.leafHash(of: bytes)) { level, hash in
          if levels.count == level { levels.append([]) }
          levels[level].append(hash)
        }
        if let known, appender.size == known.size { isKnownPassed = appender.root() == known.root }
        return true
      }
    } catch {
      entryProblem = "entry \(appender.size): \(error)"
    }
    (self.appender, self.levels, self.isKnownPassed) = (appender, levels, isKnownPassed)
  }

  /// The first entry read whose hash is not the one stored in the copy's tree.
  func firstDifference(from reader: TileHashReader<LedgerCopy>) -> String? {
    for (offset, leaf) in (levels.first ?? []).enumerated() {
      let index = first + UInt64(offset)
      guard let stored = try? reader.hash(level: 0, index: index) else {
        return "entry \(index): its tile is missing"
      }
      if stored != leaf {
        return "entry \(index): \(leaf.hexadecimal), in the tree \(stored.hexadecimal)"
      }
    }
    return entryProblem
  }

  /// What is wrong with the first tile that does not hold the hashes of the entries read.
  func tileProblem(of copy: LedgerCopy) -> String? {
    for (level, hashes) in levels.enumerated() {
      let start = first >> UInt64(level * Tile.levels)
      if let problem = tileProblem(of: copy, level, hashes, from: start) { return problem }
    }
    return nil
  }

  private func tileProblem(
    of copy: LedgerCopy, _ level: Int, _ hashes: [Digest], from position: UInt64
  ) -> String? {
    let width = UInt64(Tile.width)
    var next = 0
    while next < hashes.count {
      let start = position + UInt64(next)
      let end = min(position + UInt64(hashes.count), (start / width + 1) * width)
      let part = hashes[next..<(next + Int(end - start))]
      do throws(TransparencyLogError) {
        let stored = try copy.tileHashes(level: level, range: start..<end)
        guard stored.elementsEqual(part) else {
          return "hashes \(start)..<\(end) of tile level \(level) are not those of the entries"
        }
      } catch {
        return "\(error)"
      }
      next += part.count
    }
    return nil
  }
}
