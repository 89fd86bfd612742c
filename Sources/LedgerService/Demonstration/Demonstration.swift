// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import GreenCertificates
import LedgerCore
public import Quantities

/// A believable year of an example city, lived through on a real ledger: what `script/demo` runs.
///
/// Everything printed is read back from the ledger, never assumed.
public final class Demonstration {
  /// Where the ledger is made.
  public let paths: LedgerPaths
  let language: Language
  let keys: KeyStore
  let clock = ExampleClock(ExampleYear.opening)
  private let output: (String) -> Void

  var numbers: [String: UInt32] = [:]
  var projects: [String: UInt32] = [:]
  var stock: [ExampleStock] = []
  var carries: [String: Int64] = [:]
  var bought: [String: [(series: UInt32, first: UInt64, count: UInt64)]] = [:]
  var lastRetired: (series: UInt32, first: UInt64, count: UInt64, holder: String)?
  var outside: UInt64 = 0
  var refusals = 0
  var issued: UInt64 = 0
  let methodologies: MethodologyFolder?
  var story = InclusiveStory()
  var footprintStory = FootprintStory()

  /// A certificate that was bought and retired, as `explain` understands it.
  public var retiredCertificate: String? { lastRetired.map { "\($0.series):\($0.first)" } }

  /// Prepares a demonstration at `paths`; `output` is called with each line to print.
  ///
  /// - Parameter methodologies: The documents that are filed; without them the chapter on
  ///   inclusive credits is left out.
  public init(
    paths: LedgerPaths, language: Language, methodologies: MethodologyFolder?,
    output: @escaping (String) -> Void
  ) {
    self.methodologies = methodologies
    self.paths = paths
    self.language = language
    self.output = output
    keys = KeyStore(directory: paths.keys)
  }

  /// Lives through the year; what is left to show (verification, balances, a proof) is for the
  /// caller, on the closed ledger.
  public func run() async throws(ServiceError) {
    try requireMethodologies()
    try await open()
    let clock = clock
    let session = try await LedgerSession.open(paths, keys: keys) { clock.now() }
    do throws(ServiceError) {
      try await registerParties(session)
      try await registerProjects(session)
      try await liveThroughYear(session)
      try await showRefusals(session)
      try await expire(session)
      try await liveInclusively(session)
      try await liveWithFootprints(session)
    } catch {
      try await session.close()
      throw error
    }
    try await session.close()
  }

  func say(_ chinese: String, _ english: String) {
    output(language == .chinese ? chinese : english)
  }

  func heading(_ chinese: String, _ english: String) {
    say("\n━━ \(chinese)", "\n━━ \(english)")
  }

  func signer(
    _ key: String, _ session: LedgerSession
  ) throws(ServiceError) -> StatementSigner {
    StatementSigner(
      issuer: numbers[key] ?? 0, audience: session.origin, suite: session.suite,
      key: try keys.key(key))
  }

  /// Signs and registers records by a party.
  @discardableResult
  func submit(
    _ records: [[UInt8]], by key: String, _ session: LedgerSession
  ) async throws(ServiceError) -> Receipt {
    try await session.submit(records, as: try signer(key, session))
  }

  private func open() async throws(ServiceError) {
    heading("创建账本", "A ledger is opened")
    let authority = ExampleCity.authority
    let identifier = try Self.identifier(of: authority)
    let creation = LedgerCreation(
      origin: "ledger.example/city", suite: .sha256Ed25519, identifier: identifier,
      chineseName: authority.chinese, englishName: authority.english,
      province: authority.province, isExample: true, since: ExampleYear.opening)
    let clock = clock
    _ = try await creation.run(at: paths, keys: keys) { clock.now() }
    say(
      "  目录 \(paths.root),根权威机构 \(authority.chinese)",
      "  in \(paths.root), root authority \(authority.english)")
    say(
      "  规则参数 \(creation.parameters.count) 项,各附来源;私钥在 \(paths.keys)",
      "  \(creation.parameters.count) rule parameters, each with its source; keys in "
        + "\(paths.keys)")
  }

  static func identifier(of party: ExampleCity.Party) throws(ServiceError) -> String {
    do {
      return try party.identifier()
    } catch {
      throw ServiceError(anything: error)
    }
  }

  private func registerParties(_ session: LedgerSession) async throws(ServiceError) {
    heading("登记参与方与资产类别", "Parties and asset classes are registered")
    numbers["authority"] = 0
    try await register(ExampleCity.parties, session)
    try await submit(
      [
        AssetRecord(
          code: "GEC-T", chineseName: "可交易绿证", englishName: "tradable GEC", unit: "MWh",
          issuer: numbers["registry"] ?? 0
        ).encoded,
        AssetRecord(
          code: "GEC-N", chineseName: "不可交易绿证", englishName: "non-tradable GEC",
          unit: "MWh", issuer: numbers["registry"] ?? 0
        ).encoded,
      ], by: "authority", session)
  }

  func register(
    _ parties: [ExampleCity.Party], _ session: LedgerSession
  ) async throws(ServiceError) {
    var records: [[UInt8]] = []
    for party in parties {
      let key =
        keys.names().contains(party.key)
        ? try keys.key(party.key)
        : try keys.create(party.key, algorithm: session.suite.signature)
      records.append(
        ParticipantRecord(
          identifier: try Self.identifier(of: party), chineseName: party.chinese,
          englishName: party.english, province: party.province, isExample: true,
          roles: party.roles, since: ExampleYear.opening, key: key.verifyingKey.bytes
        ).encoded)
    }
    let receipt = try await submit(records, by: "authority", session)
    for (party, assignment) in zip(parties, receipt.assignments) {
      numbers[party.key] = assignment.number
      let code = NumberedCode(kind: "P", number: assignment.number)
      let roles = party.roles.map(\.name).joined(separator: ", ")
      say("  \(code)  \(party.chinese)  [\(roles)]", "  \(code)  \(party.english)  [\(roles)]")
    }
  }

  private func registerProjects(_ session: LedgerSession) async throws(ServiceError) {
    heading("建档立卡", "Projects are filed")
    var records: [[UInt8]] = []
    for plant in ExampleCity.plants { records.append(try record(of: plant).encoded) }
    let receipt = try await submit(records, by: "registry", session)
    for (plant, assignment) in zip(ExampleCity.plants, receipt.assignments) {
      projects[plant.code] = assignment.number
      say(
        "  \(plant.code)  \(plant.energy.name.chinese)  \(plant.capacity / 1_000) MW",
        "  \(plant.code)  \(plant.energy.name.english)  \(plant.capacity / 1_000) MW")
    }
  }

  /// The filing of a plant.
  func record(of plant: ExampleCity.Plant) throws(ServiceError) -> ProjectRecord {
    let (year, month, day) = plant.commissioning
    guard
      let owner = (ExampleCity.parties + InclusiveCity.parties).first(where: {
        $0.key == plant.owner
      }), let date = CalendarDate(year: year, month: month, day: day)
    else { preconditionFailure("the example city is inconsistent") }
    return ProjectRecord(
      code: plant.code, owner: numbers[plant.owner] ?? 0, energy: plant.energy,
      technology: plant.technology, province: owner.province, city: plant.city,
      commissioning: date, connection: plant.connection, isMarketBased: plant.isMarketBased,
      capacity: plant.capacity, isUnderSettlementMechanism: false)
  }
}
