// SPDX-License-Identifier: Apache-2.0
import Foundation
import GreenCertificates
import LedgerCore
import LedgerService
import LedgerVerification
import Quantities
import Testing

/// Examples of rules that only a whole ledger can show.
@Suite struct RuleExampleTests {
  private func ledger(entries: Int) async throws -> ExampleLedger {
    let ledger = try await ExampleLedger()
    let session = try await ledger.open()
    try await ledger.register(2...entries, session)
    try await session.close()
    return ledger
  }

  /// The offset of entry `index` in the first segment of entries.
  private func offset(of index: Int, _ bytes: [UInt8]) -> Int {
    var offset = 0
    for _ in 0..<index { offset += 2 + Int(bytes[offset]) << 8 + Int(bytes[offset + 1]) }
    return offset
  }

  @Test func `rule 1: one byte of entry 17 of 100 flipped is found at 17, none before`()
    async throws
  {
    let ledger = try await ledger(entries: 100)
    let file = "entries/000000000000"
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(ledger.paths.root)/\(file)")))
    try ledger.flip(file, at: offset(of: 17, bytes) + 60)
    let report = try await LedgerAudit.verify(ledger.paths.root)
    #expect(!report.isSound)
    #expect(report.findings.compactMap(\.entry).min() == 17)
  }

  @Test func `rule 3: 1000 entries cut to 990 contradict the checkpoint at 1000`() async throws {
    let ledger = try await ledger(entries: 1_000)
    let url = URL(fileURLWithPath: "\(ledger.paths.root)/entries/000000000000")
    let bytes = [UInt8](try Data(contentsOf: url))
    try Data(bytes[..<offset(of: 990, bytes)]).write(to: url)
    let report = try await LedgerAudit.verify(ledger.paths.root)
    #expect(report.findings.first?.check == .framing)
    #expect(report.findings.first?.entry == 990)
    await #expect(throws: ServiceError.self) { _ = try await LedgerReading(ledger.paths) }
    await #expect(throws: ServiceError.self) { _ = try await ledger.open() }
  }

  @Test func `rule 7: who verifies neither operates nor owns`() async throws {
    let ledger = try await ExampleLedger()
    let session = try await ledger.open()
    func party(_ number: Int, _ roles: [Role]) throws -> [UInt8] {
      ParticipantRecord(
        identifier: try ExampleLedger.identifier(number), chineseName: "示例\(number)",
        englishName: "Example \(number)", province: 33, isExample: true, roles: roles,
        since: ExampleLedger.day, key: nil
      ).encoded
    }
    let authority = try ledger.authority(session)
    #expect(
      await rule(of: [try party(2, [.verifier, .enterprise])], authority, session) == "LED-7")
    #expect(await rule(of: [try party(2, [.verifier])], authority, session) == nil)
    let project = ProjectRecord(
      code: "EXPVBASE230701N04", owner: 1, energy: .solar, technology: "", province: 33,
      city: "", commissioning: ExampleLedger.day, connection: .gridFed, isMarketBased: true,
      capacity: 1, isUnderSettlementMechanism: false)
    #expect(await rule(of: [project.encoded], authority, session) == "LED-7")
    try await session.close()
  }

  /// The code of the rule that refused, or `nil`.
  private func rule(
    of records: [[UInt8]], _ signer: StatementSigner, _ session: LedgerSession
  ) async -> String? {
    do {
      _ = try await session.submit(records, as: signer)
      return nil
    } catch {
      guard case .rejected(let rejection) = error else { return "\(error)" }
      return rejection.rule.code
    }
  }
}
