// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

@Suite struct TraceTests {
  private static let methodology: Methodology = {
    var methodology = SampleMethodology.publicTransport
    methodology.activity.inputs[0].label = BilingualText("里程", "distance")
    methodology.activity.inputs[1].label = BilingualText("方式", "mode")
    methodology.parameters[0].label = BilingualText("减排因子", "reduction factor")
    methodology.parameters[0].values[1].source = Methodology.Source(
      document: "Shenzhen 2021", date: SampleMethodology.date("2021-12-01"))
    methodology.conditions[0].text = BilingualText("有里程", "the trip has a distance")
    methodology.definitions = [
      Methodology.Definition(
        name: "third", label: BilingualText("三分之一", "a third"),
        expression: Methodology.ExpressionText("distance * factor[mode] / 3"))
    ]
    methodology.conditions.removeLast()
    methodology.result.expression = Methodology.ExpressionText("min(third + 1 [gCO2e], 2 [kgCO2e])")
    return methodology
  }()

  private static func trace(_ inputs: [Int64]) throws -> Trace {
    try MethodologyProgram(methodology)
      .bound(on: SampleMethodology.date("2025-03-01"), attributes: [])
      .trace(inputs, duration: 900)
  }

  @Test func `a trace reads like a calculation on paper`() throws {
    #expect(
      try Self.trace([8000, 1]).lines(in: .english) == [
        "event date = 2025-03-01",
        "duration = 900 s",
        "input distance (distance) = 8 person·km",
        "input mode (mode) = metro",
        "condition moves (the trip has a distance): distance > 0 → met",
        "    parameter factor[\"metro\"] (reduction factor) = 46.7 gCO2e/(person·km) "
          + "[source: Shenzhen 2021, 2021-12-01]",
        "  distance * factor[mode] = 373.6 gCO2e",
        "definition third (a third) = distance * factor[mode] / 3 = ≈124.533333333 gCO2e",
        "  third + 1 [gCO2e] = ≈125.533333333 gCO2e",
        "formula min(third + 1 [gCO2e], 2 [kgCO2e]) = ≈125.533333333 gCO2e",
        "result 125530 mgCO2e (rounded toward zero to steps of 0.01 g)",
      ])
  }

  @Test func `a trace is written in Chinese too, and ends at a refusal`() throws {
    let trace = try Self.trace([0, 1])
    #expect(trace.outcome == .refused(condition: 0))
    #expect(
      trace.lines(in: .chinese) == [
        "活动日期 = 2025-03-01", "时长 = 900 s", "输入 distance(里程) = 0 person·km",
        "输入 mode(方式) = metro", "条件 moves(有里程):distance > 0 → 不满足",
      ])
  }

  @Test func `a trace says what evaluation says of values that are no activity`() throws {
    #expect(try Self.trace([1]).outcome == .malformed)
    #expect(try Self.trace([1, 2]).outcome == .outOfBounds(input: 1))
    #expect(try Self.trace([1, 2]).steps.isEmpty)
  }

  @Test func `the rows of a list are shown one by one`() throws {
    let methodology = SampleMethodology.make(
      inputs: [
        SampleMethodology.input(
          "bags",
          .list([SampleMethodology.quantity("weight", "kg", 1, "0", "50")], minimum: 0, maximum: 9))
      ],
      parameters: [
        SampleMethodology.parameter("factor", "kgCO2e/kg", [SampleMethodology.value("3.6")])
      ], formula: "sum(b in bags: b.weight * factor)")
    let bound = try MethodologyProgram(methodology)
      .bound(on: SampleMethodology.date("2025-03-01"), attributes: [])
    #expect(
      try bound.trace([2, 15, 1000], duration: 0).outcome == .outOfBounds(input: 0))
    #expect(
      try bound.trace([2, 15, 100], duration: 0).lines(in: .english).dropFirst(2) == [
        "input bags (bags) = 2",
        "  row 1 = weight 1.5 kg",
        "  row 2 = weight 10 kg",
        "    parameter factor (factor) = 3.6 kgCO2e/kg [source: example]",
        "  row 1 = 5.4 kgCO2e",
        "  row 2 = 36 kgCO2e",
        "formula sum(b in bags: b.weight * factor) = 41.4 kgCO2e",
        "result 41400000 mgCO2e (rounded toward zero to steps of 0.01 g)",
      ])
  }
}
