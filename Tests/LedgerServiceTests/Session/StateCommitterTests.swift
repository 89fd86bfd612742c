// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import LedgerCore
import LedgerService
import LedgerVerification
import Quantities
import Testing

/// The ledger commits to its state by itself.
@Suite struct StateCommitterTests {
  private func note(_ ledger: ProofLedger, _ session: LedgerSession) throws -> [UInt8] {
    let signer = StatementSigner(
      issuer: 0, audience: session.origin, suite: session.suite,
      key: try ledger.keys.key(LedgerCreation.authorityKeyName))
    return try signer.sign(
      [CorrectionRecord(entry: 0, record: 0, reason: "a note").encoded],
      identifier: try RandomBytes.generate(Statement.identifierLength),
      issuedAt: Timestamp(milliseconds: 0))
  }

  /// A directory of keys without the one that commits.
  private func otherKeys(_ ledger: ProofLedger) throws -> KeyStore {
    let away = KeyStore(directory: ledger.root + "/away")
    try SmallFile.makeDirectory(away.directory)
    for name in [KeyStore.checkpointName, LedgerCreation.authorityKeyName] {
      let pem = try #require(SmallFile.read("\(ledger.keys.directory)/\(name).pem"))
      try SmallFile.create("\(away.directory)/\(name).pem", pem)
    }
    return away
  }

  @Test func `after 4096 entries a commitment follows, and verify agrees with it`() async throws {
    let ledger = try await ProofLedger(.sha256Ed25519)
    var session = try await LedgerSession.open(ledger.paths, keys: ledger.keys)
    for _ in ProofLedger.size..<4_096 {
      _ = try await session.admit(try note(ledger, session))
    }
    #expect(await session.ledger.current.header.commitment == nil)
    try await session.close()

    // With the key of another ledger the entries are registered, and why nothing follows is told.
    let strange = try otherKeys(ledger)
    _ = try strange.create(KeyStore.commitmentName, algorithm: session.suite.signature)
    session = try await LedgerSession.open(ledger.paths, keys: strange)
    #expect(session.commitmentFailure == nil)
    for _ in 0..<2 { _ = try await session.register(try note(ledger, session)) }
    #expect(session.commitmentFailure?.message(in: .english).contains("LED-102") == true)
    #expect(await session.ledger.current.size == 4_098)
    try await session.close()

    // From the stored state as from the entries, the commitment is the same.
    session = try await LedgerSession.open(ledger.paths, keys: ledger.keys)
    let receipt = try await session.register(try note(ledger, session))
    #expect(receipt.entry == 4_098)
    let state = await session.ledger.current
    #expect(state.header.commitment == 4_099)
    #expect(state.size == 4_100)
    _ = try await session.register(try note(ledger, session))
    #expect(await session.ledger.current.size == 4_101, "one commitment is enough")
    #expect(session.commitmentFailure == nil)
    try await session.close()
    let report = try await LedgerAudit.verify(ledger.paths.root)
    #expect(report.isSound)
  }

  @Test func `a ledger whose commitment key is kept elsewhere goes on without`() async throws {
    let ledger = try await ProofLedger(.sha256Ed25519)
    let away = try otherKeys(ledger)
    let session = try await LedgerSession.open(ledger.paths, keys: away)
    _ = try await session.register(try note(ledger, session))
    let authority = try away.key(LedgerCreation.authorityKeyName)
    _ = try await session.commitState(by: authority)
    try await session.close()
  }

  @Test func `no key but those of the ledger itself commits`() async throws {
    let ledger = try await ProofLedger(.sha256Ed25519)
    let session = try await LedgerSession.open(ledger.paths, keys: ledger.keys)
    await #expect(throws: ServiceError.self) {
      try await session.commitState(by: try ledger.keys.key("buyer"))
    }
    let size = await session.ledger.size
    #expect(size == ProofLedger.size)
    try await session.close()
  }
}
