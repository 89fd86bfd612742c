// SPDX-License-Identifier: Apache-2.0
import Cryptography
import InclusiveCredits
import LedgerCore
import Quantities
import Testing

@testable import LedgerService

/// Proofs of whether an activity was reported, long after its day has left the state.
@Suite struct ActivityProofTests {
  private static func question(_ ride: String, _ day: String, under scenario: String? = "EXPHER-S0")
    -> String
  {
    let key = ActivityKey.text(of: [ride], .sha256)
    return "activity:\(scenario.map { "\($0):" } ?? "")\(day):\(key)"
  }

  /// Rides T0…T149 on 1 June and T150…T299 on 2 June, of which T3 and T299 were taken out, in a
  /// ledger that committed on `today`.
  private static func city(
    today: CalendarDate = CityFixture.today, rides: Int = 300
  ) async throws -> CommittedLedger {
    let city = try await CityFixture()
    var session = try await city.open()
    try await city.authorise(0..<100, session)
    let list = RideList(rides: rides, users: 100)
    let path = try city.write(list.csv, to: "rides.csv")
    let report = try await city.submit(path, session)
    #expect(report.accepted.rows == rides)
    for (batch, row) in [(UInt32(0), 3), (1, 149)] where rides == 300 {
      let records = try await RegisteredBatch(batch, of: session).removal(of: [row], .excluded)
      _ = try await session.submit(
        records.map(\.encoded), as: try city.signer("verifier", CityFixture.verifier, session))
    }
    if today > CityFixture.today {
      try await session.close()
      let now = Timestamp(milliseconds: Int64(today.daysSinceEpoch) * 86_400_000)
      session = try await LedgerSession.open(
        city.example.paths, keys: city.example.keys, clock: { now })
      // One ride of that day: older days are let go of.
      let path = try city.write(
        "\(RideList.header)\nu1,\(today.adding(days: -1))T08:00:00,600,metro,5.000,LATE\n",
        to: "late.csv")
      let terms = ActivitySubmission.Terms(
        scenario: 0, status: .measured, pseudonyms: try city.maker(), format: .csv, refusals: nil)
      let submission = try await ActivitySubmission(
        list: path, terms, on: session, as: try city.carrier(session), clock: { now })
      #expect(try await submission.run(progress: { _ in }).accepted.rows == 1)
    }
    return try await CommittedLedger(city, city.example.paths, city.example.keys, session)
  }

  private static func found(
    _ files: CommittedLedger, _ question: String
  ) throws -> ReportedActivity? {
    guard case .activity(_, let found) = try files.answer(question) else { return nil }
    return found
  }

  private static func absence(
    _ files: CommittedLedger, _ question: String
  ) throws -> ActivityAbsence? {
    guard case .noActivity(_, let absence) = try files.answer(question) else { return nil }
    return absence
  }

