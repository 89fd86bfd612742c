// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Foundation
import InclusiveCredits
import LedgerCore
import LedgerService
import Measuring
import AuthoredDocuments
import MethodologyEngine
import Quantities

/// A city whose inhabitants ride buses and metros, and the ledger that credits them.
struct City {
  static let rowsPerBatch = 900
  static let firstDay = CalendarDate(year: 2026, month: 6, day: 1)!
  /// The moment everything is registered: two days after the first ride.
  static let now = Timestamp(
    milliseconds: Int64(firstDay.daysSinceEpoch + 2) * 86_400_000)
  static let month = CalendarMonth(year: 2026, month: 6)!

  let paths: LedgerPaths
  let persons: Int
  let program: MethodologyProgram
  let carrier: StatementSigner
  let verifier: StatementSigner
  let authority: StatementSigner
  var nextRide = 0
  var random = SplitMix64(state: 20_260_601)

  /// Makes the ledger: parties, methodology, scheme, scenario.
  static func found(at root: String, persons: Int, repository: String) async throws -> City {
    let paths = LedgerPaths(root: root + "/ledger", keys: root + "/keys")
    let keys = KeyStore(directory: paths.keys)
    let creation = LedgerCreation(
      origin: "ledger.example/city", suite: .sha256Ed25519, identifier: code(0),
      chineseName: "示例", englishName: "Example", province: 44, isExample: true,
      since: CalendarDate(year: 2024, month: 1, day: 1)!)
    _ = try await creation.run(at: paths, keys: keys, clock: { now })
    let session = try await LedgerSession.open(paths, keys: keys, clock: { now })
    let signers = try [SigningKey.generate(.ed25519), .generate(.ed25519)]
      .enumerated().map {
        StatementSigner(
          issuer: UInt32($0 + 1), audience: session.origin, suite: session.suite, key: $1)
      }
    let authority = StatementSigner(
      issuer: 0, audience: session.origin, suite: session.suite, key: try keys.key("authority"))
    let methodology = try methodology(repository)
    let source = HashFunction.sha256.digest(of: [])
    var records = InclusiveCredits.assetClasses(issuer: 0).map(\.encoded)
    records += [
      participant(1, .operatorOfScheme, signers[0]), participant(2, .verifier, signers[1]),
      MethodologyFilingRecord(
        document: MethodologyCodec.encode(methodology), sourceDigest: source, reference: "示例"
      ).encoded,
      SchemeRecord(
        code: "EXPHER", chineseName: "示例碳普惠", englishName: "Example scheme", province: 44,
        from: CalendarDate(year: 2024, month: 1, day: 1)!, lateWindowDays: 7, source: "示例"
      ).encoded,
      ScenarioRecord(
        scheme: 0, methodology: 0, code: "TRANSIT", chineseName: "示例公共出行",
        englishName: "Example transit", operatorNumber: 1, beneficiary: 1,
        from: CalendarDate(year: 2026, month: 1, day: 1)!, benefit: .pooled, reference: "示例"
      ).encoded,
    ]
    for record in records { _ = try await session.submit([record], as: authority) }
    try await session.close()
    return City(
      paths: paths, persons: persons, program: try MethodologyProgram(methodology),
      carrier: signers[0], verifier: signers[1], authority: authority)
  }

  /// The methodology as it is shipped, with the plausibility limits a city would set.
  private static func methodology(_ repository: String) throws -> Methodology {
    let path = repository + "/Methodologies/shenzhen/public-transport@2021/methodology.yaml"
    var methodology = try MethodologyDocument.read([UInt8](Data(contentsOf: URL(filePath: path))))
    let limits = ["speed_limit": 120, "daily_distance_limit": 400, "daily_trip_limit": 30]
    for position in methodology.parameters.indices {
      guard let value = limits[methodology.parameters[position].name] else { continue }
      methodology.parameters[position].values = [
        .init(
          choice: nil, value: ExactDecimal(value), from: nil, through: nil,
          source: .init(document: "示例", date: nil))
      ]
    }
    return methodology
  }

