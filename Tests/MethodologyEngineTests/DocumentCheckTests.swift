// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

/// What is wrong with a methodology outside its expressions.
@Suite struct DocumentCheckTests {
  typealias Change = @Sendable (inout Methodology) -> Void

  private static func parameter(
    _ change: @escaping @Sendable (inout Methodology.ParameterDefinition) -> Void
  )
    -> Change
  { { change(&$0.parameters[0]) } }

  private static func distance(_ kind: Methodology.InputDefinition.Kind) -> Change {
    { $0.activity.inputs[0].kind = kind }
  }

  private static func quantity(
    _ unit: String = "person·km", _ decimals: Int = 3, _ low: String = "0", _ high: String = "200"
  ) -> Change {
    distance(
      .quantity(
        unit: unit, decimals: decimals, minimum: SampleMethodology.decimal(low),
        maximum: SampleMethodology.decimal(high)))
  }

  private static func list(_ fields: [Methodology.InputDefinition], _ low: Int, _ high: Int)
    -> Change
  {
    {
      $0.activity.inputs.append(
        SampleMethodology.input("rows", .list(fields, minimum: low, maximum: high)))
    }
  }

  private static let limit = Methodology.DailyLimit(
    measure: .sum("distance"), parameter: "top_speed", text: SampleMethodology.text("far"))

  static let cases: [(path: String, change: Change)] = [
    ("identity.scheme", { $0.identity.scheme = "Shen Zhen" }),
    ("identity.id", { $0.identity.id = "" }),
    ("identity.version", { $0.identity.version = "v1/2" }),
    ("title", { $0.title = BilingualText("", "title") }),
    ("authority", { $0.authority = BilingualText("机关", "") }),
    ("summary", { $0.summary = BilingualText("", "") }),
    ("additionality", { $0.additionality = BilingualText("", "x") }),
    ("filing.document", { $0.filing.document = "" }),
    ("effective", { $0.effectiveThrough = SampleMethodology.date("2019-01-01") }),
    ("effective", { $0.effectiveFrom = CalendarDate(daysSinceEpoch: .min) }),
    ("effective", { $0.effectiveThrough = CalendarDate(daysSinceEpoch: .max) }),
    ("crediting.maximum_years", { $0.crediting.maximumYears = 0 }),
    ("crediting.late_window_days", { $0.crediting.lateWindowDays = -1 }),
    ("crediting.buffer_basis_points", { $0.crediting.bufferBasisPoints = 10_001 }),
    ("activity.natural_key", { $0.activity.naturalKey = [] }),
    ("activity.natural_key", { $0.activity.naturalKey = ["a", "a"] }),
    ("activity.inputs.distance.unit", quantity("furlong")),
    ("activity.inputs.distance.decimals", quantity("person·km", 10)),
    ("activity.inputs.distance.decimals", quantity("person·km", .min)),
    ("activity.inputs.distance.minimum", quantity("person·km", 1, "0.05")),
    ("activity.inputs.distance.maximum", quantity("person·km", 1, "5", "4")),
    ("activity.inputs.distance.maximum", quantity("person·km", 9, "0", "100000000000")),
    ("activity.inputs.mode.choices", { $0.activity.inputs[1].kind = .choice([]) }),
    (
      "activity.inputs.mode.choices",
      { $0.activity.inputs[1].kind = .choice(["bus", "metro", "bus"]) }
    ),
    (
      "activity.inputs.mode.choices",
      { $0.activity.inputs[1].kind = .choice(["bus", "metro", "\"x"]) }
    ),
    ("activity.inputs.rows", list([], 0, 3)),
    ("activity.inputs.rows", list([SampleMethodology.input("x", .flag)], 4, 3)),
    ("activity.inputs.rows", list([SampleMethodology.input("x", .flag)], -1, 3)),
    ("activity.inputs.rows", list([SampleMethodology.input("x", .flag)], 0, 367)),
    (
      "activity.inputs.rows.x",
      list([SampleMethodology.input("x", .list([], minimum: 0, maximum: 1))], 0, 3)
    ),
    (
      "activity.inputs.rows.x",
      list([SampleMethodology.input("x", .flag), SampleMethodology.input("x", .flag)], 0, 3)
    ),
    (
      "attributes.site",
      { $0.attributes = [SampleMethodology.input("site", .list([], minimum: 0, maximum: 1))] }
    ),
    ("attributes.mode", { $0.attributes = [SampleMethodology.input("mode", .flag)] }),
    ("attributes.Site", { $0.attributes = [SampleMethodology.input("Site", .flag)] }),
    ("attributes.date", { $0.attributes = [SampleMethodology.input("date", .flag)] }),
    ("parameters.factor.unit", parameter { $0.unit = "g/person·km" }),
    ("parameters.factor.by", parameter { $0.by = "tram" }),
    ("parameters.factor.values[0]", parameter { $0.values[0].choice = nil }),
    ("parameters.factor.values[1]", parameter { $0.values[1].choice = "tram" }),
    ("parameters.factor.values[1]", parameter { $0.values[1].choice = "bus" }),
    ("parameters.top_speed.values[0]", { $0.parameters[1].values[0].choice = "bus" }),
    ("parameters.factor.values[0].source", parameter { $0.values[0].source.document = "" }),
    (
      "parameters.factor.values[2]",
      parameter {
        $0.values.append(SampleMethodology.value("3", "bus", from: "2030-01-01"))
      }
    ),
    (
      "parameters.top_speed.values[0]",
      {
        $0.parameters[1].values = [
          SampleMethodology.value("3", from: "2030-01-01", through: "2029-01-01")
        ]
      }
    ),
    (
      "parameters",
      { $0.parameters[1].values = [SampleMethodology.value("3", through: "2019-01-01")] }
    ),
    ("conditions.moves", { $0.conditions[1].id = "moves" }),
    ("conditions.speed limit", { $0.conditions[1].id = "speed limit" }),
    ("conditions.moves.text", { $0.conditions[0].text = BilingualText("", "x") }),
    ("result.unit", { $0.result.stepUnit = "km" }),
    ("result.step", { $0.result.step = SampleMethodology.decimal("0.0001") }),
    ("result.step", { $0.result.step = SampleMethodology.decimal("-1") }),
    ("result.validity_months", { $0.result.validityMonths = 3 }),
    ("limits[0].parameter", { $0.limits = [limit] }),
    (
      "limits[0].parameter",
      {
        $0.limits = [limit]; $0.limits[0].parameter = "factor"
      }
    ),
    (
      "limits[0].sum",
      {
        $0.limits = [limit]; $0.limits[0].measure = .sum("mode")
      }
    ),
    (
      "limits[0].parameter",
      {
        $0.limits = [limit]; $0.limits[0].measure = .count
      }
    ),
    ("exclusivity.group", { $0.exclusivity.group = "" }),
    ("exclusivity.subjects", { $0.exclusivity.subjects = ["person"] }),
    ("exclusivity.schemes", { $0.exclusivity.schemes = ["CCER", "CCER"] }),
    ("exclusivity.energy", { $0.exclusivity.energy = "distance" }),
    ("exclusivity.energy", { $0.exclusivity.energy = "nothing" }),
    (
      "exclusivity.energy",
      {
        $0.definitions = [SampleMethodology.definition("d", "1")]
        $0.exclusivity.energy = "d"
      }
    ),
    ("conditions", { $0.conditions = Array(repeating: $0.conditions[0], count: 65) }),
  ]

