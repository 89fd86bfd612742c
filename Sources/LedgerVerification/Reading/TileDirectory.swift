// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import TransparencyLog

/// A published tlog-tiles directory: a checkpoint, tiles and entry bundles.
///
/// Of each tile the widest is read; narrower ones left from earlier sizes must agree with it.
struct TileDirectory: LedgerSource {
  let path: String
  let entryFiles: [EntryFile]
  let hashStores: [HashStore]
  let checkpointFiles = [CheckpointFile(name: "checkpoint", first: nil)]
  let attestationFiles: [AttestationFile]
  let indexFile: String? = nil
  let horizon: Horizon?
  private let unexpected: [String]
  /// Narrower tiles and the widest of the same number.
  private let leftovers: [(narrow: TilePath, wide: TilePath)]

  func currentHorizon() throws(VerificationError) -> Horizon? { try Horizon(path) }

  init(_ path: String) throws(VerificationError) {
    self.path = path
    let timestamps = try AttestationFile.list(.timestamp, in: path, folder: "timestamps")
    attestationFiles = timestamps.files
    // Whoever publishes writes the checkpoint last.
    horizon = try Horizon(path)
    var found: [TilePath] = []
    var unexpected: [String] = []
    try Self.walk(path, "tile", depth: 0, &found, &unexpected)
    var widest: [TilePath.Content: [UInt64: Int]] = [:]
    for tile in found {
      widest[tile.content, default: [:]][tile.index, default: 0].formMax(tile.width)
    }
    leftovers = found.compactMap { tile in
      guard let width = widest[tile.content]?[tile.index], width > tile.width,
        let wide = TilePath(content: tile.content, index: tile.index, width: width)
      else { return nil }
      return (tile, wide)
    }
    entryFiles = (widest[.entries] ?? [:]).sorted { $0.key < $1.key }.compactMap {
      (index, width) in
      TilePath(content: .entries, index: index, width: width).map {
        EntryFile(name: $0.path, first: index &* 256, count: width)
      }
    }
    let levels = (0..<64).last { widest[.hashes(level: $0)] != nil } ?? -1
    hashStores = (0..<(levels + 1)).map { .tiles(widest[.hashes(level: $0)] ?? [:]) }
    self.unexpected = unexpected + timestamps.unexpected
  }

  private static func walk(
    _ root: String, _ folder: String, depth: Int, _ found: inout [TilePath],
    _ unexpected: inout [String]
  ) throws(VerificationError) {
    for name in try DirectoryListing.names("\(root)/\(folder)") {
      let path = "\(folder)/\(name)"
      if DirectoryListing.isDirectory("\(root)/\(path)") {
        guard depth < 9 else {
          unexpected.append(path)
          continue
        }
        try walk(root, path, depth: depth + 1, &found, &unexpected)
      } else if let tile = try? TilePath(parsing: path) {
        found.append(tile)
      } else if !name.hasSuffix(".new") {
        // A name of that ending is a file that is being written.
        unexpected.append(path)
      }
    }
  }

  func missingStore(level: Int) -> HashStore { .tiles([:]) }

  func suite() -> Suite? { nil }

  func checkLayout(_ genesis: Genesis?, _ log: FindingLog) throws(VerificationError) {
    for name in unexpected {
      log.add {
        Finding(
          .unexpectedFile, Place(file: name), expected: "only tiles and bundles", actual: name)
      }
    }
    for (narrow, wide) in leftovers {
      let limit = 256 * (EntryBundle.entryLimit + 2)
      let part = try ReadOnlyFile(path, narrow.path)?.read(limit, at: 0) ?? []
      let whole = try ReadOnlyFile(path, wide.path)?.read(limit, at: 0) ?? []
      let count: Int? =
        switch narrow.content {
        case .hashes: part.count.isMultiple(of: 32) ? part.count / 32 : nil
        case .entries: try? EntryBundle.entryRanges(in: part.span).count
        }
      guard count != narrow.width || !whole.starts(with: part) else { continue }
      log.add {
        Finding(
          .tile, Place(file: narrow.path), expected: "the beginning of \(wide.path)",
          actual: "other bytes")
      }
    }
  }
}

extension Int {
  fileprivate mutating func formMax(_ other: Int) { self = Swift.max(self, other) }
}
