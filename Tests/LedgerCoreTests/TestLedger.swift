// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import Testing

/// A ledger in memory with five participants, an asset class and the toy mechanism.
struct TestLedger {
  static let origin = "ledger.example/test"
  static let authority: UInt32 = 0
  static let registry: UInt32 = 1
  static let maker: UInt32 = 2
  static let buyer: UInt32 = 3
  static let bank: UInt32 = 4
  /// 10:00 on 1 July 2026 in China.
  static let start = Timestamp(milliseconds: 1_782_871_200_000)

  let suite: Suite
  var state = LedgerState(mechanisms: [ToyMechanism.self])
  var entries: [(statement: [UInt8], registered: Timestamp)] = []
  var now = start
  private var identifiers: UInt64 = 0

  /// An empty ledger.
  init(suite: Suite = .sha256Ed25519) { self.suite = suite }

  /// A ledger with its participants.
  static func founded(suite: Suite = .sha256Ed25519) throws -> TestLedger {
    var ledger = TestLedger(suite: suite)
    try ledger.apply(ledger.genesis(), by: authority)
    try ledger.apply(ledger.parties(), by: authority)
    return ledger
  }

  static func date(_ text: String) throws -> CalendarDate { try CalendarDate(text: text) }

  /// The key of participant `number`; other numbers give keys nobody registered.
  func key(_ number: UInt32) throws -> SigningKey {
    try SigningKey(
      algorithm: suite.signature, seed: [UInt8](repeating: UInt8(number + 1), count: 32))
  }

  /// The checkpoint key, which is no participant's.
  func checkpointKey() throws -> SigningKey { try key(200) }

  static func creditCode(_ number: UInt32) throws -> String {
    let digits = String(number)
    let body = "91330400MA" + String(repeating: "0", count: 7 - digits.count) + digits
    return body + String(try SocialCreditCode.checkCharacter(forFirst17: body))
  }

  func participant(
    _ number: UInt32, _ roles: [Role], through: CalendarDate? = nil
  ) throws -> ParticipantRecord {
    ParticipantRecord(
      identifier: try Self.creditCode(number), chineseName: "甲\(number)",
      englishName: "Party \(number)", province: 33, isExample: true, roles: roles,
      since: try Self.date("2026-01-01"), through: through,
      key: try key(number).verifyingKey.bytes)
  }

  func genesis(ruleset: UInt64 = 1, origin: String = origin) throws -> GenesisRecord {
    GenesisRecord(
      origin: origin, suite: suite, ruleset: ruleset,
      checkpointKey: try checkpointKey().verifyingKey.bytes,
      authority: try participant(Self.authority, [.authority]))
  }

  func parties() throws -> [any Record] {
    [
      try participant(Self.registry, [.registry]), try participant(Self.maker, [.enterprise]),
      try participant(Self.buyer, [.enterprise]), try participant(Self.bank, [.bank]),
      AssetRecord(
        code: "TOY", chineseName: "玩具", englishName: "toy", unit: "MWh",
        issuer: Self.registry),
    ]
  }

  mutating func identifier() -> [UInt8] {
    identifiers += 1
    return [UInt8](repeating: 0, count: 14)
      + [UInt8(truncatingIfNeeded: identifiers >> 8), UInt8(truncatingIfNeeded: identifiers)]
  }

  /// The bytes of a statement.
  mutating func statement(
    _ records: [any Record], by issuer: UInt32, key: SigningKey? = nil, id: [UInt8]? = nil,
    audience: String = origin
  ) throws -> [UInt8] {
    let signer = StatementSigner(
      issuer: issuer, audience: audience, suite: suite, key: try key ?? self.key(issuer))
    return try signer.sign(
      records.map { $0.encoded }, identifier: id ?? identifier(), issuedAt: now)
  }

  /// Checks a statement's signature and applies it, as a replay does.
  @discardableResult
  mutating func submit(
    _ bytes: [UInt8], at registered: Timestamp? = nil
  ) throws(Rejection) -> [Assignment] {
    let statement = try Statement(decoding: bytes)
    let key = try state.signingKey(of: statement)
    guard let verifying = KeyRing().verifyingKey(key), statement.isSigned(by: verifying) else {
      throw Rejection(LedgerRules.signature, found: "signature", required: "valid")
    }
    let time = registered ?? now
    let assignments = try state.apply(statement, registered: time)
    entries.append((bytes, time))
    now = max(now, time).adding(milliseconds: 1_000)
    return assignments
  }

  @discardableResult
  mutating func apply(
    _ records: [any Record], by issuer: UInt32, key: SigningKey? = nil
  ) throws -> [Assignment] {
    try submit(try statement(records, by: issuer, key: key))
  }

  @discardableResult
  mutating func apply(_ record: any Record, by issuer: UInt32) throws -> [Assignment] {
    try apply([record], by: issuer)
  }

  /// The refusal of a statement, which must change nothing; `nil` when it was admitted.
  mutating func refusal(of bytes: [UInt8], at registered: Timestamp? = nil) -> Rejection? {
    let before = state.images
    do {
      try submit(bytes, at: registered)
      return nil
    } catch {
      #expect(state.images == before, "a refused statement changed the state")
      return error
    }
  }

  mutating func refusal(
    of records: [any Record], by issuer: UInt32, key: SigningKey? = nil
  ) throws -> Rejection? {
    refusal(of: try statement(records, by: issuer, key: key))
  }

  mutating func refusal(of record: any Record, by issuer: UInt32) throws -> Rejection? {
    try refusal(of: [record], by: issuer)
  }

  func balance(_ participant: UInt32, _ standing: Standing = .available) -> Int64 {
    state.core.accounts.balance(of: participant, asset: 0, standing: standing)
  }
}

extension LedgerState {
  /// The images of all rows.
  var images: [StateImage] {
    var images: [StateImage] = []
    visitImages(changedOnly: false) { images.append($0) }
    return images
  }
}
