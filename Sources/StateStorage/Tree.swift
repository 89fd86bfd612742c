// SPDX-License-Identifier: Apache-2.0

/// A tree of rows in a file, as it was when its root was the newest.
///
/// Nothing is read that a check in the node above does not cover, up to the start of the file: what
/// rots, is swapped, put back from earlier or cut off is noticed before it is an answer.
struct Tree {
  let file: StateFile
  let root: Pointer?
  /// What point reads have at hand.
  var cache: NodeCache?

  /// What the node above says of a node.
  struct Expected {
    /// Its level; `nil` of the root.
    var level: UInt8?
    /// Its first key; `nil` of the root.
    var first: [UInt8]?
    /// A key that comes after all of its own, if there is one.
    var end: [UInt8]?

    func fits(_ node: Node) -> Bool {
      if let level, node.level != level { return false }
      if let first, node.key(0) != first { return false }
      guard let end else { return true }
      return ByteOrder.isAscending(node.key(node.count - 1).span, end.span)
    }
  }

  /// The node at `pointer`, if it is the one that was written there.
  func node(_ pointer: Pointer, _ expected: Expected) throws(StateStorageError) -> Node {
    func damaged(_ what: StateDamage) -> StateStorageError {
      .damaged(path: file.path, offset: pointer.offset, what)
    }
    guard pointer.block > 1, pointer.block < 1 << 48 else { throw damaged(.malformed) }
    let bytes = try file.read(count: Int(pointer.length), at: pointer.offset)
    guard Checksum.of(bytes.span) == pointer.check else { throw damaged(.changed) }
    // The check was right: from here on only a fault of ours or a forger can be at work.
    guard let node = Node(decoding: bytes), expected.fits(node) else { throw damaged(.malformed) }
    return node
  }

  /// What `node` says of the node below its item `index`.
  static func expected(_ node: Node, _ index: Int, _ own: Expected) -> Expected {
    Expected(
      level: node.level - 1, first: node.key(index),
      end: index + 1 < node.count ? node.key(index + 1) : own.end)
  }

  /// The value under `key`, or `nil`.
  func value(_ key: [UInt8]) throws(StateStorageError) -> [UInt8]? {
    guard var pointer = root else { return nil }
    var expected = Expected()
    while true {
      let node = try kept(pointer, expected)
      if node.isLeaf { return node.index(of: key).map(node.value) }
      guard let index = node.childIndex(of: key) else { return nil }
      pointer = node.pointer(index)
      expected = Self.expected(node, index, expected)
    }
  }

  private func kept(
    _ pointer: Pointer, _ expected: Expected
  ) throws(StateStorageError) -> Node {
    if let node = cache?.node(pointer), expected.fits(node) { return node }
    let node = try node(pointer, expected)
    cache?.keep(node, pointer)
    return node
  }

  /// Calls `visit` with keys and values in ascending order of the keys, from `start` on, until it
  /// returns false; values are not copied, and may not be kept.
  func forEach(
    from start: [UInt8], _ visit: ([UInt8], Span<UInt8>) throws(StateStorageError) -> Bool
  ) throws(StateStorageError) {
    guard let root else { return }
    _ = try walk(root, Expected(), from: start, visit)
  }

  private func walk(
    _ pointer: Pointer, _ expected: Expected, from start: [UInt8],
    _ visit: ([UInt8], Span<UInt8>) throws(StateStorageError) -> Bool
  ) throws(StateStorageError) -> Bool {
    let node = try node(pointer, expected)
    if node.isLeaf {
      for index in node.firstIndex(from: start)..<node.count {
        let key = node.key(index)
        let goesOn = try node.withValue(index) { (value) throws(StateStorageError) in
          try visit(key, value)
        }
        guard goesOn else { return false }
      }
      return true
    }
    for index in (node.childIndex(of: start) ?? 0)..<node.count {
      let below = Self.expected(node, index, expected)
      guard try walk(node.pointer(index), below, from: start, visit) else { return false }
    }
    return true
  }

  /// Calls `visit` with the place of every node; leaves are not read.
  func forEachPointer(
    _ visit: (Pointer) throws(StateStorageError) -> Void
  ) throws(StateStorageError) {
    guard let root else { return }
    try visit(root)
    try visitBelow(try node(root, Expected()), Expected(), visit)
  }

  private func visitBelow(
    _ node: Node, _ expected: Expected, _ visit: (Pointer) throws(StateStorageError) -> Void
  ) throws(StateStorageError) {
    guard !node.isLeaf else { return }
    for index in 0..<node.count {
      let pointer = node.pointer(index)
      try visit(pointer)
      guard node.level > 1 else { continue }
      let below = Self.expected(node, index, expected)
      try visitBelow(try self.node(pointer, below), below, visit)
    }
  }
}
