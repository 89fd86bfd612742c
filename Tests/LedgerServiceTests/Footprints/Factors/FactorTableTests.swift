// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerService
import Quantities
import Testing

@Suite struct FactorTableTests {
  private static let row =
    "cn/example/steel@1,示例钢材,Example steel,2.05,kgCO2e/kg,CO2e,product,plain,AR6,2024,3,CN-ZJ,"
    + "2025-06-01,2028-12-31,\"示例,非真实数据 example only 2025-06-01\",,yes"

  private func table(_ rows: String..., header: [String] = FactorColumn.names) -> FactorTable {
    let text = ([header.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
    return FactorTable(csv: Array(text.utf8))
  }

  private func changed(_ column: FactorColumn, _ text: String) -> String {
    var fields = Self.row.replacing("示例,非", with: "示例;非").split(
      separator: ",", omittingEmptySubsequences: false
    ).map(String.init)
    fields[column.rawValue] = text
    return fields.joined(separator: ",")
  }

  @Test func `a row under English or Chinese headers is the same factor`() throws {
    let english = table(Self.row)
    let chinese = table(Self.row, header: FactorColumn.chineseNames)
    #expect(english.problems == [])
    #expect(english.factors == chinese.factors)
    let factor = try #require(english.factors.first)
    #expect(factor.code == "cn/example/steel@1")
    #expect(factor.name == BilingualText("示例钢材", "Example steel"))
    #expect(factor.value == (try ExactDecimal(text: "2.05")))
    #expect(factor.assessment == .ar6)
    #expect(factor.lagYears == 3)
    #expect(factor.validThrough == CalendarDate(year: 2028, month: 12, day: 31))
    #expect(factor.isExample)
  }

  @Test func `columns may come in any order`() throws {
    let order = Array(FactorColumn.allCases.reversed())
    let fields = FactorColumn.allCases.map { column in
      Self.row.replacing("示例,非", with: "示例;非").split(
        separator: ",", omittingEmptySubsequences: false)[column.rawValue]
    }
    let row = order.map { String(fields[$0.rawValue]) }.joined(separator: ",")
    let table = table(row, header: order.map(\.name))
    #expect(table.problems == [])
    #expect(table.factors.first?.region == "CN-ZJ")
  }

  @Test func `a file without a column, or with one twice or unknown, is refused`() {
    let short = table(Self.row, header: Array(FactorColumn.names.dropLast()))
    #expect(short.factors == [])
    #expect(short.problems.first?.required.english == "these columns too: example")
    #expect(short.problems.first?.required.chinese.contains("示例") == true)
    let twice = table(Self.row, header: FactorColumn.names.dropLast() + ["code"])
    #expect(twice.problems.first?.column == 17)
    let strange = table(Self.row, header: ["id"] + FactorColumn.names.dropFirst())
    #expect(strange.problems.map(\.column) == [1])
    #expect(FactorTable(csv: []).problems.count == 1)
  }

  @Test(arguments: [
    (FactorColumn.code, "CN/Steel", FootprintRule.factorComplete),
    (.code, "", .factorComplete), (.chineseName, " ", .factorComplete),
    (.value, "1,5", .factorComplete), (.value, "abc", .factorComplete),
    (.unit, "kgCO2e/furlong", .units), (.unit, "kg/kg", .units), (.unit, "", .units),
    (.basis, "", .factorComplete), (.purpose, "produkt", .factorComplete),
    (.assessment, "AR7", .factorComplete),
    (.assessment, "", .assessment), (.dataYear, "24", .factorComplete),
    (.dataYear, "2026", .factorDate), (.dataYear, "", .factorDate),
    (.lagYears, "-1", .factorComplete), (.region, "Zhejiang", .factorComplete),
    (.published, "2025/06/01", .factorComplete), (.published, "", .factorComplete),

    (.validThrough, "2025-05-31", .factorDate), (.source, "", .factorComplete),
    (.supersedes, "steel", .factorComplete), (.example, "perhaps", .factorComplete),
  ])
  func `rule 13 · a field that is wrong is named by line and column`(
    column: FactorColumn, text: String, rule: FootprintRule
  ) throws {
    let row = column == .value && text == "1,5" ? changed(column, "\"1,5\"") : changed(column, text)
    let table = table(Self.row, row.replacing("steel@1,示例", with: "iron@1,示例"))
    let problem = try #require(
      table.problems.first { $0.rule == rule && $0.column == column.rawValue + 1 })
    #expect(problem.line == 3)
    #expect(problem.path.hasSuffix(column.name))
    #expect(!problem.found.chinese.isEmpty)
    #expect(!problem.required.english.isEmpty)
    #expect(table.factors.count == 1)
  }

  @Test func `rule 15 · a factor published before data could be is refused`() throws {
    let problem = try #require(table(changed(.published, "1066-10-14")).problems.first)
    #expect(problem.rule == .factorDate)
    #expect(problem.path.hasSuffix("data_year"))
  }

  @Test func `rule 13 · a factor without a source is refused`() throws {
    let problem = try #require(table(changed(.source, "")).problems.first)
    #expect(problem.rule == .factorComplete)
    #expect(problem.required.english == "the document with number and date, at most 500 bytes")
  }

  @Test func `a code that is already in the file is refused where it stands again`() throws {
    let table = table(Self.row, Self.row)
    let problem = try #require(table.problems.first)
    #expect(problem.line == 3)
    #expect(problem.required.english == "another code; line 2 has this one")
    #expect(table.factors.count == 1)
  }

  @Test func `a row with too few fields does not hide the next`() {
    let table = table("cn/a@1,b", Self.row)
    #expect(table.problems.map(\.line) == [2])
    #expect(table.factors.count == 1)
  }

  @Test func `bytes that are no CSV are one problem`() {
    #expect(FactorTable(csv: [0xFF, 0xFE]).problems.count == 1)
    #expect(FactorTable(csv: Array("a,\"b".utf8)).problems.count == 1)
  }

  @Test(arguments: ["CN-33", "CN-ZJ"])
  func `a province is kept by its ISO 3166-2 code`(region: String) {
    #expect(table(changed(.region, region)).factors.first?.region == "CN-ZJ")
  }

  @Test func `rule 20 · a coefficient of standard coal is standard coal per something`() throws {
    func problems(_ unit: String) -> [FootprintRule?] {
      let factor = EmissionFactor(
        code: "cn/a@1", name: BilingualText("甲", "a"), value: .one, unit: unit,
        purpose: .conversion, role: .standardCoalCalorific,
        published: CalendarDate(daysSinceEpoch: 20_000), source: "example")
      return factor.problems.map(\.rule)
    }
    #expect(problems("kgce/kWh") == [])
    #expect(problems("kgce") == [.standardCoalKind])
    #expect(problems("GJ/t") == [.standardCoalKind])
  }

  @Test(arguments: [
    (FactorPurpose.product, FactorRole.oxidationRate, ["value", "unit", "purpose"]),
    (.conversion, .gridAverage, ["unit", "basis", "purpose"]),
    (.characterisation, .powerSource, ["unit", "role"]),
    (.inclusive, .plain, []),
  ])
  func `rule 14 · a role goes with its purpose`(
    purpose: FactorPurpose, role: FactorRole, paths: [String]
  ) {
    var factor = table(Self.row).factors[0]
    (factor.purpose, factor.role) = (purpose, role)
    #expect(factor.problems.map(\.path) == paths)
  }

  @Test func `only removals of products are below zero, and oxidation is at most one`() {
    func problems(_ value: String, _ change: (inout EmissionFactor) -> Void) -> [String] {
      var factor = table(Self.row).factors[0]
      factor.value = (try? ExactDecimal(text: value)) ?? .zero
      change(&factor)
      return factor.problems.map(\.path)
    }
    #expect(problems("-1.5") { _ in } == [])
    #expect(problems("-1.5") { $0.purpose = .inclusive } == ["value"])
    let rate: (inout EmissionFactor) -> Void = {
      ($0.purpose, $0.role, $0.unit) = (.conversion, .oxidationRate, "1")
      ($0.basis, $0.assessment) = ("", nil)
    }
    #expect(problems("0.98", rate) == [])
    #expect(problems("1.01", rate) == ["value"])
  }

  @Test func `any factors that are written are read back`() throws {
    var random = SplitMix64(seed: 20_261_121)
    let signs = ["甲", "\"", ",", "a", "\n", " ", "é", ";", "'"]
    let factors = (0..<200).map { number in
      var factor = table(Self.row).factors[0]
      factor.code = "cn/law-\(number)@\(Int.random(in: 1...9, using: &random))"
      factor.source = (0..<20).map { _ in signs.randomElement(using: &random) ?? "" }.joined() + "."
      factor.value =
        (try? ExactDecimal(
          coefficient: Int128(Int64.random(in: -9_999_999...9_999_999, using: &random)),
          scale: Int.random(in: 0...12, using: &random))) ?? .zero
      factor.dataYear = factor.purpose == .product || Bool.random(using: &random) ? 2024 : nil
      factor.lagYears = factor.dataYear == nil ? nil : Int.random(in: 0...9, using: &random)
      factor.validThrough = Bool.random(using: &random) ? factor.validThrough : nil
      return factor
    }
    let read = FactorTable(csv: Array(FactorTable.csv(of: factors).utf8))
    #expect(read.problems == [])
    #expect(read.factors == factors)
  }
}
