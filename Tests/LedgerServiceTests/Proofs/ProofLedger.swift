// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Foundation
import GreenCertificates
import LedgerCore
import LedgerService
import Quantities
import TransparencyLog

/// A small ledger in which keys are rotated in every way, and certificates move.
///
/// | entry | what |
/// |---|---|
/// | 0 | genesis |
/// | 1 | asset classes, a producer (1) and a buyer (2) with keys, a shop (3) without |
/// | 2 | the producer's project |
/// | 3 | certificates 1–100 are issued to the producer |
/// | 4 | the buyer registers a second key, with its first |
/// | 5 | the buyer registers a third key, with its second |
/// | 6 | the authority registers a key for the shop |
/// | 7 | the producer sells 1–10 to the buyer |
/// | 8 | the buyer retires 1–5, with its third key |
/// | 9 | the producer sells 11–12 to the shop |
/// | 10 | the shop retires 11 |
/// | 11, 12 | the authority registers a key for its notes, which signs one |
final class ProofLedger {
  let root: String
  let paths: LedgerPaths
  let keys: KeyStore
  private(set) var vkey: NoteVerifier
  let reading: LedgerReading

  static let day = CalendarDate(daysSinceEpoch: 20_454)
  static let month = CalendarMonth(monthsSinceEpoch: 671)
  static let origin = "ledger.example/proofs"
  static let size: UInt64 = 13

  init(_ suite: Suite) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tanzhang-proofs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    root = folder.path
    paths = LedgerPaths(root: root + "/ledger", keys: root + "/keys")
    keys = KeyStore(directory: paths.keys)
    let creation = LedgerCreation(
      origin: Self.origin, suite: suite, identifier: try ExampleLedger.identifier(1),
      chineseName: "示例主管部门", englishName: "Example Authority", province: 33, isExample: true,
      since: Self.day)
    _ = try await creation.run(at: paths, keys: keys, clock: Self.now)
    let session = try await LedgerSession.open(paths, keys: keys, clock: Self.now)
    try await Self.live(session, keys)
    try await session.close()
    reading = try await LedgerReading(paths)
    vkey = try CheckpointKey.verifier(genesis: try reading.genesisEntry())
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  @Sendable private static func now() -> Timestamp {
    Timestamp(milliseconds: Int64(day.daysSinceEpoch) * 86_400_000)
  }

  private static func live(_ session: LedgerSession, _ keys: KeyStore) async throws {
    func key(_ name: String) throws -> SigningKey {
      if keys.names().contains(name) { return try keys.key(name) }
      return try keys.create(name, algorithm: session.suite.signature)
    }
    func submit(_ issuer: UInt32, _ name: String, _ records: [[UInt8]]) async throws {
      let signer = StatementSigner(
        issuer: issuer, audience: session.origin, suite: session.suite, key: try key(name))
      _ = try await session.submit(records, as: signer)
    }
    let authority = LedgerCreation.authorityKeyName
    try await submit(0, authority, try opening(key))
    try await submit(0, authority, [project.encoded])
    try await submit(0, authority, [issue.encoded])
    for (issuer, signer, owner, registered): (UInt32, String, UInt32, String) in [
      (2, "buyer", 2, "buyer-2"), (2, "buyer-2", 2, "buyer-3"), (0, authority, 3, "shop"),
    ] {
      let record = KeyRecord(participant: owner, key: try key(registered).verifyingKey.bytes)
      try await submit(issuer, signer, [record.encoded])
    }
    try await submit(1, "producer", [sale(1, 10, to: 2).encoded])
    try await submit(2, "buyer-3", [retirement(1, 5, for: 2).encoded])
    try await submit(1, "producer", [sale(11, 2, to: 3).encoded])
    try await submit(3, "shop", [retirement(11, 1, for: 3).encoded])
    let notary = KeyRecord(participant: 0, key: try key("notary").verifyingKey.bytes, scope: [9])
    try await submit(0, authority, [notary.encoded])
    try await submit(
      0, "notary", [CorrectionRecord(entry: 0, record: 0, reason: "a note").encoded])
  }

  private static func opening(_ key: (String) throws -> SigningKey) throws -> [[UInt8]] {
    var records: [[UInt8]] = []
    for code in ["GEC-T", "GEC-N"] {
      records.append(
        AssetRecord(
          code: code, chineseName: "绿证", englishName: "GEC", unit: "MWh", issuer: 0
        ).encoded)
    }
    for (number, name) in [(2, "producer"), (3, "buyer"), (4, nil)] {
      records.append(
        ParticipantRecord(
          identifier: try ExampleLedger.identifier(number), chineseName: "示例\(number)",
          englishName: "Example \(number)", province: 33, isExample: true, roles: [.enterprise],
          since: day, key: try name.map { try key($0).verifyingKey.bytes }
        ).encoded)
    }
    return records
  }

  private static let project = ProjectRecord(
    code: "EXPVBASE230701N04", owner: 1, energy: .solar, technology: "集中式光伏", province: 33,
    city: "示例县", commissioning: CalendarDate(daysSinceEpoch: 19_539), connection: .gridFed,
    isMarketBased: true, capacity: 100_000, isUnderSettlementMechanism: false)

  private static let issue = IssueRecord(
    project: 0, month: month, powerClass: .feedIn, metered: Energy(wattHours: 100_000_000),
    first: 1, count: 100, recipient: 1, isSeparatelyMetered: true, evidence: .zero)

  private static func sale(_ first: UInt64, _ count: UInt64, to recipient: UInt32) -> TransferRecord
  {
    TransferRecord(
      TransferRecord.Terms(
        series: 0, first: first, count: count, recipient: recipient, channel: .separate,
        price: Money(fen: 515), tradeDate: day, origin: 33, destination: 33, contract: .zero))
  }

  private static func retirement(
    _ first: UInt64, _ count: UInt64, for beneficiary: UInt32
  ) -> RetirementRecord {
    RetirementRecord(
      series: 0, first: first, count: count, beneficiary: beneficiary, purpose: .voluntary,
      consumption: month...month, date: day)
  }
}
