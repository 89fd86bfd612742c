// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import LedgerService
import Quantities
import Testing
import TransparencyLog

/// Proofs of what a ledger's state has, or has not, from its own commitment to it.
@Suite struct StateProofTests {
  @Test(arguments: Suite.all)
  func `a balance is proved offline, whole, under either suite`(suite: Suite) async throws {
    let files = try await CommittedLedger(suite)
    let buyer = try ExampleLedger.identifier(3)
    guard case .balance(2, _, let lines) = try files.answer("balance:\(buyer)") else {
      Issue.record("no balance")
      return
    }
    #expect(lines.map(\.standing) == [.available, .retired])
    #expect(lines.map(\.amount) == [5, 5])
    #expect(Set(lines.map(\.asset)) == ["GEC-T"])
  }

  @Test func `the absence of an account, a project and a claim is proved`() async throws {
    let files = try await CommittedLedger()
    let stranger = try ExampleLedger.identifier(77)
    #expect(try files.answer("balance:\(stranger)") == .nothing(.participants, stranger))
    #expect(try files.answer("projects:EXNOPROJECT") == .nothing(.projects, "EXNOPROJECT"))
    #expect(try files.answer("claims:nothing") == .nothing(.claims, "nothing"))
    guard case .registered(.projects, _, 0, _) = try files.answer("projects:EXPVBASE230701N04")
    else {
      Issue.record("the project is not found")
      return
    }
  }

  @Test func `somebody who holds nothing is told from somebody who is not there`() async throws {
    let newcomer = try ExampleLedger.identifier(77)
    let files = try await CommittedLedger { session, keys in
      let record = ParticipantRecord(
        identifier: newcomer, chineseName: "示例77", englishName: "Example 77", province: 33,
        isExample: true, roles: [.enterprise], since: ProofLedger.day, key: nil)
      let signer = StatementSigner(
        issuer: 0, audience: session.origin, suite: session.suite,
        key: try keys.key(LedgerCreation.authorityKeyName))
      _ = try await session.submit([record.encoded], as: signer)
    }
    guard case .balance(4, _, let lines) = try files.answer("balance:\(newcomer)") else {
      Issue.record("the newcomer is not found")
      return
    }
    #expect(lines.isEmpty)
    let stranger = try ExampleLedger.identifier(78)
    #expect(try files.answer("balance:\(stranger)") == .nothing(.participants, stranger))
  }

  @Test func `an issuer's contra account is shown with its sign`() async throws {
    let files = try await CommittedLedger()
    let producer = try ExampleLedger.identifier(2)
    guard case .registered(.participants, _, 1, _) = try files.answer("participants:\(producer)")
    else {
      Issue.record("the producer is not found")
      return
    }
    let answer = try files.answer("balance:\(try ExampleLedger.identifier(1))")
    guard case .balance(0, _, let lines) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(lines.map(\.standing) == [.issuance])
    #expect(lines.map(\.amount) == [-100])
  }

  @Test func `no changed byte changes what is proved`() async throws {
    let files = try await CommittedLedger()
    let stranger = try ExampleLedger.identifier(77)
    for question in ["balance:\(try ExampleLedger.identifier(3))", "balance:\(stranger)"] {
      try files.flipBytes(of: question, isShortened: false)
    }
  }

  @Test func `answers are not left out, added, swapped or taken from another state`() async throws {
    let files = try await CommittedLedger()
    let question = "balance:\(try ExampleLedger.identifier(3))"
    let honest = try files.proof(question).bytes
    func changed(_ change: (inout [JSONValue]) throws -> Void) throws -> [UInt8] {
      try CommittedLedger.changed(honest, "answers", change)
    }
    files.refuses(try changed { $0.removeLast() }, "an answer left out")
    files.refuses(try changed { $0.removeFirst() }, "the first answer left out")
    files.refuses(try changed { $0.append($0[0]) }, "an answer added")
    files.refuses(try changed { $0.swapAt(1, 2) }, "answers swapped")
    let other = try files.proof("balance:\(try ExampleLedger.identifier(2))").bytes
    let foreign = try #require(try JSONValue(parsing: other)["answers"]?.elements)
    files.refuses(try changed { $0[2] = foreign[2] }, "the balance of another")
    let absent = try files.proof("balance:\(try ExampleLedger.identifier(77))").bytes
    let gap = try #require(try JSONValue(parsing: absent)["answers"]?.elements)
    files.refuses(try changed { $0 = gap }, "the absence of another")
  }

  @Test func `a ledger without a commitment says how to make one`() async throws {
    let ledger = try await ProofLedger(.sha256Ed25519)
    #expect {
      try StateProver(ledger.reading)
    } throws: { error in
      "\((error as? ServiceError)?.message(in: .english) ?? "")".contains("tanzhang commit")
    }
  }
}
