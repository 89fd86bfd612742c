// SPDX-License-Identifier: Apache-2.0
import LedgerVerification

/// The entries of a damaged ledger or of a copy, asked for in ascending order.
///
/// They are read as a verification reads them: a damaged length costs nothing but itself.
struct EntrySequence {
  private var blocks: EntryBlocks?
  private var block: EntryBlocks.Block?
  private var isAtEnd: Bool

  /// Begins at the first entry; what cannot be opened has none.
  init(at path: String) {
    blocks = try? EntryBlocks(LedgerLocation(detecting: path))
    isAtEnd = blocks == nil
  }

  /// The entries of a range that does not begin before the last one asked for, `nil` where one
  /// cannot be read.
  mutating func entries(in range: Range<UInt64>) -> [[UInt8]?] {
    var found: [[UInt8]?] = []
    found.reserveCapacity(range.count)
    for index in range {
      while let block, block.end <= index { self.block = nil }
      while block == nil, !isAtEnd { readOn(to: index) }
      guard let block, index >= block.first else { break }
      let place = block.entries[Int(index - block.first)]
      found.append(place.isEmpty ? nil : Array(block.bytes[place]))
    }
    found += repeatElement(nil, count: range.count - found.count)
    return found
  }

  /// Reads the next block and keeps it if it reaches `index`; gives up where nothing can be read.
  private mutating func readOn(to index: UInt64) {
    guard let next = try? blocks?.next() else {
      isAtEnd = true
      return
    }
    if next.end > index { block = next }
  }

  /// The entries so far whose lengths were damaged, and nothing else.
  var damagedLengths: [UInt64] {
    blocks?.findings.compactMap { $0.check == .length ? $0.entry : nil } ?? []
  }
}

extension EntryBlocks.Block {
  /// The index after the last entry.
  fileprivate var end: UInt64 { first + UInt64(entries.count) }
}
