// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

@Suite struct EvaluationTests {
  private static let day = SampleMethodology.date("2025-03-01")

  @Test func `a yearly factor is taken by the event date`() throws {
    let methodology = SampleMethodology.make(
      inputs: [SampleMethodology.quantity("distance", "km", 2, "0", "100")],
      parameters: [
        SampleMethodology.parameter(
          "factor", "gCO2e/km",
          [
            SampleMethodology.value("35.01", from: "2023-01-01"),
            SampleMethodology.value("33.88", from: "2022-01-01", through: "2022-12-31"),
          ])
      ], formula: "distance * factor")
    let program = try MethodologyProgram(methodology)
    for (date, milligrams) in [("2022-12-31", 67_760), ("2023-01-01", 70_020)] as [(_, Int64)] {
      var bound = try program.bound(on: SampleMethodology.date(date), attributes: [])
      #expect(bound.evaluate([200], duration: 0) == .result(milligrams))
    }
    let missing = #expect(throws: MethodologyProblems.self) {
      try program.bound(on: SampleMethodology.date("2021-12-31"), attributes: [])
    }
    #expect(
      missing?.problems.first?.message.english
        == "factor has no value on 2021-12-31.")
    let early = #expect(throws: MethodologyProblems.self) {
      try program.bound(on: SampleMethodology.date("2019-12-31"), attributes: [])
    }
    #expect(
      early?.problems.first?.message.english
        == "2019-12-31 is before effective.from 2020-01-01.")
    #expect(program.isComplete(on: Self.day))
    #expect(!program.isComplete(on: SampleMethodology.date("2021-06-01")))
  }

  @Test func `a household below the city's baseline is credited, else against its own week`() throws
  {
    let methodology = SampleMethodology.make(
      inputs: [
        SampleMethodology.quantity("used", "kWh", 2, "0", "100"),
        SampleMethodology.input(
          "week",
          .list(
            [
              SampleMethodology.input("day", .date),
              SampleMethodology.quantity("used", "kWh", 2, "0", "100"),
            ], minimum: 7, maximum: 7)),
      ],
      parameters: [
        SampleMethodology.parameter("grid", "kgCO2e/kWh", [SampleMethodology.value("0.5")]),
        SampleMethodology.parameter("baseline", "kgCO2e", [SampleMethodology.value("2.5")]),
      ],
      definitions: [
        SampleMethodology.definition("actual", "used * grid"),
        SampleMethodology.definition("average", "sum(d in week: d.used) / 7 * grid"),
      ],
      conditions: [
        SampleMethodology.condition(
          "seven-days",
          "distinct(d in week: d.day) and "
            + "all(d in week: days(d.day, date) >= 1 [d] and days(d.day, date) <= 7 [d])")
      ],
      formula: "max(if actual < baseline then baseline - actual else average - actual, 0)")
    var bound = try MethodologyProgram(methodology).bound(on: Self.day, attributes: [])
    let last = Int64(Self.day.daysSinceEpoch)
    func activity(_ used: Int64, _ average: Int64, days: [Int64] = [1, 2, 3, 4, 5, 6, 7]) -> [Int64]
    {
      [used, Int64(days.count)] + days.flatMap { [last - $0, average] }
    }
    #expect(bound.evaluate(activity(400, 0), duration: 0) == .result(500_000))
    #expect(bound.evaluate(activity(600, 640), duration: 0) == .result(200_000))
    #expect(bound.evaluate(activity(600, 580), duration: 0) == .result(0))
    for days in [[1, 2, 3, 4, 5, 6, 6], [2, 3, 4, 5, 6, 7, 8], [0, 1, 2, 3, 4, 5, 6]] as [[Int64]] {
      #expect(bound.evaluate(activity(600, 640, days: days), duration: 0) == .refused(condition: 0))
    }
    #expect(bound.evaluate(activity(600, 640, days: [1]), duration: 0) == .outOfBounds(input: 1))
    #expect(bound.evaluate(activity(400, 0).dropLast(), duration: 0) == .malformed)
    #expect(bound.evaluate(activity(400, 0) + [0], duration: 0) == .malformed)
    #expect(bound.evaluate([], duration: 0) == .malformed)
    #expect(bound.evaluate(activity(400, -1), duration: 0) == .outOfBounds(input: 1))
  }

  @Test func `a condition over attributes alone is tested at approval and for every activity`()
    throws
  {
    let methodology = SampleMethodology.make(
      inputs: [SampleMethodology.quantity("generation", "kWh", 0, "0", "1000000")],
      attributes: [
        SampleMethodology.quantity("capacity", "kW", 1, "0", "100000"),
        SampleMethodology.input("in_market", .flag), SampleMethodology.input("connected", .date),
      ],
      parameters: [
        SampleMethodology.parameter("grid", "kgCO2e/kWh", [SampleMethodology.value("0.42")]),
        SampleMethodology.parameter("most", "MW", [SampleMethodology.value("1")]),
        SampleMethodology.parameter("life", "a", [SampleMethodology.value("25")]),
      ],
      conditions: [
        SampleMethodology.condition("age", "years(connected, date) < life"),
        SampleMethodology.condition("size", "capacity <= most"),
        SampleMethodology.condition("market", "not in_market"),
        SampleMethodology.condition("some", "generation > 0"),
      ],
      formula: "generation * grid")
    let program = try MethodologyProgram(methodology)
    let connected = Int64(SampleMethodology.date("2000-03-02").daysSinceEpoch)
    #expect(program.refusal(attributes: [10_000, 0, connected], on: Self.day) == nil)
    #expect(program.refusal(attributes: [12_000, 0, connected], on: Self.day) == 1)
    #expect(program.refusal(attributes: [10_000, 1, connected], on: Self.day) == 2)
    var bound = try program.bound(on: Self.day, attributes: [10_000, 0, connected])
    #expect(bound.evaluate([1_100_000], duration: 0) == .outOfBounds(input: 0))
    #expect(bound.evaluate([1_000_000], duration: 0) == .result(420_000_000_000))
    #expect(bound.evaluate([0], duration: 0) == .refused(condition: 3))
    var late = try program.bound(on: Self.day.adding(days: 1), attributes: [10_000, 0, connected])
    #expect(late.evaluate([5], duration: 0) == .refused(condition: 0))
    var market = try program.bound(on: Self.day, attributes: [10_000, 1, connected])
    #expect(market.evaluate([5], duration: 0) == .refused(condition: 2))

    let problem = #expect(throws: MethodologyProblems.self) {
      try program.bound(on: Self.day, attributes: [10_000, 2, connected])
    }
    #expect(
      problem?.problems.first?.message.english == "in_market (in_market) must be 0 to 1, found 2.")
    #expect(methodology.problem(attributes: [1]) != nil)
  }

  @Test func `an approval tests conditions over attributes without those over activities`() throws {
    let methodology = SampleMethodology.make(
      inputs: [SampleMethodology.input("peak", .flag)],
      attributes: [SampleMethodology.quantity("persons", "1", 0, "1", "9")],
      conditions: [
        SampleMethodology.condition("both", "peak and persons > 3"),
        SampleMethodology.condition("many", "persons > 2"),
      ], formula: "1 [gCO2e]")
    let program = try MethodologyProgram(methodology)
    #expect(program.refusal(attributes: [2], on: Self.day) == 1)
    #expect(program.refusal(attributes: [3], on: Self.day) == nil)
    var bound = try program.bound(on: Self.day, attributes: [2])
    #expect(bound.evaluate([1], duration: 0) == .refused(condition: 0))
    #expect(try bound.trace([1], duration: 0).outcome == .refused(condition: 0))
  }

  @Test func `forestry sums plots by species with 44 over 12 exact`() throws {
    let methodology = SampleMethodology.make(
      inputs: [
        SampleMethodology.input(
          "plots",
          .list(
            [
              SampleMethodology.input("species", .choice(["pine", "fir"])),
              SampleMethodology.quantity("growth", "m3", 2, "0", "100000"),
            ], minimum: 1, maximum: 366))
      ],
      parameters: [
        SampleMethodology.parameter(
          "bcef", "t/m3", by: "species",
          [SampleMethodology.value("0.6", "pine"), SampleMethodology.value("0.7", "fir")]),
        SampleMethodology.parameter(
          "root", "1", by: "plots.species",
          [SampleMethodology.value("0.25", "pine"), SampleMethodology.value("0.2", "fir")]),
        SampleMethodology.parameter("carbon", "1", [SampleMethodology.value("0.5")]),
      ],
      formula: "sum(p in plots: p.growth * bcef[p.species] * (1 + root[p.species])) * carbon "
        + "* 44 [tCO2e/t] / 12")
    var bound = try MethodologyProgram(methodology).bound(on: Self.day, attributes: [])
    // 10 m3 · 0.6 · 1.25 = 7.5 t; 5 m3 · 0.7 · 1.2 = 4.2 t; 11.7 · 0.5 · 44/12 = 21.45 t.
    #expect(bound.evaluate([2, 0, 1000, 1, 500], duration: 0) == .result(21_450_000_000))
    // 1 m3 of pine: 0.75 · 0.5 · 44/12 = 1.375 t.
    #expect(bound.evaluate([1, 0, 100], duration: 0) == .result(1_375_000_000))
  }

  @Test func `points are whole numbers by bands`() throws {
    var methodology = SampleMethodology.make(
      inputs: [SampleMethodology.quantity("distance", "km", 2, "0", "100")],
      parameters: [
        SampleMethodology.parameter("band", "km", [SampleMethodology.value("3")]),
        SampleMethodology.parameter("per_km", "1/km", [SampleMethodology.value("2")]),
      ], formula: "floor(min(distance, band), 1 [km]) * per_km")
    methodology.result.kind = .points
    methodology.result.step = .one
    methodology.result.stepUnit = "1"
    methodology.result.validityMonths = 12
    var bound = try MethodologyProgram(methodology).bound(on: Self.day, attributes: [])
    for (distance, points) in [(99, 0), (100, 2), (299, 4), (300, 6), (1200, 6)] as [(Int64, Int64)]
    {
      #expect(bound.evaluate([distance], duration: 0) == .result(points))
    }
  }

  @Test(arguments: [
    (Rounding.down, Int64(10)), (.up, 20), (.floor, 10), (.ceiling, 20), (.halfEven, 20),
    (.halfUp, 20),
  ])
  func `the result is rounded once, to the step, as the methodology says`(
    rounding: Rounding, milligrams: Int64
  ) throws {
    var methodology = SampleMethodology.make(
      inputs: [SampleMethodology.quantity("a", "mgCO2e", 0, "0", "100")], formula: "a / 3 * 3")
    methodology.result.rounding = rounding
    var bound = try MethodologyProgram(methodology).bound(on: Self.day, attributes: [])
    #expect(bound.evaluate([15], duration: 0) == .result(milligrams))
    #expect(bound.evaluate([20], duration: 0) == .result(20))
    if rounding == .halfEven { #expect(bound.evaluate([25], duration: 0) == .result(20)) }
  }

  @Test func `energy is claimed in watt-hours, rounded up`() throws {
    var methodology = SampleMethodology.make(
      inputs: [SampleMethodology.quantity("generation", "MJ", 1, "0", "1000000")],
      definitions: [SampleMethodology.definition("claimed", "generation * 0.9")],
      conditions: [SampleMethodology.condition("some", "generation > 0")],
      formula: "generation * 0.42 [kgCO2e/kWh]")
    methodology.exclusivity.energy = "claimed"
    var bound = try MethodologyProgram(methodology).bound(on: Self.day, attributes: [])
    #expect(bound.energyClaimed([40], duration: 0) == 1000)
    #expect(bound.energyClaimed([41], duration: 0) == 1025)
    #expect(bound.energyClaimed([43], duration: 0) == 1075)
    #expect(bound.energyClaimed([42], duration: 0) == 1050)
    #expect(bound.energyClaimed([1], duration: 0) == 25)
    #expect(bound.energyClaimed([0], duration: 0) == nil)
    methodology.exclusivity.energy = "generation"
    var other = try MethodologyProgram(methodology).bound(on: Self.day, attributes: [])
    #expect(other.energyClaimed([1], duration: 0) == 28)
    methodology.exclusivity.energy = nil
    var none = try MethodologyProgram(methodology).bound(on: Self.day, attributes: [])
    #expect(none.energyClaimed([1], duration: 0) == nil)
  }

  @Test func `daily limits come with their values in the input's steps`() throws {
    var methodology = SampleMethodology.publicTransport
    methodology.parameters += [
      SampleMethodology.parameter(
        "most_trips", "1",
        [
          SampleMethodology.value("20", through: "2024-12-31"),
          SampleMethodology.value("30", from: "2025-01-01"),
        ]),
      SampleMethodology.parameter("farthest", "person·m", [SampleMethodology.value("150000.5")]),
    ]
    methodology.limits = [
      Methodology.DailyLimit(
        measure: .count, parameter: "most_trips", text: SampleMethodology.text("trips")),
      Methodology.DailyLimit(
        measure: .sum("distance"), parameter: "farthest", text: SampleMethodology.text("far")),
    ]
    let bound = try MethodologyProgram(methodology).bound(on: Self.day, attributes: [])
    #expect(bound.limits.map(\.input) == [nil, 0])
    #expect(bound.limits.map(\.maximum) == [30, 150_000])
  }

  @Test func `whole years end on the anniversary`() throws {
    let methodology = SampleMethodology.make(
      inputs: [SampleMethodology.input("start", .date)],
      formula: "max(years(start, date), 0) * 1 [gCO2e/a]")
    let program = try MethodologyProgram(methodology)
    for (start, date, years) in [
      ("2000-02-29", "2025-02-28", 24), ("2000-02-29", "2025-03-01", 25),
      ("2000-03-01", "2025-02-28", 24), ("2000-03-01", "2025-03-01", 25),
      ("2026-01-01", "2025-01-01", 0),
      ("0001-01-01", "9999-12-31", 9998),
    ] as [(String, String, Int64)] {
      var bound = try program.bound(on: SampleMethodology.date(date), attributes: [])
      let day = Int64(SampleMethodology.date(start).daysSinceEpoch)
      #expect(bound.evaluate([day], duration: 0) == .result(years * 1000), "\(start) \(date)")
    }
  }
}
