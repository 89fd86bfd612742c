// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

/// Expressions whose names or dimensions do not fit.
@Suite struct TypeErrorTests {
  /// What the expressions of the tables speak about.
  static let methodology: Methodology = {
    var methodology = SampleMethodology.make(
      inputs: [
        SampleMethodology.quantity("distance", "km", 2, "0", "300"),
        SampleMethodology.quantity("use", "kWh", 3, "0", "50"),
        SampleMethodology.quantity("riders", "person", 0, "0", "50"),
        SampleMethodology.input("mode", .choice(["bus", "metro"])),
        SampleMethodology.input("peak", .flag), SampleMethodology.input("day", .date),
        SampleMethodology.input(
          "meters",
          .list(
            [
              SampleMethodology.quantity("use", "kWh", 1, "0", "9"),
              SampleMethodology.input("kind", .choice(["bus", "metro"])),
            ], minimum: 0, maximum: 9)),
      ],
      parameters: [
        SampleMethodology.parameter(
          "factor", "gCO2e/km", by: "mode",
          [SampleMethodology.value("26.9", "bus"), SampleMethodology.value("46.7", "metro")]),
        SampleMethodology.parameter("ratio", "1", [SampleMethodology.value("0.5")]),
      ],
      definitions: [SampleMethodology.definition("saved", "distance * factor[mode]")],
      conditions: [], formula: "saved")
    methodology.activity.timing = .day
    return methodology
  }()

