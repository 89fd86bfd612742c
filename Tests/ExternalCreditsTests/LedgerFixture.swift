// SPDX-License-Identifier: Apache-2.0
import Cryptography
import ExternalCredits
import LedgerCore
import Quantities

/// A ledger in memory with an authority (0), a registry (1), two external accounts (2, 3), an
/// enterprise (4), and the asset class ACR (0).
struct LedgerFixture {
  static let origin = "credits.example/ledger"
  var state = LedgerState(mechanisms: [ExternalCredits.self])
  private var signers: [UInt32: StatementSigner] = [:]
  private var statements: UInt8 = 0
  private let now: Timestamp

  init() throws {
    now = try Timestamp(text: "2026-01-02T03:04:05Z")
    let since = try CalendarDate(text: "2020-01-01")
    let keys = try (0..<4).map { try SigningKey(seed: [UInt8](repeating: UInt8($0), count: 32)) }
    for (number, key) in [(UInt32(0), keys[0]), (1, keys[1]), (4, keys[2])] {
      signers[number] = StatementSigner(
        issuer: number, audience: Self.origin, suite: .sha256Ed25519, key: key)
    }
    func participant(_ identifier: String, _ role: Role, _ key: SigningKey?) -> ParticipantRecord {
      ParticipantRecord(
        identifier: identifier, chineseName: "示例", englishName: "Example", province: 0,
        isExample: true, roles: [role], since: since, key: key?.verifyingKey.bytes)
    }
    try apply(
      GenesisRecord(
        origin: Self.origin, suite: .sha256Ed25519, ruleset: 1,
        checkpointKey: keys[3].verifyingKey.bytes,
        authority: participant(try Self.code("91110000MA0000000"), .authority, keys[0])),
      by: 0)
    try apply(participant(try Self.code("91110000MA0000001"), .registry, keys[1]), by: 0)
    try apply(participant("external:ACR:Green Fund", .external, nil), by: 0)
    try apply(participant("external:CAR:Other Fund", .external, nil), by: 0)
    try apply(participant(try Self.code("91110000MA0000002"), .enterprise, keys[2]), by: 0)
    try apply(
      AssetRecord(
        code: "ACR", chineseName: "ACR 减排量", englishName: "ACR credits", unit: "tCO2e", issuer: 1),
      by: 0)
  }

  static func code(_ first17: String) throws -> String {
    first17 + String(try SocialCreditCode.checkCharacter(forFirst17: first17))
  }

  @discardableResult
  mutating func apply(_ record: some Record, by issuer: UInt32 = 1) throws -> [Assignment] {
    statements += 1
    let id = [UInt8](repeating: statements, count: 16)
    guard let signer = signers[issuer] else { preconditionFailure("a signer of the fixture") }
    let bytes = try signer.sign([record.encoded], identifier: id, issuedAt: now)
    return try state.apply(Statement(decoding: bytes), registered: now)
  }

  /// The code of the rule that refuses `record`, or `nil` when it is admitted.
  mutating func refusal(of record: some Record, by issuer: UInt32 = 1) throws -> Rejection? {
    do {
      try apply(record, by: issuer)
      return nil
    } catch let rejection as Rejection {
      return rejection
    }
  }

  static func row(
    _ first: UInt64, _ last: UInt64, prefix: String = "ACR-US-102-2003-274",
    registry: String = "ACR", quantity: UInt64? = nil, vintage: Int = 2003,
    status: CreditStatus = .held, date: String = "2015-12-29", asset: UInt32 = 0,
    holder: UInt32 = 2, row: UInt64 = 2
  ) throws -> CreditImportRecord {
    let range = SerialRange(registry: registry, prefix: prefix, first: first, last: last)
    return CreditImportRecord(
      credits: ImportedCredits(
        range: range, quantity: quantity ?? range.count, project: "ACR102",
        vintage: try CalendarMonth(text: "\(vintage)-01"), status: status,
        date: try CalendarDate(text: date), reason: "Example", details: ""),
      asset: asset, holder: holder, sourceDigest: [UInt8](repeating: 7, count: 32), sourceRow: row)
  }
}
