// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Testing
import TransparencyLog

/// A log, a witness and the values between them; WitnessConformance plays the whole protocol.
struct WitnessFixture {
  static let origin = "log.example/witnessed"
  let log: NumberedLog
  let signer: NoteSigner
  let witness: NoteSigner

  init(_ algorithm: SignatureAlgorithm = .ed25519, size: Int = 20) throws {
    func key(_ seed: UInt8) throws -> SigningKey {
      try SigningKey(algorithm: algorithm, seed: [UInt8](repeating: seed, count: 32))
    }
    log = NumberedLog(size: size, function: algorithm == .sm2 ? .sm3 : .sha256)
    signer = try NoteSigner(name: Self.origin, key: key(1))
    witness = try NoteSigner(
      name: "witness.example/w1", type: NoteKeyType(cosigningWith: algorithm), key: key(2))
  }

  func sign(_ size: UInt64, _ root: Digest) throws -> UnverifiedCheckpoint {
    let checkpoint = try Checkpoint(origin: Self.origin, size: size, root: root)
    return try UnverifiedCheckpoint(note: checkpoint.sign(with: [signer]))
  }

  func checkpoint(_ size: Int) throws -> UnverifiedCheckpoint {
    try sign(UInt64(size), log.naiveRoot(0..<size))
  }

  func request(from old: Int, to size: Int) throws -> AddCheckpointRequest {
    let proof = try ConsistencyProof.prove(
      oldSize: UInt64(old), newSize: UInt64(size), reader: log.reader(size: size),
      function: log.function)
    return AddCheckpointRequest(
      oldSize: UInt64(old), proof: proof.path, checkpoint: try checkpoint(size))
  }

  func witnessed(_ size: Int, at time: UInt64) throws -> WitnessedLog {
    let empty = try WitnessedLog(verifiers: [signer.verifier])
    let judgement = try empty.judge(
      try request(from: 0, to: size), signers: [witness], now: time)
    return try #require(judgement.next)
  }
}

struct WitnessedLogTests {
  @Test(arguments: [SignatureAlgorithm.ed25519, .sm2])
  func `a log is cosigned from any size to any larger one`(algorithm: SignatureAlgorithm) throws {
    let fixture = try WitnessFixture(algorithm, size: 9)
    for old in 1...9 {
      for size in old...9 {
        let log = try fixture.witnessed(old, at: 100)
        let judgement = try log.judge(
          fixture.request(from: old, to: size), signers: [fixture.witness], now: 107)
        let next = try #require(judgement.next)
        #expect(next.size == UInt64(size))
        #expect(next.time == 107)
        #expect(judgement.contradiction == nil)
        let stored = try #require(next.latest?.note.bytes)
        let restored = try WitnessedLog(
          verifiers: [fixture.signer.verifier], latest: stored,
          signers: [fixture.witness.verifier])
        #expect(restored == next)
      }
    }
  }

  @Test func `a cosignature of SM2 is not one of Ed25519, and neither is a log's signature`() throws
  {
    let fixture = try WitnessFixture(.sm2)
    let text = try fixture.checkpoint(3).note.text
    let line = try fixture.witness.cosign(text, time: 5)
    #expect(fixture.witness.verifier.verify(line, text: text)?.timestamp == 5)
    let vkey = fixture.witness.verifier.vkey
    #expect(try NoteVerifier(vkey: vkey) == fixture.witness.verifier)
    var bytes = line.signature
    bytes[7] = 6
    let later = try NoteSignature(name: line.name, keyID: line.keyID, signature: bytes)
    #expect(fixture.witness.verifier.verify(later, text: text) == nil)
    var note = try fixture.checkpoint(3).note
    try note.append(line)
    #expect(throws: TransparencyLogError.noTrustedSignature) {
      try UnverifiedCheckpoint(note: note).verified(
        origin: WitnessFixture.origin, verifiers: [fixture.witness.verifier])
    }
  }

  @Test func `nothing is cosigned with a clock behind the last cosignature`() throws {
    let fixture = try WitnessFixture()
    let log = try fixture.witnessed(3, at: 100)
    let judgement = try log.judge(
      fixture.request(from: 3, to: 5), signers: [fixture.witness], now: 99)
    #expect(judgement.answer.status == 500)
    #expect(judgement.next == nil)
  }

  @Test func `a stored checkpoint that was changed is not taken for the witness's own`() throws {
    let fixture = try WitnessFixture()
    let stored = try #require(fixture.witnessed(3, at: 100).latest?.note.bytes)
    let text = String(decoding: stored, as: UTF8.self)
    let forged = text.replacing("\n3\n", with: "\n2\n")
    #expect(throws: TransparencyLogError.self) {
      try WitnessedLog(
        verifiers: [fixture.signer.verifier], latest: Array(forged.utf8),
        signers: [fixture.witness.verifier])
    }
  }

  @Test func `the keys of one log bear one name, and none is a witness's`() throws {
    let fixture = try WitnessFixture()
    let other = try NoteSigner(
      name: "other.example", key: SigningKey(seed: [UInt8](repeating: 3, count: 32)))
    #expect(throws: TransparencyLogError.self) { try WitnessedLog(verifiers: []) }
    #expect(throws: TransparencyLogError.self) {
      try WitnessedLog(verifiers: [fixture.witness.verifier])
    }
    #expect(throws: TransparencyLogError.self) {
      try WitnessedLog(verifiers: [fixture.signer.verifier, other.verifier])
    }
  }

  @Test func `strangers' signatures are not kept`() throws {
    let fixture = try WitnessFixture()
    let log = try WitnessedLog(verifiers: [fixture.signer.verifier])
    var note = try fixture.checkpoint(3).note
    for number in 0..<60 {
      try note.append(
        NoteSignature(name: "stranger\(number)", keyID: 1, signature: [UInt8](1...64)))
    }
    let request = AddCheckpointRequest(
      oldSize: 0, proof: [], checkpoint: try UnverifiedCheckpoint(note: note))
    let judgement = try log.judge(request, signers: [fixture.witness], now: 1)
    #expect(judgement.next?.latest?.note.signatures.count == 2)
  }

  @Test func `what contradicts the log is kept, and the same history does not`() throws {
    let fixture = try WitnessFixture()
    let log = try fixture.witnessed(6, at: 100)
    let fork = try AddCheckpointRequest(
      oldSize: 6, proof: [], checkpoint: fixture.sign(6, .zero))
    let judged = try log.judge(fork, signers: [fixture.witness], now: 101)
    #expect(judged.answer.status == 422)
    #expect(judged.next == nil)
    let contradiction = try #require(judged.contradiction)
    #expect(
      try contradiction.verdict(
        origin: WitnessFixture.origin, verifiers: [fixture.signer.verifier]) == .fork)
    let stale = try log.judge(
      fixture.request(from: 3, to: 5), signers: [fixture.witness], now: 101)
    #expect(stale.answer == .conflict(size: 6))
    #expect(stale.contradiction == nil)
  }
}

