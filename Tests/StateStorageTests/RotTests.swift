// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedgerCore
import Testing

@testable import StateStorage

/// A stored state that is not as it was written answers rightly or says so, whatever became of it.
@Suite struct RotTests {
  private func inDirectory(_ body: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("rot-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    try body(directory.path)
  }

  private func history(
    at path: String, stores: Int, changes: Int, large: Int = 3_000, _ random: inout SplitMix64
  ) throws -> StateHistory {
    var history = StateHistory(at: path)
    let storage = try StateStorage(at: path, isReadOnly: false)
    for _ in 0..<stores { try history.store(changes, in: storage, large: large, &random) }
    return history
  }

  @Test(arguments: SimulationSeeds.range(24))
  func `damage of any kind is noticed or changes no answer, and heals`(seed: UInt64) throws {
    try inDirectory { path in
      var random = SplitMix64(seed: seed)
      let stores = Int.random(in: 2...6, using: &random)
      var history = try history(at: path, stores: stores, changes: 60, &random)
      let earlier = history.files[history.files.count - 2]
      for round in 0..<5 {
        let (kind, bytes) = RandomDamage.apply(to: history.bytes, earlier: earlier, &random)
        try history.write(bytes)
        let what = "seed \(seed), round \(round), \(kind)"
        let isNoticed = try history.judge(what)
        // What a writer finds whole is whole, and what it does not is said.
        let writer = try StateStorage(at: path, isReadOnly: false)
        do {
          if let damage = writer.damage { throw damage }
          try writer.check()
          #expect(!isNoticed, "\(what): a reader noticed what a writer does not")
        } catch let error as StateStorageError {
          #expect(error.isDamage && isNoticed, "\(what): \(error)")
        }
        try history.write(history.bytes)
      }
      // A writer that has everything in memory stores it whole, over whatever is there.
      let (kind, bytes) = RandomDamage.apply(to: history.bytes, earlier: earlier, &random)
      try history.write(bytes)
      let writer = try StateStorage(at: path, isReadOnly: false)
      let images = (history.rows[history.size] ?? [:]).map {
        StateImage(section: $0.key[0], key: Array($0.key.dropFirst()), value: $0.value)
      }
      try writer.store(StateHistory.head(history.size), isComplete: true) { visit in
        images.forEach(visit)
      }
      try StateStorage(at: path, isReadOnly: true).check()
      var count = 0
      try writer.forEachRow { _ in
        count += 1
        return true
      }
      #expect(count == images.count, "seed \(seed), \(kind)")
      try history.store(50, in: writer, &random)
    }
  }

  @Test func `no byte of a stored state can change without being noticed or being unused`() throws {
    try inDirectory { path in
      var random = SplitMix64(seed: 1)
      let history = try history(at: path, stores: 2, changes: 40, large: 60, &random)
      let sound = history.bytes
      // Everything that answers hang on: both starts, and each node of the newest tree.
      let file = try #require(try StateFile(ifPresent: history.file, isReadOnly: true))
      let tree = Tree(file: file, root: try Superblock.newest(in: file).root)
      var used = [0..<Superblock.length, 4_096..<(4_096 + Superblock.length)]
      try tree.forEachPointer { pointer in
        used.append(Int(pointer.offset)..<(Int(pointer.offset) + Int(pointer.length)))
      }
      #expect(used.count > 4)
      for place in sound.indices {
        let isUsed = used.contains { $0.contains(place) }
        guard isUsed || place.isMultiple(of: 61) else { continue }
        var bytes = sound
        bytes[place] ^= UInt8.random(in: 1...255, using: &random)
        try history.write(bytes)
        if isUsed {
          #expect(throws: StateStorageError.self, "byte \(place)") {
            try StateStorage(at: path, isReadOnly: true).check()
          }
        }
        guard place.isMultiple(of: 61) else { continue }
        #expect(try history.judge("byte \(place)") == isUsed, "byte \(place)")
      }
    }
  }

