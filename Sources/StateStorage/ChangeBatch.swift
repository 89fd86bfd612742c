// SPDX-License-Identifier: Apache-2.0

/// Changes that are written together.
struct ChangeBatch {
  private var changes: [Change] = []
  /// Their bytes.
  private(set) var size = 0
  /// Whether each key came after the one before it, as those of a whole state mostly do.
  private var isAscending = true

  /// Sets a row; an empty value removes it.
  ///
  /// Of two changes of one row the later counts.
  mutating func set(_ key: [UInt8], _ value: [UInt8]) {
    if let last = changes.last, !ByteOrder.isAscending(last.key.span, key.span) {
      isAscending = false
    }
    let change = Change(key: key, value: value)
    changes.append(change)
    size += change.size
  }

  /// The changes in ascending order, each key once; none are left.
  mutating func take() -> [Change] {
    defer { self = ChangeBatch() }
    guard !isAscending else { return changes }
    var positions = Array(changes.indices)
    positions.sort { left, right in
      let (a, b) = (changes[left].key, changes[right].key)
      return a == b ? left < right : ByteOrder.isAscending(a.span, b.span)
    }
    var unique: [Change] = []
    unique.reserveCapacity(changes.count)
    for position in positions {
      if unique.last?.key == changes[position].key { unique.removeLast() }
      unique.append(changes[position])
    }
    return unique
  }
}