struct ContradictionTests {
  /// A log that shares `shared` leaves with the fixture's and then goes its own way.
  private func rewritten(_ fixture: WitnessFixture, shared: Int, size: Int) throws -> NumberedLog {
    NumberedLog(size: size, function: fixture.log.function, changing: shared)
  }

  @Test(arguments: 1...12) func `a rewritten past is proven by the new tree's own proof`(
    known: Int
  ) throws {
    let fixture = try WitnessFixture()
    let other = try rewritten(fixture, shared: known - 1, size: 14)
    let proof = try ConsistencyProof.prove(
      oldSize: UInt64(known), newSize: 14, reader: other.reader(size: 14), function: .sha256)
    let claimed = try fixture.sign(14, other.naiveRoot(0..<14))
    let implied = proof.impliedOldRoot(newRoot: claimed.claim.root, function: .sha256)
    // A power of two leaves its root out of the path; whoever has the tree can add it.
    #expect(implied == (known.nonzeroBitCount == 1 ? nil : other.naiveRoot(0..<known)))
    let contradiction = Contradiction(
      known: try fixture.checkpoint(known).note, claimed: claimed.note, proof: proof.path,
      prefixRoot: other.naiveRoot(0..<known))
    let verifiers = [fixture.signer.verifier]
    let origin = WitnessFixture.origin
    #expect(try contradiction.verdict(origin: origin, verifiers: verifiers) == .rewritten)
    let swapped = Contradiction(
      known: contradiction.claimed, claimed: contradiction.known, proof: proof.path,
      prefixRoot: contradiction.prefixRoot)
    #expect(try swapped.verdict(origin: origin, verifiers: verifiers) == .rewritten)
  }

  @Test func `an honest log is never convicted`() throws {
    let fixture = try WitnessFixture()
    let verifiers = [fixture.signer.verifier]
    let proof = try fixture.request(from: 5, to: 14).proof
    let cases: [([Digest], Digest?, Contradiction.Verdict)] = [
      (proof, nil, .consistent), (proof, .zero, .consistent), ([], .zero, .unproven),
      (Array(proof.reversed()), .zero, .unproven), (proof.dropLast(), nil, .unproven),
      ([.zero] + proof.dropFirst(), fixture.log.naiveRoot(0..<5), .unproven),
    ]
    for (proof, root, verdict) in cases {
      let contradiction = Contradiction(
        known: try fixture.checkpoint(5).note, claimed: try fixture.checkpoint(14).note,
        proof: proof, prefixRoot: root)
      #expect(
        try contradiction.verdict(origin: WitnessFixture.origin, verifiers: verifiers) == verdict)
    }
    let same = Contradiction(
      known: try fixture.checkpoint(5).note, claimed: try fixture.checkpoint(5).note)
    #expect(
      try same.verdict(origin: WitnessFixture.origin, verifiers: verifiers) == .consistent)
  }

  @Test func `evidence that another signed is no evidence`() throws {
    let fixture = try WitnessFixture()
    let stranger = try NoteSigner(
      name: WitnessFixture.origin, key: SigningKey(seed: [UInt8](repeating: 9, count: 32)))
    let forged = try Checkpoint(origin: WitnessFixture.origin, size: 5, root: .zero)
      .sign(with: [stranger])
    let contradiction = Contradiction(known: try fixture.checkpoint(5).note, claimed: forged)
    #expect(throws: TransparencyLogError.self) {
      try contradiction.verdict(
        origin: WitnessFixture.origin, verifiers: [fixture.signer.verifier])
    }
  }
}
