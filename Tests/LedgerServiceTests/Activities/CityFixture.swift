// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import Cryptography
import Foundation
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

@testable import LedgerService

/// A ledger of a city whose transit company reports rides, in a directory of its own.
final class CityFixture: Sendable {
  let example: ExampleLedger
  /// The numbers of the parties.
  static let carrier: UInt32 = 1
  static let verifier: UInt32 = 2
  static let rival: UInt32 = 3
  /// The day on which everything is registered.
  static let today = CalendarDate(year: 2026, month: 6, day: 3) ?? ExampleLedger.day
  static let salt: [UInt8] = Array("a salt of sixteen bytes and more".utf8)

  static var now: Timestamp {
    Timestamp(milliseconds: Int64(today.daysSinceEpoch) * 86_400_000)
  }

  /// Makes the parties, the scheme and a scenario for each methodology, the first for transit.
  init(
    _ methodologies: [String] = ["shenzhen/public-transport@2021"]
  ) async throws {
    example = try await ExampleLedger(clock: { Self.now })
    let session = try await open()
    let authority = try example.authority(session)
    var records = InclusiveCredits.assetClasses(issuer: 0).map(\.encoded)
    for (name, role) in [
      ("carrier", Role.operatorOfScheme), ("verifier", .verifier), ("rival", .operatorOfScheme),
    ] {
      let key = try example.keys.create(name, algorithm: .ed25519)
      let number = records.count
      records.append(
        ParticipantRecord(
          identifier: try ExampleLedger.identifier(number), chineseName: "示例\(name)",
          englishName: "Example \(name)", province: 44, isExample: true, roles: [role],
          since: ExampleLedger.day, key: key.verifyingKey.bytes
        ).encoded)
    }
    records.append(
      SchemeRecord(
        code: "EXPHER", chineseName: "示例碳普惠", englishName: "Example scheme", province: 44,
        from: ExampleLedger.day, lateWindowDays: 7, source: "示例"
      ).encoded)
    _ = try await session.submit(records, as: authority)
    for (number, identity) in methodologies.enumerated() {
      try await approve(identity, UInt32(number), session, authority)
    }
    try await session.close()
  }

  private func approve(
    _ identity: String, _ number: UInt32, _ session: LedgerSession,
    _ authority: StatementSigner
  ) async throws {
    let methodology = try Self.methodology(identity)
    let filing = MethodologyFilingRecord(
      document: MethodologyCodec.encode(methodology),
      sourceDigest: HashFunction.sha256.digest(of: []), reference: "示例")
    let isSite = methodology.crediting.holder == .site
    let attributes =
      isSite
      ? [
        "capacity=800", "grid_date=2020-01-01", "in_shanghai=true", "in_ets=false",
        "in_other_scheme=false",
      ] : []
    let approval = ScenarioRecord(
      scheme: 0, methodology: number, code: "S\(number)", chineseName: "示例",
      englishName: "Example", operatorNumber: Self.carrier, beneficiary: Self.carrier,
      from: CalendarDate(year: 2026, month: 1, day: 1) ?? ExampleLedger.day,
      attributes: try AttributeValues.integers(attributes, for: methodology), benefit: .pooled,
      subjects: methodology.exclusivity.subjects.map { "\($0):EX-1" }, reference: "示例")
    for record in [filing.encoded, approval.encoded] {
      _ = try await session.submit([record], as: authority)
    }
  }

  /// A shipped methodology, what no source fixes set to values that any ride keeps.
  static func methodology(_ identity: String) throws -> Methodology {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appendingPathComponent("Methodologies/\(identity)/methodology.yaml")
    var methodology = try MethodologyDocument.read([UInt8](Data(contentsOf: path)))
    let values = [
      "speed_limit": "120", "daily_distance_limit": "400", "daily_trip_limit": "5",
      "baseline": "2.5", "power_factor": "0.3125", "full_load_hours_limit": "744",
    ]
    for parameter in methodology.parameters where parameter.values.isEmpty {
      let value = try #require(values[parameter.name])
      methodology = try methodology.setting(
        .init(name: parameter.name, choice: nil, value: try ExactDecimal(text: value)),
        source: .init(document: "示例", date: nil))
    }
    return methodology
  }

  func open() async throws -> LedgerSession {
    try await LedgerSession.open(example.paths, keys: example.keys, clock: { Self.now })
  }

