// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import GreenCertificates
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

/// The parties of the tests, in order of their participant numbers.
enum Party: UInt32, CaseIterable {
  case authority, registry, verifier, metro, bikes, owner, buyer, pool, outsider

  var roles: [Role] {
    switch self {
    case .authority: [.authority]
    case .registry: [.registry]
    case .verifier: [.verifier]
    case .metro, .bikes: [.operatorOfScheme]
    case .owner: [.operatorOfScheme, .enterprise]
    case .buyer, .pool, .outsider: [.enterprise]
    }
  }
}

func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
  guard let date = CalendarDate(year: year, month: month, day: day) else {
    preconditionFailure("no such day")
  }
  return date
}

func month(_ year: Int, _ month: Int) -> CalendarMonth {
  guard let value = CalendarMonth(year: year, month: month) else {
    preconditionFailure("no such month")
  }
  return value
}

func digest(_ text: String) -> Digest { HashFunction.sha256.digest(of: Array(text.utf8)) }

/// A ledger with real keys: every statement is signed, checked and applied.
struct TestLedger {
  static let origin = "ledger.example/pher"
  static let mechanisms: [any Mechanism.Type] = [GreenCertificates.self, InclusiveCredits.self]
  private(set) var state = LedgerState(mechanisms: Self.mechanisms)
  /// The day on which statements are registered; never set it back.
  var today: CalendarDate
  let suite: Suite
  /// Whether every refusal is checked to have changed nothing; long histories check some.
  var comparesImages = true
  private var keys: [Party: SigningKey] = [:]
  private var counter: UInt64 = 0

  /// A ledger with all parties and asset classes, and the scheme `SZ`.
  init(today: CalendarDate = day(2025, 3, 10), suite: Suite = .sha256Ed25519) throws {
    self.today = today
    self.suite = suite
    for party in Party.allCases {
      keys[party] = try SigningKey(
        algorithm: suite.signature, seed: [UInt8](repeating: UInt8(party.rawValue) + 1, count: 32))
    }
    let checkpointKey = try SigningKey(
      algorithm: suite.signature, seed: [UInt8](repeating: 77, count: 32))
    try submit(
      GenesisRecord(
        origin: Self.origin, suite: suite, ruleset: 1,
        checkpointKey: checkpointKey.verifyingKey.bytes,
        authority: try participant(.authority)), by: .authority)
    for party in Party.allCases.dropFirst() {
      try submit(try participant(party), by: .authority)
    }
    for asset in InclusiveCredits.assetClasses(issuer: Party.registry.rawValue) {
      try submit(asset, by: .authority)
    }
    try submit(scheme(), by: .authority)
  }

  var core: CoreState { state.core }
  var credits: InclusiveCredits {
    guard let credits = state.mechanism(InclusiveCredits.self) else {
      preconditionFailure("the ledger has inclusive credits")
    }
    return credits
  }

  private func participant(_ party: Party) throws -> ParticipantRecord {
    let first17 = "91440300MA5EX000\(party.rawValue)"
    let check = try SocialCreditCode.checkCharacter(forFirst17: first17)
    return ParticipantRecord(
      identifier: first17 + String(check), chineseName: "示例\(party)", englishName: "\(party)",
      province: 44, isExample: true, roles: party.roles, since: day(2000, 1, 1),
      key: keys[party]?.verifyingKey.bytes)
  }

  /// Signs records as one statement and applies it.
  @discardableResult
  mutating func submit(_ records: any Record..., by party: Party) throws -> [Assignment] {
    try submit(encoded: records.map(\.encoded), by: party)
  }

