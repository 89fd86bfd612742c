// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities
import Testing

/// The examples of the rule book for rules 11–20; those of footprints proper are in
/// ``StatementRuleTests``.
@Suite struct FootprintRuleTests {
  private typealias Sample = SampleFootprint

  /// A kilogram of product made with one line.
  private func model(
    _ line: ModelLine, electricity: ElectricityMethod = .locationBased,
    period: DatePeriod = SampleFootprint.period("2024-01-01", "2025-01-01")
  ) -> FootprintModel {
    var model = Sample.model([Sample.process("cell", 1, [line])], electricity: electricity)
    model.statement.period = period
    return model
  }

  /// One kilowatt hour times a factor.
  private func power(_ code: String, _ amount: ExactDecimal = 1) -> ModelLine {
    Sample.line("power", amount, "kWh", .factors([code], carbon: false))
  }

  private func rules(_ problems: [FootprintProblem]) -> [FootprintRule?] { problems.map(\.rule) }

  @Test func `rule 11: 0.1 t and 0.2 t are 0.3 t exactly`() throws {
    let lines = [
      Sample.line("a", "0.1", "t", .factors(["unity@1"], carbon: false)),
      Sample.line("b", "0.2", "t", .factors(["unity@1"], carbon: false)),
    ]
    let result = try Sample.result(Sample.model([Sample.process("cell", 1, lines)]))
    #expect(result.includingBiogenicUptake == 300)
    #expect(result.contributions.map(\.amount) == [100, 200])
  }

  @Test func `rule 13: a factor without a source is refused`() {
    var factor = Sample.factor("grid@1", "0.6205", "kgCO2e/kWh")
    factor.source = ""
    let problems = Sample.problems(model(power("grid@1")), SampleSources([factor]))
    #expect(rules(problems) == [.factorComplete])
    #expect(problems.first?.path == "processes[cell].lines[power].source")
    #expect(rules(Sample.problems(model(power("none@1")))) == [.factorComplete])
  }