  func signer(_ name: String, _ number: UInt32, _ session: LedgerSession) throws -> StatementSigner
  {
    StatementSigner(
      issuer: number, audience: session.origin, suite: session.suite,
      key: try example.keys.key(name))
  }

  func carrier(_ session: LedgerSession) throws -> StatementSigner {
    try signer("carrier", Self.carrier, session)
  }

  func maker() throws -> PersonPseudonym { try PersonPseudonym(salt: Self.salt) }

  /// Writes a file beside the ledger and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    let path = "\(example.root)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: "\(example.root)/\(name)", encoding: .utf8)
  }

  /// Authorises users u0 … for a scenario.
  func authorise(
    _ users: Range<Int>, scenario: UInt32 = 0, _ session: LedgerSession
  ) async throws {
    let text = "user_id\n" + users.map { "u\($0)\n" }.joined()
    let list = AuthorisationList(
      .grant, scenario: scenario, from: try CalendarDate(text: "2026-05-01"), on: session,
      as: try carrier(session), clock: { Self.now })
    let report = try await list.run(
      path: try write(text, to: "users.csv"), try maker(), progress: { _ in })
    #expect(report.refused.isEmpty)
  }

  /// Submits a list in this session.
  func submit(
    _ path: String, scenario: UInt32 = 0, format: ActivityListFormat = .csv,
    refusals: String? = nil, status: DataStatus = .measured, chunkSize: Int = 1 << 16,
    _ session: LedgerSession, progress: (ActivityProgress) -> Void = { _ in }
  ) async throws -> ActivityReport {
    let terms = ActivitySubmission.Terms(
      scenario: scenario, status: status, pseudonyms: try maker(), format: format,
      refusals: refusals.map { "\(example.root)/\($0)" })
    var submission = try await ActivitySubmission(
      list: path, terms, on: session, as: try carrier(session), clock: { Self.now })
    submission.chunkSize = chunkSize
    return try await submission.run(progress: progress)
  }

  /// What the ledger has of a scenario's month.
  func period(
    _ session: LedgerSession, scenario: UInt32 = 0, month: String = "2026-06"
  ) async throws -> (activities: Int64, total: Int64) {
    let key = CreditPeriod.key(scenario, try CalendarMonth(text: month))
    return await session.ledger.inspect { state in
      guard let credits = state.mechanism(InclusiveCredits.self),
        let number = credits.periods.number(forKey: key)
      else { return (0, 0) }
      return (credits.periods[number].activities, credits.periods[number].total)
    }
  }
}

/// Rides of many users over two days, and what they save by arithmetic of its own.
struct RideList {
  static let header = "user_id,start,duration_s,mode,distance,trip"
  private(set) var lines: [String] = []
  /// What the rides save in milligrams.
  private(set) var total: Int64 = 0

  init(rides: Int, users: Int, seed: UInt64 = 7) {
    var random = SplitMix64(seed: seed)
    for ride in 0..<rides {
      let isSecondDay = ride >= rides / 2
      let slot = (ride % max(rides / 2, 1)) / users
      let second = 18_000 + slot * 14_400 + Int(random.next() % 7_200)
      let duration = 300 + Int(random.next() % 5_000)
      let metres = 500 + Int(random.next() % UInt64(min(40_000, duration * 20)))
      let isMetro = random.next() % 3 > 0
      let clock = [second / 3_600, second / 60 % 60, second % 60]
        .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
      let fraction = String(metres % 1_000 + 1_000).dropFirst()
      lines.append(
        "u\(ride % users),2026-06-0\(isSecondDay ? 2 : 1)T\(clock),\(duration),"
          + "\(isMetro ? "metro" : "e_bus"),\(metres / 1_000).\(fraction),T\(ride)")
      // 46.7 and 26.9 g a kilometre, cut to 10 mg.
      total += Int64(metres * (isMetro ? 467 : 269) / 100 * 10)
    }
  }

  var csv: String { ([Self.header] + lines).joined(separator: "\n") + "\n" }

  var jsonLines: String {
    lines.map { line in
      let cells = line.split(separator: ",")
      return "{\"user_id\":\"\(cells[0])\",\"start\":\"\(cells[1])\",\"duration_s\":\(cells[2]),"
        + "\"mode\":\"\(cells[3])\",\"distance\":\(cells[4]),\"trip\":\"\(cells[5])\"}\n"
    }.joined()
  }
}
