// SPDX-License-Identifier: Apache-2.0
import Cryptography
import InclusiveCredits
import LedgerCore
import Quantities
import Testing

@testable import LedgerService

@Suite struct ActivitySubmissionTests {
  @Test func `what is registered equals an independent sum, and the same list registers nothing`()
    async throws
  {
    let city = try await CityFixture()
    let session = try await city.open()
    try await city.authorise(0..<500, session)
    let rides = RideList(rides: 4_000, users: 500)
    let path = try city.write(rides.csv, to: "rides.csv")
    let first = try await city.submit(path, session)
    #expect(first.accepted.rows == 4_000 && first.accepted.total == rides.total)
    #expect(first.accepted.batches == 4 && first.refusedCount == 0 && first.earlier.rows == 0)
    let again = try await city.submit(path, chunkSize: 1 << 20, session)
    #expect(again.accepted.rows == 0 && again.entries == nil && again.refusedCount == 0)
    #expect(again.earlier == first.accepted)
    #expect(try await city.period(session) == (4_000, rides.total))
    try await session.close()
  }

  @Test func `JSON Lines say the same as CSV`() async throws {
    let city = try await CityFixture()
    let session = try await city.open()
    try await city.authorise(0..<100, session)
    let rides = RideList(rides: 300, users: 100)
    let path = try city.write(rides.jsonLines, to: "rides.jsonl")
    let report = try await city.submit(path, format: .jsonLines, session)
    #expect(report.accepted.rows == 300 && report.accepted.total == rides.total)
    // The same rides from another list are known by their natural keys.
    let other = try city.write(rides.csv, to: "rides.csv")
    let second = try await city.submit(other, session)
    #expect(second.accepted.rows == 0 && second.refusedByRule == ["INC-70": 300])
    try await session.close()
  }

