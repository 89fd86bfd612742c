// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// Small methodologies for tests, with the factors of the rule book's examples.
enum SampleMethodology {
  static let metro: Int64 = 0
  static let bus: Int64 = 1
  static let bike: Int64 = 2
  static let modes = ["metro", "bus", "bike"]

  static func text(_ english: String) -> BilingualText { BilingualText("示例\(english)", english) }

  static func decimal(_ text: String) -> ExactDecimal {
    guard let value = try? ExactDecimal(text: text) else {
      preconditionFailure("no number: \(text)")
    }
    return value
  }

  static func quantity(
    _ name: String, _ unit: String, _ decimals: Int, _ maximum: String
  ) -> Methodology.InputDefinition {
    input(
      name,
      .quantity(
        unit: unit, decimals: decimals, minimum: decimal("0"), maximum: decimal(maximum)))
  }

  static func input(
    _ name: String, _ kind: Methodology.InputDefinition.Kind
  ) -> Methodology.InputDefinition {
    Methodology.InputDefinition(name: name, label: text(name), kind: kind, evidence: nil)
  }

  static func value(
    _ number: String, _ choice: String? = nil, from: CalendarDate? = nil,
    through: CalendarDate? = nil
  ) -> Methodology.ParameterValue {
    Methodology.ParameterValue(
      choice: choice, value: decimal(number), from: from, through: through,
      source: Methodology.Source(document: "example", date: nil))
  }

  static func parameter(
    _ name: String, _ unit: String, by: String? = nil, _ values: Methodology.ParameterValue...
  ) -> Methodology.ParameterDefinition {
    Methodology.ParameterDefinition(
      name: name, label: text(name), unit: unit, by: by, values: values)
  }

  static func condition(_ id: String, _ expression: String) -> Methodology.Condition {
    Methodology.Condition(
      id: id, text: text(id), expression: Methodology.ExpressionText(expression), source: nil)
  }

  static func make(
    _ id: String, version: String = "1", from: CalendarDate = day(2000, 1, 1),
    holder: Methodology.Holder = .person, years: Int? = nil, window: Int? = nil,
    buffer: Int = 0, timing: Methodology.ActivityShape.Timing = .interval,
    inputs: [Methodology.InputDefinition], attributes: [Methodology.InputDefinition] = [],
    parameters: [Methodology.ParameterDefinition],
    conditions: [Methodology.Condition] = [], limits: [Methodology.DailyLimit] = [],
    formula: String, kind: Methodology.ResultDefinition.Kind = .reduction,
    subjects: [String] = [], energy: String? = nil, validityMonths: Int? = nil
  ) -> Methodology {
    Methodology(
      identity: Methodology.Identity(scheme: "example", id: id, version: version),
      title: text(id), code: nil, status: .filed, authority: text("authority"),
      filing: Methodology.Source(document: "example", date: nil), effectiveFrom: from,
      effectiveThrough: nil, region: text("city"), summary: text("summary"),
      additionality: text("additional"),
      crediting: Methodology.Crediting(
        holder: holder, maximumYears: years, lateWindowDays: window, bufferBasisPoints: buffer,
        needsAuthorisation: holder == .person),
      activity: Methodology.ActivityShape(timing: timing, inputs: inputs, naturalKey: ["key"]),
      attributes: attributes, parameters: parameters, definitions: [], conditions: conditions,
      limits: limits,
      result: Methodology.ResultDefinition(
        kind: kind, expression: Methodology.ExpressionText(formula),
        step: decimal(kind == .points ? "1" : "0.01"), stepUnit: kind == .points ? "1" : "g",
        rounding: .down, validityMonths: validityMonths),
      exclusivity: Methodology.Exclusivity(
        group: id, schemes: [], subjects: subjects, energy: energy),
      examples: [])
  }

  private static let rideInputs = [
    quantity("distance", "person·km", 3, "200"), input("mode", .choice(modes)),
  ]

  /// Metro 46.7, bus 26.9, bicycle 33.88 g/(person·km); at most 20 rides a day, bounded speed.
  static func travel(
    version: String = "1", from: CalendarDate = day(2000, 1, 1), window: Int? = nil
  ) -> Methodology {
    make(
      "travel", version: version, from: from, window: window, inputs: rideInputs,
      parameters: [
        parameter(
          "factor", "gCO2e/(person·km)", by: "mode", value("46.7", "metro"),
          value("26.9", "bus"), value("33.88", "bike")),
        parameter(
          "top_speed", "km/h", by: "mode", value("120", "metro"), value("80", "bus"),
          value("40", "bike")),
        parameter("daily_rides", "1", value("20")),
      ],
      conditions: [
        condition("speed", "distance <= top_speed[mode] * duration * 1 [person]")
      ],
      limits: [
        Methodology.DailyLimit(
          measure: .count, parameter: "daily_rides", text: text("rides a day"))
      ],
      formula: "distance * factor[mode]")
  }

  /// A factor for each year: 33 g in 2022, 33.88 g from 2023 on.
  static func yearly() -> Methodology {
    make(
      "yearly", inputs: rideInputs,
      parameters: [
        parameter(
          "factor", "gCO2e/(person·km)", value("33", through: day(2022, 12, 31)),
          value("33.88", from: day(2023, 1, 1)))
      ], formula: "distance * factor")
  }

  /// 10 points a kilometre; bicycles up to 3 km, which is the band of the ruleset.
  static func points(validityMonths: Int? = 12) -> Methodology {
    make(
      "points", inputs: rideInputs,
      parameters: [
        parameter(
          "band", "person·km", by: "mode", value("5", "metro"), value("5", "bus"),
          value("3", "bike"))
      ],
      formula: "min(distance, band[mode]) / 1 [person·km] * 10", kind: .points,
      validityMonths: validityMonths)
  }

  /// Distributed photovoltaics: 0.42 kg/kWh, at most 1 MW, in the city, at most 25 years.
  static func solar(energy: String? = "generation", buffer: Int = 0) -> Methodology {
    make(
      "solar", holder: .site, years: 25, buffer: buffer, timing: .month,
      inputs: [quantity("generation", "kWh", 0, "10000000")],
      attributes: [quantity("capacity", "kW", 0, "100000"), input("in_city", .flag)],
      parameters: [
        parameter("grid_factor", "kgCO2e/kWh", value("0.42")),
        parameter("largest", "kW", value("1000")),
      ],
      conditions: [
        condition("size", "capacity <= largest"), condition("city", "in_city"),
      ],
      formula: "generation * grid_factor", subjects: ["site"], energy: energy)
  }

  /// Household electricity: below 2.5 kg the city's baseline, else the mean of the 7 days before.
  static func household() -> Methodology {
    make(
      "household", timing: .day,
      inputs: [
        quantity("actual", "kgCO2e", 3, "100"),
        input(
          "previous", .list([quantity("emission", "kgCO2e", 3, "100")], minimum: 7, maximum: 7)),
      ],
      parameters: [parameter("baseline", "kgCO2e", value("2.5"))],
      formula: """
        if actual < baseline then baseline - actual
        else max(0 [kgCO2e], sum(d in previous: d.emission) / 7 - actual)
        """)
  }

  /// A forest: what the operator measured, 10 % of it to the buffer pool.
  static func forest() -> Methodology {
    make(
      "forest", holder: .site, buffer: 1_000, timing: .month,
      inputs: [quantity("stock_change", "tCO2e", 3, "1000000")],
      parameters: [parameter("share", "1", value("1"))],
      formula: "stock_change * share", subjects: ["parcel"])
  }
}