  @discardableResult
  mutating func submit(encoded records: [[UInt8]], by party: Party) throws -> [Assignment] {
    counter += 1
    let key = try #require(keys[party])
    let noon = Int64(today.daysSinceEpoch) * 86_400_000 + 4 * 3_600_000
    let identifier =
      [UInt8](repeating: 0, count: 8)
      + (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - $0 * 8)) }
    let signer = StatementSigner(
      issuer: party.rawValue, audience: Self.origin, suite: suite, key: key)
    let bytes = try signer.sign(
      records, identifier: identifier, issuedAt: Timestamp(milliseconds: noon))
    let statement = try Statement(decoding: bytes)
    return try state.apply(statement, registered: Timestamp(milliseconds: noon))
  }

  /// The rejection of the records, having checked that nothing changed; `nil` when they are
  /// accepted.
  mutating func rejection(_ records: any Record..., by party: Party) throws -> Rejection? {
    try rejection(encoded: records.map(\.encoded), by: party)
  }

  mutating func rejection(encoded records: [[UInt8]], by party: Party) throws -> Rejection? {
    let before = comparesImages ? images() : []
    do {
      try submit(encoded: records, by: party)
      return nil
    } catch let rejection as Rejection {
      if comparesImages {
        #expect(images() == before, "a rejected statement changes nothing")
      }
      #expect(!rejection.found.chinese.isEmpty && !rejection.required.english.isEmpty)
      return rejection
    }
  }

  /// The code of the rule that refuses the records, or `nil`.
  mutating func refusal(_ records: any Record..., by party: Party) throws -> String? {
    try rejection(encoded: records.map(\.encoded), by: party)?.rule.code
  }

  func images() -> [StateImage] {
    var images: [StateImage] = []
    state.visitImages(changedOnly: false) { images.append($0) }
    return images
  }

  /// Stores the rows changed since the last call, as a state storage does.
  mutating func store(in rows: inout [[UInt8]: [UInt8]]) {
    state.takeChanges().visitImages(changedOnly: true) { image in
      rows[[image.section] + image.key] = image.value.isEmpty ? nil : image.value
    }
  }

  /// The same ledger read back from its images.
  func reloaded() throws -> TestLedger {
    var state = LedgerState(loading: Self.mechanisms)
    for image in images() { try state.load(image) }
    try state.finishLoading()
    var copy = self
    copy.state = state
    return copy
  }
}

extension TestLedger {
  func scheme(
    _ code: String = "SZ", window: UInt32 = 30, vintage: UInt32? = nil, from: CalendarDate? = nil
  ) -> SchemeRecord {
    SchemeRecord(
      code: code, chineseName: "示例碳普惠", englishName: "Example scheme", province: 44,
      from: from ?? day(2000, 1, 1), lateWindowDays: window, vintageMonths: vintage,
      bufferAccount: Party.pool.rawValue, source: "example")
  }

  /// Files a methodology and returns its number.
  @discardableResult
  mutating func file(_ methodology: Methodology) throws -> UInt32 {
    let assigned = try submit(Self.filing(methodology), by: .authority)
    return try #require(assigned.first { $0.kind == "methodology" }).number
  }

  static func filing(_ methodology: Methodology) -> MethodologyFilingRecord {
    MethodologyFilingRecord(
      document: MethodologyCodec.encode(methodology), sourceDigest: digest("document"),
      reference: "example")
  }

  func approval(
    _ methodology: UInt32, _ code: String, by operatorParty: Party = .metro,
    for beneficiary: Party = .owner, from: CalendarDate = day(2024, 1, 1),
    through: CalendarDate? = nil, attributes: [Int64] = [], _ benefit: Benefit = .pooled,
    subjects: [String] = [], project: UInt32? = nil, points: UInt32? = nil,
    inside: [String] = [], scheme: UInt32 = 0
  ) -> ScenarioRecord {
    ScenarioRecord(
      scheme: scheme, methodology: methodology, code: code, chineseName: "示例场景",
      englishName: "Example \(code)", operatorNumber: operatorParty.rawValue,
      beneficiary: beneficiary.rawValue, from: from, through: through, attributes: attributes,
      benefit: benefit, subjects: subjects, greenProject: project, pointsPolicy: points,
      insideMarkets: inside, reference: "example")
  }

  /// Approves a scenario and returns its number.
  mutating func approve(_ record: ScenarioRecord) throws -> UInt32 {
    let assigned = try submit(record, by: .authority)
    return try #require(assigned.first { $0.kind == "scenario" }).number
  }

  /// A pseudonym for tests.
  static func pseudonym(_ number: Int) throws -> Pseudonym {
    try Pseudonym(bytes: digest("person \(number)").bytes)
  }

  /// Has persons `numbers` authorise a scenario.
  mutating func authorise(
    _ scenario: UInt32, _ numbers: ClosedRange<Int> = 0...9,
    from: CalendarDate = day(2024, 1, 1), by party: Party = .metro
  ) throws {
    let persons = try numbers.map { try Self.pseudonym($0) }
    try submit(AuthorisationRecord(scenario: scenario, from: from, persons: persons), by: party)
  }
}
