// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities
import Testing

/// Cases that are worked by hand: chains, loops, co-products, recycling, waste.
@Suite struct FootprintTextbookTests {
  private typealias Sample = SampleFootprint

  private func own(_ amount: ExactDecimal) -> ModelLine {
    Sample.line("own", amount, "kg", .factors(["unity@1"], carbon: false))
  }

  private func from(_ process: String, _ amount: ExactDecimal, _ unit: String = "kg") -> ModelLine {
    let id = process.split(separator: "#").joined(separator: "-")
    return Sample.line(id, amount, unit, .process(process))
  }

  private func total(_ model: FootprintModel) throws -> ExactDecimal {
    try solve(model).includingBiogenicUptake
  }

  /// The result, after a look at whether binary floating point says the same.
  private func solve(
    _ model: FootprintModel, _ sources: SampleSources = SampleSources([SampleFootprint.unity])
  ) throws -> FootprintResult {
    let calculation = try FootprintCalculation(model, from: sources, on: Sample.date)
    let result = try calculation.result()
    let total = try #require(Double(result.includingBiogenicUptake.description))
    let approximate = FootprintLawTests.total(of: calculation.linearSystem)
    #expect(abs(approximate - total) <= 1e-9 * abs(total))
    return result
  }

  @Test func `a chain multiplies what each step needs`() throws {
    // 2 kg of yarn, each from 1.25 kg of fibre, each 3 kg: 0.5 + 2·(0.2 + 1.25·3) = 8.4.
    let system = Sample.model([
      Sample.process("shirt", 1, [own("0.5"), from("yarn", 2)]),
      Sample.process("yarn", 4, [own("0.8"), from("fibre", 5)]),
      Sample.process("fibre", 1000, [own(3000)]),
    ])
    let result = try solve(system)
    #expect(result.includingBiogenicUptake == "8.4")
    #expect(result.contributions.map(\.amount) == ["0.5", "0.4", "7.5"])
    #expect(result.contributions.map(\.activity) == ["0.5", "0.4", "7.5"])
    #expect(result.scale == 11)
  }

  @Test func `coal and electricity need each other`() throws {
    // 1 kWh takes 0.4 kg of coal and emits 0.9 kg; 1 kg of coal takes 0.05 kWh and emits 0.1 kg.
    // Runs: e = 1/(1 - 0.02), c = 0.4 e, so e·(0.9 + 0.04) = 0.94/0.98 = 47/49.
    let system = Sample.model(
      [
        Sample.process("power", 1, "kWh", [own("0.9"), from("coal", "0.4")]),
        Sample.process("coal", 1, [own("0.1"), from("power", "0.05", "kWh")]),
      ], unit: "kWh")
    #expect(try total(system) == "0.959183673469")
  }

  @Test func `a process may use some of what it makes`() throws {
    // A plant that makes 100 kWh and uses 4: 96 are delivered.
    let system = Sample.model(
      [Sample.process("power", 100, "kWh", [own(48), from("power", 4, "kWh")])], unit: "kWh")
    #expect(try total(system) == "0.5")
  }

  /// 60 kg of the main product and 40 kg of another, which brings its own weight.
  private func joint(
    _ basis: Allocation.Basis, _ main: ExactDecimal, _ other: ExactDecimal
  ) -> ModelProcess {
    Sample.process(
      "refinery", 60,
      coProducts: [
        CoProduct(
          id: "naphtha", name: BilingualText("石脑油", "Naphtha"), output: Measure(40, "kg"),
          treatment: .allocated(weight: other))
      ], allocation: Allocation(basis: basis, weight: main), [own(120)])
  }

  @Test func `joint production is divided by mass or by price`() throws {
    // By mass 60 : 40: each kilogram bears 1.2. By price 90 : 30: 120·3/4 over 60 kg is 1.5.
    let mass = joint(.mass, 60, 40)
    #expect(try total(Sample.model([mass])) == "1.2")
    let price = joint(.economic, 90, 30)
    #expect(try total(Sample.model([price])) == "1.5")
    let other = Sample.process("plastic", 1, [from("refinery#naphtha", 2)])
    #expect(try total(Sample.model([other, mass])) == "2.4")
    // 120·1/4 over 40 kg is 0.75.
    #expect(try total(Sample.model([other, price])) == "1.5")
  }

