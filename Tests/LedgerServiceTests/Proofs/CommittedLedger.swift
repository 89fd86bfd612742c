// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import Testing
import TransparencyLog

@testable import LedgerService

/// The ledger of proofs, with what a test adds, committed to its state.
struct CommittedLedger {
  let reading: LedgerReading
  private let vkey: NoteVerifier
  /// Kept for as long as its files are read.
  private let owner: AnyObject

  init(
    _ suite: Suite = .sha256Ed25519,
    before: (LedgerSession, KeyStore) async throws -> Void = { _, _ in }
  ) async throws {
    let ledger = try await ProofLedger(suite)
    let session = try await LedgerSession.open(ledger.paths, keys: ledger.keys)
    try await before(session, ledger.keys)
    try await self.init(ledger, ledger.paths, ledger.keys, session)
  }

  /// Commits the ledger that `session` writes and closes it.
  init(
    _ owner: AnyObject, _ paths: LedgerPaths, _ keys: KeyStore, _ session: LedgerSession
  ) async throws {
    let size = await session.ledger.size
    let receipt = try await session.commitState(by: try keys.key(KeyStore.commitmentName))
    #expect(receipt.entry == size)
    try await session.close()
    reading = try await LedgerReading(paths)
    vkey = try CheckpointKey.verifier(genesis: try reading.genesisEntry())
    self.owner = owner
  }

  func proof(_ question: String) throws -> StateProof {
    try StateProver(reading).prove(try #require(StateQuestion(question)))
  }

  /// What the file proves, and the same by the text of a code.
  func check(_ question: String) throws -> StateProofCheck {
    let proof = try proof(question)
    let check = try check(proof.bytes)
    let text = ProofCode(.state(proof), entry: []).text
    let scanned = try self.check(Array((text + "\n").utf8))
    #expect(scanned.answer == check.answer)
    #expect(scanned.sentence == check.sentence)
    return check
  }

  func check(_ bytes: [UInt8]) throws -> StateProofCheck {
    try StateProofCheck(try StateProof(parsing: bytes), keys: [vkey])
  }

  func answer(_ question: String) throws -> StateAnswer { try check(question).answer }

  /// That a file or a text is refused as a proof that does not hold.
  func refuses(_ bytes: [UInt8], _ name: String) {
    do {
      let check = try check(bytes)
      Issue.record("\(name) is taken for: \(check.sentence.english)")
    } catch let error as ServiceError {
      guard case .unsound = error else {
        Issue.record("\(name): \(error)")
        return
      }
    } catch {
      Issue.record("\(name): \(error)")
    }
  }

  /// The file with another list under `name`.
  static func changed(
    _ bytes: [UInt8], _ name: String, _ change: (inout [JSONValue]) throws -> Void
  ) throws -> [UInt8] {
    let json = try JSONValue(parsing: bytes)
    var list = try #require(json[name]?.elements)
    try change(&list)
    let members = try #require(json.members).map { member in
      member.name == name ? JSONValue.Member(name, .array(list)) : member
    }
    return Array(JSONValue.object(members).encoded().utf8)
  }

  /// Flips one bit of every byte: what is still taken says the same, or answers another question
  /// that the same leaves answer truly.
  ///
  /// - Parameter isShortened: Whether the proof is without who signed the commitment, whose bytes
  ///   other tests change.
  func flipBytes(of question: String, isShortened: Bool = true) throws {
    let proof = try proof(question)
    let bytes = isShortened ? proof.shortened.bytes : proof.bytes
    let truth = try check(bytes)
    var random = SplitMix64(seed: 2_027)
    for position in bytes.indices {
      var changed = bytes
      changed[position] ^= UInt8(1) << UInt8(random.next() % 8)
      guard let proof = try? StateProof(parsing: changed), let found = try? check(changed),
        found.answer != truth.answer
      else { continue }
      let asked = proof.question.text
      guard asked != question else {
        Issue.record("byte \(position) of \(question) gives \(found.sentence.english)")
        continue
      }
      #expect(try answer(asked) == found.answer, "byte \(position): \(asked)")
    }
  }

  /// Leaves out, adds and swaps answers, and takes those to another question.
  func tamper(_ question: String, with other: String) throws {
    let honest = try proof(question).bytes
    func refuse(_ name: String, _ change: (inout [JSONValue]) throws -> Void) throws {
      refuses(try Self.changed(honest, "answers", change), "\(question): \(name)")
    }
    let foreign = try #require(try JSONValue(parsing: proof(other).bytes)["answers"]?.elements)
    let count = try #require(try JSONValue(parsing: honest)["answers"]?.elements).count
    for position in 0..<count {
      try refuse("answer \(position) left out") { $0.remove(at: position) }
      try refuse("answer \(position) twice") { $0.insert($0[position], at: position) }
      try refuse("answer \(position) without its row") { answers in
        let members = try #require(answers[position].members)
        let rest = members.filter { !["row", "leaf", "before"].contains($0.name) }
        answers[position] = .object(rest)
      }
      if position > 0 { try refuse("swapped") { $0.swapAt(position - 1, position) } }
    }
    try refuse("the answers to \(other)") { $0 = foreign }
    try refuse("more answers") { $0 += foreign }
  }
}
