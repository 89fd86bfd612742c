// SPDX-License-Identifier: Apache-2.0
import Foundation
import GreenCertificates
import LedgerCore
import LedgerService
import Quantities

/// A published ledger made from statements without the software that admits them, so that it can
/// be wrong in any way, and still signed.
struct ForgedLedger: Sendable {
  /// A statement and when it was registered.
  struct Item: Sendable {
    var statement: [UInt8]
    var milliseconds: Int64
    /// What the entry says is the leaf hash of the one before; `nil` for the truth.
    var previous: Digest?
  }

  static let origin = "ledger.example/audited"
  static let day = CalendarDate(daysSinceEpoch: 20_454)

  let suite: Suite
  var items: [Item] = []
  var checkpointKey: SigningKey
  /// Changes the bytes of an entry before it enters the tree.
  var rewrite: @Sendable (Int, [UInt8]) -> [UInt8] = { $1 }
  private var statements: UInt8 = 0

  init(_ suite: Suite) throws {
    self.suite = suite
    checkpointKey = try Self.key(suite, 1)
  }

  /// Key number `number`, the same in every run.
  static func key(_ suite: Suite, _ number: UInt8) throws -> SigningKey {
    try SigningKey(algorithm: suite.signature, seed: [UInt8](repeating: number, count: 32))
  }

  /// A statement of participant `issuer`, signed with key `key`, with an id of its own.
  mutating func statement(
    by issuer: UInt32, _ key: UInt8, _ records: [[UInt8]], for audience: String = origin
  ) throws -> [UInt8] {
    let number = UInt16(items.count)
    statements &+= 1
    return try StatementSigner(
      issuer: issuer, audience: audience, suite: suite, key: try Self.key(suite, key)
    ).sign(
      records,
      identifier: [UInt8](repeating: statements, count: 14)
        + [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)],
      issuedAt: Timestamp(milliseconds: 0))
  }

  /// Appends a statement, a second after the one before.
  mutating func append(by issuer: UInt32, _ key: UInt8, _ records: [[UInt8]]) throws {
    append(try statement(by: issuer, key, records))
  }

  mutating func append(_ statement: [UInt8]) {
    let start = Int64(Self.day.daysSinceEpoch) * 86_400_000
    items.append(Item(statement: statement, milliseconds: start + Int64(items.count) * 1_000))
  }

  /// The entries, chained, and their leaf hashes.
  func entries() -> (entries: [[UInt8]], leaves: [Digest]) {
    var entries: [[UInt8]] = []
    var leaves: [Digest] = []
    for (index, item) in items.enumerated() {
      let entry = Entry.encode(
        previous: item.previous ?? leaves.last ?? .zero,
        registered: Timestamp(milliseconds: item.milliseconds), statement: item.statement)
      entries.append(rewrite(index, entry))
      leaves.append(suite.hash.leafHash(of: entries[index]))
    }
    return (entries, leaves)
  }

  /// The verifier key of the ledger, whoever signs its checkpoints now.
  func vkey() throws -> String {
    try NoteSigner(name: Self.origin, key: try Self.key(suite, 1)).verifier.vkey
  }

  /// The checkpoint over the first `count` entries.
  func checkpoint(_ count: Int? = nil) throws -> [UInt8] {
    let leaves = entries().leaves.prefix(count ?? items.count)
    var tree = CompactRange(function: suite.hash)
    for leaf in leaves { tree.append(leaf) }
    let checkpoint = try Checkpoint(
      origin: Self.origin, size: UInt64(leaves.count), root: tree.root())
    return try checkpoint.sign(with: [try NoteSigner(name: Self.origin, key: checkpointKey)]).bytes
  }

  /// Writes what `publish` would write.
  func publish(to folder: URL) throws {
    let (entries, leaves) = entries()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for start in stride(from: 0, to: entries.count, by: 256) {
      var bundle: [UInt8] = []
      let group = entries[start..<min(start + 256, entries.count)]
      for entry in group { try EntryBundle.append(entry.span, to: &bundle) }
      try write(bundle, .entries, start / 256, group.count, to: folder)
    }
    var (level, hashes) = (0, leaves)
    while !hashes.isEmpty {
      var above: [Digest] = []
      for start in stride(from: 0, to: hashes.count, by: 256) {
        let group = hashes[start..<min(start + 256, hashes.count)]
        try write(
          group.flatMap(\.bytes), .hashes(level: level), start / 256, group.count, to: folder)
        guard group.count == 256 else { continue }
        var tree = CompactRange(function: suite.hash)
        for hash in group { tree.append(hash) }
        above.append(tree.root())
      }
      (level, hashes) = (level + 1, above)
    }
    try Data(checkpoint()).write(to: folder.appendingPathComponent("checkpoint"))
  }

  private func write(
    _ bytes: [UInt8], _ content: TilePath.Content, _ index: Int, _ width: Int, to folder: URL
  ) throws {
    guard let tile = TilePath(content: content, index: UInt64(index), width: width) else { return }
    let file = folder.appendingPathComponent(tile.path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }
}

