// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedgerCore
import LedgerService
import LedgerVerification
import Quantities
import StateStorage
import Testing

@Suite struct LedgerSessionTests {
  private func count(_ ledger: ExampleLedger) async throws -> Int {
    try await LedgerReading(ledger.paths).rows.all(Participant.self, SectionCode.participants)
      .count
  }

  @Test func `what one session registered the next one knows`() async throws {
    let ledger = try await ExampleLedger()
    let first = try await ledger.open()
    try await ledger.register(2...5, first)
    try await first.close()
    let second = try await ledger.open()
    #expect(await second.ledger.size == 5)
    try await ledger.register(6...6, second)
    try await second.close()
    #expect(try await count(ledger) == 6)
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
  }

  @Test func `a session that never closes loses nothing acknowledged`() async throws {
    let ledger = try await ExampleLedger()
    do {
      let session = try await ledger.open()
      try await ledger.register(2...9, session)
      // The state is not stored: the next session replays what the entries say.
    }
    let session = try await ledger.open()
    #expect(await session.ledger.size == 9)
    try await session.close()
    #expect(try await count(ledger) == 9)
  }

  @Test func `a reader sees entries whose state was never stored`() async throws {
    let ledger = try await ExampleLedger()
    do {
      let session = try await ledger.open()
      try await ledger.register(2...4, session)
    }
    #expect(try await count(ledger) == 4)
  }

  @Test func `two sessions cannot write one ledger`() async throws {
    let ledger = try await ExampleLedger()
    let session = try await ledger.open()
    do {
      _ = try await ledger.open()
      Issue.record("the second session opened")
    } catch let error as ServiceError {
      guard case .storage(.locked) = error else {
        Issue.record("refused for another reason: \(error)")
        return
      }
    }
    try await session.close()
  }

  @Test func `a ledger is not written with another checkpoint key`() async throws {
    let ledger = try await ExampleLedger()
    let other = KeyStore(directory: ledger.root + "/other")
    _ = try other.create(KeyStore.checkpointName, algorithm: .ed25519)
    await #expect(throws: ServiceError.self) {
      _ = try await LedgerSession.open(ledger.paths, keys: other)
    }
    let session = try await ledger.open()
    try await ledger.register(2...3, session)
    try await session.close()
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
  }

  @Test func `a ledger whose format file is lost is not written over by a new one`() async throws {
    let ledger = try await ExampleLedger()
    let format = "\(ledger.paths.root)/format"
    try FileManager.default.removeItem(atPath: format)
    let creation = LedgerCreation(
      origin: "ledger.example/other", suite: .sha256Ed25519,
      identifier: try ExampleLedger.identifier(1), chineseName: "示例", englishName: "Example",
      province: 33, isExample: true, since: ExampleLedger.day)
    await #expect(throws: ServiceError.self) {
      _ = try await creation.run(at: ledger.paths, keys: ledger.keys)
    }
    #expect(!FileManager.default.fileExists(atPath: format))
  }

  @Test func `a ledger as it was is the replay of its first entries`() async throws {
    let ledger = try await ExampleLedger()
    let session = try await ledger.open()
    try await ledger.register(2...8, session)
    try await session.close()
    let earlier = try await LedgerReading(ledger.paths, at: .size(4))
    #expect(try earlier.rows.all(Participant.self, SectionCode.participants).count == 4)
    #expect(earlier.standpoint.size == 4)
    #expect(earlier.standpoint.newestSize == 8)
    let today = SystemClock.now().date(offsetMinutes: 480)
    let now = try await LedgerReading(ledger.paths, at: .date(today))
    #expect(now.standpoint.size == 8)
    let before = try await LedgerReading(ledger.paths, at: .date(today.adding(days: -1)))
    #expect(before.standpoint.size == 0)
  }

  @Test(arguments: [60, 300, 900])
  func `a ledger whose entries were changed answers no question`(offset: Int) async throws {
    let ledger = try await ExampleLedger()
    let session = try await ledger.open()
    try await ledger.register(2...6, session)
    try await session.close()
    try ledger.flip("entries/000000000000", at: offset)
    do {
      _ = try await LedgerReading(ledger.paths)
      Issue.record("a changed ledger was read")
    } catch {
      guard case .unsound = error else {
        Issue.record("refused for another reason: \(error)")
        return
      }
    }
  }

  @Test func `a ledger without stored state is verified and read`() async throws {
    let ledger = try await ExampleLedger()
    let session = try await ledger.open()
    try await ledger.register(2...6, session)
    try await session.close()
    try FileManager.default.removeItem(atPath: ledger.paths.state)
    #expect(try await count(ledger) == 6)
  }

  @Test func `a forged stored state is found by verification and answers nothing`() async throws {
    let ledger = try await ExampleLedger()
    let session = try await ledger.open()
    try await ledger.register(2...6, session)
    try await session.close()
    do {
      let storage = try StateStorage(at: ledger.paths.state, isReadOnly: false)
      let head = try #require(try storage.head())
      try storage.store(head, isComplete: false) { visit in
        visit(
          StateImage(section: SectionCode.accounts, key: StateImage.key(3), value: [0x80]))
      }
    }
    let report = try await LedgerAudit.verify(ledger.paths.root)
    #expect(report.findings.contains { $0.check == .state })
    do {
      _ = try await LedgerReading(ledger.paths)
      Issue.record("a forged state was read")
    } catch {
      guard case .unsound = error else {
        Issue.record("refused for another reason: \(error)")
        return
      }
    }
  }
}
