// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

/// What a check proves about every activity that will ever come.
@Suite struct ProofTests {
  private static let inputs = [
    SampleMethodology.quantity("a", "gCO2e", 2, "0", "1000"),
    SampleMethodology.quantity("b", "km", 2, "0", "1000"),
    SampleMethodology.quantity("c", "km", 2, "-5", "5"),
    SampleMethodology.input("peak", .flag),
    SampleMethodology.input(
      "rows", .list([SampleMethodology.quantity("n", "1", 0, "0", "9")], minimum: 0, maximum: 9)),
  ]
  private static let parameters = [
    SampleMethodology.parameter("none", "1", [SampleMethodology.value("0")]),
    SampleMethodology.parameter("half", "1", [SampleMethodology.value("0.5")]),
  ]
  private static let zero = "The divisor can be zero; guard it with if b > 0 then … else …."

  private func problem(
    _ formula: String, conditions: [String] = [], definitions: [String] = []
  ) -> String? {
    let methodology = SampleMethodology.make(
      inputs: Self.inputs, parameters: Self.parameters,
      definitions: definitions.enumerated().map {
        SampleMethodology.definition("d\($0.offset)", $0.element)
      },
      conditions: conditions.enumerated().map {
        SampleMethodology.condition("c\($0.offset)", $0.element)
      }, formula: formula)
    do {
      _ = try MethodologyProgram(methodology)
      return nil
    } catch { return error.problems.first?.message.english }
  }

  @Test(arguments: [
    "divide(a, b, 1 [gCO2e/km], down) * 1 [km]", "a / none", "a / (half - 0.5)",
    "if b >= 0 [km] then divide(a, b, 1 [gCO2e/km], down) * 1 [km] else 0",
    "if b < 1 [km] then divide(a, b, 1 [gCO2e/km], down) * 1 [km] else 0",
    "if c != 0 then max(divide(a, c, 1 [gCO2e/km], down) * 1 [km], 0) else 0",
    "if b > 0 or peak then divide(a, b, 1 [gCO2e/km], down) * 1 [km] else 0",
    "divide(a, count(rows), 1 [gCO2e], down)",
    "sum(r in rows: divide(a, r.n, 1 [gCO2e], down))",
    "if not b > 0 then divide(a, b, 1 [gCO2e/km], down) * 1 [km] else 0",
  ])
  func `a division that can be by zero is refused`(formula: String) {
    #expect(problem(formula) == Self.zero)
  }

  @Test(arguments: [
    "if b > 0 then divide(a, b, 1 [gCO2e/km], down) * 1 [km] else 0",
    "if b == 0 then 0 else divide(a, b, 1 [gCO2e/km], down) * 1 [km]",
    "if not (b <= 0) and peak then divide(a, b, 1 [gCO2e/km], down) * 1 [km] else 0",
    "if b <= 0 or peak then 0 else divide(a, b, 1 [gCO2e/km], down) * 1 [km]",
    "if 2 [km] <= b then divide(a, b, 1 [gCO2e/km], down) * 1 [km] else 0",
    "divide(a, b + 1 [m], 1 [gCO2e/km], down) * 1 [km]",
    "divide(a, max(b, 0.1 [km]), 1 [gCO2e/km], down) * 1 [km]",
    "if c < 0 then -divide(a, c, 1 [gCO2e/km], down) * 1 [km] else 0",
    "if count(rows) > 0 then divide(a, count(rows), 1 [gCO2e], down) else 0",
    "sum(r in rows: if r.n > 0 then divide(a, r.n, 1 [gCO2e], down) else 0)",
    "if b > 0 and divide(a, b, 1 [gCO2e/km], down) > 3 [gCO2e/km] then a else 0",
    "if half == 0 then a / none else a / half",
  ])
  func `a division behind its guard is accepted`(formula: String) {
    #expect(problem(formula) == nil)
  }

