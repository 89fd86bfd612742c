// SPDX-License-Identifier: Apache-2.0

/// A row to be set, or an item of a node to be written.
struct Change: Sendable {
  let key: [UInt8]
  /// Empty when the row is to be removed: no row that is kept is empty.
  let value: [UInt8]

  /// Its bytes in a node.
  var size: Int { Node.itemHeaderLength + key.count + value.count }
}

/// Makes the next tree out of the newest one: what changes is written to free blocks, everything
/// else is shared, and the newest tree stays whole until the next is.
struct TreeWriter {
  private let file: StateFile
  private(set) var map: BlockMap
  /// The nodes that only the tree before has.
  private var replaced: [Pointer] = []
  private(set) var root: Pointer?

  /// A node, and its first key.
  private typealias Reference = Change

  private static let capacity = StateFile.blockSize - Node.headerLength

  init(_ file: StateFile, root: Pointer?, map: BlockMap, isAppending: Bool) {
    self.file = file
    self.root = root
    self.map = map
    self.map.begin(isAppending: isAppending)
  }

  /// The blocks once the next tree is the newest: what only the tree before had is free.
  var nextMap: BlockMap {
    var next = map
    for pointer in replaced { next.release(pointer) }
    return next
  }

  /// Applies changes, which are sorted by their keys; each key is there once.
  mutating func apply(_ changes: ArraySlice<Change>) throws(StateStorageError) {
    guard !changes.isEmpty else { return }
    var references: [Reference]
    if let root {
      references = try update(root, Tree.Expected(), changes)
    } else {
      references = try write(changes.filter { !$0.value.isEmpty }, level: 0, isAppend: true)
    }
    while references.count > 1 {
      let level = try node(references[0]).level + 1
      references = try write(references, level: level, isAppend: true)
    }
    // A branch with one node below it is of no use at the top.
    while let top = references.first, case let node = try node(top), !node.isLeaf, node.count == 1 {
      replaced.append(Pointer(decoding: top.value, at: 0))
      references = [Reference(key: node.key(0), value: node.value(0))]
    }
    root = references.first.map { Pointer(decoding: $0.value, at: 0) }
  }

  private func node(_ reference: Reference) throws(StateStorageError) -> Node {
    try Tree(file: file, root: nil).node(
      Pointer(decoding: reference.value, at: 0), Tree.Expected())
  }

  /// Replaces the node at `pointer` by those that hold what it does after the changes.
  private mutating func update(
    _ pointer: Pointer, _ expected: Tree.Expected, _ changes: ArraySlice<Change>
  ) throws(StateStorageError) -> [Reference] {
    let node = try Tree(file: file, root: nil).node(pointer, expected)
    replaced.append(pointer)
    if node.isLeaf { return try merge(node, changes) }
    var references: [Reference] = []
    references.reserveCapacity(node.count + 1)
    var isAppend = true
    var rest = changes
    for index in 0..<node.count {
      let here: ArraySlice<Change>
      if index + 1 < node.count {
        let next = node.key(index + 1)
        here = rest.prefix { ByteOrder.isAscending($0.key.span, next.span) }
        if !here.isEmpty { isAppend = false }
      } else {
        here = rest
      }
      rest = rest.dropFirst(here.count)
      if here.isEmpty {
        references.append(Reference(key: node.key(index), value: node.value(index)))
      } else {
        let below = Tree.expected(node, index, expected)
        references += try update(node.pointer(index), below, here)
      }
    }
    return try write(references, level: node.level, isAppend: isAppend)
  }

  private mutating func merge(
    _ leaf: Node, _ changes: ArraySlice<Change>
  ) throws(StateStorageError) -> [Reference] {
    var items: [Change] = []
    items.reserveCapacity(leaf.count + changes.count)
    var index = 0
    let isAppend =
      changes.first.map { leaf.firstIndex(from: $0.key) == leaf.count } ?? true
    for change in changes {
      let next = leaf.firstIndex(from: change.key)
      while index < next {
        items.append(Change(key: leaf.key(index), value: leaf.value(index)))
        index += 1
      }
      if index < leaf.count, leaf.key(index) == change.key { index += 1 }
      if !change.value.isEmpty { items.append(change) }
    }
    while index < leaf.count {
      items.append(Change(key: leaf.key(index), value: leaf.value(index)))
      index += 1
    }
    return try write(items, level: 0, isAppend: isAppend)
  }

  /// Writes items to as many nodes as they need.
  ///
  /// Where rows are added behind the last one the nodes are filled, for the next come behind them
  /// again; elsewhere they share evenly, so that each has room for more.
  private mutating func write(
    _ items: [Change], level: UInt8, isAppend: Bool
  ) throws(StateStorageError) -> [Reference] {
    let total = items.reduce(0) { $0 + $1.size }
    let count = max(1, (total + Self.capacity - 1) / Self.capacity)
    let target = isAppend ? Self.capacity : (total + count - 1) / count
    var references: [Reference] = []
    var (start, size) = (0, 0)
    for (position, item) in items.enumerated() {
      if position > start, size >= target || size + item.size > Self.capacity {
        references.append(try write(items[start..<position], level: level))
        (start, size) = (position, 0)
      }
      size += item.size
    }
    if start < items.count { references.append(try write(items[start...], level: level)) }
    return references
  }

  private mutating func write(
    _ items: ArraySlice<Change>, level: UInt8
  ) throws(StateStorageError) -> Reference {
    let bytes = Node.encode(level: level, items)
    guard let length = UInt32(exactly: bytes.count) else {
      throw .rowTooLarge(bytes: bytes.count)
    }
    let count = (bytes.count + StateFile.blockSize - 1) / StateFile.blockSize
    let pointer = Pointer(
      block: map.allocate(count), length: length, check: Checksum.of(bytes.span))
    try file.write(bytes, at: pointer.offset)
    return Reference(key: items[items.startIndex].key, value: pointer.encoded)
  }
}