  @Test func `all outputs together bear all burdens, and none twice`() throws {
    let both = Sample.process(
      "all", 1, [from("refinery", 60), from("refinery#naphtha", 40)])
    for weights in [(60, 40), (2, 1), (1, 6)] as [(ExactDecimal, ExactDecimal)] {
      let system = Sample.model([both, joint(.economic, weights.0, weights.1)])
      let result = try solve(system)
      #expect(result.includingBiogenicUptake == 120)
      #expect(result.contributions.map(\.activity) == [120])
    }
  }

  private func cogeneration(_ source: LineSource) -> ModelProcess {
    Sample.process(
      "power", 10, "kWh",
      coProducts: [
        CoProduct(
          id: "heat", name: BilingualText("热", "Heat"), output: Measure(36, "MJ"),
          treatment: .substitutes(source))
      ], [own(8)])
  }

  @Test func `system expansion credits what a co-product replaces`() throws {
    // 8 kg for 10 kWh and 36 MJ of heat; a boiler emits 0.3 kg for 1 kWh: (8 - 3)/10.
    let boiler = Sample.process("boiler", 1, "kWh", [own("0.3")])
    let process = Sample.model([cogeneration(.process("boiler")), boiler], unit: "kWh")
    let result = try solve(process)
    #expect(result.includingBiogenicUptake == "0.5")
    #expect(result.contributions.map(\.amount) == ["0.8", "-0.3"])
    let factor = Sample.factor("heat@1", "0.3", "kgCO2e/kWh")
    let byFactor = try solve(
      Sample.model([cogeneration(.factors(["heat@1"], carbon: false))], unit: "kWh"),
      SampleSources([Sample.unity, factor]))
    #expect(byFactor.includingBiogenicUptake == "0.5")
    #expect(byFactor.contributions.map(\.line) == ["own", "#heat"])
    #expect(byFactor.contributions.map(\.activity) == ["0.8", "3.6"])
    let heat = Sample.footprint(values: [.fossil: 3], amount: 36, unit: "MJ")
    let byFootprint = try solve(
      Sample.model([cogeneration(.footprint(heat.identifier))], unit: "kWh"),
      SampleSources([Sample.unity], footprints: [heat]))
    #expect(byFootprint.includingBiogenicUptake == "0.5")
  }

  @Test func `credits that outweigh the emissions of a category are refused`() {
    let boiler = Sample.process("boiler", 1, "kWh", [own("0.9")])
    let system = Sample.model([cogeneration(.process("boiler")), boiler], unit: "kWh")
    #expect(Sample.problems(system).map(\.rule) == [.signs])
  }

  @Test func `nothing draws on a co-product that is credited`() {
    let user = Sample.process("user", 1, [from("power#heat", 1, "MJ")])
    let boiler = Sample.process("boiler", 1, "kWh", [own("0.1")])
    let system = Sample.model([user, cogeneration(.process("boiler")), boiler])
    #expect(Sample.problems(system).map(\.path) == ["processes[user].lines[power-heat].source"])
  }

  @Test func `recycling at the end of life is credited, cut-off is not`() throws {
    // E_V = 8 for a kilogram of metal, E_EoL = 0.5 for its recycling, which gives back 0.9 kg:
    // 8 + 0.5 - 0.9·8 = 1.3 (ISO 14067:2018 annex D, closed loop).
    let metal = Sample.process("metal", 1, "kg", stage: .rawMaterials, [own(8)])
    func recycling(_ coProducts: [CoProduct]) -> ModelProcess {
      Sample.process(
        "recycling", 1, "kg", stage: .endOfLife, coProducts: coProducts, [own("0.5")])
    }
    let scrap = CoProduct(
      id: "scrap", name: BilingualText("再生金属", "Recycled metal"), output: Measure("0.9", "kg"),
      treatment: .substitutes(.process("metal")))
    let part = Sample.process("part", 1, [from("metal", 1), from("recycling", 1)])
    func model(_ coProducts: [CoProduct]) -> FootprintModel {
      Sample.model([part, metal, recycling(coProducts)], boundary: .cradleToGrave)
    }
    #expect(try total(model([scrap])) == "1.3")
    #expect(try total(model([])) == "8.5")
  }