  @Test func `what a condition demands is known behind it`() {
    let formula = "divide(a, b, 1 [gCO2e/km], down) * 1 [km]"
    #expect(problem(formula, conditions: ["b > 0"]) == nil)
    #expect(problem(formula, conditions: ["b >= 0 [km]"]) == Self.zero)
    #expect(
      problem(
        "d0 * 1 [km]", conditions: ["b > 0"],
        definitions: [
          "divide(a, b, 1 [gCO2e/km], down)"
        ]) == nil)
    // A definition that a condition needs is computed in front of it.
    #expect(
      problem(
        "d0 * 1 [km]", conditions: ["d0 > 1 [gCO2e/km] and b > 0"],
        definitions: [
          "divide(a, b, 1 [gCO2e/km], down)"
        ]) == Self.zero)
  }

  @Test(arguments: [
    ("a - 5 [gCO2e]", "as low as -5 gCO2e"), ("c * 2 [gCO2e/km]", "as low as -10 gCO2e"),
    ("-a", "as low as -1000 gCO2e"), ("0.5 [gCO2e] - 1 [gCO2e]", "as low as -0.5 gCO2e"),
    ("a - a", "as low as -1000 gCO2e"), ("min(a, 0) - 1 [mgCO2e]", "as low as -0.001 gCO2e"),
  ])
  func `a result that can be negative is refused`(formula: String, lowest: String) {
    #expect(
      problem(formula) == "The result can be negative, \(lowest); write max(…, 0).")
  }

  @Test(arguments: [
    "max(a - 5 [gCO2e], 0)", "if a > 5 [gCO2e] then a - 5 [gCO2e] else 0", "min(a, 0)", "0",
    "clamp(c, 0, 2 [km]) * 3 [gCO2e/km]", "if c < 0 then -c * 1 [gCO2e/km] else 0",
  ])
  func `a result that cannot be negative is accepted`(formula: String) {
    #expect(problem(formula) == nil)
  }

  @Test func `an overflow is found before any activity comes`() {
    #expect(
      problem("a * 10000000000000") == "The result can exceed 64 bits of milligrams; lower the "
        + "maximum of the inputs.")
    let long = Array(repeating: "b", count: 9).joined(separator: " * ")
    let product = "\(long) / 1 [km3] / 1 [km3] / 1 [km3] * a"
    #expect(problem(product)?.hasPrefix("The exact value can have too many digits") == true)
    let tiny = Array(repeating: "0.00000000000000007", count: 9).joined(separator: " * ")
    #expect(problem("a * \(tiny)")?.hasPrefix("The exact value can have too many") == true)
    #expect(
      problem(
        "max(a * 0.123456789012345678 / 0.998877665544332211 "
          + "- a / 0.987654321098765432 * 0.887766554433221199, 0)") != "")
  }

  @Test func `a step is above zero`() {
    #expect(problem("floor(a, 0)") == "The step must be greater than zero.")
    #expect(problem("floor(a, -1 [gCO2e])") == "The step must be greater than zero.")
    #expect(problem("floor(a, none * 1 [gCO2e])") == "The step must be greater than zero.")
    #expect(problem("floor(a, half * 1 [gCO2e])") == nil)
  }

  @Test func `a parameter that nobody has set is tried small and large`() throws {
    var methodology = SampleMethodology.make(
      inputs: Self.inputs, parameters: [SampleMethodology.parameter("base", "gCO2e", [])],
      formula: "max(base - a, 0)")
    let program = try MethodologyProgram(methodology)
    #expect(program.unsetParameters == ["base"])
    let date = SampleMethodology.date("2025-01-01")
    #expect(!program.isComplete(on: date))
    let unset = #expect(throws: MethodologyProblems.self) {
      try program.bound(on: date, attributes: [])
    }
    #expect(unset?.problems.first?.message.english == "Parameters are not set yet: base.")

    methodology.result.expression = Methodology.ExpressionText("base - a")
    let negative = #expect(throws: MethodologyProblems.self) {
      try MethodologyProgram(methodology)
    }
    let message = try #require(negative?.problems.first?.message.english)
    #expect(message.hasPrefix("The result can be negative"))
    #expect(message.hasSuffix("(Parameters not set, base, are tried small and large.)"))

    // Set, it is checked with its value.
    let set = try methodology.setting(
      Methodology.ParameterSetting(
        name: "base", choice: nil, value: SampleMethodology.decimal("1000")),
      source: SampleMethodology.source)
    #expect(try MethodologyProgram(set).unsetParameters.isEmpty)
  }
}
