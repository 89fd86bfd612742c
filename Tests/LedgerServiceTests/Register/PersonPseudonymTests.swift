// SPDX-License-Identifier: Apache-2.0
import LedgerService
import Quantities
import Testing

@Suite struct PersonPseudonymTests {
  private let salt = [UInt8](0..<32)

  @Test func `one person has one pseudonym, however the identity is spelled`() throws {
    let maker = try PersonPseudonym(salt: salt)
    let plain = try maker.pseudonym(of: "11010519491231002X")
    #expect(try maker.pseudonym(of: " 11010519491231002x ") == plain)
    #expect(try maker.pseudonym(of: "１１０１０５１９４９１２３１００２Ｘ") == plain)
    #expect(try maker.pseudonym(of: "110105194912310038") != plain)
    #expect(!plain.text.contains("110105"))
  }

  @Test func `another salt is another pseudonym, and a short one is refused`() throws {
    let first = try PersonPseudonym(salt: salt).pseudonym(of: "A")
    let second = try PersonPseudonym(salt: salt.reversed()).pseudonym(of: "A")
    #expect(first != second)
    #expect(throws: ServiceError.self) { try PersonPseudonym(salt: [1, 2, 3]) }
    #expect(throws: ServiceError.self) { try PersonPseudonym(salt: salt).pseudonym(of: " ") }
  }

  @Test func `rule 9: a person is registered by pseudonym, never by identity number`() async throws
  {
    let ledger = try await ExampleLedger()
    let session = try await ledger.open()
    let authority = try ledger.authority(session)
    let pseudonym = try PersonPseudonym(salt: salt).pseudonym(of: "11010519491231002X")
    func person(_ identifier: String) -> [UInt8] {
      ParticipantRecord(
        identifier: identifier, chineseName: "", englishName: "", province: 33, isExample: true,
        roles: [.individual], since: ExampleLedger.day, key: nil
      ).encoded
    }
    _ = try await session.submit([person("pseudonym:\(pseudonym.text)")], as: authority)
    do {
      _ = try await session.submit([person("11010519491231002X")], as: authority)
      Issue.record("an identity number was registered")
    } catch {
      guard case .rejected(let rejection) = error else { throw error }
      #expect(rejection.rule == LedgerRules.identity)
    }
    try await session.close()
  }
}