  static func code(_ number: Int) -> String {
    let digits = String(number)
    let first = "91440300MA" + String(repeating: "0", count: 7 - digits.count) + digits
    return first + String(try! SocialCreditCode.checkCharacter(forFirst17: first))
  }

  private static func participant(_ number: Int, _ role: Role, _ signer: StatementSigner) -> [UInt8]
  {
    ParticipantRecord(
      identifier: code(number), chineseName: "示例\(number)", englishName: "Example \(number)",
      province: 44, isExample: true, roles: [role],
      since: CalendarDate(year: 2024, month: 1, day: 1)!, key: signer.verifyingKey.bytes
    ).encoded
  }

  /// The statements by which everybody authorises the carrier.
  mutating func authorisations() throws -> [[UInt8]] {
    let size = InclusiveCreditLimits.pseudonymsPerRecord
    return try stride(from: 0, to: persons, by: size).map { first in
      var pseudonyms: [UInt8] = []
      for person in first..<min(first + size, persons) {
        pseudonyms += HashFunction.sha256.digest(of: Array("person \(person)".utf8)).bytes
      }
      let record = AuthorisationRecord(
        scenario: 0, from: CalendarDate(year: 2026, month: 5, day: 1)!, pseudonyms: pseudonyms)
      return try carrier.sign([record.encoded], identifier: identifier(), issuedAt: Self.now)
    }
  }

  private mutating func identifier() -> [UInt8] {
    (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  /// The statements of the next `count` rides, of which half are on each of two days.
  ///
  /// - Parameter total: The rides of the whole run.
  mutating func rides(_ count: Int, of total: Int) throws -> (statements: [[UInt8]], sum: Int64) {
    var statements: [[UInt8]] = []
    var sum: Int64 = 0
    let end = nextRide + count
    while nextRide < end {
      let day = nextRide < total / 2 ? 0 : 1
      let last = min(nextRide + Self.rowsPerBatch, end, day == 0 ? total / 2 : total)
      let (statement, saved) = try batch(nextRide..<last, day: day, firstOfDay: day * (total / 2))
      statements.append(statement)
      sum += saved
      nextRide = last
    }
    return (statements, sum)
  }

  private mutating func batch(
    _ rides: Range<Int>, day: Int, firstOfDay: Int
  ) throws -> (statement: [UInt8], sum: Int64) {
    let layout = ActivityLayout(program.methodology)
    let date = Self.firstDay.adding(days: day)
    var bound = try program.bound(on: date, attributes: [])
    var writer = CBORRows()
    var total: Int64 = 0
    for ride in rides {
      let position = ride - firstOfDay
      // One ride a slot of four hours: a person's rides never overlap.
      let slot = position / persons
      let start = 5 * 3_600 + slot * 4 * 3_600 + Int.random(in: 0..<7_200, using: &random)
      let duration = Int.random(in: 180..<5_400, using: &random)
      let metres = Int.random(in: 500..<min(45_000, duration * 20), using: &random)
      let mode = Int.random(in: 0..<100, using: &random) < 62 ? 1 : 0
      let row = ActivityRow(
        person: UInt32(position % persons), start: Int32(start), duration: Int32(duration),
        key: OpenDays.NaturalKey(high: random.next(), low: random.next()),
        values: [Int64(mode), Int64(metres)])
      guard case .result(let value) = bound.evaluate(row.values, duration: Int64(duration)) else {
        preconditionFailure("a ride that does not count: \(row)")
      }
      // The factors once more, by hand: 26.9 and 46.7 g, cut to 10 mg.
      let exact = Int64(metres) * (mode == 1 ? 467 : 269)
      precondition(value == exact / 100 * 10, "\(value) is not \(exact / 100 * 10)")
      total += value
      row.encode(to: &writer.writer, layout)
    }
    let rows = writer.writer.bytes
    let record = ActivityBatchRecord(
      ActivityBatchRecord.Terms(
        scenario: 0, date: date, count: UInt32(rides.count), total: total,
        root: try ActivityTree(rows: rows, function: .sha256).root),
      rows: rows)
    let statement = try carrier.sign(
      [record.encoded], identifier: identifier(), issuedAt: Self.now)
    return (statement, total)
  }
}
