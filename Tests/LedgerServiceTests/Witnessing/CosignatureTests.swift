// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import LedgerService
import LedgerVerification
import Quantities
import Testing
import TransparencyLog

/// Feeding our own witnesses, and publishing only what enough of them cosigned.
@Suite struct CosignatureTests {
  struct Scene {
    let ledger: PublishedLedger
    let files: LedgerFiles
    let witnesses: [WitnessFolder]
    let policy: WitnessPolicy

    init(_ suite: Suite, witnesses count: Int, quorum: String) async throws {
      ledger = try PublishedLedger(name: "cosigned")
      try await ledger.create(suite: suite)
      files = try LedgerFiles(at: ledger.paths.root)
      let key = try CheckpointKey.verifier(genesis: try files.entry(at: 0))
      witnesses = try (1...count).map { try WitnessFolder(suite.signature, seed: UInt8($0)) }
      var text = "log \(key.vkey)\n"
      for (number, witness) in witnesses.enumerated() {
        try witness.desk.follow([key])
        text += "witness w\(number) \(witness.desk.verifier.vkey)\n"
      }
      policy = try WitnessPolicy(parsing: Array((text + quorum).utf8))
    }

    func feed(
      _ now: UInt64, only: Set<Int>? = nil
    ) async throws -> [WitnessFeed.Outcome] {
      let feeder = try Feeder(files, evidence: ledger.root + "/evidence")
      let names = policy.witnesses.map(\.name)
      return try await feeder.feed(policy, now: Timestamp(seconds: now)) { witness, body in
        let number = names.firstIndex(of: witness.name) ?? 0
        guard only?.contains(number) ?? true else { throw Unreachable() }
        return witnesses[number].desk.answer(body, now: now)
      }.map(\.outcome)
    }
  }

  struct Unreachable: Error {}

  @Test(arguments: [Suite.sha256Ed25519, .sm3SM2])
  func `nothing is published below the quorum, and everything above it`(suite: Suite) async throws {
    let scene = try await Scene(suite, witnesses: 3, quorum: "group q 2 w0 w1 w2\nquorum q\n")
    defer { scene.ledger.remove() }
    try await scene.ledger.grow(to: 5)
    let publication = try Publication(scene.files, to: scene.ledger.publicDirectory)
    let requirement = CosignatureRequirement(scene.policy)
    #expect(throws: ServiceError.self) { try publication.run(requirement: requirement) }
    _ = try await scene.feed(1_000, only: [1])
    #expect(throws: ServiceError.self) { try publication.run(requirement: requirement) }
    #expect(!SmallFile.exists(scene.ledger.publicDirectory))
    let outcomes = try await scene.feed(1_010, only: [1, 2])
    #expect("\(outcomes[0])".contains("Unreachable"))
    #expect(try publication.run(requirement: requirement).size == 5)

    var options = VerificationOptions()
    options.cosignatures = requirement
    for path in [scene.ledger.paths.root, scene.ledger.publicDirectory] {
      #expect(try await LedgerAudit.verify(path, options: options).findings == [])
    }
    // Fresh at the time of the cosignatures, not a day later.
    for (now, isFresh) in [(1_020, true), (90_000, false)] as [(UInt64, Bool)] {
      let limit = CosignatureRequirement(
        scene.policy, freshness: CosignatureFreshness(now: now, maximumAge: 3_600))
      #expect((try? publication.run(requirement: limit).size) == (isFresh ? 5 : nil))
      options.cosignatures = limit
      let report = try await LedgerAudit.verify(scene.ledger.publicDirectory, options: options)
      #expect(report.isSound == isFresh)
    }
    // A refreshed cosignature replaces the old one.
    _ = try await scene.feed(90_000)
    let cosignatures = Cosignatures(scene.files)
    #expect(try cosignatures.lines(ofSize: 5).map(\.seconds) == [90_000, 90_000, 90_000])
    #expect(try cosignatures.checkpoint().note.signatures.count == 4)
  }

