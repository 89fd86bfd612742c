// SPDX-License-Identifier: Apache-2.0
import ExternalCredits
import LedgerCore
import LedgerService
import Testing

@Suite struct CreditImportTests {
  static let header =
    "Serial,\"Quan\ntity\",Vintage,Date,Holder,Project,Reason,Details\n"
  static let mapping = #"""
    {"format": "tanzhang-column-mapping-1", "registry": "ACR", "serial": "Serial",
     "quantity": {"column": "Quan tity", "thousands": ","}, "vintage": "Vintage",
     "date": {"column": "Date", "form": "us"}, "holder": {"column": "Holder", "default": "none"},
     "project": "Project", "status": {"constant": "retired"},
     "reason": {"column": "Reason", "default": ""}, "details": {"column": "Details", "default": ""}}
    """#

  static func row(
    _ first: Int, _ last: Int, quantity: String? = nil, holder: String = "Fund A",
    date: String = "12/29/15", series: Int = 1
  ) -> String {
    "ACR-US-1-2010-\(series)-\(first) to \(last),\(quantity ?? String(last - first + 1)),2010,"
      + "\(date),\(holder),ACR1,Benefit,\n"
  }

  static func plan(_ rows: [String]) throws -> CreditImport {
    try CreditImport.plan(
      csv: Array((header + rows.joined()).utf8),
      mapping: try ColumnMapping(parsing: Array(mapping.utf8)))
  }

  @Test func `rows and holders are registered, and again as duplicates`() async throws {
    let fixture = try await ImportFixture()
    let rows = (0..<600).map { Self.row($0 * 10, $0 * 10 + 9, holder: "Fund \($0 % 3)") }
    let plan = try Self.plan(rows)
    #expect(plan.holders == ["Fund 0", "Fund 1", "Fund 2"] && plan.refusals.isEmpty)
    let report = await fixture.run(plan)
    #expect(report.accepted == .init(rows: 600, quantity: 6_000))
    #expect(report.newHolders == 3 && report.conflicts.isEmpty && report.refused.isEmpty)
    #expect(await fixture.retired() == 6_000)
    let size = await fixture.ledger.size

    let again = await fixture.run(plan)
    #expect(again.duplicates == .init(rows: 600, quantity: 6_000))
    #expect(again.accepted.rows == 0 && again.entries == nil && again.conflicts.isEmpty)
    #expect(await fixture.ledger.size == size)
  }

  @Test func `another file with the same rows and new ones adds the new ones`() async throws {
    let fixture = try await ImportFixture()
    let old = (0..<300).map { Self.row($0 * 10, $0 * 10 + 9) }
    _ = await fixture.run(try Self.plan(old))
    let new = (300..<310).map { Self.row($0 * 10, $0 * 10 + 9) }
    let report = await fixture.run(try Self.plan(new.prefix(5) + old + new.suffix(5)))
    #expect(report.duplicates.rows == 300 && report.accepted.rows == 10)
    #expect(report.conflicts.isEmpty && report.refused.isEmpty && report.stopped == nil)
  }

  @Test(arguments: [0, 1, 255, 256, 299])
  func `a shifted row is the one conflict and names both rows`(_ shifted: Int) async throws {
    let fixture = try await ImportFixture()
    var rows = (0..<300).map { Self.row($0 * 10, $0 * 10 + 9) }
    rows[shifted] = Self.row(shifted * 10 + 1, shifted * 10 + 10)
    let report = await fixture.run(try Self.plan(rows))
    // The last row has no neighbour to meet.
    guard shifted < 299 else {
      #expect(report.conflicts.isEmpty && report.accepted.rows == 300)
      return
    }
    let conflict = try #require(report.conflicts.first)
    #expect(report.conflicts.count == 1 && report.accepted.rows == 299)
    #expect(conflict.row == shifted + 3 && conflict.earlierRow == shifted + 2)
    #expect(conflict.rejection.rule == CreditRules.overlap)
    #expect(await fixture.retired() == 2_990)
  }

  @Test func `a shifted row in a second import conflicts alone`() async throws {
    let fixture = try await ImportFixture()
    var rows = (0..<300).map { Self.row($0 * 10, $0 * 10 + 9) }
    _ = await fixture.run(try Self.plan(rows))
    rows[100] = Self.row(1_001, 1_010)
    let report = await fixture.run(try Self.plan(rows))
    #expect(report.duplicates.rows == 299 && report.accepted.rows == 0)
    #expect(report.conflicts.map(\.row) == [102])
  }

  @Test func `the same row twice in a file is a duplicate`() async throws {
    let fixture = try await ImportFixture()
    let report = await fixture.run(try Self.plan([Self.row(1, 9), Self.row(1, 9)]))
    #expect(report.accepted.rows == 1 && report.duplicates.rows == 1)
  }

  @Test func `rows that cannot be read are refused one by one, with row, line and column`() throws {
    let plan = try Self.plan([
      Self.row(1, 9), Self.row(10, 19, quantity: "11"), "x,1,2010,1/1/15,A,P,,\n",
      Self.row(20, 29, date: "2015-01-01"), "a,b\n", Self.row(30, 39, quantity: "1x"),
      Self.row(1_000, 1_999, quantity: "\"1,000\""), Self.row(2_000, 2_999, quantity: "\"10,00\""),
      Self.row(40, 49, holder: ""),
    ])
    #expect(plan.rows.map(\.row) == [2, 8, 10] && plan.holders == ["Fund A", "none"])
    #expect(
      plan.refusals.map(\.rejection.rule.code)
        == ["EXT-1", "EXT-3", "IMP-3", "IMP-1", "IMP-3", "IMP-3"])
    #expect(plan.refusals.map(\.row) == [3, 4, 5, 6, 7, 9])
    #expect(plan.refusals.map(\.line) == [4, 5, 6, 7, 8, 10])
    #expect(plan.refusals.map(\.column).prefix(3) == ["Quan tity", "Serial", "Date"])
  }

  @Test func `what the ledger refuses is reported and the rest registered`() async throws {
    let fixture = try await ImportFixture()
    let rows = [Self.row(1, 9), Self.row(10, 19, date: "1/3/26"), Self.row(20, 29)]
    let report = await fixture.run(try Self.plan(rows))
    #expect(report.accepted.rows == 2)
    #expect(report.refused.map(\.row) == [3])
    #expect(report.refused.first?.rejection.rule == LedgerRules.notInFuture)
    #expect(try JSONValue(parsing: report.json.encoded()) == report.json)
  }

  @Test func `an import without its asset class refuses every row and writes none`() async throws {
    let fixture = try await ImportFixture()
    let report = await fixture.run(try Self.plan([Self.row(1, 9), Self.row(10, 19)]), asset: 1)
    #expect(report.refused.map(\.rejection.rule.code) == ["EXT-2", "EXT-2"])
    #expect(report.accepted.rows == 0)
  }

  @Test(arguments: [
    (#""registry": "ACR""#, #""registry": "XYZ""#), (#""serial": "Serial","#, ""),
    (#""us""#, #""eu""#), (#""retired""#, #""gone", "column": "Date""#),
    (#""project""#, #""projekt""#), (#"mapping-1"#, #"mapping-9"#),
  ])
  func `a wrong mapping is refused`(_ old: String, _ new: String) {
    let text = Self.mapping.replacing(old, with: new)
    #expect(throws: MappingError.self) { try ColumnMapping(parsing: Array(text.utf8)) }
  }

  @Test func `a missing or doubled column refuses the file`() throws {
    let mapping = try ColumnMapping(parsing: Array(Self.mapping.utf8))
    #expect(throws: ImportError.self) {
      try CreditImport.plan(csv: Array("Serial\n".utf8), mapping: mapping)
    }
    let doubled = "Serial," + Self.header
    #expect(throws: ImportError.mapping(.ambiguousColumn("Serial"))) {
      try CreditImport.plan(csv: Array(doubled.utf8), mapping: mapping)
    }
  }
}