  @Test(arguments: SimulationSeeds.range(24))
  func `a store that was cut off anywhere leaves the one before it`(seed: UInt64) throws {
    try inDirectory { path in
      var random = SplitMix64(seed: seed ^ 0xc07)
      let history = try history(at: path, stores: 5, changes: 40, &random)
      let (before, after) = (history.files[3], history.bytes)
      // The new start is written when everything else is durable; until then any part of the rest
      // may have reached the disk.
      var cut = before
      cut += [UInt8](repeating: 0, count: max(0, after.count - before.count))
      for block in stride(from: 2 * 4_096, to: after.count, by: 4_096) where random.next() & 1 == 0
      {
        let range = block..<min(block + 4_096, after.count)
        cut.replaceSubrange(range, with: after[range])
      }
      try history.write(cut)
      let reader = try StateStorage(at: path, isReadOnly: true)
      #expect(try reader.head() == StateHistory.head(4), "seed \(seed)")
      #expect(try !history.judge("seed \(seed)"))
    }
  }

  @Test func `what is no stored state at all is refused at once`() throws {
    try inDirectory { path in
      var random = SplitMix64(seed: 3)
      let history = try history(at: path, stores: 1, changes: 10, &random)
      for bytes in [[], [0], random.bytes(100), random.bytes(20_000)] as [[UInt8]] {
        try history.write(bytes)
        #expect(throws: StateStorageError.self) { try StateStorage(at: path, isReadOnly: true) }
        let writer = try StateStorage(at: path, isReadOnly: false)
        #expect(writer.damage?.isDamage == true)
        #expect(try writer.head() == nil)
        let images = [StateImage(section: 2, key: [1], value: [1])]
        #expect(throws: StateStorageError.self, "a part cannot heal the whole") {
          try writer.store(StateHistory.head(1), isComplete: false) { images.forEach($0) }
        }
      }
      try FileManager.default.removeItem(atPath: history.file)
      try FileManager.default.createDirectory(
        atPath: history.file, withIntermediateDirectories: true)
      #expect(throws: StateStorageError.self) { try StateStorage(at: path, isReadOnly: true) }
    }
  }

  /// Checks are no protection against somebody who computes them: then structure has to hold.
  @Test func `a tree that was forged to lead back into itself is refused, and ends`() throws {
    try inDirectory { path in
      var random = SplitMix64(seed: 4)
      let history = try history(at: path, stores: 1, changes: 10, &random)
      for level in 0...17 as ClosedRange<UInt8> {
        // A fixed point of the check cannot be had; a node of the wrong level below can.
        let leaf = Node.encode(level: 0, [Change(key: [0, 2, 1], value: [7])])
        let below = Pointer(
          block: 2, length: UInt32(leaf.count), check: Checksum.of(leaf.span))
        let twice = [
          Change(key: [0, 2, 1], value: below.encoded),
          Change(key: [0, 2, 2], value: below.encoded),
        ]
        let branch = Node.encode(level: level, twice[...])
        let root = Pointer(
          block: 3, length: UInt32(branch.count), check: Checksum.of(branch.span))
        var bytes = [UInt8](repeating: 0, count: 4 * 4_096)
        func put(_ content: [UInt8], _ block: Int) {
          bytes.replaceSubrange((block * 4_096)..<(block * 4_096 + content.count), with: content)
        }
        put(Superblock(generation: 0, root: nil).encoded, 0)
        put(Superblock(generation: 1, root: root).encoded, 1)
        put(leaf, 2)
        put(branch, 3)
        try history.write(bytes)
        let reader = try StateStorage(at: path, isReadOnly: true)
        // As a leaf of two rows whose values are pointers it is sound, as a branch it is not.
        guard level > 0 else {
          try reader.check()
          continue
        }
        #expect(throws: StateStorageError.self) { try reader.check() }
        #expect(throws: StateStorageError.self) { try reader.row(2, [2]) }
        let writer = try StateStorage(at: path, isReadOnly: false)
        #expect(throws: StateStorageError.self) {
          try writer.store(StateHistory.head(2), isComplete: false) { visit in
            visit(StateImage(section: 2, key: [2], value: [1]))
          }
        }
      }
    }
  }
}