  @Test func `a loop may run through recycling and an allocated co-product`() throws {
    // One kilogram takes 0.2 kg of scrap, which a shredder makes beside shavings, 3 : 1 by value,
    // from 0.5 kg of the product for each kilogram of scrap.
    // Of a run of the shredder (1 kg of scrap, own 0.4 kg) the scrap bears 3/4:
    // x = 1 + 0.2·0.75·0.5·x, so x = 1/0.925, and the total is x·(2 + 0.2·0.75·0.4).
    let shredder = Sample.process(
      "shredder", 1,
      coProducts: [
        CoProduct(
          id: "shavings", name: BilingualText("碎屑", "Shavings"), output: Measure("0.3", "kg"),
          treatment: .allocated(weight: 1))
      ], allocation: Allocation(basis: .economic, weight: 3),
      [own("0.4"), from("part", "0.5")])
    let part = Sample.process("part", 1, [own(2), from("shredder", "0.2")])
    #expect(try total(Sample.model([part, shredder])) == "2.22702702703")
  }

  @Test func `waste goes to a treatment as to any process`() throws {
    // 100 t·km at 0.1 kg, and 0.25 kg of waste to a kiln of 2 kg.
    let freight = Sample.factor("truck@1", "0.1", "kgCO2e/(t·km)")
    var transport = Sample.line(
      "truck", "0.5", "t", .factors(["truck@1"], carbon: false))
    transport.measures.append(Measure(200, "km"))
    let system = Sample.model([
      Sample.process("part", 1, [transport, from("kiln", "0.25")]),
      Sample.process("kiln", 1, [own(2)]),
    ])
    let result = try solve(system, SampleSources([Sample.unity, freight]))
    #expect(result.includingBiogenicUptake == "10.5")
    #expect(result.contributions.map(\.activity) == ["0.5", "0.5"])
  }

  @Test func `shares and ratings are weighted by emissions`() throws {
    var (first, second) = (own(3), own(1))
    second.id = "other"
    first.isPrimary = true
    first.quality = DataQuality(technological: 1, geographical: 2, temporal: 5)
    let upstream = Sample.footprint(values: [.fossil: 4], primaryDataShare: "62.5")
    let third = Sample.line("steel", 1, "kg", .footprint(upstream.identifier))
    let sources = SampleSources([Sample.unity], footprints: [upstream])
    var system = Sample.model([Sample.process("part", 1, [first, second, third])])
    let result = try solve(system, sources)
    // (3·100 + 4·62.5) / 8.
    #expect(result.primaryDataShare == "68.75")
    #expect(result.quality == nil)
    let rating = DataQuality(technological: 2, geographical: 2, temporal: 1)
    system.processes[0].lines[1].quality = rating
    system.processes[0].lines[2].quality = rating
    // (3·1 + 5·2)/8 = 1.625, 2, (3·5 + 5·1)/8 = 2.5.
    let quality = try solve(system, sources).quality
    #expect(
      quality
        == FootprintResult.WeightedQuality(
          technological: "1.6", geographical: 2, temporal: "2.5"))
  }

  @Test func `a trace leads from activity data to kilograms`() throws {
    let digest = [UInt8](repeating: 7, count: 32)
    var fuel = Sample.line(
      "diesel", 30, "kg", .factors(FootprintRuleTests.diesel.map(\.code), carbon: true))
    fuel.evidence = [digest]
    let system = Sample.model([Sample.process("part", 3, [fuel])])
    let calculation = try FootprintCalculation(
      system, from: SampleSources(FootprintRuleTests.diesel), on: Sample.date)
    let entry = try #require(calculation.trace().entries.first)
    #expect(entry.evidence == [digest])
    #expect(entry.steps.count == 6)
    #expect(entry.steps.first == .runs("≈0.333333333333", output: Measure(3, "kg")))
    #expect(entry.steps[1] == .measure(Measure(30, "kg")))
    #expect(entry.steps.last == .combustion)
    #expect(entry.kilogramsPerRun == "92.87728912")
    #expect(entry.kilograms == "≈30.9590963733")
  }
}
