// SPDX-License-Identifier: Apache-2.0
import FileStorage
import GreenCertificates
import LedgerCore
import LedgerService
import Quantities
import Testing

@Suite struct QueryTests {
  @Test func `an entry is shown with its records, names and leaf hash`() async throws {
    let reading = try await DemonstrationLedger.reading()
    let genesis = try EntryQuery(index: 0).run(on: reading)
    #expect(genesis.records.first?.type == "genesis")
    #expect(genesis.records.first?.json["origin"]?.text == reading.standpoint.origin)
    let next = try EntryQuery(index: 1).run(on: reading)
    #expect(next.previous == genesis.leafHash)
    #expect(next.statementIdentifier.utf8.count == 32)
    #expect(throws: ServiceError.self) {
      try EntryQuery(index: reading.standpoint.size).run(on: reading)
    }
  }

  @Test func `a history is what a reader of every record finds`() async throws {
    let reading = try await DemonstrationLedger.reading()
    for (number, participant) in try reading.rows.all(
      Participant.self, SectionCode.participants)
    {
      let lines = try HistoryQuery(participant: participant.identifier).lines(on: reading)
      let expected = try Self.history(of: number, participant, reading)
      #expect(lines.map(\.position) == expected)
      #expect(lines.allSatisfy { !$0.line.english.isEmpty && !$0.line.chinese.isEmpty })
    }
  }

  @Test func `a history begins on its first day and ends before its last`() async throws {
    let reading = try await DemonstrationLedger.reading()
    let whole = try HistoryQuery(participant: "1").lines(on: reading)
    let days = whole.map { $0.registered.date(offsetMinutes: 480) }
    let begin = try #require(days.min()).adding(days: 1)
    let end = try #require(days.max())
    #expect(begin < end)
    let part = try HistoryQuery(participant: "1", begin: begin, end: end).lines(on: reading)
    #expect(
      part.map(\.position) == zip(whole, days).filter { $1 >= begin && $1 < end }.map(\.0.position))
    #expect(try HistoryQuery(participant: "1", begin: end, end: begin).lines(on: reading).isEmpty)
  }

  @Test func `the life of a unit ends in its status`() async throws {
    let reading = try await DemonstrationLedger.reading()
    var standings: Set<Standing> = []
    for (number, series) in try reading.rows.all(Series.self, SectionCode.series) {
      for segment in try reading.rows.segments(of: number)
      where segment.isIssued && standings.insert(segment.standing).inserted {
        let code = UnitLocation.code(of: segment.first, in: series)
        let status = try UnitQuery(code: code).run(on: reading.rows)
        #expect(status.holder == segment.holder)
        #expect(status.standing == segment.standing)
        let (unit, events) = try LifeQuery(code: code).run(on: reading)
        #expect(unit == status.unit)
        #expect(events.first?.from.standing == .issuance)
        let last = try #require(events.last)
        #expect(last.position == status.lastChange)
        #expect(last.to.holder == status.holder && last.to.standing == status.standing)
        for event in events {
          #expect(event.sentence.english.hasSuffix(" (entry \(event.position.entry))."))
          #expect(event.sentence.chinese.hasSuffix("(条目 \(event.position.entry))。"))
        }
        for (earlier, later) in zip(events, events.dropFirst()) {
          #expect(earlier.to == later.from)
        }
      }
    }
    #expect(standings.isSuperset(of: [.available, .retired, .expired]))
  }

  @Test func `a unit is found by every name it has`() async throws {
    let reading = try await DemonstrationLedger.reading()
    let found = try reading.rows.all(Series.self, SectionCode.series)
      .first { try reading.rows.segments(of: $0.number).contains(where: \.isIssued) }
    let (number, series) = try #require(found)
    let code = UnitLocation.code(of: 1, in: series)
    #expect(code.utf8.count == 32)
    let names = [code, "\(series.prefix):1", "\(number):1", code.lowercased()]
    for name in names {
      let unit = try UnitLocation(name, in: reading.rows)
      #expect(unit.number == number && unit.serial == 1 && unit.code == code)
    }
    #expect(throws: ServiceError.self) { try UnitLocation("nothing", in: reading.rows) }
    #expect(throws: ServiceError.self) {
      try UnitQuery(code: "\(number):9999999").run(on: reading.rows)
    }
  }

  @Test func `every unit that may still be used is reported before it expires`() async throws {
    let reading = try await DemonstrationLedger.reading()
    let day = try #require(CalendarDate(year: 2026, month: 1, day: 1))
    let lines = try ExpiringQuery(today: day, days: 3_650).run(on: reading.rows)
    var held: UInt64 = 0
    for line in try BalanceQuery().run(on: reading.rows)
    where !line.standing.isFinal && line.asset.code.hasPrefix("GEC") {
      held += UInt64(line.amount)
    }
    #expect(lines.reduce(0) { $0 + $1.count } == held)
    #expect(try ExpiringQuery(today: day, days: 0).run(on: reading.rows).isEmpty)
    let holder = try #require(lines.first).holder
    let some = try ExpiringQuery(today: day, days: 3_650, holder: "\(holder)")
      .run(on: reading.rows)
    #expect(some == lines.filter { $0.holder == holder })
    let calendar = ExpiringCalendar(
      lines, standpoint: reading.standpoint, language: .chinese,
      made: Timestamp(milliseconds: 0)
    ).text
    let events = Set(lines.map { "\($0.lastUse) \($0.holder)" }).count
    #expect(calendar.split(separator: "\r\n").filter { $0 == "BEGIN:VEVENT" }.count == events)
    #expect(calendar.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
    #expect(calendar.contains("DTSTAMP:19700101T000000Z\r\n"))
  }

  /// The records that name participant `number` or that it signed, found by decoding everything.
  private static func history(
    of number: UInt32, _ participant: Participant, _ reading: LedgerReading
  ) throws -> [RecordPosition] {
    var positions: [RecordPosition] = []
    for index in 0..<reading.standpoint.size {
      let entry = try EntryQuery(index: index).run(on: reading)
      for (position, record) in entry.records.enumerated() {
        let members = record.json.members ?? []
        let names = [
          "recipient", "owner", "to", "beneficiary", "seller", "buyer", "keeper",
          "participant", "issuer", "holder",
        ]
        let isNamed = members.contains { member in
          names.contains(member.name) && member.value.integer == Int64(number)
            || member.name == "identifier" && member.value.text == participant.identifier
        }
        if entry.issuer == number || isNamed {
          positions.append(RecordPosition(entry: index, record: position))
        }
      }
    }
    return positions
  }
}
