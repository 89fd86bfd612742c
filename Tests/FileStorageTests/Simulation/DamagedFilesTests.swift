// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Testing
import TransparencyLog

@testable import FileStorage

/// Damage of one file, chosen rather than drawn.
@Suite struct DamagedFilesTests {
  /// A ledger of several segments with whole bundles in the newest.
  private func filled() async throws -> StorageSimulation {
    var simulation = try StorageSimulation(seed: 11, segmentLimit: 12_000)
    let (storage, _) = try simulation.open()
    for count in [1, 300, 700, 3, 512, 256, 300] {
      #expect(await simulation.commit(to: storage, count: count))
    }
    try storage.synchronizeDerived()
    storage.close()
    return simulation
  }

  /// The offsets of the bundles that do not begin a segment.
  private func bundles(_ simulation: StorageSimulation) throws -> [Int] {
    let segments = try simulation.place.segments(simulation.place.entries)
    let count = (simulation.acknowledged.entries.count + 255) / 256
    return (0..<count).filter { !segments.contains(UInt64($0 * Tile.width)) }
  }

  @Test func `an index that points at another entry is not believed`() async throws {
    let simulation = try await filled()
    let ledger = simulation.acknowledged
    #expect(try bundles(simulation).count > 2)
    for bundle in try bundles(simulation) {
      let first = bundle * Tile.width
      // The next entry: a frame as good as the right one.
      simulation.disk.alter(simulation.place.index) { bytes in
        let place = bundle * 8
        let offset = BundleIndex.offset(in: bytes, at: place)
        var wrong: [UInt8] = []
        BundleIndex.append(offset + 2 + UInt64(ledger.entries[first].count), to: &wrong)
        bytes.replaceSubrange(place..<(place + 8), with: wrong)
      }
      let files = try LedgerFiles(simulation.place)
      let width = min(Tile.width, ledger.entries.count - first)
      for number in [first, first + width / 2, first + width - 1] {
        #expect(try files.entry(at: UInt64(number)) == ledger.entries[number])
      }
      let expected = ledger.entries[first..<(first + width)].flatMap {
        [UInt8($0.count >> 8), UInt8($0.count & 0xff)] + $0
      }
      #expect(try files.bundle(UInt64(bundle), width: width) == expected)
    }
  }

  @Test func `what the index says of the newest segment is written again by the next writer`()
    async throws
  {
    let simulation = try await filled()
    let before = simulation.files
    let bundle = try #require(try bundles(simulation).last)
    simulation.disk.alter(simulation.place.index) { $0[bundle * 8 + 7] += 1 }
    try simulation.open().storage.close()
    #expect(simulation.disk.contents(of: simulation.place.index) == before["/ledger/index"])
  }

  @Test func `a byte that rots in an entry is told with its place when the entry is asked for`()
    async throws
  {
    let simulation = try await filled()
    let path = simulation.place.segment(simulation.place.entries, 0)
    let sizes = simulation.acknowledged.entries.prefix(77).map { $0.count + 2 }
    let offset = sizes.reduce(2, +)
    simulation.disk.alter(path) { $0[offset] ^= 4 }
    let files = try LedgerFiles(simulation.place)
    let error = #expect(throws: StorageError.self) { try files.entry(at: 77) }
    guard case .damaged(path, UInt64(offset), let reason) = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
    #expect(reason.contains("entry 77") && reason.contains("/ledger/tree/0, offset 2464"))
    #expect(try files.entry(at: 78) == simulation.acknowledged.entries[78])
  }

  @Test func `acknowledged entries are not cut because the length of one rotted`() async throws {
    let simulation = try await filled()
    let ledger = simulation.acknowledged
    let first = try #require(try simulation.place.segments(simulation.place.entries).last)
    let path = simulation.place.segment(simulation.place.entries, first)
    let before = try #require(simulation.disk.contents(of: path))
    var (refused, place) = (0, 0)
    for entry in ledger.entries[Int(first)...] {
      for bit in 0..<8 {
        simulation.disk.alter(path) { bytes in
          bytes = before
          bytes[place + 1] ^= 1 << UInt8(bit)
        }
        let damaged = simulation.files
        do {
          let (storage, recovery) = try simulation.open()
          storage.close()
          #expect(recovery.cutEntryBytes == 0, "offset \(place), bit \(bit)")
        } catch {
          guard case .damaged(path, _, _) = error else {
            Issue.record("found \(error)")
            return
          }
          #expect(simulation.files == damaged)
          refused += 1
        }
      }
      place += 2 + entry.count
    }
    #expect(refused > 0)
  }

  @Test func `a newest checkpoint of which a byte became zero is not cut as torn`() async throws {
    let simulation = try await filled()
    let segment = try #require(try simulation.place.segments(simulation.place.checkpoints).last)
    let path = simulation.place.segment(simulation.place.checkpoints, segment)
    let note = try #require(simulation.acknowledged.notes.last)
    let before = try #require(simulation.disk.contents(of: path))
    let end = try #require(before.lastIndex { $0 != 0 }) + 1
    var cut: [Int] = []
    for place in stride(from: end - 1, through: end - note.count, by: -5) {
      simulation.disk.alter(path) { bytes in
        bytes = before
        bytes[place] = 0
      }
      do {
        try simulation.open().storage.close()
        cut.append(place)
      } catch {
        guard case .damaged(path, _, _) = error else {
          Issue.record("found \(error)")
          return
        }
      }
    }
    // Only where a crash leaves the same: the last byte written, of a sector or of all.
    #expect(cut.allSatisfy { ($0 + 1) % 512 == 0 || $0 == end - 1 }, "\(cut)")
  }
}
