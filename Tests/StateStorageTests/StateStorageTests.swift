// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Foundation
import LedgerCore
import StateStorage
import Testing

@Suite struct StateStorageTests {
  /// Runs `body` with a directory that is removed afterwards.
  private func inDirectory(_ body: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("state-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    try body(directory.path)
  }

  private func head(_ size: UInt64, stamp: [UInt8] = []) -> StoredHead {
    StoredHead(
      size: size, root: HashFunction.sha256.digest(of: [UInt8(truncatingIfNeeded: size)]),
      newestLeaf: .zero, stamp: stamp)
  }

  private func image(
    _ section: UInt8, _ number: UInt32, _ value: [UInt8], lookup: [String] = []
  ) -> StateImage {
    StateImage(
      section: section, key: StateImage.key(number), value: value, lookupKeys: lookup)
  }

  private func store(
    _ images: [StateImage], in storage: StateStorage, isComplete: Bool = false, size: UInt64 = 1
  ) throws {
    try storage.store(head(size), isComplete: isComplete) { visit in images.forEach(visit) }
  }

  private func rows(_ storage: StateStorage, of section: UInt8? = nil) throws -> [StateImage] {
    var rows: [StateImage] = []
    try storage.forEachRow(of: section) { row in
      rows.append(row)
      return true
    }
    return rows
  }

  private let images = [
    StateImage(section: 2, key: StateImage.key(0), value: [1], lookupKeys: ["zero"]),
    StateImage(section: 2, key: StateImage.key(255), value: [2, 2], lookupKeys: ["多", "many"]),
    StateImage(section: 2, key: StateImage.key(256), value: [3]),
    StateImage(section: 3, key: StateImage.key(1), value: [UInt8](repeating: 7, count: 100_000)),
  ]

  @Test func `what was stored is found by key, by lookup and in order`() throws {
    try inDirectory { path in
      let storage = try StateStorage(at: path, isReadOnly: false)
      #expect(try storage.head() == nil)
      #expect(try rows(storage).isEmpty)
      try store(images.reversed(), in: storage, size: 9)
      #expect(try storage.head() == head(9))
      #expect(try rows(storage).map(\.value) == images.map(\.value))
      #expect(try rows(storage, of: 2).map(\.key) == images[..<3].map(\.key))
      #expect(try rows(storage, of: 4).isEmpty)
      for row in images {
        #expect(try storage.row(row.section, row.key) == row.value)
        for text in row.lookupKeys {
          #expect(try storage.key(row.section, lookup: text) == row.key)
        }
      }
      #expect(try storage.row(2, StateImage.key(1)) == nil)
      #expect(try storage.key(2, lookup: "none") == nil)
      #expect(try storage.key(3, lookup: "zero") == nil, "lookups belong to their section")
    }
  }

  @Test func `a visit ends when it has enough`() throws {
    try inDirectory { path in
      let storage = try StateStorage(at: path, isReadOnly: false)
      try store(images, in: storage)
      var seen = 0
      try storage.forEachRow { _ in
        seen += 1
        return seen < 2
      }
      #expect(seen == 2)
    }
  }

  @Test func `an empty value removes the row`() throws {
    try inDirectory { path in
      let storage = try StateStorage(at: path, isReadOnly: false)
      try store(images, in: storage)
      try store([image(2, 255, []), image(2, 77, [])], in: storage)
      #expect(try storage.row(2, StateImage.key(255)) == nil)
      #expect(try rows(storage).count == 3)
    }
  }

  @Test func `a complete store removes what it does not bring`() throws {
    try inDirectory { path in
      let storage = try StateStorage(at: path, isReadOnly: false)
      try store(images, in: storage)
      try store([image(5, 0, [9], lookup: ["nine"])], in: storage, isComplete: true)
      #expect(try rows(storage) == [image(5, 0, [9])])
      #expect(try storage.key(2, lookup: "zero") == nil)
      #expect(try storage.key(5, lookup: "nine") == StateImage.key(0))
    }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `incremental stores add up to the complete one`(seed: UInt64) throws {
    let factor = seed % 3 == 0 ? 70 : 1
    try inDirectory { path in
      var random = SplitMix64(seed: seed)
      var model: [[UInt8]: [UInt8]] = [:]
      var storage = try StateStorage(at: path, isReadOnly: false)
      for round in 1...40 as ClosedRange<UInt64> {
        var changes: [StateImage] = []
        for _ in 0..<30 {
          let row = image(
            UInt8.random(in: 1...3, using: &random), UInt32.random(in: 0...400, using: &random),
            random.bytes(Int.random(in: 0...5, using: &random) * 40 * factor))
          changes.append(row)
          model[[row.section] + row.key] = row.value.isEmpty ? nil : row.value
        }
        try store(changes, in: storage, size: round)
        #expect(try storage.head()?.size == round)
        if seed.isMultiple(of: 2) { storage = try StateStorage(at: path, isReadOnly: false) }
      }
      let expected = model.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      let found = try rows(storage)
      #expect(found.map { [$0.section] + $0.key } == expected.map(\.key))
      #expect(found.map(\.value) == expected.map(\.value))
    }
  }

  @Test func `a store that fails keeps nothing, not even its head`() throws {
    try inDirectory { path in
      let storage = try StateStorage(at: path, isReadOnly: false)
      try store(images, in: storage, size: 4)
      let long = image(2, 1, [1], lookup: [String(repeating: "x", count: 511)])
      #expect(throws: StateStorageError.keyTooLong(bytes: 512)) {
        try store([image(2, 0, [99]), long], in: storage, isComplete: true, size: 5)
      }
      #expect(try storage.head() == head(4))
      #expect(try rows(storage).map(\.value) == images.map(\.value))
    }
  }

  @Test func `a reader beside the writer sees the store it opened, whole, for ever`() throws {
    try inDirectory { path in
      let writer = try StateStorage(at: path, isReadOnly: false)
      try store(images, in: writer, size: 1)
      let reader = try StateStorage(at: path, isReadOnly: true)
      for round in 2...40 as ClosedRange<UInt64> {
        try store([image(2, 0, [UInt8(round)])], in: writer, isComplete: round == 20, size: round)
        #expect(try reader.head() == head(1))
        #expect(try rows(reader).map(\.value) == images.map(\.value))
        let later = try StateStorage(at: path, isReadOnly: true)
        #expect(try later.head() == head(round))
        #expect(try later.row(2, StateImage.key(0)) == [UInt8(round)])
      }
      #expect(throws: StateStorageError.self) { try store([image(2, 0, [43])], in: reader) }
    }
  }

  @Test func `a file does not grow for ever: what nobody reads any more is written over`() throws {
    try inDirectory { path in
      let writer = try StateStorage(at: path, isReadOnly: false)
      try store(images, in: writer)
      var sizes: [Int] = []
      for round in 1...30 as ClosedRange<UInt64> {
        try store([image(2, 0, [UInt8(round)])], in: writer, size: round)
        let file = try FileManager.default.attributesOfItem(atPath: StateStorage.file(in: path))
        sizes.append(try #require(file[.size] as? Int))
      }
      #expect(sizes.dropFirst(3).allSatisfy { $0 == sizes[3] })
      let reopened = try StateStorage(at: path, isReadOnly: false)
      try store([image(2, 0, [99])], in: reopened, size: 31)
      let file = try FileManager.default.attributesOfItem(atPath: StateStorage.file(in: path))
      #expect(file[.size] as? Int == sizes[3])
    }
  }

  @Test func `what was stored is there after closing`() throws {
    try inDirectory { path in
      do { try store(images, in: try StateStorage(at: path, isReadOnly: false), size: 3) }
      let reopened = try StateStorage(at: path, isReadOnly: false)
      #expect(try reopened.head() == head(3))
      #expect(try rows(reopened).count == images.count)
    }
  }

  @Test func `reading needs a stored state`() throws {
    try inDirectory { path in
      #expect(throws: StateStorageError.self) { try StateStorage(at: path, isReadOnly: true) }
      #expect(throws: StateStorageError.self) {
        try StateStorage(at: path + "/a/b", isReadOnly: false)
      }
    }
  }

  @Test func `a ledger's state is stored and loaded as it was`() throws {
    try inDirectory { path in
      let state = try LedgerState.example()
      var stored: [StateImage] = []
      state.visitImages(changedOnly: false) { stored.append($0) }
      #expect(stored.count > 10)
      let storage = try StateStorage(at: path, isReadOnly: false)
      try storage.store(head(state.size), isComplete: true) {
        state.visitImages(changedOnly: false, $0)
      }
      var loaded = LedgerState(loading: [])
      try storage.forEachRow { row in
        // Nothing but `StateError` is thrown here, which the visit may not throw itself.
        do { try loaded.load(row) } catch { Issue.record("\(error)") }
        return true
      }
      try loaded.finishLoading()
      var images: [StateImage] = []
      loaded.visitImages(changedOnly: false) { images.append($0) }
      #expect(images == stored)
      let number = try #require(try storage.key(SectionCode.assets, lookup: "TOY"))
      #expect(StateImage.number(number) == 0)
    }
  }
}
