// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import LedgerService
import Testing
import TransparencyLog

/// Two copies of one ledger: where they part, what stands there, and who signed it.
@Suite struct DivergenceTests {
  /// A statement by the authority in place of the one at `index`, on the right chain.
  private func replaced(
    _ log: SimulatedLog, _ ledger: PublishedLedger, at index: Int, reason: String,
    isSigned: Bool = true
  ) throws -> SimulatedLog {
    var log = log
    let key = try ledger.keys.key(LedgerCreation.authorityKeyName)
    let suite = try #require(Suite.all.first { $0.hash == log.function })
    let signer = StatementSigner(
      issuer: 0, audience: log.signer.verifier.name, suite: suite, key: key)
    let record = CorrectionRecord(entry: 0, record: 0, reason: reason).encoded
    let bytes = log.entries[index]
    let old = try Entry(decoding: bytes.span)
    var statement = try signer.sign(
      [record], identifier: [UInt8](repeating: 7, count: 16), issuedAt: old.registered)
    if !isSigned { statement[statement.count - 1] ^= 1 }
    log.entries[index] = Entry.encode(
      previous: old.previous, registered: old.registered, statement: statement)
    return log
  }

  @Test(arguments: [Suite.sha256Ed25519, .sm3SM2])
  func `the first entry that differs is found by halving, with its signer`(
    suite: Suite
  ) async throws {
    let ledger = try PublishedLedger(name: "diff")
    defer { ledger.remove() }
    try await ledger.create(suite: suite)
    try await ledger.grow(to: 300)
    let log = try SimulatedLog(ledger)
    let copy = ledger.root + "/copy"
    for index in [2, 128, 255, 256, 299] {
      try replaced(log, ledger, at: index, reason: "forged").publish(300, at: copy)
      let divergence = try Divergence(ledger.paths.root, copy)
      #expect(divergence.index == UInt64(index))
      #expect(divergence.comparisons <= 20)
      #expect(divergence.sides.map(\.isSigned) == [true, true])
      #expect(divergence.sides.map(\.isEntrySigned) == [true, true])
      let lines = divergence.sides.compactMap { $0.entry?.records.first?.line.english }
      #expect(lines.count == 2)
      #expect(lines[0].contains("another entry"))
      #expect(lines[1].contains("forged"))
      #expect(divergence.sides[1].entry?.issuerName.english.contains("Example Authority") == true)
      let evidence = try #require(try divergence.evidence(now: 5))
      #expect(
        try Evidence.contradiction(in: evidence.bytes).verdict(
          origin: log.signer.verifier.name, verifiers: [log.signer.verifier]) == .fork)
    }
  }

  @Test func `a larger copy with another past is convicted by its own tree`() async throws {
    let ledger = try PublishedLedger(name: "diff")
    defer { ledger.remove() }
    try await ledger.create()
    try await ledger.grow(to: 20)
    let old = ledger.root + "/old"
    try SimulatedLog(ledger).publish(20, at: old)
    try await ledger.grow(to: 30)
    let forged = try replaced(SimulatedLog(ledger), ledger, at: 9, reason: "forged")
    let new = ledger.root + "/new"
    try forged.publish(30, at: new)
    for pair in [(old, new), (new, old)] {
      let divergence = try Divergence(pair.0, pair.1)
      #expect(divergence.index == 9)
      let evidence = try #require(try divergence.evidence(now: 5))
      #expect(evidence.kind == .rewrite)
      #expect(evidence.isConclusive)
    }
  }

  @Test func `copies that agree say so, also when one is longer`() async throws {
    let ledger = try PublishedLedger(name: "diff")
    defer { ledger.remove() }
    try await ledger.create()
    try await ledger.grow(to: 260)
    let copy = ledger.root + "/copy"
    for size in [1, 256, 257, 260] {
      try SimulatedLog(ledger).publish(size, at: copy)
      for pair in [(copy, ledger.paths.root), (ledger.paths.root, copy), (copy, copy)] {
        let divergence = try Divergence(pair.0, pair.1)
        #expect(divergence.index == nil)
        #expect(try divergence.evidence(now: 5) == nil)
      }
    }
  }

  @Test func `an entry changed beneath its tree is found, and its signature does not hold`()
    async throws
  {
    let ledger = try PublishedLedger(name: "diff")
    defer { ledger.remove() }
    try await ledger.create()
    try await ledger.grow(to: 300)
    let log = try SimulatedLog(ledger)
    let copy = ledger.root + "/copy"
    let forged = try replaced(log, ledger, at: 270, reason: "another entry", isSigned: false)
    // The tree and the checkpoint are the honest ones.
    var files = try forged.files(300)
    for (name, bytes) in try log.files(300) where !name.hasPrefix("tile/entries") {
      files[name] = bytes
    }
    try SimulatedLog.write(files, at: copy)
    let divergence = try Divergence(ledger.paths.root, copy)
    #expect(divergence.index == 270)
    #expect(divergence.sides.map(\.isTreeSound) == [true, true])
    #expect(divergence.sides.map(\.isEntrySigned) == [true, false])
    #expect(divergence.contradiction == nil)
  }

  @Test func `a copy whose tree is not its checkpoint's is compared entry by entry`() async throws {
    let ledger = try PublishedLedger(name: "diff")
    defer { ledger.remove() }
    try await ledger.create()
    try await ledger.grow(to: 30)
    let log = try SimulatedLog(ledger)
    let copy = ledger.root + "/copy"
    try log.publish(30, at: copy) { $0["tile/0/000.p/30"]?[100] ^= 1 }
    let same = try Divergence(ledger.paths.root, copy)
    #expect(same.index == nil)
    #expect(same.sides.map(\.isTreeSound) == [true, false])
    try replaced(log, ledger, at: 12, reason: "forged").publish(30, at: copy) { files in
      files["tile/0/000.p/30"]?[1] ^= 1
    }
    #expect(try Divergence(ledger.paths.root, copy).index == 12)
    try log.publish(30, at: copy) { $0["tile/entries/000.p/30"]?.removeLast(5) }
    let cut = try Divergence(ledger.paths.root, copy)
    #expect(cut.index == 0)
    #expect(cut.sides[1].entry == nil)
    #expect(throws: ServiceError.self) { try Divergence(ledger.paths.root, "/nonexistent") }
  }
}
