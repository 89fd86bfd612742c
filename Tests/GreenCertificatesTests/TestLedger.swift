// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import GreenCertificates
import LedgerCore
import Quantities
import Testing

/// The parties of the tests, in order of their participant numbers.
enum Party: UInt32, CaseIterable {
  case authority, registry, platform, bank, owner, buyer, other, outside, provincial

  var roles: [Role] {
    switch self {
    case .authority: [.authority]
    case .registry: [.registry]
    case .platform: [.platform]
    case .bank: [.bank]
    case .provincial: [.platform, .enterprise]
    case .owner, .buyer, .other, .outside: [.enterprise]
    }
  }

  var province: UInt8 { self == .outside ? 32 : 33 }
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

func megawattHours(_ count: Int64) -> Energy { Energy(wattHours: count * 1_000_000) }

func digest(_ text: String) -> Digest { HashFunction.sha256.digest(of: Array(text.utf8)) }

/// A ledger with real keys: every statement is signed, checked and applied.
struct TestLedger {
  static let origin = "ledger.example/gec"
  private(set) var state = LedgerState(mechanisms: [GreenCertificates.self])
  /// The day on which statements are registered; never set it back.
  var today = day(2026, 6, 15)
  private var keys: [Party: SigningKey] = [:]
  private var counter: UInt64 = 0
  private var projectCount = 0
  private var evidence = 0

  /// A ledger with all parties, both asset classes and the national parameters.
  init(parameters: [ParameterRecord] = GreenCertificates.nationalParameters) throws {
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
    for parameter in parameters { try submit(parameter, by: .authority) }
  }

  var core: CoreState { state.core }

  func mechanism() throws -> GreenCertificates {
    try #require(state.mechanism(GreenCertificates.self))
  }

  private func participant(_ party: Party) throws -> ParticipantRecord {
    let first17 = "91330400MA2EX000\(party.rawValue)"
    let check = try SocialCreditCode.checkCharacter(forFirst17: first17)
    return ParticipantRecord(
      identifier: first17 + String(check), chineseName: "示例\(party)", englishName: "\(party)",
      province: party.province, isExample: true, roles: party.roles, since: day(2020, 1, 1),
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
      issuer: party.rawValue, audience: Self.origin, suite: .sha256Ed25519, key: key)
    let bytes = try signer.sign(
      records, identifier: identifier, issuedAt: Timestamp(milliseconds: noon))
    let statement = try Statement(decoding: bytes)
    #expect(statement.isSigned(by: key.verifyingKey))
    return try state.apply(statement, registered: Timestamp(milliseconds: noon))
  }

  /// The code of the rule that refuses the records, having checked that nothing changed; `nil`
  /// when they are accepted.
  mutating func refusal(_ records: any Record..., by party: Party) throws -> String? {
    let before = images()
    do {
      try submit(encoded: records.map(\.encoded), by: party)
      return nil
    } catch let rejection as Rejection {
      #expect(images() == before, "a rejected statement changes nothing")
      #expect(!rejection.found.chinese.isEmpty && !rejection.required.english.isEmpty)
      return rejection.rule.code
    }
  }

  func images() -> [StateImage] {
    var images: [StateImage] = []
    state.visitImages(changedOnly: false) { images.append($0) }
    return images
  }

  /// The same ledger read back from its images.
  func reloaded() throws -> TestLedger {
    var state = LedgerState(loading: [GreenCertificates.self])
    for image in images() { try state.load(image) }
    try state.finishLoading()
    var copy = self
    copy.state = state
    return copy
  }
}

extension TestLedger {
  /// Files a project and returns its number.
  mutating func file(
    _ energy: EnergyType = .wind, _ connection: Connection = .gridFed,
    commissioning: CalendarDate = day(2023, 7, 1), isMarketBased: Bool = false,
    isUnderSettlementMechanism: Bool = false, code: String? = nil
  ) throws -> UInt32 {
    projectCount += 1
    let digits = String(projectCount)
    let zeros = String(repeating: "0", count: 9 - digits.count)
    let record = ProjectRecord(
      code: code ?? "EXAMPLE0" + zeros + digits, owner: Party.owner.rawValue, energy: energy,
      technology: "示例", province: 33, city: "示例市", commissioning: commissioning,
      connection: connection, isMarketBased: isMarketBased, capacity: 50_000,
      isUnderSettlementMechanism: isUnderSettlementMechanism)
    let assignments = try submit(record, by: .registry)
    return try #require(assignments.first { $0.kind == "project" }).number
  }

