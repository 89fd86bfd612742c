// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import TransparencyLog

/// Finds the first entry in which two copies differ.
struct DivergenceSearch {
  private let first: LedgerCopy
  private let second: LedgerCopy
  private let function: HashFunction
  private(set) var comparisons = 0

  init(_ first: LedgerCopy, _ second: LedgerCopy, _ function: HashFunction) {
    self.first = first
    self.second = second
    self.function = function
  }

  private var common: UInt64 { min(first.size, second.size) }

  /// The first entry that differs within the shorter copy; nil for none.
  ///
  /// When both trees are sound, a difference is found by halving, in as many comparisons as the
  /// tree is high. Else, or when the trees agree, the entries themselves are compared, since
  /// stored hashes may be of entries that were changed later.
  mutating func firstDifference(isTreeSound: Bool) throws(ServiceError) -> UInt64? {
    do throws(any Error) {
      if isTreeSound, let index = try descend() { return index }
      return try compareEntries()
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private mutating func descend() throws -> UInt64? {
    let readers = [first, second].map { $0.reader(size: $0.size, function: function) }
    var start: UInt64 = 0
    while start < common {
      var level = UInt64.bitWidth - 1 - (common - start).leadingZeroBitCount
      guard try differs(readers, level, start) else {
        start += 1 << UInt64(level)
        continue
      }
      while level > 0 {
        level -= 1
        if try !differs(readers, level, start) { start += 1 << UInt64(level) }
      }
      return start
    }
    return nil
  }

  private mutating func differs(
    _ readers: [TileHashReader<LedgerCopy>], _ level: Int, _ start: UInt64
  ) throws(TransparencyLogError) -> Bool {
    comparisons += 1
    let index = start >> UInt64(level)
    return try readers[0].hash(level: level, index: index)
      != readers[1].hash(level: level, index: index)
  }

  private mutating func compareEntries() throws -> UInt64? {
    var next: UInt64 = 0
    let width = UInt64(Tile.width)
    while next < common {
      let range = next..<min(common, next + width)
      let left = hashes(first, range)
      let right = hashes(second, range)
      comparisons += range.count
      if let place = zip(left, right).enumerated().first(where: { $0.element.0 != $0.element.1 }) {
        return next + UInt64(place.offset)
      }
      // One of them stops where an entry cannot be read.
      let count = min(left.count, right.count)
      if count < range.count { return next + UInt64(count) }
      next = range.upperBound
    }
    return nil
  }

  /// The leaf hashes of entries, up to the first that cannot be read.
  private func hashes(_ copy: LedgerCopy, _ range: Range<UInt64>) -> [Digest] {
    var hashes: [Digest] = []
    // What cannot be read is a difference, not a failure.
    try? copy.forEachEntry(in: range) { _, bytes in
      hashes.append(function.leafHash(of: bytes))
      return true
    }
    return hashes
  }
}
