// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import LedgerService
import Testing
import TransparencyLog

/// A witness in a directory of its own.
struct WitnessFolder {
  let folder: TemporaryFolder
  let desk: WitnessDesk
  let key: SigningKey

  init(_ algorithm: SignatureAlgorithm = .ed25519, seed: UInt8 = 0x51) throws {
    folder = try TemporaryFolder("witness")
    key = try SigningKey(algorithm: algorithm, seed: [UInt8](repeating: seed, count: 32))
    try WitnessDesk.create(folder.path + "/w", name: "witness.example/w\(seed)")
    desk = try WitnessDesk(folder.path + "/w", key: key)
  }

  var path: String { folder.path + "/w" }

  func logFolder(_ origin: String) -> String {
    "\(path)/logs/\(WitnessStorage.place(of: origin))"
  }
}

@Suite struct WitnessDeskTests {
  @Test(
    arguments: [Suite.sha256Ed25519, .sm3SM2], [SignatureAlgorithm.ed25519, .sm2])
  func `a witness answers every request as the protocol says`(
    suite: Suite, algorithm: SignatureAlgorithm
  ) async throws {
    let witness = try WitnessFolder(algorithm)
    let play = try WitnessConformance(suite: suite)
    try witness.desk.follow([play.verifier])
    let outcomes = try await play.run(witness: witness.desk.verifier, now: { 1_000 }) { body in
      witness.desk.answer(body, now: 1_000)
    }
    #expect(outcomes.count >= 35)
    for outcome in outcomes {
      #expect(outcome.violation == nil, "\(outcome.step.name.english)")
    }
    #expect(try witness.desk.logs().map(\.size) == [300])
  }

  @Test func `the conformance play sees a witness that errs`() async throws {
    let witness = try WitnessFolder()
    let play = try WitnessConformance()
    try witness.desk.follow([play.verifier])
    typealias Fault = @Sendable ([UInt8], WitnessAnswer) -> WitnessAnswer
    let signer = try NoteSigner(
      name: witness.desk.verifier.name, type: .cosignature, key: witness.key)
    let faults: [Fault] = [
      // Cosigns whatever it can read.
      { body, answer in
        guard let request = try? AddCheckpointRequest(parsing: body),
          let line = try? signer.cosign(request.checkpoint.note.text, time: 1_000)
        else { return answer }
        return .cosigned([line])
      },
      { _, answer in answer.status == 422 ? .conflict(size: 3) : answer },
      { _, answer in answer.status == 404 ? .refused(.untrusted, reason: "") : answer },
      { _, answer in answer.status == 409 ? .conflict(size: 1) : answer },
      { _, answer in answer.status == 400 ? .refused(.failed(status: 500), reason: "") : answer },
    ]
    for (number, fault) in faults.enumerated() {
      let fresh = try WitnessFolder(seed: UInt8(number + 1))
      try fresh.desk.follow([play.verifier])
      let outcomes = try await play.run(witness: fresh.desk.verifier, now: { 1_000 }) { body in
        fault(body, fresh.desk.answer(body, now: 1_000))
      }
      #expect(outcomes.contains { $0.violation != nil }, "fault \(number)")
    }
    let late = try await play.run(witness: witness.desk.verifier, now: { 9_000 }) { body in
      witness.desk.answer(body, now: 1_000)
    }
    #expect(late.contains { $0.violation?.english.contains("time") == true })
  }