  @Test(arguments: cases.indices)
  func `each part is checked`(position: Int) throws {
    var methodology = SampleMethodology.publicTransport
    Self.cases[position].change(&methodology)
    let problems = #expect(throws: MethodologyProblems.self, "\(Self.cases[position].path)") {
      try MethodologyProgram(methodology)
    }
    let paths = try #require(problems).problems.map(\.path)
    #expect(paths.contains(Self.cases[position].path), "\(paths)")
    for problem in problems?.problems ?? [] {
      #expect(!problem.message.chinese.isEmpty && !problem.message.english.isEmpty)
    }
  }

  @Test func `several mistakes are reported together`() throws {
    var methodology = SampleMethodology.publicTransport
    methodology.identity.id = ""
    methodology.parameters[0].unit = "x"
    methodology.conditions[0].expression = Methodology.ExpressionText("distance >")
    methodology.result.expression = Methodology.ExpressionText("distance * factor[mode] + 1")
    let problems = #expect(throws: MethodologyProblems.self) {
      try MethodologyProgram(methodology)
    }
    // The formula speaks about a parameter with a broken unit, of which enough has been said.
    #expect(
      problems?.problems.map(\.path)
        == ["identity.id", "parameters.factor.unit", "conditions.moves"])
  }

  @Test func `too much work for an activity is refused`() throws {
    var methodology = SampleMethodology.publicTransport
    methodology.activity.inputs.append(
      SampleMethodology.input(
        "readings", .list([SampleMethodology.input("day", .date)], minimum: 0, maximum: 366)))
    let distinct = Methodology.ExpressionText("distinct(d in readings: d.day)")
    methodology.conditions = (0..<3).map {
      Methodology.Condition(
        id: "d\($0)", text: SampleMethodology.text("distinct"), expression: distinct, source: nil)
    }
    #expect(throws: Never.self) { try MethodologyProgram(methodology) }
    methodology.definitions = [SampleMethodology.definition("again", distinct.text)]
    let problems = #expect(throws: MethodologyProblems.self) {
      try MethodologyProgram(methodology)
    }
    #expect(
      problems?.problems.first?.message.english.hasPrefix("One activity can take 2708") == true)
  }

  @Test func `too much work for a check is refused before it is done`() throws {
    var methodology = SampleMethodology.publicTransport
    let start = SampleMethodology.date("2020-01-01")
    for (position, choice) in [(0, "bus"), (0, "metro"), (1, nil)] as [(Int, String?)] {
      methodology.parameters[position].values.removeAll { $0.choice == choice }
      for day in 0..<128 {
        let first = start.adding(days: day * 4 + position)
        methodology.parameters[position].values.append(
          Methodology.ParameterValue(
            choice: choice, value: .one, from: first, through: first.adding(days: 1),
            source: SampleMethodology.source))
      }
    }
    let problems = #expect(throws: MethodologyProblems.self) {
      try MethodologyProgram(methodology)
    }
    #expect(problems?.problems.first?.message.english.contains("too many") == true)
  }
}
