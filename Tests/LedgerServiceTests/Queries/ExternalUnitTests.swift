// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import ExternalCredits
import LedgerCore
import Quantities
import Testing

@testable import LedgerService

@Suite struct ExternalUnitTests {
  private static let account = "external:CAR:Acme; Co. [\"US\"] 阿 date:2020-01-01"

  private func reading(_ ledger: PublishedLedger) async throws -> LedgerReading {
    try await ledger.create()
    let session = try await LedgerSession.open(ledger.paths, keys: ledger.keys)
    let signer = StatementSigner(
      issuer: 0, audience: session.origin, suite: session.suite,
      key: try ledger.keys.key(LedgerCreation.authorityKeyName))
    let holder = ParticipantRecord(
      identifier: Self.account, chineseName: Self.account, englishName: Self.account,
      province: 0, isExample: true, roles: [.external], since: try day("2024-01-01"), key: nil)
    let asset = AssetRecord(
      code: "CAR", chineseName: "CAR", englishName: "CAR \"credits\"; [x]", unit: "tCO2e",
      issuer: 0)
    let registered = try await session.submit([holder.encoded, asset.encoded], as: signer)
    func number(_ kind: String) throws -> UInt32 {
      try #require(registered.assignments.first { $0.kind == kind }).number
    }
    let block = try SerialGrammars.climateActionReserve.parse(
      "CAR-1-US-1008-27-845-WA-2015-2010-1 to 8645")
    let credits = ImportedCredits(
      range: block, quantity: block.count, project: "CAR845",
      vintage: try day("2015-01-01").calendarMonth, status: .retired,
      date: try day("2016-02-03"), reason: "Environmental Benefit", details: "for a city")
    let record = CreditImportRecord(
      credits: credits, asset: try number("asset"), holder: try number("participant"),
      sourceDigest: [UInt8](repeating: 7, count: 32), sourceRow: 2)
    _ = try await session.submit([record.encoded], as: signer)
    try await session.close()
    return try await LedgerReading(ledger.paths)
  }

  private func day(_ text: String) throws -> CalendarDate { try CalendarDate(text: text) }

  @Test func `a serial as its registry prints it is found and explained`() async throws {
    let ledger = try PublishedLedger(name: "external")
    defer { ledger.remove() }
    let reading = try await reading(ledger)
    let code = "CAR-1-US-1008-27-845-WA-2015-2010-17"
    let status = try UnitQuery(code: code).run(on: reading.rows)
    #expect(status.unit.serial == 17)
    #expect(status.unit.code == code)
    #expect(status.standing == .retired)
    #expect(status.range == 1...8_645)
    let (_, events) = try LifeQuery(code: code).run(on: reading)
    #expect(events.count == 1)
    let sentence = try #require(events.first).sentence.english
    for part in ["registry CAR", "CAR845", "retired since 2016-02-03", "for a city"] {
      #expect(sentence.contains(part))
    }
    #expect(throws: ServiceError.self) {
      try UnitQuery(code: "CAR-1-US-1008-27-845-WA-2015-2010-8646").run(on: reading.rows)
    }
    let lines = try HistoryQuery(participant: Self.account).lines(on: reading)
    #expect(lines.map(\.type) == ["participant.register", "credit.import"])
    #expect(lines.last?.quantity == "8645")
  }

  @Test(arguments: SerialGrammars.all.map(\.example))
  func `a serial of every registry alone is what its first number is called`(
    example: String
  ) throws {
    let grammar = try #require(SerialGrammars.all.first { $0.example == example })
    let block = try grammar.parse(example)
    let rows = SeriesRows(prefix: ExternalCredits.seriesPrefix(of: block))
    let serial = block.first + min(block.count - 1, 3)
    let unit = try UnitLocation("\(block.registry):\(block.prefix):\(serial)", in: rows)
    #expect(unit.serial == serial)
    let again = try UnitLocation(unit.code, in: rows)
    #expect(again == unit)
    #expect(try UnitLocation(example, in: rows).serial == block.first)
  }

  @Test(.enabled(if: Hledger.path != nil))
  func `hledger reads names full of its own punctuation`() async throws {
    let ledger = try PublishedLedger(name: "punctuation")
    defer { ledger.remove() }
    var journal = ""
    try BookExport(.hledger).run(on: try await reading(ledger)) { journal += $0 }
    let output = try Hledger.run(["balance", "--flat", "-N", "-O", "csv"], journal: journal)
    #expect(output.contains("8645"))
    let name = try #require(
      output.split(separator: "\n").first { $0.contains("retired") }?.split(separator: ":")[1])
    #expect(BookNames.identifier(ofAccount: String(name)) == Self.account)
  }
}

/// Rows that hold one series.
private struct SeriesRows: RowSource {
  let prefix: String

  func value(_ section: UInt8, _ key: [UInt8]) throws(ServiceError) -> [UInt8]? {
    guard section == SectionCode.series, StateImage.number(key) == 0 else { return nil }
    var writer = CBORWriter(reserving: 64)
    Series(
      prefix: prefix, asset: 0, subject: 0, vintage: CalendarMonth(monthsSinceEpoch: 0),
      lastUse: nil, firstHolder: 0, attributes: .max
    ).encode(to: &writer)
    return writer.bytes
  }

  func key(_ section: UInt8, lookup text: String) throws(ServiceError) -> [UInt8]? {
    section == SectionCode.series && text == prefix ? StateImage.key(0) : nil
  }

  func forEachRow(
    of section: UInt8, _ visit: (StateImage) throws(ServiceError) -> Bool
  ) throws(ServiceError) {}
}