  @Test func `an activity is shown in its batch, under its scenario or any`() async throws {
    let files = try await Self.city()
    for (ride, day, batch, row) in [
      ("T0", "2026-06-01", 0, 0), ("T3", "2026-06-01", 0, 3), ("T149", "2026-06-01", 0, 149),
      ("T150", "2026-06-02", 1, 0), ("T299", "2026-06-02", 1, 149),
    ] as [(String, String, UInt32, Int)] {
      for scenario in ["EXPHER-S0", nil] {
        let found = try #require(
          try Self.found(files, Self.question(ride, day, under: scenario)))
        #expect(found.scenario == "EXPHER-S0")
        #expect(found.batch == batch)
        #expect(found.row == row)
        #expect(found.person != nil)
        #expect(found.status == "measured")
        #expect(found.isRemoved == ["T3", "T299"].contains(ride))
      }
    }
  }

  @Test func `that an activity is nowhere is shown by every batch of its day`() async throws {
    let files = try await Self.city()
    for scenario in ["EXPHER-S0", nil] {
      // A ride of the other day is not one of this.
      for ride in ["T150", "T-none"] {
        let absence = try Self.absence(files, Self.question(ride, "2026-06-01", under: scenario))
        #expect(absence == ActivityAbsence(batches: 1, activities: 150, isFinal: false))
      }
      let other = try Self.absence(files, Self.question("T1", "2026-05-30", under: scenario))
      #expect(other == ActivityAbsence(batches: 0, activities: 0, isFinal: false))
      let closed = try Self.absence(files, Self.question("T1", "2026-04-30", under: scenario))
      #expect(closed == ActivityAbsence(batches: 0, activities: 0, isFinal: true))
    }
    let unknown = Self.question("T1", "2026-06-01", under: "EXPHER-S9")
    #expect(try files.answer(unknown) == .nothing(.scenarios, "EXPHER-S9"))
  }

  @Test func `days that have left the state are proved as well, and finally`() async throws {
    let files = try await Self.city(today: CityFixture.today.adding(days: 40))
    let found = try #require(try Self.found(files, Self.question("T7", "2026-06-01")))
    #expect(found.batch == 0)
    #expect(found.row == 7)
    let absence = try Self.absence(files, Self.question("T150", "2026-06-01"))
    #expect(absence == ActivityAbsence(batches: 1, activities: 150, isFinal: true))
    let check = try files.check(Self.question("T150", "2026-06-01"))
    #expect(check.sentence.english.contains("no more can be reported"))
    #expect(check.sentence.chinese.contains("该日已不能再上报"))
  }

  @Test func `no changed byte makes an activity appear or vanish`() async throws {
    let files = try await Self.city(rides: 20)
    for ride in ["T1", "T-none"] {
      try files.flipBytes(of: Self.question(ride, "2026-06-01"))
    }
  }

  @Test func `rows are not left out, added, swapped or taken from another batch`() async throws {
    let files = try await Self.city()
    let (present, absent) = (
      Self.question("T70", "2026-06-01"), Self.question("T-none", "2026-06-01")
    )
    try files.tamper(present, with: absent)
    // Of another month: of one month they would be the same.
    try files.tamper(absent, with: Self.question("T-none", "2026-05-30"))
    let other = try #require(
      try JSONValue(parsing: files.proof(Self.question("T-none", "2026-06-02")).bytes)["rows"])
    for question in [present, absent] {
      let honest = try files.proof(question).bytes
      func refuse(_ name: String, _ change: (inout [JSONValue]) throws -> Void) throws {
        files.refuses(try CommittedLedger.changed(honest, "rows", change), "\(question): \(name)")
      }
      try refuse("no rows") { $0 = [] }
      try refuse("rows twice") { $0.append($0[0]) }
      try refuse("rows of the other day") { $0 = try #require(other.elements) }
      try refuse("another group") { rows in
        let members = try #require(rows[0].members).filter { $0.name != "group" }
        rows[0] = .object(members + [JSONValue.Member("group", .integer(2))])
      }
      try refuse("another batch") { rows in
        let members = try #require(rows[0].members).filter { $0.name != "batch" }
        rows[0] = .object(members + [JSONValue.Member("batch", .integer(1))])
      }
      // The last row left out, so that what is asked for would not be there.
      try refuse("a row less") { rows in
        let text = try #require(rows[0]["bytes"]?.text)
        let bytes = try #require(Base64.decode(text))
        let members = try #require(rows[0].members).filter { $0.name != "bytes" }
        let less = Base64.encode(Array(bytes.dropLast(40)))
        rows[0] = .object(members + [JSONValue.Member("bytes", .string(less))])
      }
    }
  }

  @Test(arguments: [
    "", "2026-06-01", "2026-06-01:00", "2026-6-1:00112233445566778899aabbccddeeff",
    "A:B:2026-06-01:00112233445566778899aabbccddeeff",
    ":2026-06-01:00112233445566778899aabbccddeeff",
    "2026-06-01:00112233445566778899aabbccddeefg", "2026-02-30:00112233445566778899aabbccddeeff",
  ])
  func `what is no question about an activity is none`(text: String) {
    #expect(StateQuestion("activity:\(text)") == nil)
  }

  @Test func `a key is asked for in either case and kept in one`() throws {
    let question = try #require(
      StateQuestion("activity:2026-06-01:00112233445566778899AABBCCDDEEFF"))
    #expect(question.text == "activity:2026-06-01:00112233445566778899aabbccddeeff")
    #expect(StateQuestion(question.text) == question)
  }
}