extension ForgedLedger {
  /// Who signs what in the example: participant numbers and keys.
  enum Party {
    static let authority: (UInt32, UInt8) = (0, 2)
    static let solar: (UInt32, UInt8) = (1, 3)
    /// With its first key, which entry 9 revokes, and with its second.
    static let textile: (UInt32, UInt8) = (2, 4)
    static let textileAgain: (UInt32, UInt8) = (2, 5)
    /// The authority's delegated key, for notes only.
    static let notary: (UInt32, UInt8) = (0, 6)
    static let stranger: (UInt32, UInt8) = (2, 9)
  }

  static let month = CalendarMonth(monthsSinceEpoch: 671)

  /// A ledger that nothing is wrong with.
  static func sound(_ suite: Suite, size: Int) throws -> ForgedLedger {
    var ledger = try ForgedLedger(suite)
    try ledger.open()
    try ledger.append(
      by: Party.authority,
      [
        IssueRecord(
          project: 0, month: month, powerClass: .feedIn, metered: Energy(wattHours: 1_000_000_000),
          first: 1, count: 1_000, recipient: 1, isSeparatelyMetered: true, evidence: .zero
        ).encoded
      ])
    try ledger.append(by: Party.solar, [transfer(1, 100, to: 2).encoded])
    try ledger.append(by: Party.textile, [retirement(1, 60).encoded])
    let second = try key(suite, Party.textileAgain.1).verifyingKey
    try ledger.append(by: Party.textile, [KeyRecord(participant: 2, key: second.bytes).encoded])
    let first = try key(suite, Party.textile.1).verifyingKey.identifier(using: suite.hash)
    try ledger.append(
      by: Party.textileAgain,
      [KeyRevocationRecord(participant: 2, identifier: first, reason: "rotated").encoded])
    try ledger.append(by: Party.textileAgain, [retirement(61, 10).encoded])
    let notary = try key(suite, Party.notary.1).verifyingKey
    try ledger.append(
      by: Party.authority,
      [KeyRecord(participant: 0, key: notary.bytes, scope: [9]).encoded])
    while ledger.items.count < size { try ledger.append(by: Party.notary, [note.encoded]) }
    return ledger
  }

  static var note: CorrectionRecord { CorrectionRecord(entry: 0, record: 0, reason: "a note") }

  static func transfer(_ first: UInt64, _ count: UInt64, to recipient: UInt32) -> TransferRecord {
    TransferRecord(
      TransferRecord.Terms(
        series: 0, first: first, count: count, recipient: recipient, channel: .separate,
        price: Money(fen: 515), tradeDate: day, origin: 33, destination: 33, contract: .zero))
  }

  static func retirement(_ first: UInt64, _ count: UInt64) -> RetirementRecord {
    RetirementRecord(
      series: 0, first: first, count: count, beneficiary: 2, purpose: .voluntary,
      consumption: month...month, date: day)
  }

  static func participant(_ identifier: String, _ key: VerifyingKey?) -> ParticipantRecord {
    ParticipantRecord(
      identifier: identifier, chineseName: "示例企业", englishName: "Example", province: 33,
      isExample: true, roles: [.enterprise], since: day, key: key?.bytes)
  }

  mutating func append(by party: (UInt32, UInt8), _ records: [[UInt8]]) throws {
    try append(by: party.0, party.1, records)
  }

  private mutating func open() throws {
    let authority = ParticipantRecord(
      identifier: "91330400MA2EX00010", chineseName: "示例主管部门", englishName: "Example Authority",
      province: 33, isExample: true, roles: [.authority, .registry], since: Self.day,
      key: try Self.key(suite, Party.authority.1).verifyingKey.bytes)
    let genesis = GenesisRecord(
      origin: Self.origin, suite: suite, ruleset: 1,
      checkpointKey: checkpointKey.verifyingKey.bytes, authority: authority)
    try append(
      by: Party.authority,
      [genesis.encoded] + GreenCertificates.nationalParameters.map(\.encoded))
    let asset = AssetRecord(
      code: "GEC-T", chineseName: "绿证", englishName: "GEC", unit: "MWh", issuer: 0)
    try append(by: Party.authority, [asset.encoded])
    for (identifier, party) in [
      ("91330400MA2EX00137", Party.solar), ("91330400MA2EX00212", Party.textile),
    ] {
      let key = try Self.key(suite, party.1).verifyingKey
      try append(by: Party.authority, [Self.participant(identifier, key).encoded])
    }
    try append(
      by: Party.authority,
      [
        ProjectRecord(
          code: "EXPVBASE230701N04", owner: 1, energy: .solar, technology: "集中式光伏",
          province: 33, city: "示例县", commissioning: CalendarDate(daysSinceEpoch: 19_539),
          connection: .gridFed, isMarketBased: true, capacity: 100_000,
          isUnderSettlementMechanism: false
        ).encoded
      ])
  }
}
