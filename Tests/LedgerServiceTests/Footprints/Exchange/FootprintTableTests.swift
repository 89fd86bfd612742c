// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerService
import Quantities
import Testing

@Suite struct FootprintTableTests {
  private static func rows(_ text: String) throws -> [FootprintTableReader.Row] {
    try FootprintTableReader.rows(of: Array(text.utf8))
  }

  private static func problems(_ row: FootprintTableReader.Row) -> [FootprintProblem] {
    guard case .failure(let error) = row.result else { return [] }
    return error.problems
  }

  /// The JSON without what has no columns.
  private static func withoutObjects(_ json: JSONValue) -> JSONValue {
    let lost: Set = ["productOrSectorSpecificRules", "secondaryEmissionFactorSources"]
    guard let members = json.members else { return json }
    return .object(
      members.filter { !lost.contains($0.name) && $0.value != "" }
        .map { JSONValue.Member($0.name, withoutObjects($0.value)) })
  }

  @Test func `what is written as CSV reads back as the same footprints`() throws {
    let generated = PACTExportTests.generated.prefix(200)
    let text = try FootprintTable.text(of: generated.map(\.footprint))
    let rows = try Self.rows(text)
    #expect(rows.count == generated.count)
    for (row, sample) in zip(rows, generated) {
      let json = PACTExchange.json(of: try row.result.get())
      #expect(Self.withoutObjects(json) == Self.withoutObjects(sample.json))
    }
  }

  static let small = """
    productNameCompany,id,created,companyName,companyIds,productIds,declaredUnitOfMeasurement,\
    declaredUnitAmount,productMassPerDeclaredUnit,referencePeriodStart,referencePeriodEnd,\
    pcfExcludingBiogenicUptake,pcfIncludingBiogenicUptake,fossilGhgEmissions,fossilCarbonContent,\
    ipccCharacterizationFactors,crossSectoralStandards,exemptedEmissionsPercent
    "钢卷, 热轧",0f5c1a56-7f5e-4c7e-9a53-3b1a54d6a001,2026-02-01T08:00:00Z,示例钢铁,\
    urn:uscc:91330100MA00000000,urn:gtin:6901234567892|urn:cpc:1,kilogram,1,1,\
    2025-01-01T00:00:00Z,2026-01-01T00:00:00Z,2.1,2.1,2.1,0,AR6,ISO14067|PACT-3.0,0
    """

  @Test func `a table by hand needs only PACT's required columns, in any order`() throws {
    let rows = try Self.rows(Self.small)
    let document = try #require(try rows.first?.result.get())
    #expect(document.statement.productName.chinese == "钢卷, 热轧")
    #expect(document.statement.productIds == ["urn:gtin:6901234567892", "urn:cpc:1"])
    #expect(document.statement.standards == ["ISO14067", "PACT-3.0"])
    #expect(document.isActive)
  }

  @Test func `problems name the line and the column, and other rows are still read`() throws {
    let lines = Self.small.split(separator: "\n")
    let bad = lines[1].replacing(",2.1,2.1,2.1,0,AR6", with: ",2.1,2.1,-2.1,1e3,AR9")
      .replacing("urn:cpc:1", with: "cpc")
    let rows = try Self.rows([lines[0], Substring(bad), lines[1]].joined(separator: "\n"))
    let found = Self.problems(rows[0]).map { "\($0.line) \($0.column) \($0.path)" }
    #expect(
      found == [
        "2 6 productIds", "2 15 fossilCarbonContent", "2 14 fossilGhgEmissions",
        "2 16 ipccCharacterizationFactors",
      ])
    #expect(
      Self.problems(rows[0]).map(\.rule) == [.statement, .statement, .signs, .assessment])
    #expect(throws: Never.self) { try rows[1].result.get() }
  }

  @Test func `missing columns, unknown columns and short rows are refused`() throws {
    let lines = Self.small.split(separator: "\n").map(String.init)
    let renamed = try Self.rows(lines[0].replacing("productIds", with: "gtin") + "\n" + lines[1])
    #expect(Self.problems(renamed[0]).map { "\($0.line) \($0.column) \($0.path)" } == ["1 6 gtin"])
    let twice = try Self.rows(lines[0] + ",id\n" + lines[1] + ",")
    #expect(Self.problems(twice[0]).map { "\($0.line) \($0.column) \($0.path)" } == ["1 19 id"])
    let short = try Self.rows(lines[0] + "\nx")
    #expect(Self.problems(short[0]).map(\.line) == [2])
    let missing = try Self.rows("id\n0f5c1a56-7f5e-4c7e-9a53-3b1a54d6a001\n")
    let names = Set(Self.problems(missing[0]).map(\.path))
    #expect(names.isSuperset(of: ["created", "companyIds", "pcf"]))
    #expect(Self.problems(missing[0]).allSatisfy { $0.column == 0 && $0.line == 2 })
    #expect(try Self.rows("").isEmpty)
    #expect(throws: CSVError.self) { try Self.rows("id,\"x\n") }
  }

  @Test func `stages have a row each, with categories and totals`() throws {
    let table = FootprintTable.stages(of: [PACTExportTests.example])
    let lines = table.split(separator: "\n").map(String.init)
    #expect(lines.count == 6)
    #expect(
      lines[0]
        == "id,productNameCompany,unitAmount,unit,stage,fossil,aircraft,biogenic-emissions,"
        + "biogenic-uptake,land-use-change,land-management,land-removals,technological-removals,"
        + "excludingUptake,includingUptake")
    #expect(lines[1].hasSuffix(",1,kg,raw-materials,2,0,0,-0.2,0,0,0,0,2,1.8"))
    #expect(lines[5].hasSuffix(",end-of-life,0.15,0,0,0,0,0,0,0,0.15,0.15"))
  }
}
