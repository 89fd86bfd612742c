// SPDX-License-Identifier: Apache-2.0

/// Which blocks of the file are taken: made from the tree when a writer first stores, so that no
/// list of free blocks is stored, and none can rot.
struct BlockMap: Sendable {
  private var taken: [Bool] = [true, true]
  /// Where to look on for one free block, and for several in a row: they only go forward within a
  /// store, so that a store looks at each block twice at most.
  private var cursor = 2
  private var runCursor = 2
  /// Blocks behind the end only: somebody may still read what is no part of the newest tree.
  private var isAppending = false

  /// The blocks of an empty file.
  init() {}

  /// The blocks of `tree`; no two nodes share one.
  init(of tree: Tree) throws(StateStorageError) {
    let size = try tree.file.size()
    var taken = taken
    try tree.forEachPointer { (pointer) throws(StateStorageError) in
      guard pointer.block < 1 << 48, pointer.offset + UInt64(pointer.length) <= size else {
        throw .damaged(path: tree.file.path, offset: pointer.offset, .cutShort)
      }
      let blocks = Int(pointer.block)..<(Int(pointer.block) + pointer.blockCount)
      if blocks.upperBound > taken.count {
        taken += [Bool](repeating: false, count: blocks.upperBound - taken.count)
      }
      guard !taken[blocks].contains(true) else {
        throw .damaged(path: tree.file.path, offset: pointer.offset, .malformed)
      }
      for block in blocks { taken[block] = true }
    }
    self.taken = taken
  }

  /// Prepares for a store.
  mutating func begin(isAppending: Bool) {
    (cursor, runCursor) = (2, 2)
    self.isAppending = isAppending
  }

  /// Takes `count` blocks in a row and returns the first.
  mutating func allocate(_ count: Int) -> UInt64 {
    var first = isAppending ? taken.count : count == 1 ? cursor : runCursor
    var free = 0
    while first + free < taken.count, free < count {
      if taken[first + free] {
        first += free + 1
        free = 0
      } else {
        free += 1
      }
    }
    if first + count > taken.count {
      taken += [Bool](repeating: false, count: first + count - taken.count)
    }
    for block in first..<(first + count) { taken[block] = true }
    if count == 1 { cursor = first + 1 } else { runCursor = first + count }
    return UInt64(first)
  }

  /// Gives back the blocks of a node that no tree has any more.
  mutating func release(_ pointer: Pointer) {
    let first = Int(pointer.block)
    for block in first..<(first + pointer.blockCount) { taken[block] = false }
  }
}
