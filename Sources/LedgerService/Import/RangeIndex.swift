// SPDX-License-Identifier: Apache-2.0
import ExternalCredits

/// Which rows of a file have which serial numbers, so that a conflict can name both rows.
///
/// Rows come in any order; those of one prefix are kept sorted and never overlap.
struct RangeIndex {
  private struct Block {
    let first: UInt64
    let last: UInt64
    let row: Int
  }

  private var blocks: [String: [Block]] = [:]

  /// Notes a row whose serial numbers are the ledger's, once.
  mutating func insert(_ row: ImportedRow) {
    let range = row.credits.range
    let block = Block(first: range.first, last: range.last, row: row.row)
    var list = blocks.removeValue(forKey: range.prefix) ?? []
    let position = Self.position(of: range.first, in: list)
    let isKnown =
      position < list.count && list[position].first <= range.last
    if !isKnown { list.insert(block, at: position) }
    blocks[range.prefix] = list
  }

  /// The row that has some of the serial numbers of `row`, or `nil`.
  func row(overlapping row: ImportedRow) -> Int? {
    let range = row.credits.range
    guard let list = blocks[range.prefix] else { return nil }
    let position = Self.position(of: range.first, in: list)
    guard position < list.count, list[position].first <= range.last else { return nil }
    return list[position].row
  }

  /// The first block that ends at `first` or later.
  private static func position(of first: UInt64, in list: [Block]) -> Int {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle].last < first { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
