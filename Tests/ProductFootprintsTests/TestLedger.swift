// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import FootprintEngine
import GreenCertificates
import InclusiveCredits
import LedgerCore
import ProductFootprints
import Quantities
import Testing

/// The parties of the tests, in order of their participant numbers.
enum Party: UInt32, CaseIterable {
  case authority, registry, verifier, body, maker, supplier, buyer

  var roles: [Role] {
    switch self {
    case .authority: [.authority]
    case .registry: [.registry]
    case .verifier, .body: [.verifier]
    case .maker, .supplier, .buyer: [.enterprise]
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

func period(_ start: CalendarDate, _ end: CalendarDate) -> DatePeriod {
  guard let period = try? DatePeriod(start: start, end: end) else {
    preconditionFailure("no such period")
  }
  return period
}

func decimal(_ text: String) -> ExactDecimal {
  guard let value = try? ExactDecimal(text: text) else { preconditionFailure("no such number") }
  return value
}

func digest(_ text: String) -> Digest { HashFunction.sha256.digest(of: Array(text.utf8)) }

/// The UUID of a test's footprint.
func uuid(_ number: Int) -> String {
  let digits = String(number, radix: 16)
  return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
}

/// A ledger with real keys: every statement is signed, checked and applied.
struct TestLedger {
  static let origin = "ledger.example/pcf"
  static let mechanisms: [any Mechanism.Type] = [
    GreenCertificates.self, ProductFootprints.self, ToyTonnes.self,
  ]
  private(set) var state = LedgerState(mechanisms: Self.mechanisms)
  /// The day on which statements are registered; never set it back.
  var today = day(2026, 6, 15)
  /// Every statement admitted, with the time it was registered.
  private(set) var statements: [(statement: Statement, registered: Timestamp)] = []
  private var keys: [Party: SigningKey] = [:]
  private var counter: UInt64 = 0

  /// A ledger with all parties, asset classes and factors.
  init() throws {
    for party in Party.allCases {
      keys[party] = try SigningKey(
        algorithm: .ed25519, seed: [UInt8](repeating: UInt8(party.rawValue) + 1, count: 32))
    }
    let checkpointKey = try SigningKey(seed: [UInt8](repeating: 77, count: 32))
    try submit(
      GenesisRecord(
        origin: Self.origin, suite: .sha256Ed25519, ruleset: 1,
        checkpointKey: checkpointKey.verifyingKey.bytes,
        authority: try participant(.authority)), by: .authority)
    for party in Party.allCases.dropFirst() {
      try submit(try participant(party), by: .authority)
    }
    for code in ["GEC-T", "GEC-N"] {
      try submit(
        AssetRecord(
          code: code, chineseName: code, englishName: code, unit: "MWh",
          issuer: Party.registry.rawValue), by: .authority)
    }
    for parameter in GreenCertificates.nationalParameters {
      try submit(parameter, by: .authority)
    }
    for factor in Sample.factors { try submit(FactorRecord(factor), by: .authority) }
  }

  var core: CoreState { state.core }
  var footprints: ProductFootprints {
    guard let mechanism = state.mechanism(ProductFootprints.self) else {
      preconditionFailure("the ledger has footprints")
    }
    return mechanism
  }

  func identifier(of party: Party) throws -> String {
    let first17 = "91330400MA2EX000\(party.rawValue)"
    return first17 + String(try SocialCreditCode.checkCharacter(forFirst17: first17))
  }

  private func participant(_ party: Party) throws -> ParticipantRecord {
    ParticipantRecord(
      identifier: try identifier(of: party), chineseName: "示例\(party)",
      englishName: "\(party)", province: 33, isExample: true, roles: party.roles,
      since: day(2020, 1, 1), key: keys[party]?.verifyingKey.bytes)
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
      issuer: party.rawValue, audience: Self.origin, suite: .sha256Ed25519, key: key)
    let registered = Timestamp(milliseconds: noon)
    let bytes = try signer.sign(records, identifier: identifier, issuedAt: registered)
    let statement = try Statement(decoding: bytes)
    let assigned = try state.apply(statement, registered: registered)
    statements.append((statement, registered))
    return assigned
  }

  /// The rejection of the records, having checked that nothing changed; `nil` when they are
  /// accepted.
  mutating func rejection(_ records: any Record..., by party: Party) throws -> Rejection? {
    let before = images()
    do {
      try submit(encoded: records.map(\.encoded), by: party)
      return nil
    } catch let rejection as Rejection {
      #expect(images() == before, "a rejected statement changes nothing")
      #expect(!rejection.found.chinese.isEmpty && !rejection.required.english.isEmpty)
      return rejection
    }
  }

  /// The code of the rule that refuses the record, or `nil`.
  mutating func refusal(_ record: any Record, by party: Party) throws -> String? {
    try rejection(record, by: party)?.rule.code
  }

  func images() -> [StateImage] {
    var images: [StateImage] = []
    state.visitImages(changedOnly: false) { images.append($0) }
    return images
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

  /// The state of a ledger that admits the same statements from the beginning.
  func replayedImages() throws -> [StateImage] {
    var state = LedgerState(mechanisms: Self.mechanisms)
    for (statement, registered) in statements {
      _ = try state.apply(statement, registered: registered)
    }
    var images: [StateImage] = []
    state.visitImages(changedOnly: false) { images.append($0) }
    return images
  }
}

extension TestLedger {
  /// A declaration of `model` with what the ledger computes for it.
  func declaration(
    _ model: FootprintModel, on date: CalendarDate? = nil,
    certificates: [DeclarationRecord.Certificates] = []
  ) -> DeclarationRecord {
    let energy = Dictionary(
      certificates.map { ($0.process, ExactDecimal(Int64($0.count) * 1_000)) },
      uniquingKeysWith: { (try? $0 + $1) ?? $0 })
    let sources = LedgerSources(footprints, core, certifiedEnergy: energy)
    let result = try? FootprintCalculation(model, from: sources, on: date ?? today).result()
    return DeclarationRecord(
      model: FootprintModelCodec.encode(model), sourceDigest: digest("model"),
      calculated: date ?? today, cells: result?.cells ?? [], certificates: certificates)
  }

  /// Declares and returns the number of the footprint.
  @discardableResult
  mutating func declare(
    _ model: FootprintModel, by party: Party = .maker, on date: CalendarDate? = nil,
    certificates: [DeclarationRecord.Certificates] = []
  ) throws -> UInt32 {
    let record = declaration(model, on: date, certificates: certificates)
    let assigned = try submit(record, by: party)
    return try #require(assigned.first { $0.kind == "footprint" }).number
  }

  /// The rule that refuses to declare `model`, or `nil`.
  mutating func refusal(
    of model: FootprintModel, by party: Party = .maker, on date: CalendarDate? = nil,
    certificates: [DeclarationRecord.Certificates] = []
  ) throws -> String? {
    try refusal(declaration(model, on: date, certificates: certificates), by: party)
  }

  func withdrawal(_ footprint: UInt32, reason: String = "error found") -> FootprintWithdrawalRecord
  {
    FootprintWithdrawalRecord(footprint: footprint, date: today, reason: reason)
  }

  func verification(_ footprint: UInt32) -> FootprintVerificationRecord {
    FootprintVerificationRecord(
      footprint: footprint, date: today, standard: "ISO 14064-3:2019", coverage: "product",
      report: digest("report"))
  }

  func label(
    _ footprint: UInt32, _ value: String, code: String = "CL-1",
    basis: LabelBasis = .excluding, through: CalendarDate? = nil
  ) -> LabelRecord {
    LabelRecord(
      code: code, footprint: footprint, basis: basis, value: decimal(value), from: today,
      through: through ?? today.adding(days: 364), rules: "示例认证规则")
  }

  /// A series of certificates 1…count of March 2025, all of `owner`.
  mutating func certificates(_ count: UInt64, of owner: Party = .maker) throws -> UInt32 {
    let project = try submit(
      ProjectRecord(
        code: "EXAMPLE0000000001", owner: owner.rawValue, energy: .wind, technology: "示例",
        province: 33, city: "示例市", commissioning: day(2023, 7, 1), connection: .gridFed,
        isMarketBased: false, capacity: 50_000, isUnderSettlementMechanism: false),
      by: .registry)
    let number = try #require(project.first { $0.kind == "project" }).number
    let issued = try submit(
      IssueRecord(
        project: number, month: month(2025, 3), powerClass: .feedIn,
        metered: Energy(wattHours: Int64(count) * 1_000_000), first: 1, count: count,
        recipient: owner.rawValue, isSeparatelyMetered: false, evidence: digest("issue")),
      by: .registry)
    return try #require(issued.first { $0.kind == "series" }).number
  }

  func retirement(
    _ series: UInt32, _ first: UInt64, _ count: UInt64, for beneficiary: Party = .maker,
    months: ClosedRange<CalendarMonth> = month(2025, 4)...month(2025, 12),
    site: String = "嘉兴一厂"
  ) -> RetirementRecord {
    RetirementRecord(
      series: series, first: first, count: count, beneficiary: beneficiary.rawValue,
      purpose: .voluntary, consumption: months, date: today, reference: site)
  }

  /// A series of retired tonnes of inclusive credits.
  mutating func credits() throws -> UInt32 {
    for asset in InclusiveCredits.assetClasses(issuer: Party.registry.rawValue) {
      try submit(asset, by: .authority)
    }
    let assigned = try submit(ToyTonnesRecord(asset: "PHER-T"), by: .maker)
    return try #require(assigned.first { $0.kind == "series" }).number
  }
}
