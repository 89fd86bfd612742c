// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities
import Testing

/// The examples of the rule book for rules 22–29.
@Suite struct StatementRuleTests {
  private typealias Sample = SampleFootprint

  private let own = Sample.line("own", 1, "kg", .factors(["unity@1"], carbon: false))
  private var model: FootprintModel { Sample.model([Sample.process("cell", 1, [own])]) }

  private func rules(_ problems: [FootprintProblem]) -> [FootprintRule?] { problems.map(\.rule) }

  @Test func `rule 22: a statement without its unit is refused`() {
    #expect(Sample.problems(model).isEmpty)
    var without = model
    without.statement.unit = ReferenceUnit(amount: 0, unit: "kg")
    #expect(rules(Sample.problems(without)) == [.statement])
    without.statement.unit = ReferenceUnit(amount: 1, unit: "")
    #expect(rules(Sample.problems(without)) == [.statement])
    without.statement.unit = ReferenceUnit(amount: 1, unit: "kWh")
    let problems = Sample.problems(without)
    #expect(rules(problems) == [.statement])
    #expect(problems.first?.path == "statement.unit")
  }

  @Test(arguments: [
    "identifier", "productIds", "urn", "productName", "geography", "standards", "assessments",
    "preceding", "massPerUnit",
  ])
  func `rule 22: a statement says everything`(part: String) {
    var other = model
    switch part {
    case "identifier": other.statement.identifier = "6F9619FF-8B86-D011-B42D-00CF4FC964FF"
    case "productIds": other.statement.productIds = []
    case "urn": other.statement.productIds = ["06901234567892"]
    case "productName": other.statement.productName = BilingualText("", "Cell")
    case "geography": other.statement.geography = "China"
    case "standards": other.statement.standards = []
    case "assessments": other.statement.assessments = []
    case "preceding": other.statement.preceding = ["1"]
    default: other.statement.massPerUnit = -1
    }
    let problems = Sample.problems(other)
    #expect(rules(problems).allSatisfy { $0 == .statement || $0 == .assessment })
    #expect(rules(problems).contains(.statement))
  }

  @Test(arguments: ["", "CN", "CN-33", "Eastern Asia"])
  func `rule 22: places are codes, regions or the world`(place: String) {
    var other = model
    other.statement.geography = place
    #expect(Sample.problems(other).isEmpty)
  }

  @Test func `rule 23: cradle to gate has no use, cradle to grave has an end of life`() {
    let use = Sample.process("use", 1, stage: .use, [own])
    let drawing = Sample.line("use", 1, "kg", .process("use"))
    let gate = Sample.model([Sample.process("cell", 1, [own, drawing]), use])
    let problems = Sample.problems(gate)
    #expect(rules(problems) == [.stages])
    #expect(problems.first?.path == "processes[use].stage")
    var grave = gate
    grave.statement.boundary = .cradleToGrave
    #expect(rules(Sample.problems(grave)) == [.stages])
    // An end of life that nothing leads to is none.
    grave.processes.append(Sample.process("landfill", 1, stage: .endOfLife, [own]))
    #expect(rules(Sample.problems(grave)) == [.stages])
    grave.processes[0].lines.append(Sample.line("waste", 1, "kg", .process("landfill")))
    #expect(Sample.problems(grave).isEmpty)
  }

  @Test func `rule 24: offsets have no place inside`() {
    var other = model
    other.processes[0].lines.append(Sample.line("offset", 1, "t", .credit("CCER 2024")))
    let problems = Sample.problems(other)
    #expect(rules(problems) == [.offsets])
    #expect(problems.first?.path == "processes[cell].lines[offset].source")
  }

  @Test func `rule 25: stages add up to the total`() throws {
    func stage(_ id: String, _ stage: LifeCycleStage, _ amount: ExactDecimal) -> ModelProcess {
      Sample.process(
        id, 1, stage: stage,
        [Sample.line("own", amount, "kg", .factors(["unity@1"], carbon: false))])
    }
    var cell = stage("cell", .manufacturing, "0.80")
    cell.lines.append(Sample.line("ore", 1, "kg", .process("ore")))
    cell.lines.append(Sample.line("truck", 1, "kg", .process("truck")))
    let result = try Sample.result(
      Sample.model([
        cell, stage("ore", .rawMaterials, "1.20"), stage("truck", .distribution, "0.10"),
      ]))
    #expect(result.cells.map(\.amount) == ["1.2", "0.8", "0.1"])
    #expect(result.includingBiogenicUptake == "2.1")
  }

  @Test func `rule 26: a negative fossil line is refused`() throws {
    let negative = Sample.factor("sink@1", -2, "kgCO2e/kg")
    let sources = SampleSources([Sample.unity, negative])
    var other = model
    let fossil = Sample.line("sink", 1, "kg", .factors(["sink@1"], carbon: false))
    other.processes[0].lines = [own, fossil]
    #expect(rules(Sample.problems(other, sources)).contains(.signs))
    other.processes[0].lines = [own]
    other.processes[0].lines[0].measures[0].amount = -1
    #expect(rules(Sample.problems(other, sources)).allSatisfy { $0 == .signs })
    // Removals are below zero, and never netted against fossil emissions.
    let uptake = Sample.line(
      "uptake", 1, "kg", .factors(["sink@1"], carbon: false), category: .biogenicUptake)
    other.processes[0].lines = [own, uptake]
    let result = try Sample.result(other, sources)
    #expect(result.excludingBiogenicUptake == 1)
    #expect(result.includingBiogenicUptake == -1)
    other.processes[0].lines = [own]
    other.processes[0].lines[0].category = .biogenicUptake
    #expect(rules(Sample.problems(other, sources)) == [.signs])
  }

