// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// Factors and models of the tests; the values of named factors are those of the rule book.
enum Sample {
  static func factor(
    _ code: String, _ value: String, _ unit: String, basis: String = "CO2e",
    _ purpose: FactorPurpose = .product, _ role: FactorRole = .plain,
    assessment: AssessmentReport? = nil, dataYear: Int? = 2023, lag: Int? = 2,
    published: CalendarDate = day(2025, 1, 17), source: String = "example",
    supersedes: String = ""
  ) -> EmissionFactor {
    EmissionFactor(
      code: code, name: BilingualText("示例因子", "example"), value: decimal(value), unit: unit,
      basis: purpose == .conversion ? "" : basis, purpose: purpose, role: role,
      assessment: assessment ?? (purpose != .conversion && basis == "CO2e" ? .ar6 : nil),
      dataYear: dataYear, lagYears: lag, region: "CN",
      published: published, source: source, supersedes: supersedes, isExample: true)
  }

  static let factors: [EmissionFactor] = [
    factor("example/one@1", "1", "kgCO2e/kg"),
    factor("example/tree@1", "-0.5", "kgCO2e/kg"),
    factor("cn/footprint/average/2023@1", "0.6205", "kgCO2e/kWh", .product, .gridAverage),
    factor("cn/organisation/average/2023@1", "0.5306", "kgCO2e/kWh", .organisation, .gridAverage),
    factor("example/wind@1", "0", "kgCO2e/kWh", .product, .powerSource),
    factor(
      "cn/residual/2021@1", "0.5942", "kgCO2e/kWh", .product, .gridResidual, dataYear: 2021,
      lag: 4),
    factor(
      "cn/average/2021@1", "0.5568", "kgCO2e/kWh", .product, .gridAverage, dataYear: 2021,
      lag: 4),
    factor(
      "ch4/ar5@1", "28", "kgCO2e/kg", .characterisation, assessment: .ar5, dataYear: nil,
      lag: nil),
    factor(
      "n2o/ar6@1", "273", "kgCO2e/kg", .characterisation, assessment: .ar6, dataYear: nil,
      lag: nil),
    factor("diesel/ncv@1", "42.652", "GJ/t", .conversion, .calorificValue, dataYear: nil, lag: nil),
    factor(
      "diesel/cc@1", "0.02020", "tC/GJ", .conversion, .carbonContent, dataYear: nil,
      lag: nil),
    factor("diesel/of@1", "0.98", "1", .conversion, .oxidationRate, dataYear: nil, lag: nil),
    factor("gas/ncv@1", "48", "GJ/t", .conversion, .calorificValue, dataYear: nil, lag: nil),
    factor(
      "coal/calorific@1", "0.1229", "kgce/kWh", .conversion, .standardCoalCalorific,
      dataYear: nil, lag: nil),
    factor(
      "coal/equivalent@1", "0.3", "kgce/kWh", .conversion, .standardCoalEquivalent,
      dataYear: nil, lag: nil),
    factor("example/per-tce@1", "2.5", "kgCO2e/kgce"),
  ]

  static func line(
    _ id: String, _ amount: String, _ unit: String, _ source: LineSource,
    _ category: EmissionCategory = .fossil
  ) -> ModelLine {
    ModelLine(
      id: id, name: BilingualText("示例", "example"),
      measures: [Measure(decimal(amount), unit)], source: source, category: category)
  }

  /// A line of `amount` kgCO2e.
  static func emission(_ id: String, _ amount: String) -> ModelLine {
    line(id, amount, "kg", .factors(["example/one@1"], carbon: false))
  }

  static func process(
    _ id: String, _ stage: LifeCycleStage, site: String = "",
    _ lines: [ModelLine]
  ) -> ModelProcess {
    ModelProcess(
      id: id, name: BilingualText("示例过程", "example"), stage: stage, site: site,
      output: Measure(decimal("1"), "kg"), lines: lines)
  }

  static func process(_ id: String, _ lines: [ModelLine]) -> ModelProcess {
    process(id, .manufacturing, lines)
  }

  static func statement(
    _ number: Int, product: String = "urn:example:cell", amount: String = "1",
    boundary: SystemBoundary = .cradleToGate, validity: DatePeriod? = nil,
    assessments: [AssessmentReport] = [.ar6], preceding: [Int] = []
  ) -> FootprintStatement {
    FootprintStatement(
      identifier: uuid(number), productIds: [product],
      productName: BilingualText("锂离子电芯", "Lithium-ion cell"),
      unit: ReferenceUnit(amount: decimal(amount), unit: "kg"), massPerUnit: decimal("1"),
      boundary: boundary, period: period(day(2025, 1, 1), day(2026, 1, 1)), validity: validity,
      geography: "CN-33", standards: ["GB/T 24067-2024"], assessments: assessments,
      preceding: preceding.map(uuid))
  }

  /// A model of one process with `lines`.
  static func model(
    _ number: Int, _ lines: [ModelLine], product: String = "urn:example:cell",
    electricity: ElectricityMethod = .locationBased, site: String = "", preceding: [Int] = [],
    validity: DatePeriod? = nil
  ) -> FootprintModel {
    FootprintModel(
      statement: statement(number, product: product, validity: validity, preceding: preceding),
      product: "make", electricity: electricity,
      processes: [process("make", .manufacturing, site: site, lines)])
  }

  /// A model of `amount` kgCO2e that draws on upstream footprints, one kilogram each.
  static func model(
    _ number: Int, emitting amount: String = "1", on upstream: [Int] = [],
    product: String = "urn:example:cell", preceding: [Int] = [], validity: DatePeriod? = nil
  ) -> FootprintModel {
    let drawn = upstream.map { line("from-\($0)", "1", "kg", .footprint(uuid($0))) }
    return model(
      number, [emission("direct", amount)] + drawn, product: product, preceding: preceding,
      validity: validity)
  }

  /// A model of `amount` kWh by the market.
  static func market(
    _ number: Int, _ amount: String, residual: String = "cn/residual/2021@1",
    site: String = "嘉兴一厂", product: String = "urn:example:cell", preceding: [Int] = []
  ) -> FootprintModel {
    model(
      number,
      [
        line(
          "power", amount, "kWh",
          .electricity(
            LineSource.Electricity(certified: "example/wind@1", residual: residual)))
      ], product: product, electricity: .marketBased, site: site, preceding: preceding)
  }
}
