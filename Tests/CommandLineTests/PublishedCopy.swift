// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedgerService

/// A published directory that is to be damaged, and what a seeded choice may damage in it.
struct PublishedCopy {
  let folder: URL
  var ledger: ForgedLedger
  var random: SplitMix64

  var size: Int { ledger.items.count }

  /// An entry chosen by the seed; never the first, whose damage makes everything else unknown.
  mutating func anyEntry(upTo end: Int? = nil) -> Int {
    1 + Int(random.next() % UInt64((end ?? min(size, 256)) - 1))
  }

  /// The path of the first bundle or tile of a level.
  func first(_ content: TilePath.Content) -> String {
    var size = self.size
    if case .hashes(let level) = content { size >>= 8 * level }
    return TilePath(content: content, index: 0, width: min(size, 256))?.path ?? ""
  }

  func read(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(path)))
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: folder.appendingPathComponent(path))
  }

  func change(_ path: String, _ body: (inout [UInt8]) throws -> Void) throws {
    var bytes = try read(path)
    let before = bytes
    try body(&bytes)
    precondition(bytes != before, "a damage changes something")
    try write(bytes, to: path)
  }

  /// Changes the framed bytes of the first bundle as a list of entries.
  func changeBundle(_ body: (inout [[UInt8]]) throws -> Void) throws {
    try change(first(.entries)) { bytes in
      let ranges = try EntryBundle.entryRanges(in: bytes.span)
      var entries = ranges.map { Array(bytes[$0]) }
      try body(&entries)
      bytes = []
      for entry in entries { try EntryBundle.append(entry.span, to: &bytes) }
    }
  }

  /// Changes the checkpoint as text.
  func changeCheckpoint(_ body: (inout [String]) throws -> Void) throws {
    try change("checkpoint") { bytes in
      var lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n")
      try body(&lines)
      bytes = Array(lines.joined(separator: "\n").utf8)
    }
  }

  /// Publishes the ledger, changed, in place of what was there: history is written anew.
  mutating func republish(_ body: (inout ForgedLedger) throws -> Void) throws {
    try body(&ledger)
    try FileManager.default.removeItem(at: folder)
    try ledger.publish(to: folder)
  }
}

/// The generator of Steele, Lea and Flood (2014), so that a seed means the same everywhere.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