  @Test func `rule 27: six cut-offs of 0.9 % are 5.4 %, too many`() {
    var other = model
    other.cutOffs = (1...6).map { CutOff(name: "part \($0)", percent: "0.9", reason: "small") }
    let problems = Sample.problems(other)
    #expect(rules(problems) == [.cutOffs])
    #expect(problems.first?.path == "cutOffs")
    other.cutOffs = (1...5).map { CutOff(name: "part \($0)", percent: 1, reason: "small") }
    #expect(Sample.problems(other).isEmpty)
    other.cutOffs = [CutOff(name: "glue", percent: "1.01", reason: "small")]
    #expect(Sample.problems(other).map(\.path) == ["cutOffs[glue]"])
    other.cutOffLimits = CutOffLimits(single: 2, total: 3)
    #expect(Sample.problems(other).isEmpty)
  }

  private func withUpstream(_ amount: ExactDecimal, _ unit: String) -> FootprintModel {
    let upstream = Sample.footprint(values: [:]).identifier
    return Sample.model([
      Sample.process("cell", 1, [Sample.line("steel", amount, unit, .footprint(upstream))])
    ])
  }

  @Test func `rule 28: an upstream footprint stands on the day of the calculation`() throws {
    let good = Sample.footprint(values: [.fossil: "2.5", .biogenicUptake: "-0.5"])
    let result = try Sample.result(
      withUpstream(2, "kg"), SampleSources(footprints: [good]))
    #expect(result.excludingBiogenicUptake == 5)
    #expect(result.includingBiogenicUptake == 4)
    #expect(result.upstream == [good.identifier])
    #expect(result.contributions.map(\.supplier) == ["Supplier", "Supplier"])
    func refused(_ change: (inout UpstreamFootprint) -> Void) -> [FootprintRule?] {
      var other = good
      change(&other)
      return rules(Sample.problems(withUpstream(2, "kg"), SampleSources(footprints: [other])))
    }
    #expect(refused { $0.isWithdrawn = true } == [.upstream])
    #expect(refused { $0.validPeriod = Sample.period("2023-01-01", "2026-03-01") } == [.upstream])
    #expect(refused { $0.validPeriod = Sample.period("2026-03-02", "2028-01-01") } == [.upstream])
    #expect(refused { $0.assessments = [.ar5] } == [.assessment])
    #expect(refused { $0.values[.fossil] = -1 } == [.signs])
    #expect(refused { $0.unit = ReferenceUnit(amount: 1, unit: "parsec") } == [.upstream])
    #expect(rules(Sample.problems(withUpstream(2, "kg"))) == [.upstream])
  }

  @Test func `rule 28: units agree, or the mass of a unit is known`() throws {
    let pieces = Sample.footprint(
      values: [.fossil: 30], amount: 10, unit: "piece", massPerUnit: 4)
    let sources = SampleSources(footprints: [pieces])
    #expect(try Sample.result(withUpstream(5, "piece"), sources).includingBiogenicUptake == 15)
    #expect(try Sample.result(withUpstream(2, "kg"), sources).includingBiogenicUptake == 15)
    #expect(rules(Sample.problems(withUpstream(2, "kWh"), sources)) == [.upstream])
    var massless = pieces
    massless.massPerUnit = 0
    #expect(
      rules(Sample.problems(withUpstream(2, "kg"), SampleSources(footprints: [massless])))
        == [.upstream])
  }

  @Test func `rule 29: a footprint does not rest on itself`() {
    let itself = Sample.footprint(Sample.identifier, values: [.fossil: 1])
    let system = Sample.model([
      Sample.process("cell", 1, [Sample.line("self", 1, "kg", .footprint(Sample.identifier))])
    ])
    #expect(
      rules(Sample.problems(system, SampleSources(footprints: [itself]))) == [.circle])
  }

  @Test(arguments: [1, 2] as [ExactDecimal])
  func `rule 29: a loop that uses all it makes is refused`(amount: ExactDecimal) {
    let system = Sample.model([
      Sample.process("a", 1, [Sample.line("b", 1, "kg", .process("b")), own]),
      Sample.process("b", 1, [Sample.line("a", amount, "kg", .process("a")), own]),
    ])
    let problems = Sample.problems(system)
    #expect(rules(problems) == [.circle])
    #expect(problems.first?.path == "processes[a]")
  }

  @Test func `what is not well-formed is reported, all of it, without a rule`() {
    var other = Sample.model(
      [
        Sample.process("Cell", 0, [own, own]),
        Sample.process("b", 1, [Sample.line("x", 1, "kg", .process("nowhere"))]),
        Sample.process("b", 1, []),
      ], product: "missing")
    other.processes[1].lines[0].measures = []
    let problems = Sample.problems(other)
    #expect(problems.allSatisfy { $0.rule == nil })
    #expect(
      problems.map(\.path) == [
        "processes[Cell]", "processes[Cell].output", "processes[b]", "product",
        "processes[Cell].lines[own]", "processes[b].lines[x].measures",
        "processes[b].lines[x].source",
      ])
  }
}
