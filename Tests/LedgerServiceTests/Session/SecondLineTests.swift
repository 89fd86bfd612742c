// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import Foundation
import LedgerCore
import LedgerService
import LedgerVerification
import Quantities
import Testing
import TransparencyLog

/// A ledger whose checkpoints carry a second line, through everything that handles checkpoints.
@Suite struct SecondLineTests {
  private func ledger(entries: UInt64 = 5) async throws -> PublishedLedger {
    let ledger = try PublishedLedger(name: "second")
    try await ledger.create(hasSecondLine: true)
    try await ledger.grow(to: entries)
    return ledger
  }

  /// The keys of the newest checkpoint, the first and the second.
  private func keys(_ ledger: PublishedLedger) async throws -> [NoteVerifier] {
    try await LedgerReading(ledger.paths).verifiers()
  }

  private func signer(
    _ ledger: PublishedLedger, _ session: LedgerSession
  ) throws -> StatementSigner {
    StatementSigner(
      issuer: 0, audience: session.origin, suite: session.suite,
      key: try ledger.keys.key(LedgerCreation.authorityKeyName))
  }

  /// Names the key called `name`, made if there is none, or ends the one there is.
  private func nameKey(_ name: String?, _ ledger: PublishedLedger) async throws {
    let key = try name.map { try ledger.keys.secondKey($0) }
    let session = try await LedgerSession.open(ledger.paths, keys: ledger.keys)
    _ = try await session.nameSecondKey(key, as: try signer(ledger, session))
    try await session.close()
  }

  /// Rewrites every checkpoint in the history of the ledger.
  private func rewrite(
    _ ledger: PublishedLedger, _ change: (SignedNote) throws -> SignedNote
  ) throws {
    let path = "\(ledger.paths.root)/checkpoints/000000000000"
    var bytes: [UInt8] = []
    for line in try CheckpointHistory(LedgerFiles(at: ledger.paths.root)).lines() {
      let note = try change(try SignedNote(parsing: line.note)).bytes
      bytes += [UInt8(note.count >> 8), UInt8(note.count & 255)] + note
    }
    try SmallFile.replace(path, bytes)
  }

  private func firstLine(_ note: SignedNote) throws -> SignedNote {
    try SignedNote(text: note.text, signatures: [note.signatures[0]])
  }

  @Test func `from the first checkpoint on both lines are there and sound`() async throws {
    let ledger = try await ledger(entries: 40)
    defer { ledger.remove() }
    let keys = try await keys(ledger)
    #expect(keys.map(\.type) == [.ed25519, .sm2])
    #expect(ledger.keys.names().contains(KeyStore.secondName))
    let lines = try CheckpointHistory(LedgerFiles(at: ledger.paths.root)).lines()
    #expect(lines.first?.size == 1)
    for line in lines {
      let note = try UnverifiedCheckpoint(parsing: line.note)
      #expect(try note.verified(origin: keys[0].name, byAll: keys).signatures.count == 2)
    }
    var options = VerificationOptions()
    options.pinnedKeys = keys
    #expect(try await LedgerAudit.verify(ledger.paths.root, options: options).isSound)
  }

  @Test func `a second key is added, replaced and ended while the ledger goes on`() async throws {
    let ledger = try PublishedLedger(name: "second")
    defer { ledger.remove() }
    try await ledger.create()
    try await ledger.grow(to: 3)
    #expect(try await keys(ledger).count == 1)
    try await nameKey(KeyStore.secondName, ledger)
    try await ledger.grow(to: 6)
    let added = try await keys(ledger)
    #expect(added.count == 2)
    try await nameKey("checkpoint-sm2-2027", ledger)
    try await ledger.grow(to: 8)
    let replaced = try await keys(ledger)
    #expect(replaced.count == 2 && replaced != added)
    try await nameKey(nil, ledger)
    try await ledger.grow(to: 10)
    #expect(try await keys(ledger) == [added[0]])
    let history = CheckpointHistory(try LedgerFiles(at: ledger.paths.root))
    let expected: [UInt64: [NoteVerifier]] = [
      3: [added[0]], 4: added, 6: added, 7: replaced, 8: replaced, 9: [added[0]],
    ]
    for (size, keys) in expected {
      let note = try SignedNote(parsing: try history.checkpoint(ofSize: size))
      #expect(try note.open(with: keys).count == keys.count)
      #expect(note.signatures.count == keys.count)
    }
    let periods = try await LedgerReading(ledger.paths).checkpointKeys()
    #expect(periods.map(\.from) == [1, 4, 7])
    #expect(periods.map(\.until) == [nil, 7, 9])
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
  }