  @Test func `after further entries the newest checkpoint with a quorum can be published`()
    async throws
  {
    let scene = try await Scene(
      .sha256Ed25519, witnesses: 2, quorum: "group q all w0 w1\nquorum q\n")
    defer { scene.ledger.remove() }
    let requirement = CosignatureRequirement(scene.policy)
    let publication = try Publication(scene.files, to: scene.ledger.publicDirectory)
    let cosignatures = Cosignatures(scene.files)
    #expect(try cosignatures.newestSize(satisfying: requirement) == nil)
    for size: UInt64 in [4, 300] {
      try await scene.ledger.grow(to: size)
      _ = try await scene.feed(1_000 + size)
      try await scene.ledger.grow(to: size + 3)
      _ = try await scene.feed(1_001 + size, only: [0])
      #expect(throws: ServiceError.self) { try publication.run(requirement: requirement) }
      let cosigned = try cosignatures.newestSize(satisfying: requirement)
      #expect(cosigned == size)
      #expect(try publication.run(size: cosigned, requirement: requirement).size == size)
    }
    #expect(try scene.witnesses[0].desk.logs().map(\.size) == [303])
    #expect(try scene.witnesses[1].desk.logs().map(\.size) == [300])
    #expect(try await LedgerAudit.verify(scene.ledger.paths.root).isSound)
  }

  @Test func `a policy that names another log publishes nothing`() async throws {
    let scene = try await Scene(.sha256Ed25519, witnesses: 1, quorum: "quorum w0\n")
    defer { scene.ledger.remove() }
    let other = try NoteSigner(
      name: "other.example", key: SigningKey(seed: [UInt8](repeating: 60, count: 32)))
    let policy = try WitnessPolicy(
      parsing: Array("log \(other.verifier.vkey)\nquorum none\n".utf8))
    #expect(throws: ServiceError.self) {
      try Publication(scene.files, to: scene.ledger.publicDirectory)
        .run(requirement: CosignatureRequirement(policy))
    }
  }

  @Test func `a witness that saw another history objects, and the objection is kept`() async throws
  {
    let scene = try await Scene(.sha256Ed25519, witnesses: 1, quorum: "quorum w0\n")
    defer { scene.ledger.remove() }
    try await scene.ledger.grow(to: 4)
    let key = try scene.ledger.keys.key(KeyStore.checkpointName)
    let forged = try Checkpoint(
      origin: scene.files.origin, size: 3, root: .zero
    ).sign(with: [NoteSigner(name: scene.files.origin, key: key)])
    let request = AddCheckpointRequest(
      oldSize: 0, proof: [], checkpoint: try UnverifiedCheckpoint(note: forged))
    #expect(scene.witnesses[0].desk.answer(request.bytes, now: 900).status == 200)
    let outcomes = try await scene.feed(1_000)
    #expect("\(outcomes[0])".hasPrefix("inconsistent"))
    let names = SmallFile.names(in: scene.ledger.root + "/evidence")
    #expect(names.count == 1)
    #expect(names.first?.hasPrefix("objection-3-4-") == true)
    #expect(try Cosignatures(scene.files).sizes().isEmpty)
    // The witness kept the two notes the ledger's key signed.
    let evidence = scene.witnesses[0].logFolder(scene.files.origin) + "/evidence"
    #expect(SmallFile.names(in: evidence).count == 1)
  }

  @Test func `cosignatures that do not verify are not kept`() async throws {
    let scene = try await Scene(.sha256Ed25519, witnesses: 1, quorum: "quorum w0\n")
    defer { scene.ledger.remove() }
    let cosignatures = Cosignatures(scene.files)
    let checkpoint = try cosignatures.checkpoint()
    let signer = try NoteSigner(
      name: scene.witnesses[0].desk.verifier.name, type: .cosignature,
      key: scene.witnesses[0].key)
    let wrong = try signer.cosign("another text\n", time: 1)
    let known = [signer.verifier]
    #expect(throws: ServiceError.self) {
      try cosignatures.keep([wrong], of: checkpoint, by: known)
    }
    let good = try signer.cosign(checkpoint.note.text, time: 1)
    #expect(throws: ServiceError.self) {
      try cosignatures.keep([good, wrong], of: checkpoint, by: known)
    }
    #expect(throws: ServiceError.self) { try cosignatures.keep([good], of: checkpoint, by: []) }
    #expect(try cosignatures.sizes().isEmpty)
    try cosignatures.keep([good], of: checkpoint, by: known)
    #expect(try cosignatures.sizes() == [checkpoint.claim.size])
  }

  @Test func `answers are read with the head of HTTP or CGI, or without`() throws {
    let size = "text/x.tlog.size"
    for text in [
      "HTTP/1.1 409 Conflict\r\ncontent-type: \(size)\r\nX: y\r\n\r\n7\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 409\r\nContent-Type:\(size)\r\n\r\n7\n",
      "Status: 409 Conflict\nContent-Type: \(size)\n\n7\n",
    ] {
      #expect(try WitnessReply.read(Array(text.utf8)) == .conflict(size: 7))
    }
    for text in ["", "7\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n", "Status: x\n\n"] {
      #expect(throws: ServiceError.self) { try WitnessReply.read(Array(text.utf8)) }
    }
  }
}
