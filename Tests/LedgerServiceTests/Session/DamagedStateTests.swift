// SPDX-License-Identifier: Apache-2.0
import FileStorage
import Foundation
import LedgerCore
import LedgerService
import LedgerVerification
import Quantities
import StateStorage
import Synchronization
import Testing

/// The stored state is derived: whatever becomes of its file, the ledger answers from its entries.
@Suite struct DamagedStateTests {
  /// What was said while a question was answered.
  private final class Notes: Sendable {
    private let texts = Mutex<[BilingualText]>([])

    var all: [BilingualText] { texts.withLock { $0 } }

    func add(_ text: BilingualText) { texts.withLock { $0.append(text) } }
  }

  /// As many rounds of damage as `TANZHANG_SEEDS` says, or the one of `TANZHANG_SEED`.
  private static let seeds: Range<UInt64> = {
    let surroundings = ProcessInfo.processInfo.environment
    if let seed = surroundings["TANZHANG_SEED"].flatMap(UInt64.init) { return seed..<(seed + 1) }
    return 0..<(surroundings["TANZHANG_SEEDS"].flatMap(UInt64.init) ?? 24)
  }()

  @Test func `a ledger whose stored state is damaged answers rightly, says so, and heals`()
    async throws
  {
    let ledger = try await ExampleLedger()
    var count = 90
    let session = try await ledger.open()
    try await ledger.register(2...count, session)
    try await session.close()
    var earlier = try #require(SmallFile.read(file(ledger)))
    for seed in Self.seeds {
      var random = SplitMix64(seed: seed)
      let before = try #require(SmallFile.read(file(ledger)))
      let isSilent = seed % 4 != 3
      let kind = try damage(ledger, before, earlier, isSilent: isSilent, &random)
      let what = "seed \(seed), \(kind)"
      let isNoticed = try await question(ledger, count, what)
      let report = try await LedgerAudit.verify(ledger.paths.root)
      #expect(report.findings.allSatisfy { $0.check == .state }, "\(what)")
      if isNoticed { #expect(!report.isSound, "\(what): a query noticed what verify did not") }

      let writer = try await ledger.open()
      #expect(writer.notes.isEmpty == report.isSound, "\(what): \(writer.notes)")
      count += 1
      try await ledger.register(count...count, writer)
      try await writer.close()
      #expect(try await !question(ledger, count, "\(what), healed"))
      #expect(try await LedgerAudit.verify(ledger.paths.root).isSound, "\(what)")
      earlier = before
    }
  }

  @Test func `what is damaged is made anew without entries being added`() async throws {
    let ledger = try await ExampleLedger()
    try Data(repeating: 7, count: 5_000).write(to: URL(fileURLWithPath: file(ledger)))
    let writer = try await ledger.open()
    let note = try #require(writer.notes.first)
    #expect(note.english.contains("damaged") && note.chinese.contains("损坏"))
    try await writer.close()
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
    #expect(try StateStorage(at: ledger.paths.state, isReadOnly: true).head()?.size == 1)
  }

  private func file(_ ledger: ExampleLedger) -> String {
    StateStorage.file(in: ledger.paths.state)
  }

  /// Asks for everything by key, by text and in order; whether something was said.
  private func question(
    _ ledger: ExampleLedger, _ count: Int, _ what: String
  ) async throws -> Bool {
    let notes = Notes()
    let reading = try await LedgerReading(ledger.paths) { notes.add($0) }
    for number in [2, 30, 60, count] {
      let found = try reading.rows.participant(ExampleLedger.identifier(number))
      #expect(found.row.englishName == "Example \(number)", "\(what)")
    }
    let all = try reading.rows.all(Participant.self, SectionCode.participants)
    #expect(all.map(\.number) == Array(0..<UInt32(count)), "\(what)")
    #expect(reading.standpoint.size == UInt64(count), "\(what)")
    for note in notes.all {
      #expect(note.english.contains("tanzhang rebuild") && note.chinese.contains("损坏"))
    }
    return !notes.all.isEmpty
  }

  /// Damages the file where it lies; silently, as a disk does it, or so that its times tell.
  private func damage(
    _ ledger: ExampleLedger, _ bytes: [UInt8], _ earlier: [UInt8], isSilent: Bool,
    _ random: inout SplitMix64
  ) throws -> String {
    var damaged = bytes
    let block = Int.random(in: 0..<(bytes.count / 4_096), using: &random) * 4_096
    let kinds = ["flips", "zeros", "cut short", "longer", "from earlier", "bytes everywhere"]
    let kind = kinds[Int.random(in: kinds.indices, using: &random)]
    switch kind {
    case "flips":
      for place in 0..<Int.random(in: 1...64, using: &random) { damaged[block + place] ^= 0x15 }
    case "zeros": for place in block..<(block + 4_096) { damaged[place] = 0 }
    case "cut short": damaged.removeLast(Int.random(in: 1..<bytes.count, using: &random))
    case "longer": damaged += [UInt8](repeating: 1, count: 10_000)
    case "from earlier":
      for place in block..<(block + 4_096) where place < earlier.count {
        damaged[place] = earlier[place]
      }
    default:
      for _ in 0..<200 { damaged[Int.random(in: damaged.indices, using: &random)] ^= 1 }
    }
    let handle = try #require(FileHandle(forWritingAtPath: file(ledger)))
    try handle.truncate(atOffset: UInt64(damaged.count))
    try handle.seek(toOffset: 0)
    try handle.write(contentsOf: Data(damaged))
    try handle.close()
    if isSilent {
      let stamp = try #require(try FileStamp(of: file(ledger)))
      try SmallFile.replace(
        "\(ledger.paths.state)/stamp",
        Array("\(stamp.size) \(stamp.inode) \(stamp.modified) \(stamp.changed)\n".utf8))
    }
    return "\(kind) at \(block), silent: \(isSilent)"
  }
}