  @Test(arguments: [1, 2, 5])
  func `an interrupted run goes on where it ended`(chunks: Int) async throws {
    let city = try await CityFixture()
    let rides = RideList(rides: 6_000, users: 800)
    let path = try city.write(rides.csv, to: "rides.csv")
    var session = try await city.open()
    try await city.authorise(0..<800, session)
    let interrupted = session
    let run = Task {
      var seen = 0
      return try await city.submit(path, chunkSize: 40_000, interrupted) { _ in
        seen += 1
        if seen == chunks { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      }
    }
    await #expect(throws: ServiceError.self) { _ = try await run.value }
    // Nothing is stored, as after a crash: what is durable is replayed.
    let before = try await city.period(session).activities
    #expect(before < 6_000)
    try await session.close()
    session = try await city.open()
    let report = try await city.submit(path, chunkSize: 40_000, session)
    #expect(report.earlier.rows + report.accepted.rows == 6_000 && report.refusedCount == 0)
    #expect(report.earlier.rows >= Int(before))
    #expect(report.earlier.total + report.accepted.total == rides.total)
    #expect(try await city.period(session) == (6_000, rides.total))
    try await session.close()
  }

  @Test func `each line is judged by its rule, and all others are registered`() async throws {
    let city = try await CityFixture()
    let session = try await city.open()
    try await city.authorise(0..<20, session)
    let cases: [(line: String, rule: String?)] = [
      ("u0,2026-06-01T08:00:00,1200,metro,8,A1", nil),
      ("u0,2026-06-01T08:10:00,1800,e_bus,5,A2", "INC-69"),
      ("u1,2026-06-01T08:10:00,1800,e_bus,5,A1", "INC-70"),
      ("u2,2026-06-01T08:10:00,60,metro,60,A4", "INC-73"),
      ("u3,2026-06-01T08:10:00,600,tram,6,A5", "IMP-3"),
      ("u99,2026-06-01T08:10:00,600,metro,6,A6", "INC-71"),
      ("u4,2026-05-20T08:10:00,600,metro,6,A7", "INC-72"),
      ("u5,2026-06-09T08:10:00,600,metro,6,A8", "LED-5B"),
      ("u6,2026-06-01T08:10:00,600,metro,6.1234,A9", "IMP-3"),
      ("u7,2026-06-01 08:10,600,metro,6.1000,\"A,10\"", nil),
      ("u8,2026-06-01T08:10:00,600,metro,6", "IMP-1"),
      ("u9,2026-06-01T00:10:00Z,600,metro,6,", "IMP-2"),
      ("\"u10,2026-06-01T08:10:00,600,metro,6,A12", "IMP-1"),
      ("u11,2026-06-01T23:50:00,1200,metro,8,A13", nil),
      ("u11,2026-06-02T00:05:00,1200,metro,8,A14", "INC-69"),
      ("u12,2026-06-01T08:10:00,0,metro,6,A15", "IMP-3"),
      ("u13,2026-06-01T08:10:00,600,metro,300,A16", "INC-73"),
      ("u14,2025-12-31T08:10:00,600,metro,3,A17", "INC-78"),
    ]
    let text = ([RideList.header] + cases.map(\.line)).joined(separator: "\r\n")
    let path = try city.write("\u{FEFF}" + text, to: "bad.csv")
    let report = try await city.submit(path, refusals: "refused.csv", session)
    #expect(report.accepted.rows == 3 && report.accepted.total == 1_032_070)
    let found = [Int: String](
      uniqueKeysWithValues: report.refused.map { ($0.line, $0.rejection.rule.code) })
    for (position, one) in cases.enumerated() {
      #expect(found[position + 2] == one.rule, "line \(position + 2): \(one.line)")
    }
    let again = try await city.submit(path, session)
    #expect(again.earlier.rows == 3 && again.refusedByRule == report.refusedByRule)
    try await session.close()
  }

  @Test func `what was refused is accepted from the refusals file, or the same list, later`()
    async throws
  {
    let city = try await CityFixture()
    let session = try await city.open()
    try await city.authorise(0..<50, session)
    let rides = RideList(rides: 200, users: 100)
    let path = try city.write(rides.csv, to: "rides.csv")
    let first = try await city.submit(path, refusals: "refused.csv", session)
    #expect(first.accepted.rows == 100 && first.refusedByRule == ["INC-71": 100])
    let lines = try city.read("refused.csv").split(separator: "\n")
    #expect(lines.count == 101)
    #expect(lines[0] == RideList.header + ",line,rule,found,required,remedy")
    try await city.authorise(0..<75, session)
    let corrected = try await city.submit(
      "\(city.example.root)/refused.csv", refusals: "refused.csv", session)
    #expect(corrected.accepted.rows == 50 && corrected.refusedByRule == ["INC-71": 50])
    let rest = try city.read("refused.csv").split(separator: "\n")
    #expect(rest.count == 51 && rest[0] == lines[0] && rest[1].hasPrefix("u75,"))
    try await city.authorise(0..<100, session)
    let again = try await city.submit(path, session)
    // What the refusals file brought is known by its keys; what nobody brought is new.
    #expect(again.earlier.rows == 100 && again.accepted.rows == 50)
    #expect(again.refusedByRule == ["INC-70": 50])
    #expect(try await city.period(session) == (200, rides.total))
    try await session.close()
  }

  @Test func `a second writer waits outside, and another operator is refused whole`() async throws {
    let city = try await CityFixture()
    let session = try await city.open()
    await #expect(throws: ServiceError.self) { _ = try await city.open() }
    let rival = try city.signer("rival", CityFixture.rival, session)
    do {
      _ = try await ActivitySubmission(
        list: "none.csv", .init(scenario: 0), on: session, as: rival,
        clock: { CityFixture.now })
      Issue.record("another operator may submit")
    } catch .rejected(let rejection) {
      #expect(rejection.rule == LedgerRules.role)
    }
    try await session.close()
  }

  @Test(arguments: [
    ("user_id,start,mode,distance,trip", "duration_s / end"),
    ("start,duration_s,mode,distance,trip", "person / user_id"),
    ("user_id,start,duration_s,mode,trip", "distance"),
    ("user_id,start,duration_s,mode,distance", "key / key_text"),
    ("user_id,start,end,duration_s,mode,distance,乘距,trip", "乘距"),
  ])
  func `a list without a needed column is refused whole`(
    header: String, named: String
  ) async throws {
    let city = try await CityFixture()
    let session = try await city.open()
    let path = try city.write(header + "\n", to: "list.csv")
    do {
      _ = try await city.submit(path, session)
      Issue.record("\(header) is a list of rides")
    } catch let error as ServiceError {
      #expect(error.message(in: .english).contains(named))
    }
    try await session.close()
  }

  @Test func `a list in GB18030 is refused with its remedy`() async throws {
    let city = try await CityFixture()
    let session = try await city.open()
    let path = try city.write(RideList.header + "\n", to: "list.csv")
    try LocalFile.write(
      Array((RideList.header + "\n").utf8) + [0xB5, 0xD8, 0xCC, 0xFA, 0x0A], to: path)
    do {
      _ = try await city.submit(path, session)
      Issue.record("not UTF-8, and read")
    } catch let error as ServiceError {
      #expect(error.message(in: .english).contains("GB18030"))
    }
    try await session.close()
  }
}