  @Test func `what was cosigned is stored, world-known and enough to go on from`() throws {
    let witness = try WitnessFolder()
    let play = try WitnessConformance()
    try witness.desk.follow([play.verifier])
    for step in play.steps { _ = witness.desk.answer(step.body, now: 1_000) }
    let origin = play.verifier.name
    let stored = try #require(
      try witness.desk.checkpoint(at: WitnessStorage.place(of: origin)))
    let verified = try UnverifiedCheckpoint(parsing: stored).verified(
      origin: origin, verifiers: [play.verifier, witness.desk.verifier])
    #expect(verified.checkpoint.size == 300)
    #expect(verified.signatures.count == 2)
    #expect(stored.count < 4_096)
    #expect(try witness.desk.checkpoint(at: "../../witness") == nil)
    #expect(try witness.desk.checkpoint(at: WitnessStorage.place(of: "other")) == nil)
    let again = try WitnessDesk(witness.path, key: witness.key)
    #expect(again.answer(try #require(play.steps.last).body, now: 1_001).status == 200)
  }

  @Test func `evidence is kept once for each pair of checkpoints`() throws {
    let witness = try WitnessFolder()
    let play = try WitnessConformance()
    try witness.desk.follow([play.verifier])
    for _ in 0..<2 {
      for step in play.steps { _ = witness.desk.answer(step.body, now: 1_000) }
    }
    let folder = witness.logFolder(play.verifier.name) + "/evidence"
    let names = SmallFile.names(in: folder).sorted()
    let kinds = names.map { $0.split(separator: "-").dropLast().joined(separator: "-") }
    #expect(
      kinds.sorted()
        == [
          "failed-proof-3-8", "failed-proof-3-8", "failed-proof-3-\(UInt64.max >> 1)",
          "fork-3-3", "rewrite-3-8",
        ].sorted())
    for name in names {
      let bytes = try #require(SmallFile.read("\(folder)/\(name)"))
      let verdict = try Evidence.contradiction(in: bytes).verdict(
        origin: play.verifier.name, verifiers: [play.verifier])
      #expect(
        name.hasPrefix("fork") == (verdict == .fork)
          && name.hasPrefix("rewrite") == (verdict == .rewritten))
    }
  }

  @Test func `a stored checkpoint that was changed stops the witness, not its honesty`() throws {
    let witness = try WitnessFolder()
    let play = try WitnessConformance()
    try witness.desk.follow([play.verifier])
    let steps = play.steps.filter { $0.expected == .cosigned }
    #expect(witness.desk.answer(steps[0].body, now: 1_000).status == 200)
    let file = witness.logFolder(play.verifier.name) + "/checkpoint"
    let bytes = try #require(SmallFile.read(file))
    for forged in [[], Array("x\n".utf8), bytes.dropLast(30) + bytes.suffix(29)] as [[UInt8]] {
      try SmallFile.replace(file, forged)
      #expect(witness.desk.answer(steps[1].body, now: 1_000).status == 500)
      #expect(throws: ServiceError.self) { try witness.desk.logs() }
    }
    try SmallFile.replace(file, bytes)
    #expect(witness.desk.answer(steps[1].body, now: 1_000).status == 200)
  }

  @Test func `requests at the same time are judged one after the other`() async throws {
    let witness = try WitnessFolder()
    let play = try WitnessConformance()
    try witness.desk.follow([play.verifier])
    let steps = play.steps.filter { $0.expected == .cosigned }
    #expect(witness.desk.answer(steps[0].body, now: 1_000).status == 200)
    let next = try #require(steps.first { $0.name.english == "the next checkpoint" })
    let desk = witness.desk
    let statuses = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<24 { group.addTask { desk.answer(next.body, now: 1_000).status } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    // One is first; the others bring a stale old size.
    #expect(statuses.sorted() == [200] + [Int](repeating: 409, count: 23))
  }

  @Test func `keys of a log are replaced only when that is asked for`() throws {
    let witness = try WitnessFolder()
    let play = try WitnessConformance()
    try witness.desk.follow([play.verifier])
    #expect(throws: ServiceError.self) { try witness.desk.follow([play.verifier]) }
    try witness.desk.follow([play.verifier], isReplacing: true)
    #expect(throws: ServiceError.self) { try witness.desk.follow([witness.desk.verifier]) }
    #expect(throws: ServiceError.self) { try WitnessDesk.create(witness.path, name: "again") }
    #expect(throws: ServiceError.self) {
      try WitnessDesk.create(witness.path + "/x", name: "two words")
    }
    #expect(throws: ServiceError.self) { try WitnessDesk("/nonexistent", key: witness.key) }
  }
}
