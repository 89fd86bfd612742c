// SPDX-License-Identifier: Apache-2.0
import Cryptography
import ExternalCredits
import LedgerCore
import LedgerService
import Quantities
import TransparencyLog

/// A ledger whose only asset classes are ACR (0) and CAR (1), and its root authority as importer.
struct ImportFixture {
  private struct Nowhere: LedgerStorage {
    func commit(_ group: CommitGroup) async throws(StorageError) {}
  }

  let ledger: Ledger
  private let signer: StatementSigner
  private let now: Timestamp

  init() async throws {
    let origin = "credits.example/import"
    let key = try SigningKey(seed: [UInt8](repeating: 1, count: 32))
    let now = try Timestamp(text: "2026-01-02T03:04:05Z")
    self.now = now
    signer = StatementSigner(issuer: 0, audience: origin, suite: .sha256Ed25519, key: key)
    ledger = Ledger(
      Ledger.Opening(
        state: LedgerState(mechanisms: [ExternalCredits.self]),
        tree: TileAppender(function: .sha256), newestLeaf: .zero),
      storage: Nowhere(), signers: [try NoteSigner(name: origin, key: key)], clock: { now })
    let code = "91110000MA0000000"
    let authority = ParticipantRecord(
      identifier: code + String(try SocialCreditCode.checkCharacter(forFirst17: code)),
      chineseName: "示例", englishName: "Example", province: 0, isExample: true,
      roles: [.authority], since: try CalendarDate(text: "2000-01-01"),
      key: key.verifyingKey.bytes)
    let genesis = GenesisRecord(
      origin: origin, suite: .sha256Ed25519, ruleset: 1, checkpointKey: key.verifyingKey.bytes,
      authority: authority)
    let assets = ["ACR", "CAR"].map {
      AssetRecord(code: $0, chineseName: $0, englishName: $0, unit: "tCO2e", issuer: 0).encoded
    }
    _ = try await submit([genesis.encoded], [UInt8](repeating: 1, count: 16)).get()
    _ = try await submit(assets, [UInt8](repeating: 2, count: 16)).get()
  }

  func submit(
    _ records: [[UInt8]], _ identifier: [UInt8]
  ) async -> Result<Receipt, SubmissionError> {
    do {
      let bytes = try signer.sign(records, identifier: identifier, issuedAt: now)
      do throws(SubmissionError) {
        return .success(try await ledger.submit(bytes))
      } catch {
        return .failure(error)
      }
    } catch {
      return .failure(
        .storage(.failed(operation: "signing", path: "", code: 0, reason: "\(error)")))
    }
  }

  func run(_ plan: CreditImport, asset: UInt32 = 0) async -> ImportReport {
    let fixture = self
    return await plan.run(
      ImportTarget(
        asset: asset,
        participant: { await fixture.ledger.current.core.participants.number(forKey: $0) },
        submit: { await fixture.submit($0, $1) }))
  }

  func retired(_ asset: UInt32 = 0) async -> Int64 {
    let core = await ledger.current.core
    return (0..<UInt32(core.participants.count)).reduce(0) {
      $0 + core.accounts.balance(of: $1, asset: asset, standing: .retired)
    }
  }
}