  @Test func `LED-117 a key by which the writer cannot sign is refused, and the ledger goes on`()
    async throws
  {
    let ledger = try PublishedLedger(name: "second")
    defer { ledger.remove() }
    try await ledger.create()
    let session = try await LedgerSession.open(ledger.paths, keys: ledger.keys)
    let signer = try signer(ledger, session)
    // Made after the ledger was opened, so that the writer does not hold it.
    let key = try SigningKey.generate(.sm2)
    await #expect {
      _ = try await session.nameSecondKey(key, as: signer)
    } throws: { error in
      guard case .rejected(let rejection)? = error as? ServiceError else { return false }
      return rejection.rule == LedgerRules.secondKeyHeld
    }
    let note = CorrectionRecord(entry: 0, record: 0, reason: "goes on").encoded
    #expect(try await session.submit([note], as: signer).entry == 1)
    try await session.close()
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
  }

  @Test func `the suite of SM2 has no second line, and nothing is made`() async throws {
    let ledger = try PublishedLedger(name: "second")
    defer { ledger.remove() }
    await #expect(throws: ServiceError.self) {
      try await ledger.create(suite: .sm3SM2, hasSecondLine: true)
    }
    #expect(ledger.keys.names().isEmpty)
    #expect(!SmallFile.exists(ledger.paths.root))
  }

  @Test func `without the second private key nothing is written, and all can be read`()
    async throws
  {
    let ledger = try await ledger()
    defer { ledger.remove() }
    let others = KeyStore(directory: "\(ledger.root)/others")
    try SmallFile.makeDirectory(others.directory)
    for name in ["checkpoint", "authority"] {
      try SmallFile.create(
        "\(others.directory)/\(name).pem",
        try #require(SmallFile.read("\(ledger.keys.directory)/\(name).pem")))
    }
    await #expect(throws: ServiceError.self) {
      _ = try await LedgerSession.open(ledger.paths, keys: others)
    }
    #expect(try await LedgerReading(ledger.paths).standpoint.size == 5)
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
  }

  @Test func `a newest checkpoint that lost its second line is given to nobody`() async throws {
    let ledger = try await ledger()
    defer { ledger.remove() }
    let newest = try CheckpointHistory(LedgerFiles(at: ledger.paths.root)).checkpoint()
    try rewrite(ledger) { note in
      Array(note.bytes) == newest ? try firstLine(note) : note
    }
    let files = try LedgerFiles(at: ledger.paths.root)
    #expect(throws: ServiceError.self) { _ = try Cosignatures(files).checkpoint() }
    #expect(throws: ServiceError.self) { _ = try Prover(files).prove(1) }
    #expect(throws: ServiceError.self) {
      _ = try Publication(files, to: ledger.publicDirectory).run()
    }
    await #expect(throws: ServiceError.self) {
      _ = try await LedgerSession.open(ledger.paths, keys: ledger.keys)
    }
    let report = try await LedgerRebuilding.run(ledger.paths)
    #expect(report.findings.map(\.check) == [.secondLine])
    #expect(try await LedgerAudit.verify(ledger.paths.root).findings.map(\.check) == [.secondLine])
  }

  @Test func `what is published, mirrored and monitored keeps both lines`() async throws {
    let ledger = try await ledger(entries: 300)
    defer { ledger.remove() }
    let keys = try await keys(ledger)
    let directory = ledger.publicDirectory
    _ = try Publication(LedgerFiles(at: ledger.paths.root), to: directory).run()
    #expect(SmallFile.read("\(directory)/log.vkey") == Array("\(keys[0].vkey)\n".utf8))
    #expect(SmallFile.read("\(directory)/log-sm2.vkey") == Array("\(keys[1].vkey)\n".utf8))
    #expect(try await LedgerAudit.verify(directory).isSound)
    let mirror = "\(ledger.root)/mirror"
    func fetch(_ keys: [NoteVerifier]) async throws {
      _ = try await Mirror(into: mirror, verifiers: keys).fetch { path, _ in
        SmallFile.read("\(directory)/\(path)")
      }
    }
    let monitor = Monitor(keys, evidence: "\(ledger.root)/evidence")
    try await fetch(keys)
    #expect(try await LedgerAudit.verify(mirror).isSound)
    #expect(try monitor.look(at: mirror, known: nil, now: 0).findings.isEmpty)
    // A server that drops the line is told by those who know both keys, and by the entries.
    let path = "\(directory)/checkpoint"
    let note = try SignedNote(parsing: try #require(SmallFile.read(path)))
    try SmallFile.replace(path, try firstLine(note).bytes)
    await #expect(throws: ServiceError.self) { try await fetch(keys) }
    let report = try monitor.look(at: directory, known: nil, now: 0)
    #expect(report.findings.map(\.kind) == [.signature])
    #expect(try await LedgerAudit.verify(directory).findings.map(\.check) == [.secondLine])
  }

  @Test func `proofs in every form stand under both keys, a receipt under the first`()
    async throws
  {
    let ledger = try await ledger()
    defer { ledger.remove() }
    let session = try await LedgerSession.open(ledger.paths, keys: ledger.keys)
    _ = try await session.commitState(by: try ledger.keys.key(KeyStore.commitmentName))
    try await session.close()
    let reading = try await LedgerReading(ledger.paths)
    let keys = try reading.verifiers()
    let stranger = try NoteVerifier(
      name: keys[0].name, type: .sm2, key: try SigningKey.generate(.sm2).verifyingKey)
    let tlog = try Prover(reading.files).prove(2)
    let bundle = try BundleMaker(reading).make(ProofSubject("2.0", in: reading))
    let code = ProofCode(try ProofFile(parsing: bundle.bytes), entry: tlog.entry)
    for proof in [tlog.proof.bytes, bundle.bytes, Array(code.text.utf8)] {
      #expect(try reading.verifiers(of: proof) == keys)
      for known in [keys, keys.reversed(), [keys[0]]] {
        let check = try ProofCheck(proof: proof, keys: known, entry: tlog.entry)
        #expect(check.index == 2 && check.size == 6)
      }
      #expect(throws: ServiceError.self) {
        try ProofCheck(proof: proof, keys: keys + [stranger], entry: tlog.entry)
      }
    }
    let state = try StateProver(reading).prove(
      try #require(StateQuestion("balance:91350100M000100Y43")))
    #expect(try StateProofCheck(state, keys: keys).size == 5)
    #expect(throws: ServiceError.self) { try StateProofCheck(state, keys: [keys[0], stranger]) }
    let receipt = try ReceiptMaker(reading.files, keys: ledger.keys).make(2).receipt.bytes
    #expect(try reading.verifiers(of: receipt) == [keys[0]])
    #expect(
      try ProofCheck(proof: receipt, keys: [keys[0]], entry: tlog.entry).isPlaceProved)
    #expect(throws: ServiceError.self) {
      try ProofCheck(proof: receipt, keys: keys, entry: tlog.entry)
    }
  }

  @Test func `a proof whose second line is dropped stands under the first key alone`()
    async throws
  {
    let ledger = try await ledger()
    defer { ledger.remove() }
    let keys = try await keys(ledger)
    let proof = try Prover(LedgerFiles(at: ledger.paths.root)).prove(2)
    let note = try firstLine(proof.proof.checkpoint.note)
    let cut = TlogProof(
      index: proof.proof.index, path: proof.proof.path,
      checkpoint: try UnverifiedCheckpoint(note: note))
    _ = try ProofCheck(proof: cut.bytes, keys: [keys[0]], entry: proof.entry)
    #expect(throws: ServiceError.self) {
      try ProofCheck(proof: cut.bytes, keys: keys, entry: proof.entry)
    }
  }

  @Test func `a witness takes the note and keeps both lines`() async throws {
    let ledger = try await ledger()
    defer { ledger.remove() }
    let keys = try await keys(ledger)
    for known in [keys, [keys[0]]] {
      let witness = try WitnessFolder(seed: UInt8(known.count))
      let desk = witness.desk
      try desk.follow(known)
      let request = try Feeder(LedgerFiles(at: ledger.paths.root)).request()
      #expect(request.checkpoint.note.signatures.count == 2)
      guard case .cosigned = desk.answer(request.bytes, now: 1_790_000_000) else {
        Issue.record("the witness refused")
        continue
      }
      let place = HashFunction.sha256.digest(of: Array(keys[0].name.utf8)).hexadecimal
      let kept = try SignedNote(parsing: try #require(try desk.checkpoint(at: place)))
      #expect(kept.signatures.count == known.count + 1)
    }
  }

  @Test func `a restored ledger has both lines again, from whichever copy kept them`()
    async throws
  {
    let ledger = try await ledger(entries: 20)
    defer { ledger.remove() }
    _ = try Publication(LedgerFiles(at: ledger.paths.root), to: ledger.publicDirectory).run()
    try rewrite(ledger) { try firstLine($0) }
    #expect(try await !LedgerAudit.verify(ledger.paths.root).isSound)
    let keys = try ProofCheck.keys(
      in: ["log.vkey", "log-sm2.vkey"].compactMap { name in
        SmallFile.read("\(ledger.publicDirectory)/\(name)").map {
          String(decoding: $0, as: UTF8.self)
        }
      }.joined())
    let report = try await Restoration(
      ledger.paths, from: [ledger.publicDirectory], keys: keys
    ).run()
    #expect(report.size == 20 && report.repaired.isEmpty)
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
    try await ledger.grow(to: 22)
    #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
  }

  @Test func `a newest checkpoint whose second line nobody has cannot be restored`()
    async throws
  {
    let ledger = try await ledger()
    defer { ledger.remove() }
    try rewrite(ledger) { try firstLine($0) }
    let before = SmallFile.read("\(ledger.paths.root)/checkpoints/000000000000")
    await #expect(throws: ServiceError.self) {
      _ = try await Restoration(ledger.paths, from: []).run()
    }
    #expect(SmallFile.read("\(ledger.paths.root)/checkpoints/000000000000") == before)
    #expect(!SmallFile.exists("\(ledger.paths.root).restoring"))
  }

  @Test func `a checkpoint torn anywhere in its lines is cut, never taken with one`()
    async throws
  {
    let ledger = try await ledger()
    defer { ledger.remove() }
    let path = "\(ledger.paths.root)/checkpoints/000000000000"
    let lines = try CheckpointHistory(LedgerFiles(at: ledger.paths.root)).lines()
    let start = lines.dropLast().reduce(0) { $0 + 2 + $1.note.count }
    let newest = try #require(lines.last).note
    let firstEnd = try firstLine(try SignedNote(parsing: newest)).bytes.count
    let whole = try #require(SmallFile.read(path))
    for written in [1, firstEnd - 1, firstEnd, firstEnd + 1, newest.count - 1] {
      // What is stored is gone: only recovery decides.
      try? FileManager.default.removeItem(atPath: ledger.paths.state)
      var torn = whole
      for place in (start + 2 + written)..<(start + 2 + newest.count) { torn[place] = 0 }
      try SmallFile.replace(path, torn)
      let entries = "\(ledger.paths.root)/entries/000000000000"
      let kept = try #require(SmallFile.read(entries))
      let session = try await LedgerSession.open(ledger.paths, keys: ledger.keys)
      #expect(session.recovery.size == 4)
      #expect(session.recovery.cutEntries == 1)
      #expect(session.recovery.cutCheckpointBytes > 0)
      try await session.close()
      #expect(try await LedgerAudit.verify(ledger.paths.root).isSound)
      try SmallFile.replace(entries, kept)
    }
  }
}