  @Test func `rule 14: the factor of organisations is refused in a footprint`() throws {
    let organisation = Sample.factor(
      "cn/electricity@1", "0.5306", "kgCO2/kWh", basis: "CO2", purpose: .organisation)
    let product = Sample.factor("cn/electricity/footprint@1", "0.6205", "kgCO2e/kWh")
    let sources = SampleSources([organisation, product])
    let problems = Sample.problems(model(power("cn/electricity@1")), sources)
    #expect(rules(problems) == [.factorPurpose])
    let result = try Sample.result(model(power("cn/electricity/footprint@1")), sources)
    #expect(result.includingBiogenicUptake == "0.6205")
    var inclusive = product
    inclusive.purpose = .inclusive
    #expect(
      rules(Sample.problems(model(power(product.code)), SampleSources([inclusive])))
        == [.factorPurpose])
  }

  @Test func `rule 15: no factor is used before it was published`() {
    let factor = Sample.factor("grid@1", "0.5306", "kgCO2e/kWh", published: "2026-01-15")
    let sources = SampleSources([factor])
    let year = Sample.period("2024-01-01", "2025-01-01")
    let line = model(power("grid@1"), period: year)
    #expect(rules(Sample.problems(line, sources, on: Sample.day("2025-12-31"))) == [.factorDate])
    #expect(Sample.problems(line, sources, on: Sample.day("2026-01-15")).isEmpty)
  }

  @Test func `rule 15: a factor of 2021 with a lag of two years counts for 2023`() {
    let factor = Sample.factor(
      "grid@1", "0.5568", "kgCO2e/kWh", dataYear: 2021, lagYears: 2, published: "2024-04-12")
    let sources = SampleSources([factor])
    func check(_ start: String, _ end: String) -> [FootprintRule?] {
      rules(Sample.problems(model(power("grid@1"), period: Sample.period(start, end)), sources))
    }
    #expect(check("2023-01-01", "2024-01-01") == [])
    #expect(check("2021-03-01", "2021-06-01") == [])
    #expect(check("2023-06-01", "2024-01-02") == [.factorDate])
    #expect(check("2020-12-31", "2021-06-01") == [.factorDate])
    var open = factor
    open.lagYears = nil
    let late = model(power("grid@1"), period: Sample.period("2025-01-01", "2026-01-01"))
    #expect(Sample.problems(late, SampleSources([open])).isEmpty)
    open.validThrough = Sample.day("2026-02-28")
    #expect(rules(Sample.problems(late, SampleSources([open]))) == [.factorDate])
  }

  private let grid = [
    Sample.factor("average@1", "0.5568", "kgCO2e/kWh", role: .gridAverage),
    Sample.factor("residual@1", "0.5942", "kgCO2e/kWh", role: .gridResidual),
    Sample.factor("wind@1", 0, "kgCO2e/kWh", role: .powerSource),
  ]

  private func electricity(_ residual: String, _ amount: ExactDecimal = 1000) -> ModelLine {
    Sample.line(
      "power", amount, "MWh",
      .electricity(.init(average: "average@1", certified: "wind@1", residual: residual)))
  }

  @Test func `rule 16: certificates first, and the residual mix for the rest`() throws {
    let sources = SampleSources(grid, certificates: ["cell": 400_000])
    let market = model(electricity("residual@1"), electricity: .marketBased)
    let result = try Sample.result(market, sources)
    #expect(result.includingBiogenicUptake == 356_520)
    #expect(result.certifiedEnergy == 400_000)
    #expect(result.contributions.map(\.reference) == ["wind@1", "residual@1"])
    #expect(result.contributions.map(\.activity) == [400, 600])
    let location = try Sample.result(model(electricity("residual@1")), sources)
    #expect(location.includingBiogenicUptake == 556_800)
    #expect(location.certifiedEnergy == 0)
  }

  @Test func `rule 16: the average for the rest is refused`() {
    let sources = SampleSources(grid, certificates: ["cell": 400_000])
    let problems = Sample.problems(
      model(electricity("average@1"), electricity: .marketBased), sources)
    #expect(rules(problems) == [.marketBased])
    #expect(problems.first?.path == "processes[cell].lines[power].source.residual")
    let plain = model(power("average@1"), electricity: .marketBased)
    #expect(rules(Sample.problems(plain, SampleSources(grid))) == [.marketBased])
    let missing = model(electricity(""), electricity: .marketBased)
    #expect(rules(Sample.problems(missing, sources)) == [.marketBased])
  }

  @Test func `rule 16: certificates beyond the electricity are refused`() throws {
    let market = model(electricity("", 400), electricity: .marketBased)
    let enough = SampleSources(grid, certificates: ["cell": 400_000])
    #expect(try Sample.result(market, enough).includingBiogenicUptake == 0)
    let tooMany = SampleSources(grid, certificates: ["cell": 400_001])
    #expect(rules(Sample.problems(market, tooMany)) == [.marketBased])
  }

  @Test func `rule 16: lines share the certificates of their process in order`() throws {
    let choice = LineSource.Electricity(certified: "wind@1", residual: "residual@1")
    let lines = [
      Sample.line("first", 3, "MWh", .electricity(choice)),
      Sample.line("second", 3600, "MJ", .electricity(choice)),
      Sample.line("third", 1, "MWh", .electricity(choice)),
    ]
    let market = Sample.model([Sample.process("cell", 1, lines)], electricity: .marketBased)
    let sources = SampleSources(grid, certificates: ["cell": "3500"])
    let result = try Sample.result(market, sources)
    #expect(result.contributions.map(\.line) == ["first", "second", "second", "third"])
    #expect(result.contributions.map(\.activity) == [3, 1800, 1800, 1])
    #expect(result.contributions.map(\.amount) == [0, 0, "297.1", "594.2"])
  }

  @Test func `rule 17: editions of GWP are not mixed`() throws {
    let lines = [
      Sample.line("methane", 1, "kg", .factors(["ch4@1"], carbon: false)),
      Sample.line("laughing-gas", 1, "kg", .factors(["n2o@1"], carbon: false)),
    ]
    func gas(_ code: String, _ value: ExactDecimal, _ edition: AssessmentReport) -> EmissionFactor {
      Sample.factor(
        code, value, "kgCO2e/kg", basis: code, purpose: .characterisation, assessment: edition,
        dataYear: nil)
    }
    let system = Sample.model([Sample.process("cell", 1, lines)])
    let mixed = SampleSources([gas("ch4@1", 28, .ar5), gas("n2o@1", 273, .ar6)])
    let problems = Sample.problems(system, mixed)
    #expect(rules(problems) == [.assessment])
    #expect(problems.first?.path == "processes[cell].lines[methane].source")
    let same = SampleSources([gas("ch4@1", "27.9", .ar6), gas("n2o@1", 273, .ar6)])
    #expect(try Sample.result(system, same).includingBiogenicUptake == "300.9")
    var both = system
    both.statement.assessments = [.ar5, .ar6]
    #expect(rules(Sample.problems(both, same)).contains(.assessment))
  }

  /// The values of diesel (domain table 4.2): GJ/t, tC/GJ, and a share.
  static let diesel = [
    Sample.factor(
      "diesel/ncv@1", "42.652", "GJ/t", basis: "", purpose: .conversion, role: .calorificValue,
      assessment: nil, dataYear: nil),
    Sample.factor(
      "diesel/cc@1", "0.02020", "tC/GJ", basis: "", purpose: .conversion, role: .carbonContent,
      assessment: nil, dataYear: nil),
    Sample.factor(
      "diesel/of@1", "0.98", "1", basis: "", purpose: .conversion, role: .oxidationRate,
      assessment: nil, dataYear: nil),
  ]

  @Test func `rule 18: 100 t of diesel burn to 309.59 t of CO2`() throws {
    let codes = Self.diesel.map(\.code)
    let line = Sample.line("diesel", 100, "t", .factors(codes, carbon: true))
    let result = try Sample.result(model(line), SampleSources(Self.diesel))
    // 100 000 × 42.652 × 0.02020 × 0.98 × 44/12 = 309 590.9637333… kg
    #expect(result.includingBiogenicUptake == "309590.963733")
    #expect(result.contributions.first?.substance == "CO2")
    let tonnes = try result.includingBiogenicUptake.divided(
      by: 1000, scale: 2, rounding: .halfEven)
    #expect(tonnes == "309.59")
  }

  @Test func `rule 19: gas by volume does not meet a calorific value by mass`() {
    let codes = Self.diesel.map(\.code)
    let gas = Sample.line("gas", 10_000, "Nm3", .factors(codes, carbon: true))
    let problems = Sample.problems(model(gas), SampleSources(Self.diesel))
    #expect(rules(problems) == [.units])
    let plain = Sample.line("diesel", 1, "t", .factors(codes, carbon: false))
    #expect(rules(Sample.problems(model(plain), SampleSources(Self.diesel))) == [.units])
    let unknown = Sample.line("diesel", 1, "barrel", .factors(codes, carbon: true))
    #expect(rules(Sample.problems(model(unknown), SampleSources(Self.diesel))) == [.units])
  }

  @Test func `rule 19: a line draws on a process in units of its output`() throws {
    func system(_ unit: String) -> FootprintModel {
      Sample.model([
        Sample.process("cell", 1, [Sample.line("heat", 36, unit, .process("boiler"))]),
        Sample.process(
          "boiler", 10, "kWh",
          [
            Sample.line("own", 5, "kg", .factors(["unity@1"], carbon: false))
          ]),
      ])
    }
    #expect(try Sample.result(system("MJ")).includingBiogenicUptake == 5)
    let problems = Sample.problems(system("kg"))
    #expect(rules(problems) == [.units])
    #expect(problems.first?.path == "processes[cell].lines[heat].measures")
  }

  @Test func `rule 20: standard coal of two kinds is refused`() {
    func coal(_ code: String, _ value: ExactDecimal, _ role: FactorRole) -> EmissionFactor {
      Sample.factor(
        code, value, "kgce/kWh", basis: "", purpose: .conversion, role: role, assessment: nil,
        dataYear: nil)
    }
    let emission = Sample.factor("coal@1", "2.66", "kgCO2e/kgce")
    let sources = SampleSources([
      coal("calorific@1", "0.1229", .standardCoalCalorific),
      coal("equivalent@1", "0.3", .standardCoalEquivalent), emission,
    ])
    func system(_ second: String) -> FootprintModel {
      Sample.model([
        Sample.process(
          "cell", 1,
          [
            Sample.line("a", 1, "kWh", .factors(["calorific@1", "coal@1"], carbon: false)),
            Sample.line("b", 1, "kWh", .factors([second, "coal@1"], carbon: false)),
          ])
      ])
    }
    #expect(Sample.problems(system("calorific@1"), sources).isEmpty)
    let problems = Sample.problems(system("equivalent@1"), sources)
    #expect(rules(problems) == [.standardCoalKind])
    #expect(problems.first?.path == "processes[cell].lines[b].source")
  }
}
