// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// Small methodologies for tests; their factors are made up where no source is named.
enum SampleMethodology {
  static let source = Methodology.Source(document: "example", date: nil)

  static func text(_ english: String) -> BilingualText { BilingualText(english, english) }

  static func decimal(_ text: String) -> ExactDecimal {
    guard let value = try? ExactDecimal(text: text) else {
      preconditionFailure("no number: \(text)")
    }
    return value
  }

  static func date(_ text: String) -> CalendarDate {
    guard let value = try? CalendarDate(text: text) else { preconditionFailure("no date: \(text)") }
    return value
  }

  static func quantity(
    _ name: String, _ unit: String, _ decimals: Int, _ minimum: String, _ maximum: String
  ) -> Methodology.InputDefinition {
    Methodology.InputDefinition(
      name: name, label: text(name),
      kind: .quantity(
        unit: unit, decimals: decimals, minimum: decimal(minimum), maximum: decimal(maximum)),
      evidence: nil)
  }

  static func input(
    _ name: String, _ kind: Methodology.InputDefinition.Kind
  ) -> Methodology.InputDefinition {
    Methodology.InputDefinition(name: name, label: text(name), kind: kind, evidence: nil)
  }

  static func value(
    _ number: String, _ choice: String? = nil, from: String? = nil, through: String? = nil
  ) -> Methodology.ParameterValue {
    Methodology.ParameterValue(
      choice: choice, value: decimal(number), from: from.map(date), through: through.map(date),
      source: source)
  }

  static func parameter(
    _ name: String, _ unit: String, by: String? = nil, _ values: [Methodology.ParameterValue]
  ) -> Methodology.ParameterDefinition {
    Methodology.ParameterDefinition(
      name: name, label: text(name), unit: unit, by: by, values: values)
  }

  static func definition(_ name: String, _ expression: String) -> Methodology.Definition {
    Methodology.Definition(
      name: name, label: text(name), expression: Methodology.ExpressionText(expression))
  }

  static func condition(_ id: String, _ expression: String) -> Methodology.Condition {
    Methodology.Condition(
      id: id, text: text(id), expression: Methodology.ExpressionText(expression), source: nil)
  }

  /// The shape of every sample: from 2020 on, by intervals, with a result in 0.01 g rounded down.
  static func make(
    inputs: [Methodology.InputDefinition], attributes: [Methodology.InputDefinition] = [],
    parameters: [Methodology.ParameterDefinition] = [],
    definitions: [Methodology.Definition] = [], conditions: [Methodology.Condition] = [],
    formula: String
  ) -> Methodology {
    Methodology(
      identity: Methodology.Identity(scheme: "example", id: "sample", version: "1"),
      title: text("sample"), code: nil, status: .unfiled, authority: text("nobody"),
      filing: source, effectiveFrom: date("2020-01-01"), effectiveThrough: nil,
      region: text("nowhere"), summary: text("sample"), additionality: text("none"),
      crediting: Methodology.Crediting(
        holder: .person, maximumYears: nil, lateWindowDays: nil, bufferBasisPoints: 0,
        needsAuthorisation: true),
      activity: Methodology.ActivityShape(
        timing: .interval, inputs: inputs, naturalKey: ["trip"]),
      attributes: attributes, parameters: parameters, definitions: definitions,
      conditions: conditions, limits: [],
      result: Methodology.ResultDefinition(
        kind: .reduction, expression: Methodology.ExpressionText(formula),
        step: decimal("0.01"), stepUnit: "g", rounding: .down, validityMonths: nil),
      exclusivity: Methodology.Exclusivity(
        group: "travel", schemes: [], subjects: [], energy: nil),
      examples: [])
  }

  /// Trips by bus and metro with the factors of Shenzhen's public transport methodology (2021).
  static let publicTransport = make(
    inputs: [
      quantity("distance", "person·km", 3, "0", "200"), input("mode", .choice(["bus", "metro"])),
    ],
    parameters: [
      parameter(
        "factor", "gCO2e/(person·km)", by: "mode", [value("26.9", "bus"), value("46.7", "metro")]),
      parameter("top_speed", "km/h", [value("120")]),
    ],
    conditions: [
      condition("moves", "distance > 0"),
      condition("speed", "distance <= top_speed * duration * 1 [person]"),
    ],
    formula: "distance * factor[mode]")
}
