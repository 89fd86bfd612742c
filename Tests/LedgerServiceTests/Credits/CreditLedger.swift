// SPDX-License-Identifier: Apache-2.0
import Foundation
import InclusiveCredits
import LedgerCore
import Quantities
import Testing

@testable import LedgerService

/// A ledger with one scheme and one scenario of e-bike rides, in a directory of its own.
final class CreditLedger {
  static let start = CalendarDate(daysSinceEpoch: 20_454)
  static let january = start.calendarMonth

  let root: String
  let paths: LedgerPaths
  let keys: KeyStore
  let clock = ExampleClock(CreditLedger.start)
  private(set) var session: LedgerSession
  private(set) var numbers: [String: UInt32] = ["authority": 0]

  /// Makes the ledger; persons 0 up to `persons` have authorised the scenario.
  init(benefit: Benefit, persons: Int = 200) async throws {
    root =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("tanzhang-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: root, withIntermediateDirectories: true)
    paths = LedgerPaths(root: root + "/ledger", keys: root + "/keys")
    keys = KeyStore(directory: paths.keys)
    let clock = clock
    let creation = LedgerCreation(
      origin: "ledger.example/test", suite: .sha256Ed25519,
      identifier: try ExampleLedger.identifier(1), chineseName: "示例主管部门",
      englishName: "Example Authority", province: 33, isExample: true, since: Self.start)
    _ = try await creation.run(at: paths, keys: keys) { clock.now() }
    session = try await LedgerSession.open(paths, keys: keys) { clock.now() }
    try await setUp(benefit, persons: persons)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  private func setUp(_ benefit: Benefit, persons: Int) async throws {
    let parties: [(String, [Role])] = [
      ("bikes", [.operatorOfScheme]), ("verifier", [.verifier]), ("buyer", [.enterprise]),
    ]
    for (position, (name, roles)) in parties.enumerated() {
      let key = try keys.create(name, algorithm: .ed25519)
      let receipt = try await submit(
        ParticipantRecord(
          identifier: try ExampleLedger.identifier(position + 2), chineseName: "示例\(name)",
          englishName: "Example \(name)", province: 33, isExample: true, roles: roles,
          since: Self.start, key: key.verifyingKey.bytes), by: "authority")
      numbers[name] = try #require(receipt.assignments.first).number
    }
    for asset in InclusiveCredits.assetClasses(issuer: 0) {
      try await submit(asset, by: "authority")
    }
    try await submit(
      SchemeRecord(
        code: "EX", chineseName: "示例", englishName: "example", province: 33,
        from: Self.start, lateWindowDays: 60, source: "example"), by: "authority")
    try await submit(try filing(), by: "authority")
    try await submit(
      ScenarioRecord(
        scheme: 0, methodology: 0, code: "BIKES", chineseName: "示例", englishName: "example",
        operatorNumber: numbers["bikes"] ?? 0, beneficiary: numbers["bikes"] ?? 0,
        from: Self.start, attributes: [0], benefit: benefit, subjects: ["device:1"],
        reference: "example"), by: "authority")
    let maker = try PersonPseudonym(salt: [UInt8](repeating: 7, count: 16))
    let people = try (0..<persons).map { try maker.pseudonym(of: "person \($0)") }
    try await submit(
      AuthorisationRecord(scenario: 0, from: Self.start, persons: people), by: "bikes")
  }

  private func filing() throws -> MethodologyFilingRecord {
    let folder = try #require(DemonstrationLedger.methodologies)
    var filing = try MethodologyFiling(path: "\(folder.path)/chongqing/e-bike-riding@2023")
    try filing.set(
      [
        try ParameterAssignment(text: "speed_limit=60"),
        try ParameterAssignment(text: "daily_ride_limit=50"),
      ], sources: ["speed_limit": "example", "daily_ride_limit": "example"], on: Self.start)
    return try filing.record(hash: session.suite.hash)
  }

  @discardableResult
  func submit<R: Record>(_ record: R, by name: String) async throws -> Receipt {
    let signer = StatementSigner(
      issuer: numbers[name] ?? 0, audience: session.origin, suite: session.suite,
      key: try keys.key(name))
    return try await session.submit([record.encoded], as: signer)
  }

  /// The day of January with this number.
  static func day(_ number: Int, of month: CalendarMonth = january) -> CalendarDate {
    month.firstDay.adding(days: number - 1)
  }

  /// Reports a ride of `metres` by each person, an hour apart for each call on the same day.
  func ride(
    _ persons: Range<UInt32>, metres: Int64, on date: CalendarDate, hour: Int32 = 8
  ) async throws {
    clock.set(date.adding(days: 1))
    let rows = persons.map { person in
      ActivityRow(
        person: person, start: hour * 3_600, duration: 3_000,
        key: InclusiveRides.key(UInt64(hour), person, date), values: [metres])
    }
    let credits = try await session.ledger.current.credits()
    for record in try InclusiveBatches(0, credits, hash: session.suite.hash).records(rows, on: date)
    {
      try await submit(record, by: "bikes")
    }
  }

  /// Takes rows of a batch out.
  func remove(_ rows: [Int], of batch: UInt32, reason: RemovalReason = .excluded) async throws {
    let reading = try await reading()
    let row = try #require(
      try reading.rows.row(ActivityBatch.self, InclusiveCredits.Section.batches, batch))
    let scenario = try #require(
      try reading.rows.row(Scenario.self, InclusiveCredits.Section.scenarios, 0))
    let reported = try ReportedBatch(batch, row, scenario, reading, KeyRing())
    let all = try reported.activities(in: 0..<(row.total + 1))
    let tree = try ActivityTree(rows: reported.record.rows, function: session.suite.hash)
    let total = all.filter { rows.contains($0.position) }.reduce(0) { $0 + Int64($1.range.count) }
    let record = try #require(
      tree.removal(
        from: batch, reason: reason, group: 0, positions: rows.map(UInt32.init), total: total))
    try await submit(record, by: "bikes")
  }

  /// Verifies and issues a month as planned.
  @discardableResult
  func close(_ month: CalendarMonth) async throws -> IssuePlan<CreditIssueRecord> {
    clock.set(Self.day(5, of: month.adding(months: 1)))
    let credits = try await session.ledger.current.credits()
    let number = try #require(credits.periods.number(forKey: CreditPeriod.key(0, month)))
    let period = credits.periods[number]
    try await submit(
      VerificationRecord(
        scenario: 0, month: month, batches: period.batches, activities: period.activities,
        total: period.total, report: session.suite.hash.digest(of: [1]), opinion: "fine"),
      by: "verifier")
    let plan = try IssuePlan.issue(of: "EX-BIKES", month, in: await session.ledger.current)
    try await submit(plan.record, by: "authority")
    return plan
  }

  /// Pools all grams that persons have.
  @discardableResult
  func pool() async throws -> [IssuePlan<PersonalPoolRecord>] {
    var plans: [IssuePlan<PersonalPoolRecord>] = []
    let parts = try IssuePlan.gramParts(
      of: "EX-BIKES", list: nil, in: await session.ledger.current)
    for part in parts {
      let plan = try IssuePlan.pool(of: "EX-BIKES", part, in: await session.ledger.current)
      try await submit(plan.record, by: "bikes")
      plans.append(plan)
    }
    return plans
  }

  /// The ledger as a reader sees it now.
  func reading() async throws -> LedgerReading {
    try await session.storeState()
    return try await LedgerReading(paths)
  }
}
