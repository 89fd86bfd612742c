// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FootprintEngine
import LedgerService
import Quantities
import Testing

@Suite struct PACTExportTests {
  /// A thousand footprints as JSON, from one seed.
  static let generated: [(footprint: ExchangedFootprint, json: JSONValue)] = {
    var generator = ExchangeGenerator(seed: 24_067)
    var list: [(ExchangedFootprint, JSONValue)] = []
    while list.count < 1_000 {
      let footprint = generator.footprint()
      // Days are no unit of PACT that hours could not say; all the others convert.
      guard let json = try? PACTExport.json(of: footprint) else { continue }
      list.append((footprint, json))
    }
    return list
  }()

  @Test func `every generated footprint is written`() throws {
    var generator = ExchangeGenerator(seed: 14_067)
    for _ in 0..<300 { _ = try PACTExport.json(of: generator.footprint()) }
  }

  @Test func `what is written reads back as the same statement and amounts`() throws {
    for (footprint, json) in Self.generated {
      let document = try PACTExchange.document(json)
      #expect(PACTExchange.json(of: document) == json)
      let ours = footprint.statement
      #expect(document.statement.identifier == ours.identifier)
      #expect(document.statement.period == ours.period)
      #expect(document.statement.validity == ours.validity)
      #expect(document.statement.massPerUnit == ours.massPerUnit)
      let gate = footprint.cells.filter { [.rawMaterials, .manufacturing].contains($0.stage) }
      var sums: [EmissionCategory: ExactDecimal] = [:]
      for cell in gate {
        sums[cell.category] = try sums[cell.category, default: .zero] + cell.amount
      }
      #expect(document.values == sums)
      #expect(document.warnings.allSatisfy { !$0.english.contains("/pcf/pcf") })
    }
  }

  @Test(.enabled(if: SchemaChecker.isReady, "\(SchemaChecker.skipped)"))
  func `a thousand generated footprints validate against PACT's schema`() throws {
    let schema = try #require(SchemaChecker.pact)
    let lines = try SchemaChecker.lines(Self.generated.map(\.json), schema: schema)
    #expect(lines == ["1000"])
  }

  @Test func `a unit converts exactly or is refused by rule 19`() throws {
    for (unit, amount, name, expected) in [
      ("t", "1.5", "kilogram", "1500"), ("g", "1", "kilogram", "0.001"),
      ("MWh", "2", "kilowatt hour", "2000"), ("GJ", "3.6", "kilowatt hour", "1000"),
      ("MJ", "1", "megajoule", "1"), ("mL", "5", "cubic meter", "0.000005"),
      ("kg·km", "1", "ton kilometer", "0.001"), ("件", "3", "piece", "3"),
      ("min", "30", "hour", "0.5"), ("Mbit·s", "7", "megabit second", "7"),
    ] {
      var footprint = Self.example
      footprint.statement.unit = ReferenceUnit(
        amount: try ExactDecimal(text: amount), unit: unit)
      let json = try PACTExport.json(of: footprint)
      #expect(json["pcf"]?["declaredUnitOfMeasurement"]?.text == name)
      #expect(json["pcf"]?["declaredUnitAmount"]?.text == expected)
    }
    for unit in ["person·km", "MJ2", "s/kg", "min"] {
      var footprint = Self.example
      footprint.statement.unit = ReferenceUnit(amount: .one, unit: unit)
      #expect { try PACTExport.json(of: footprint) } throws: {
        ($0 as? FootprintProblems)?.problems.map(\.rule) == [.units]
      }
    }
  }

  @Test func `what PACT cannot express is refused, not bent`() throws {
    var late = Self.example
    late.statement.validity = try DatePeriod(
      start: late.statement.period.end, end: late.statement.period.end.adding(years: 4))
    var grid = Self.example
    grid.statement.geography = "CN-EAST"
    var nameless = Self.example
    nameless.statement.productIds = []
    for (footprint, path) in [
      (late, "/validityPeriodEnd"), (grid, "/pcf/geographyCountry"), (nameless, "/productIds"),
    ] {
      #expect { try PACTExport.json(of: footprint) } throws: {
        ($0 as? FootprintProblems)?.problems.map(\.path) == [path]
      }
    }
  }

  @Test func `a footprint to the grave exports what happens up to the gate`() throws {
    let json = try PACTExport.json(of: Self.example)
    let pcf = try #require(json["pcf"])
    #expect(pcf["pcfExcludingBiogenicUptake"]?.text == "3.25")
    #expect(pcf["pcfIncludingBiogenicUptake"]?.text == "3.05")
    #expect(pcf["fossilGhgEmissions"]?.text == "3.25")
    #expect(pcf["aircraftGhgEmissions"]?.text == "0.25")
    #expect(pcf["outboundLogisticsGhgEmissions"]?.text == "0.5")
    #expect(pcf["geographyCountrySubdivision"]?.text == "CN-ZJ")
    #expect(json["comment"]?.text?.contains("(0.75 kgCO2e)") == true)
    #expect(json["created"]?.text == "2026-02-01T08:00:00Z")
    let code = try SocialCreditCode(text: "91330100MA27XL4W9B")
    #expect(ExchangedFootprint.companyURN(code) == "urn:uscc:91330100MA27XL4W9B")
  }

  /// An invented footprint with an amount in every stage.
  static let example: ExchangedFootprint = {
    let amounts: [(LifeCycleStage, EmissionCategory, Int64)] = [
      (.rawMaterials, .fossil, 200), (.rawMaterials, .biogenicUptake, -20),
      (.manufacturing, .fossil, 100), (.manufacturing, .aircraft, 25),
      (.distribution, .fossil, 50), (.use, .fossil, 60), (.endOfLife, .fossil, 15),
    ]
    var footprint = ExchangedFootprint(
      statement: FootprintStatement(
        identifier: "0f5c1a56-7f5e-4c7e-9a53-3b1a54d6a001",
        productIds: ["urn:gtin:6901234567892"],
        classifications: ["urn:pact:productclassification:cn:72083900"],
        productName: BilingualText("示例钢卷", "Example coil"),
        unit: ReferenceUnit(amount: .one, unit: "kg"), massPerUnit: .one,
        boundary: .cradleToGrave,
        period: ExchangeGenerator.year, geography: "CN-33", standards: ["GB/T 24067-2024"],
        assessments: [.ar6]),
      cells: amounts.map { stage, category, size in
        FootprintResult.Cell(
          stage: stage, category: category,
          amount: (try? ExactDecimal(coefficient: Int128(size), scale: 2)) ?? .zero)
      },
      companyName: "示例钢铁有限公司", companyIds: ["urn:uscc:91330100MA00000000"],
      created: Timestamp(milliseconds: 1_769_932_800_000),
      carbon: ExchangedFootprint.CarbonContent(fossil: .zero))
    footprint.primaryDataShare = ExactDecimal(40)
    return footprint
  }()
}
