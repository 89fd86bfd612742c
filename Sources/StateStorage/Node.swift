// SPDX-License-Identifier: Apache-2.0

/// Where a node lies in the file, and the check it must have there.
struct Pointer: Sendable, Hashable {
  /// The number of the block it begins with.
  let block: UInt64
  /// Its bytes.
  let length: UInt32
  /// The check over them.
  let check: UInt64

  static let encodedLength = 20

  /// The blocks it takes.
  var blockCount: Int { (Int(length) + StateFile.blockSize - 1) / StateFile.blockSize }

  /// Its offset in the file.
  var offset: UInt64 { block &* UInt64(StateFile.blockSize) }

  init(block: UInt64, length: UInt32, check: UInt64) {
    self.block = block
    self.length = length
    self.check = check
  }

  /// Reads twenty bytes from `place` on.
  init(decoding bytes: [UInt8], at place: Int) {
    block = ByteOrder.number(UInt64.self, in: bytes, at: place)
    length = ByteOrder.number(UInt32.self, in: bytes, at: place + 8)
    check = ByteOrder.number(UInt64.self, in: bytes, at: place + 12)
  }

  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.encodedLength)
    ByteOrder.append(block, to: &bytes)
    ByteOrder.append(length, to: &bytes)
    ByteOrder.append(check, to: &bytes)
    return bytes
  }
}

/// A node of the tree: rows in a leaf (level 0), pointers to the nodes below in a branch.
///
/// Its bytes: the level (1 byte), three zeros, the number of items (4), then each item: the length
/// of its key (2), the length of its value (4), key, value. Keys ascend. The value of an item of a
/// branch is a ``Pointer``, its key the first key of the node pointed to.
struct Node: Sendable {
  static let headerLength = 8
  static let itemHeaderLength = 6
  /// Far above what a file can need; it ends every descent.
  static let maximumLevel: UInt8 = 16

  private struct Item: Sendable {
    let key: Range<Int>
    let value: Range<Int>
  }

  let level: UInt8
  private let bytes: [UInt8]
  private let items: [Item]

  /// Reads a node; `nil` when the bytes are none.
  init?(decoding bytes: [UInt8]) {
    guard bytes.count >= Self.headerLength, bytes[0] <= Self.maximumLevel,
      bytes[1] | bytes[2] | bytes[3] == 0
    else { return nil }
    let count = Int(ByteOrder.number(UInt32.self, in: bytes, at: 4))
    guard count > 0, count <= bytes.count / Self.itemHeaderLength else { return nil }
    var items: [Item] = []
    items.reserveCapacity(count)
    var place = Self.headerLength
    for _ in 0..<count {
      guard bytes.count - place >= Self.itemHeaderLength else { return nil }
      let keyLength = Int(ByteOrder.number(UInt16.self, in: bytes, at: place))
      let valueLength = Int(ByteOrder.number(UInt32.self, in: bytes, at: place + 2))
      let start = place + Self.itemHeaderLength
      guard bytes.count - start >= keyLength + valueLength else { return nil }
      place = start + keyLength + valueLength
      guard bytes[0] == 0 || valueLength == Pointer.encodedLength else { return nil }
      let item = Item(
        key: start..<(start + keyLength), value: (start + keyLength)..<place)
      if let last = items.last {
        let span = bytes.span
        guard ByteOrder.isAscending(span.extracting(last.key), span.extracting(item.key)) else {
          return nil
        }
      }
      items.append(item)
    }
    guard place == bytes.count else { return nil }
    level = bytes[0]
    self.bytes = bytes
    self.items = items
  }

  /// The bytes of a node.
  static func encode(level: UInt8, _ items: ArraySlice<Change>) -> [UInt8] {
    var bytes: [UInt8] = [level, 0, 0, 0]
    bytes.reserveCapacity(items.reduce(headerLength) { $0 + $1.size })
    ByteOrder.append(UInt32(items.count), to: &bytes)
    for item in items {
      ByteOrder.append(UInt16(item.key.count), to: &bytes)
      ByteOrder.append(UInt32(item.value.count), to: &bytes)
      bytes += item.key
      bytes += item.value
    }
    return bytes
  }

  var isLeaf: Bool { level == 0 }
  var count: Int { items.count }

  /// The key of the item at `index`.
  func key(_ index: Int) -> [UInt8] { Array(bytes[items[index].key]) }

  /// The value of the item at `index`.
  func value(_ index: Int) -> [UInt8] { Array(bytes[items[index].value]) }

  /// The pointer of the item at `index` of a branch.
  func pointer(_ index: Int) -> Pointer {
    Pointer(decoding: bytes, at: items[index].value.lowerBound)
  }

  /// Calls `body` with the value at `index` where it lies.
  func withValue<Result>(
    _ index: Int, _ body: (Span<UInt8>) throws(StateStorageError) -> Result
  ) throws(StateStorageError) -> Result {
    try body(bytes.span.extracting(items[index].value))
  }

  /// The index of the first item whose key is not before `key`; `count` when there is none.
  func firstIndex(from key: [UInt8]) -> Int {
    let (span, wanted) = (bytes.span, key.span)
    var (low, high) = (0, items.count)
    while low < high {
      let middle = (low + high) / 2
      if ByteOrder.isAscending(span.extracting(items[middle].key), wanted) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// The index of the item whose key is `key`, or `nil`.
  func index(of key: [UInt8]) -> Int? {
    let index = firstIndex(from: key)
    guard index < count, items[index].key.count == key.count else { return nil }
    return ByteOrder.isAscending(key.span, bytes.span.extracting(items[index].key)) ? nil : index
  }

  /// The index of the item of a branch below which `key` is, if anywhere; `nil` before the first.
  func childIndex(of key: [UInt8]) -> Int? {
    if let index = index(of: key) { return index }
    let next = firstIndex(from: key)
    return next > 0 ? next - 1 : nil
  }
}
