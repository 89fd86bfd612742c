// SPDX-License-Identifier: Apache-2.0
import FileStorage
import Glibc
import LedgerCore
import StateStorage

/// A file of the stored state whose checks are all right, as a forger would make it: random bytes
/// would end at the first check. docs/ARCHITECTURE.md has the layout.
enum StateTarget {
  private static let folder = "/dev/shm/tanzhang-fuzz-state-\(getpid())"
  private static let blockSize = 4_096

  /// The input is nodes, each after its length (2 bytes); the last is the root. Where a value of 20
  /// bytes begins with the number of a node before it, it becomes the pointer to that node.
  static func run(_ bytes: [UInt8]) {
    var file = [UInt8](repeating: 0, count: 2 * blockSize)
    var pointers: [[UInt8]] = []
    var place = 0
    while place + 2 < bytes.count, pointers.count < 64 {
      let length = Int(bytes[place]) << 8 | Int(bytes[place + 1])
      let end = min(place + 2 + length, bytes.count)
      let node = linked(Array(bytes[(place + 2)..<end]), pointers)
      pointers.append(
        number(UInt64(file.count / blockSize), 8) + number(UInt64(node.count), 4)
          + number(check(node), 8))
      file += node + [UInt8](repeating: 0, count: (blockSize - node.count % blockSize) % blockSize)
      place = end
    }
    put(start(0, [UInt8](repeating: 0, count: 20)), 0, &file)
    put(start(1, pointers.last ?? [UInt8](repeating: 0, count: 20)), blockSize, &file)
    feed(file)
  }

  /// The node with pointers in the place of the numbers of nodes.
  private static func linked(_ node: [UInt8], _ pointers: [[UInt8]]) -> [UInt8] {
    guard let level = node.first, level > 0 else { return node }
    var node = node
    var place = 8
    while place + 6 <= node.count {
      let key = Int(node[place]) << 8 | Int(node[place + 1])
      let value = node[(place + 2)..<(place + 6)].reduce(0) { $0 << 8 | Int($1) }
      let start = place + 6 + key
      guard start + value <= node.count else { return node }
      if value == 20, Int(node[start]) < pointers.count {
        node.replaceSubrange(start..<(start + 20), with: pointers[Int(node[start])])
      }
      place = start + value
    }
    return node
  }

  private static func feed(_ file: [UInt8]) {
    let path = StateStorage.file(in: folder)
    do {
      try SmallFile.makeDirectory(folder)
      unlink(path)
      try SmallFile.create(path, file)
    } catch {
      fatalError("\(error)")
    }
    if let reader = try? StateStorage(at: folder, isReadOnly: true) {
      try? reader.check()
      _ = try? reader.head()
      _ = try? reader.row(2, StateImage.key(7))
      _ = try? reader.key(2, lookup: "name")
      try? reader.forEachValue(of: 3) { _, _ in true }
    }
    guard let writer = try? StateStorage(at: folder, isReadOnly: false) else { return }
    let head = StoredHead(size: 1, root: .zero, newestLeaf: .zero, stamp: [])
    let image = StateImage(section: 2, key: StateImage.key(7), value: [1], lookupKeys: ["name"])
    let isStored: Bool
    do {
      try writer.store(head, isComplete: false) { $0(image) }
      isStored = true
    } catch {
      isStored = false
    }
    // Where the way to a row was sound enough to store it, it is found again.
    if isStored, let found = try? writer.row(2, StateImage.key(7)) {
      precondition(found == [1], "what was stored is found")
    }
  }

  private static func start(_ generation: UInt64, _ root: [UInt8]) -> [UInt8] {
    let bytes = Array("tanzhang rows 3\n".utf8) + number(generation, 8) + root
    return bytes + number(check(bytes), 8)
  }

  private static func put(_ bytes: [UInt8], _ place: Int, _ file: inout [UInt8]) {
    file.replaceSubrange(place..<(place + bytes.count), with: bytes)
  }

  private static func number(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }

  /// The check over bytes, written a second time from what it is to be.
  private static func check(_ bytes: [UInt8]) -> UInt64 {
    let multiplier: UInt64 = 0x9e37_79b9_7f4a_7c15
    func mixed(_ check: UInt64, _ word: UInt64) -> UInt64 {
      let product = (check ^ word) &* multiplier
      return product ^ (product >> 32)
    }
    var check = multiplier ^ UInt64(bytes.count)
    let whole = bytes.count / 8 * 8
    for place in stride(from: 0, to: whole, by: 8) {
      check = mixed(check, bytes[place..<(place + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
    return mixed(check, bytes[whole...].reduce(0) { $0 << 8 | UInt64($1) })
  }
}