  /// An issue of `count` certificates for exactly as many megawatt-hours.
  mutating func issue(
    of project: UInt32, _ month: CalendarMonth, _ powerClass: PowerClass = .feedIn,
    metered: Energy? = nil, first: UInt64 = 1, count: UInt64, to recipient: Party = .owner,
    isSeparatelyMetered: Bool = false
  ) -> IssueRecord {
    evidence += 1
    return IssueRecord(
      project: project, month: month, powerClass: powerClass,
      metered: metered ?? megawattHours(Int64(count)), first: first, count: count,
      recipient: recipient.rawValue, isSeparatelyMetered: isSeparatelyMetered,
      evidence: digest("\(evidence)"))
  }

  /// Issues and returns the number of the series.
  @discardableResult
  mutating func issued(
    of project: UInt32, _ month: CalendarMonth, _ powerClass: PowerClass = .feedIn,
    first: UInt64 = 1, count: UInt64, to recipient: Party = .owner
  ) throws -> UInt32 {
    let record = issue(of: project, month, powerClass, first: first, count: count, to: recipient)
    try submit(record, by: .registry)
    let prefix = try mechanism().projects[project].filing.code + month.compactText
    return try #require(core.series.number(forKey: prefix + String(powerClass.letter)))
  }

  /// A wind project with certificates 1…count of a month.
  mutating func series(
    _ month: CalendarMonth = month(2026, 3), count: UInt64 = 100
  ) throws -> UInt32 {
    try issued(of: try file(), month, count: count)
  }

  func transfer(
    _ series: UInt32, _ first: UInt64, _ count: UInt64, to recipient: Party,
    _ channel: TransferChannel = .separate, price: Money? = Money(fen: 500),
    on date: CalendarDate? = nil, destination: UInt8? = nil, settlement: UInt32? = nil,
    proof: Digest? = nil
  ) -> TransferRecord {
    TransferRecord(
      TransferRecord.Terms(
        series: series, first: first, count: count, recipient: recipient.rawValue,
        channel: channel, price: channel.isTrade ? price : nil, tradeDate: date ?? today,
        origin: 33, destination: destination ?? recipient.province, settlement: settlement,
        contract: digest("contract"), settlementProof: proof),
      reference: "deal")
  }

  func retirement(
    _ series: UInt32, _ first: UInt64, _ count: UInt64, for beneficiary: Party = .owner,
    _ purpose: RetirementPurpose = .voluntary,
    consumption: ClosedRange<CalendarMonth> = month(2026, 4)...month(2026, 5),
    on date: CalendarDate? = nil, reference: String = ""
  ) -> RetirementRecord {
    RetirementRecord(
      series: series, first: first, count: count, beneficiary: beneficiary.rawValue,
      purpose: purpose, consumption: consumption, date: date ?? today, reference: reference)
  }

  func segment(_ series: UInt32, _ serial: UInt64) -> Segment {
    core.holdings.segment(of: series, holding: serial).0
  }

  func balance(
    _ party: Party, _ standing: Standing = .available, asset: String = "GEC-T"
  ) -> Int64 {
    guard let number = core.assets.number(forKey: asset) else { return 0 }
    return core.accounts.balance(of: party.rawValue, asset: number, standing: standing)
  }

  func claimed(_ project: UInt32, _ month: CalendarMonth, _ scheme: String = "gec") -> Int64 {
    let subject = GreenCertificates.energySubject(project: project, month: month)
    return core.claims.number(forKey: subject).map { core.claims[$0].amount(of: scheme) } ?? 0
  }

  func capacity(_ project: UInt32, _ month: CalendarMonth) -> Int64 {
    let subject = GreenCertificates.energySubject(project: project, month: month)
    return core.claims.number(forKey: subject).map { core.claims[$0].capacity } ?? 0
  }
}
