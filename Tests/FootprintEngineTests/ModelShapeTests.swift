// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities
import Testing

/// What a model must be before any rule applies, and how large it may be.
@Suite struct ModelShapeTests {
  private typealias Sample = SampleFootprint

  private let own = Sample.line("own", 1, "kg", .factors(["unity@1"], carbon: false))

  private func ring(_ size: Int) -> FootprintModel {
    Sample.model(
      (0..<size).map { number in
        let next = Sample.line("next", "0.5", "kg", .process("p\((number + 1) % size)"))
        return Sample.process("p\(number)", 1, [own, next])
      })
  }

  @Test func `a loop of more than five hundred processes is refused`() throws {
    // 1 + 1/2 + 1/4 + … is 2, but for one part in 2⁶⁰.
    #expect(try Sample.result(ring(60)).includingBiogenicUptake == 2)
    let problems = Sample.problems(ring(501))
    #expect(problems.map(\.rule) == [.circle])
    #expect(problems.first?.found.english.contains("501 processes") == true)
  }

  @Test func `a loop whose digits cancel is refused rather than guessed`() throws {
    // A run of the first leaves 10⁻ⁿ kg to deliver, as 1 - (3 - 10⁻ⁿ)/3, and a third has no end.
    func system(_ amount: ExactDecimal) -> FootprintModel {
      Sample.model([
        Sample.process("a", 3, [own, Sample.line("b", 1, "kg", .process("b"))]),
        Sample.process("b", 1, [Sample.line("a", amount, "kg", .process("a"))]),
      ])
    }
    #expect(try Sample.result(system("2.9999999999")).includingBiogenicUptake == 10_000_000_000)
    let problems = Sample.problems(system("2.9999999999999999999999999999999999"))
    #expect(problems.map(\.rule) == [.circle])
    #expect(problems.first?.required.english.contains("Twelve significant digits") == true)
  }

  @Test(arguments: [
    Uncertainty.lognormal(geometricDeviation: 1), .normal(percent: 0),
    .triangular(lowPercent: 110, highPercent: 130), .triangular(lowPercent: 100, highPercent: 100),
    .uniform(lowPercent: 120, highPercent: 80),
  ])
  func `a distribution exists`(uncertainty: Uncertainty) {
    var line = own
    line.uncertainty = uncertainty
    let problems = Sample.problems(Sample.model([Sample.process("cell", 1, [line])]))
    #expect(problems.map(\.path) == ["processes[cell].lines[own].uncertainty"])
  }

  @Test func `ratings are 1 to 5, and digests have 32 bytes`() {
    var line = own
    line.quality = DataQuality(technological: 1, geographical: 6, temporal: 3)
    line.evidence = [[1, 2, 3]]
    let problems = Sample.problems(Sample.model([Sample.process("cell", 1, [line])]))
    #expect(
      problems.map(\.path) == [
        "processes[cell].lines[own].quality", "processes[cell].lines[own].evidence",
      ])
    #expect(problems.allSatisfy { $0.rule == nil })
  }

  @Test func `co-products need an allocation with weights above zero`() {
    func problems(_ allocation: Allocation?, _ weight: ExactDecimal) -> [String] {
      let slag = CoProduct(
        id: "slag", name: BilingualText("渣", "Slag"), output: Measure(1, "kg"),
        treatment: .allocated(weight: weight))
      return Sample.problems(
        Sample.model([
          Sample.process("furnace", 1, "kg", coProducts: [slag], allocation: allocation, [own])
        ])
      ).map(\.path)
    }
    #expect(problems(nil, 1) == ["processes[furnace].allocation"])
    #expect(problems(Allocation(basis: .mass, weight: 0), 1) == ["processes[furnace].allocation"])
    #expect(
      problems(Allocation(basis: .mass, weight: 1), 0)
        == ["processes[furnace].coProducts[slag].weight"])
    #expect(problems(Allocation(basis: .mass, weight: 1), 1) == [])
  }

  @Test func `what the product does not need adds nothing`() throws {
    let idle = Sample.process("idle", 1, [own])
    let result = try Sample.result(Sample.model([Sample.process("cell", 1, [own]), idle]))
    #expect(result.contributions.map(\.process) == ["cell"])
    #expect(result.includingBiogenicUptake == 1)
  }

  @Test func `messages speak both languages`() {
    var model = Sample.model([Sample.process("Cell", 0, [own, own])], product: "x", unit: "kWh")
    model.statement.identifier = ""
    for problem in Sample.problems(model) {
      #expect(!problem.path.isEmpty)
      #expect(!problem.found.chinese.isEmpty && !problem.found.english.isEmpty)
      #expect(!problem.required.chinese.isEmpty && !problem.required.english.isEmpty)
    }
  }
}
