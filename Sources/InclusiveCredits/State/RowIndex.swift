// SPDX-License-Identifier: Apache-2.0

/// Finds row numbers by the hash of their keys: a hash table that keeps no keys, 10 to 13 bytes a
/// row.
///
/// The table is cut by the top eight bits of the hash into segments that grow one by one, so that
/// growing never stops the ledger for longer than a segment takes, and so that a write after a
/// snapshot of the state copies one segment. A segment is a table with linear probing. A slot holds
/// the number of the row and the low 32 bits of its hash: a row is read only when they agree, and
/// a segment grows without reading rows.
///
/// Keys come from operators, who could choose them so that they all fall into one place if they
/// knew the hash. Callers therefore hash with the standard library's `Hasher` (SipHash under a
/// seed of the process). Neither what is found nor what is stored depends on the seed.
struct RowIndex: Sendable {
  private static let segmentCount = 256

  private struct Segment {
    /// 0, or the hash above the row's number plus one.
    var slots: [UInt64] = []
    var count = 0

    /// Four slots of five may be in use: a key that is not there is known after 13 of them.
    var isFull: Bool { count * 5 >= slots.count * 4 }
  }

  private var segments: [Segment] = []

  private static func segment(_ hash: UInt64) -> Int { Int(hash >> 56) }

  private static func slot(_ row: UInt32, _ hash: UInt64) -> UInt64 {
    hash << 32 | UInt64(row + 1)
  }

  /// Where the search for the hash of `slot` begins among `count` slots: in the order of the
  /// hashes, so that growing walks both tables from front to back.
  private static func home(_ slot: UInt64, _ count: Int) -> Int {
    Int(truncatingIfNeeded: (slot >> 32 &* UInt64(truncatingIfNeeded: count)) >> 32)
  }

  private static func row(_ slot: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: slot) &- 1 }

  /// The row with `hash` that `matches`, or `nil`.
  func row(_ hash: UInt64, where matches: (UInt32) -> Bool) -> UInt32? {
    guard !segments.isEmpty else { return nil }
    let segment = Self.segment(hash)
    let count = segments[segment].slots.count
    guard count > 0 else { return nil }
    var position = Self.home(hash << 32, count)
    while true {
      let slot = segments[segment].slots[position]
      if slot == 0 { return nil }
      if UInt32(truncatingIfNeeded: slot >> 32) == UInt32(truncatingIfNeeded: hash),
        matches(Self.row(slot))
      {
        return Self.row(slot)
      }
      position += 1
      if position == count { position = 0 }
    }
  }

  /// Reads the slots where the search for `hash` is likely to end, so that they are at hand.
  func touch(_ hash: UInt64) -> UInt64 {
    guard !segments.isEmpty else { return 0 }
    let segment = Self.segment(hash)
    let count = segments[segment].slots.count
    guard count > 0 else { return 0 }
    let home = Self.home(hash << 32, count)
    // The next line of the processor's cache too.
    return segments[segment].slots[home] ^ segments[segment].slots[min(home + 8, count - 1)]
  }

  /// Adds `row`, the highest row number yet, under `hash`.
  ///
  /// - Parameter kept: How many rows are not going to be taken out again.
  mutating func insert(_ row: UInt32, _ hash: UInt64, kept: Int) {
    if segments.isEmpty {
      segments = Array(repeating: Segment(), count: Self.segmentCount)
    }
    let segment = Self.segment(hash)
    if segments[segment].isFull { segments[segment].slots = grown(segment, kept: kept) }
    Self.put(Self.slot(row, hash), into: &segments[segment].slots)
    segments[segment].count += 1
  }

  private static func put(_ slot: UInt64, into slots: inout [UInt64]) {
    var position = home(slot, slots.count)
    while slots[position] != 0 {
      position += 1
      if position == slots.count { position = 0 }
    }
    slots[position] = slot
  }

  /// The slots of a segment in a table a quarter larger.
  ///
  /// Rows that may be taken out again go in last and in their order, so that taking out the
  /// newest never leaves a gap before another row.
  private func grown(_ segment: Int, kept: Int) -> [UInt64] {
    let count = segments[segment].slots.count
    var slots = [UInt64](repeating: 0, count: max(8, count + (count + 3) / 4))
    var newest: [UInt64] = []
    for slot in segments[segment].slots where slot != 0 {
      if Self.row(slot) < kept { Self.put(slot, into: &slots) } else { newest.append(slot) }
    }
    newest.sort { Self.row($0) < Self.row($1) }
    for slot in newest { Self.put(slot, into: &slots) }
    return slots
  }

  /// Takes out `row`, the one added last, which has `hash`.
  mutating func removeLast(_ row: UInt32, _ hash: UInt64) {
    let segment = Self.segment(hash)
    let count = segments[segment].slots.count
    let slot = Self.slot(row, hash)
    var position = Self.home(slot, count)
    while segments[segment].slots[position] != slot {
      precondition(segments[segment].slots[position] != 0, "a row is taken out once")
      position += 1
      if position == count { position = 0 }
    }
    segments[segment].slots[position] = 0
    segments[segment].count -= 1
  }
}
