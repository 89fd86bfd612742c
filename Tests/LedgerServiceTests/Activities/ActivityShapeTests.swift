// SPDX-License-Identifier: Apache-2.0
import Cryptography
import InclusiveCredits
import LedgerCore
import Quantities
import Testing

@testable import LedgerService

/// Activities of a day, of a month, with rows of a list, and of sites.
@Suite struct ActivityShapeTests {
  static let methodologies = [
    "shenzhen/residential-electricity@2022", "shanghai/distributed-pv@2024",
  ]

  @Test func `a household's day has the seven days before it`() async throws {
    let city = try await CityFixture(Self.methodologies)
    let session = try await city.open()
    try await city.authorise(0..<9, session)
    // 9.6 kWh are 3.0 kg; the days before 3.2 or 2.9 kg on average: 0.2 kg, or nothing.
    let list = """
      用户编号,日期,当日用电量(kWh),previous.1,previous.2,previous.3,previous.4,previous.5,previous.6,previous.7,key.1,key.2
      u0,2026-06-01,9.6,10.24,10.24,10.24,10.24,10.24,10.24,10.24,H0,2026-06-01
      u1,2026-06-01,9.60,9.28,9.28,9.28,9.28,9.28,9.28,9.28,H1,2026-06-01
      u2,2026-06-01,9.6,10.24,10.24,10.24,10.24,10.24,10.24,,H2,2026-06-01
      u3,2026-06-01,9.6,10.24,10.24,,10.24,10.24,10.24,10.24,H3,2026-06-01

      """
    let path = try city.write(list, to: "households.csv")
    let report = try await city.submit(path, session)
    #expect(report.accepted.rows == 2 && report.accepted.total == 200_000)
    #expect(report.refused.map(\.line) == [4, 5])
    #expect(report.refused.map(\.rejection.rule.code) == ["INC-67", "IMP-2"])
    let lines = """
      {"user_id":"u4","date":"2026-06-01","consumption":9.6,\
      "previous":[10.24,10.24,10.24,10.24,10.24,10.24,10.24],"key_text":"H4"}
      """
    let other = try city.write(lines, to: "households.jsonl")
    let second = try await city.submit(other, format: .jsonLines, session)
    #expect(second.accepted.rows == 1 && second.accepted.total == 200_000)
    try await session.close()
  }

  @Test func `a site's month needs no person`() async throws {
    let city = try await CityFixture(Self.methodologies)
    let session = try await city.open()
    let list = "month,generation,key_text\n2026-05,80000,METER-1\n2026-04,70000,METER-1\n"
    let path = try city.write(list, to: "pv.csv")
    let report = try await city.submit(path, scenario: 1, session)
    #expect(report.accepted.rows == 1 && report.accepted.total == 80_000 * 420_000)
    #expect(report.refusedByRule == ["INC-72": 1])
    #expect(try await city.period(session, scenario: 1, month: "2026-05").activities == 1)
    try await session.close()
  }

  @Test func `an estimate is recorded and never credited`() async throws {
    let city = try await CityFixture(Self.methodologies)
    let session = try await city.open()
    let path = try city.write("month,generation,key_text\n2026-05,100,M\n", to: "pv.csv")
    let report = try await city.submit(path, scenario: 1, status: .estimate, session)
    #expect(report.accepted.rows == 1)
    #expect(try await city.period(session, scenario: 1, month: "2026-05").activities == 0)
    try await session.close()
  }

  @Test func `activities leave a batch with their way to its root`() async throws {
    let city = try await CityFixture()
    let session = try await city.open()
    try await city.authorise(0..<100, session)
    let rides = RideList(rides: 300, users: 100)
    let path = try city.write(rides.csv, to: "rides.csv")
    _ = try await city.submit(path, session)
    let batch = try await RegisteredBatch(0, of: session)
    #expect(batch.activities.count == 150)
    let key = ActivityKey.text(of: ["T7"], .sha256)
    let chosen = try batch.positions(ofKeys: [key.uppercased()]).union([3, 64, 130])
    #expect(chosen == [3, 7, 64, 130])
    let records = try batch.removal(of: chosen, .excluded)
    #expect(records.map(\.group) == [0, 1, 2] && records[0].positions == [3, 7])
    _ = try await session.submit(records.map(\.encoded), as: try city.carrier(session))
    let left = chosen.reduce(Int64(0)) { $0 + batch.activities[$1].value }
    #expect(try await city.period(session) == (296, rides.total - left))
    let after = try await RegisteredBatch(0, of: session)
    #expect(after.activities.filter(\.isRemoved).map(\.position) == [3, 7, 64, 130])
    #expect(throws: ServiceError.self) { _ = try batch.removal(of: [150], .excluded) }
    #expect(throws: ServiceError.self) { _ = try batch.positions(ofKeys: ["00"]) }
    try await session.close()
  }

  @Test func `authorisations are granted once and end on the day they are withdrawn`()
    async throws
  {
    let city = try await CityFixture()
    let session = try await city.open()
    let path = try city.write("user_id\nu1\nu2\n\nu3\n", to: "users.csv")
    func list(_ act: AuthorisationList.Act, _ day: String) throws -> AuthorisationList {
      AuthorisationList(
        act, scenario: 0, from: try CalendarDate(text: day), on: session,
        as: try city.carrier(session), clock: { CityFixture.now })
    }
    let maker = try city.maker()
    let first = try await list(.grant, "2026-05-01").run(path: path, maker) { _ in }
    #expect(first.accepted == 3 && first.earlier == 0)
    let second = try await list(.grant, "2026-05-01").run(path: path, maker) { _ in }
    #expect(second.accepted == 0 && second.earlier == 3)
    let ended = try await list(.withdraw, "2026-06-02").run(try maker.pseudonym(of: "u1"))
    #expect(ended.accepted == 1)
    let unknown = try await list(.withdraw, "2026-06-02").run(try maker.pseudonym(of: "u9"))
    #expect(unknown.accepted == 0 && unknown.refused.count == 1)
    let rides = """
      \(RideList.header)
      u1,2026-06-01T08:00:00,600,metro,5,A1
      u1,2026-06-02T08:00:00,600,metro,5,A2
      u2,2026-06-02T08:00:00,600,metro,5,A3

      """
    let report = try await city.submit(try city.write(rides, to: "rides.csv"), session)
    #expect(report.accepted.rows == 2)
    #expect(report.refused.map(\.line) == [3])
    #expect(report.refused.first?.rejection.rule.code == "INC-71")
    try await session.close()
  }
}
