// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// A methodology that uses every kind of thing once: the codec must bring all of it back.
enum EverythingMethodology {
  static func text(_ word: String) -> BilingualText { BilingualText("中文" + word, word) }

  static func number(_ text: String) -> ExactDecimal {
    (try? ExactDecimal(text: text)) ?? .zero
  }

  static func date(_ text: String) -> CalendarDate {
    (try? CalendarDate(text: text)) ?? CalendarDate(daysSinceEpoch: 0)
  }

  static let source = Methodology.Source(document: "Example 1", date: date("2024-02-29"))

  static let quantity = Methodology.InputDefinition.Kind.quantity(
    unit: "person·km", decimals: 3, minimum: number("-1.5"), maximum: number("200"))

  static let activity = Methodology.ActivityShape(
    timing: .interval,
    inputs: [
      .init(
        name: "mode", label: text("mode"), kind: .choice(["bus", "metro"]),
        evidence: text("ticket")),
      .init(name: "distance", label: text("distance"), kind: quantity, evidence: nil),
      .init(name: "new", label: text("new"), kind: .flag, evidence: nil),
      .init(name: "since", label: text("since"), kind: .date, evidence: nil),
      .init(
        name: "legs", label: text("legs"),
        kind: .list(
          [.init(name: "length", label: text("length"), kind: quantity, evidence: nil)],
          minimum: 1, maximum: 7), evidence: nil),
    ], naturalKey: ["ticket", "time"])

  static let examples: [Methodology.WorkedExample] = [
    .init(
      text: text("one"), source: source, date: date("2024-03-01"), durationSeconds: 1_200,
      attributes: ["area": .text("3")],
      inputs: [
        "mode": .text("metro"), "distance": .text("8"),
        "legs": .rows([["length": "1.5"], ["length": "2", "b": "x"], [:]]),
      ], expectation: .result(373_600),
      parameters: [
        .init(name: "factor", choice: "bus", value: number("1.25")),
        .init(name: "limit", value: number("9")),
      ]),
    .init(
      text: text("two"), source: nil, date: date("1969-12-31"), durationSeconds: nil,
      attributes: [:], inputs: [:], expectation: .refusal("plausible")),
  ]

  static let value = Methodology(
    identity: .init(scheme: "example", id: "everything", version: "1"), title: text("title"),
    code: "X-1", status: .unfiled, authority: text("authority"), filing: source,
    effectiveFrom: date("2024-01-01"), effectiveThrough: date("2024-12-31"),
    region: text("region"), summary: text("summary"), additionality: text("additionality"),
    crediting: .init(
      holder: .site, maximumYears: 25, lateWindowDays: 7, bufferBasisPoints: 2_000,
      needsAuthorisation: true),
    activity: activity,
    attributes: [.init(name: "area", label: text("area"), kind: quantity, evidence: nil)],
    parameters: [
      .init(
        name: "factor", label: text("factor"), unit: "gCO2e/(person·km)", by: "mode",
        values: [
          .init(
            choice: "metro", value: number("46.70"), from: date("2024-01-01"),
            through: date("2024-06-30"), source: source),
          .init(
            choice: "bus", value: number("-0.5"), from: nil, through: nil,
            source: .init(document: "undated", date: nil)),
        ]),
      .init(name: "limit", label: text("limit"), unit: "1", by: nil, values: []),
    ],
    definitions: [.init(name: "twice", label: text("twice"), expression: .init("2 × distance"))],
    conditions: [
      .init(id: "plausible", text: text("plausible"), expression: .init("new"), source: source),
      .init(id: "open", text: text("open"), expression: .init("true\n and new"), source: nil),
    ],
    limits: [
      .init(measure: .count, parameter: "limit", text: text("count")),
      .init(measure: .sum("distance"), parameter: "limit", text: text("sum")),
    ],
    result: .init(
      kind: .points, expression: .init("distance"), step: number("0.01"), stepUnit: "gCO2e",
      rounding: .halfEven, validityMonths: 12),
    exclusivity: .init(
      group: "travel", schemes: ["CCER"], subjects: ["site", "device"], energy: "twice"),
    examples: examples)
}
