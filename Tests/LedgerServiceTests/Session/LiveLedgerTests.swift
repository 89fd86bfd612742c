// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import LedgerService
import LedgerVerification
import Quantities
import Testing

/// A ledger with its stored state is verified and asked while a session writes it.
@Suite struct LiveLedgerTests {
  @Test(arguments: Suite.all)
  func `who verifies or asks beside a writer is never alarmed`(suite: Suite) async throws {
    let ledger = try await ProofLedger(suite)
    let (paths, keys) = (ledger.paths, ledger.keys)
    let writer = Task {
      for round in 0..<12 {
        // Each session stores the state when it closes.
        let session = try await LedgerSession.open(paths, keys: keys)
        let signer = StatementSigner(
          issuer: 0, audience: session.origin, suite: session.suite,
          key: try keys.key(LedgerCreation.authorityKeyName))
        for number in 0..<8 {
          let record = CorrectionRecord(entry: 0, record: 0, reason: "\(round) \(number)")
          _ = try await session.submit([record.encoded], as: signer)
        }
        try await session.close()
      }
    }
    var options = VerificationOptions()
    options.patience = .seconds(60)
    var size: UInt64 = 0
    for _ in 0..<40 {
      let report = try await LedgerAudit.verify(paths.root, options: options)
      #expect(report.findings == [])
      #expect(report.size >= size)
      size = report.size
      #expect(try await LedgerReading(paths).standpoint.size >= size)
    }
    try await writer.value
    #expect(try await LedgerAudit.verify(paths.root).size == ProofLedger.size + 96)
  }
}