  @Test(arguments: [
    ("distanse * 2", 1, "There is no name “distanse”; did you mean distance?"),
    (
      "zzz", 1,
      "There is no name “zzz”; there are date, day, distance, factor, mode, peak, ratio, "
        + "riders, saved, use."
    ),
    ("duration * 2", 1, "Only activities with an interval have a duration."),
    (
      "distance * factor", 12,
      "factor has a value for each choice; write factor[choice], of bus, metro."
    ),
    ("distance * factor[\"tram\"]", 19, "There is no choice “tram”; there are bus, metro."),
    (
      "distance * factor[peak]", 19,
      "Expected a choice (bus, metro) here, found true or false."
    ),
    ("ratio[mode]", 1, "ratio has one value and takes no choice in brackets."),
    (
      "riders + ratio", 8,
      "The two sides differ: a quantity in person and a plain number. Only a counting unit "
        + "differs: divide by 1 [person], or multiply by it."
    ),
    (
      "saved + saved * riders", 7,
      "The two sides differ: a quantity in gCO2e and a quantity in gCO2e·person. Only a counting "
        + "unit differs: divide by 1 [person], or multiply by it."
    ),
    (
      "riders > 3", 8,
      "The two sides differ: a quantity in person and a plain number. Write the unit of a number "
        + "in brackets, as in 8 [person]."
    ),
    (
      "saved / 1 [trip]", 1,
      "The formula must give a mass of CO2e, such as gCO2e; it gives a quantity in gCO2e/trip. "
        + "Only a counting unit differs: divide by 1 [trip], or multiply by it."
    ),
    (
      "distance + use", 10,
      "The two sides differ: a quantity in km and a quantity in kWh."
    ),
    (
      "distance + 2", 10,
      "The two sides differ: a quantity in km and a plain number. Write the unit of a number in "
        + "brackets, as in 8 [km]."
    ),
    (
      "distance * factor[mode] - 1 [kg]", 25,
      "The two sides differ: a quantity in gCO2e and a quantity in kg."
    ),
    (
      "distance", 1,
      "The formula must give a mass of CO2e, such as gCO2e; it gives a quantity in km."
    ),
    ("peak", 1, "The formula must give a mass of CO2e, such as gCO2e; it gives true or false."),
    ("peak + 1", 1, "Expected a number here, found true or false."),
    ("-peak", 2, "Expected a number here, found true or false."),
    ("not distance", 5, "Expected true or false here, found a quantity in km."),
    ("peak and distance", 10, "Expected true or false here, found a quantity in km."),
    ("if distance then 1 else 2", 4, "Expected true or false here, found a quantity in km."),
    (
      "if peak then saved else day", 25,
      "The two sides differ: a quantity in gCO2e and a date."
    ),
    ("mode < \"bus\"", 6, "A choice (bus, metro) can be compared with == or != only."),
    ("mode == \"tram\"", 9, "There is no choice “tram”; there are bus, metro."),
    ("mode == day", 6, "The two sides differ: a choice (bus, metro) and a date."),
    ("day == \"2025-02-30\"", 8, "“2025-02-30” is no date; write it as 2025-02-28."),
    (
      "\"bus\" == \"bus\"", 1,
      "Expected a text to be compared with a choice or a date here, found the text “bus”."
    ),
    (
      "saved / distance", 9,
      "/ divides by parameters and numbers only; to divide by what varies, write "
        + "divide(a, b, step, down)."
    ),
    ("floor(saved, distance)", 14, "Expected a quantity in gCO2e here, found a quantity in km."),
    (
      "floor(saved, saved)", 14,
      "The step is a number or a parameter, such as 0.01 [kg]."
    ),
    ("floor(saved)", 1, "Write floor(x, step); 1 given."),
    (
      "divide(saved, distance, 1 [gCO2e], down)", 25,
      "Expected a quantity in gCO2e/km here, found a quantity in gCO2e."
    ),
    (
      "divide(saved, distance, 1 [gCO2e/km], nearest)", 39,
      "The rounding is down, up, half_even or half_up."
    ),
    ("clamp(saved, 0, 1 [kg])", 17, "Expected a quantity in gCO2e here, found a quantity in kg."),
    ("years(day, 3)", 12, "Expected a date here, found a plain number."),
    (
      "years(day, date) < 25", 18,
      "The two sides differ: a quantity in a and a plain number. Write the unit of a number in "
        + "brackets, as in 8 [a]."
    ),
    (
      "sqrt(saved)", 1,
      "There is no function “sqrt”; there are all, any, ceil, clamp, count, days, distinct, "
        + "divide, floor, max, min, round, sum, years."
    ),
    ("max * 2", 1, "max is a function; put ( behind it."),
    (
      "meters * 2", 1,
      "meters is a list; use sum(r in meters: r.use), count(meters) and so on."
    ),
    ("count(use)", 7, "“use” is no list; lists are: meters."),
    ("count(3)", 7, "count needs the name of a list."),
    ("sum(r in use: 1)", 10, "“use” is no list; lists are: meters."),
    ("sum(r in meters: r)", 18, "r is a row; name a field of it, as in r.use."),
    ("sum(r in meters: r.size)", 20, "The rows have no field “size”; they have use, kind."),
    (
      "sum(r in meters: s.use)", 18,
      "There is no row “s”; fields stand inside sum(s in list: …) and the like."
    ),
    (
      "sum(day in meters: day.use)", 5,
      "“day” has a meaning already; choose another name for the row."
    ),
    (
      "sum(r in meters: sum(s in meters: s.use))", 18,
      "sum cannot stand inside another function over a list."
    ),
    ("all(r in meters: r.use)", 18, "Expected true or false here, found a quantity in kWh."),
    ("sum(r in meters: r.kind)", 18, "Expected a number here, found a choice (bus, metro)."),
    (
      "distance * distance * distance * distance * distance * distance * distance * distance * "
        + "distance * distance", 98, "The power of a unit exceeds 9."
    ),
  ])
  func `names and dimensions that do not fit are refused with their column`(
    formula: String, column: Int, message: String
  ) throws {
    var methodology = Self.methodology
    methodology.result.expression = Methodology.ExpressionText(formula)
    let problems = #expect(throws: MethodologyProblems.self) {
      try MethodologyProgram(methodology)
    }
    let problem = try #require(problems?.problems.first)
    #expect(problem.message.english == message)
    #expect(problem.column == column)
    #expect(!problem.message.chinese.isEmpty && problem.message.chinese != message)
  }

  @Test func `a definition knows those above it only, and its fault is reported once`() throws {
    var methodology = Self.methodology
    methodology.definitions = [
      SampleMethodology.definition("first", "second * 2"),
      SampleMethodology.definition("second", "saved + 1"),
    ]
    methodology.result.expression = Methodology.ExpressionText("first + second")
    let problems = #expect(throws: MethodologyProblems.self) {
      try MethodologyProgram(methodology)
    }
    let found = try #require(problems).problems
    #expect(found.map(\.path) == ["definitions.first", "definitions.second"])
    #expect(
      found[0].message.english
        == "second is defined further down; a definition can use only those above it.")
    #expect(found[1].message.english.hasPrefix("There is no name “saved”"))
  }

  @Test func `a condition is true or false`() throws {
    var methodology = Self.methodology
    methodology.conditions = [SampleMethodology.condition("far", "distance")]
    let problems = #expect(throws: MethodologyProblems.self) {
      try MethodologyProgram(methodology)
    }
    #expect(problems?.problems.first?.path == "conditions.far")
  }
}
