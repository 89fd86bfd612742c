// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// The formula of a methodology with its parameters and their sources, for people.
struct MethodologyText {
  private let methodology: Methodology

  init(_ methodology: Methodology) {
    self.methodology = methodology
  }

  /// Conditions, definitions, formula, rounding, parameters.
  ///
  /// - Parameter date: Only values in force on that event date; all of them when `nil`.
  func lines(in language: Language, on date: CalendarDate?) -> [String] {
    let isChinese = language == .chinese
    var lines: [String] = []
    let result = methodology.result
    lines.append("\(isChinese ? "公式" : "formula")  \(result.expression.text)")
    for definition in methodology.definitions {
      lines.append(
        "  \(definition.name) = \(definition.expression.text)  \(definition.label[language])")
    }
    lines.append(
      "\(isChinese ? "取整" : "rounding")  \(result.step) \(result.stepUnit), "
        + result.rounding.text[language])
    for condition in methodology.conditions {
      lines.append(
        "\(isChinese ? "条件" : "condition")  \(condition.expression.text)  "
          + condition.text[language])
    }
    for parameter in methodology.parameters {
      for value in parameter.values where date.map(value.applies) ?? true {
        let choice = value.choice.map { "[\($0)]" } ?? ""
        lines.append(
          "\(isChinese ? "参数" : "parameter")  \(parameter.name)\(choice) = \(value.value)"
            + "\(parameter.unit == "1" ? "" : " \(parameter.unit)")\(value.interval)  "
            + value.source.text)
      }
    }
    return lines
  }

  /// The same as JSON.
  func json(on date: CalendarDate?) -> JSONValue {
    let result = methodology.result
    return [
      "formula": .string(result.expression.text),
      "definitions": .array(
        methodology.definitions.map {
          ["name": .string($0.name), "expression": .string($0.expression.text)]
        }),
      "step": .string("\(result.step) \(result.stepUnit)"),
      "rounding": .string(result.rounding.rawValue),
      "conditions": .array(
        methodology.conditions.map {
          [
            "id": .string($0.id), "expression": .string($0.expression.text),
            "zh": .string($0.text.chinese), "en": .string($0.text.english),
          ]
        }),
      "parameters": .array(
        methodology.parameters.flatMap { parameter in
          parameter.values.filter { date.map($0.applies) ?? true }.map { value in
            [
              "name": .string(parameter.name),
              "choice": value.choice.map { .string($0) } ?? .null,
              "value": .string("\(value.value)"), "unit": .string(parameter.unit),
              "from": value.from.map { .string("\($0)") } ?? .null,
              "through": value.through.map { .string("\($0)") } ?? .null,
              "source": .string(value.source.text),
            ] as JSONValue
          }
        }),
    ]
  }
}

extension Methodology.ParameterValue {
  /// Whether the value is in force for events of `date`.
  func applies(on date: CalendarDate) -> Bool {
    (from.map { $0 <= date } ?? true) && (through.map { date <= $0 } ?? true)
  }

  /// ` (2024-01-01 … 2024-12-31)`; empty for always.
  fileprivate var interval: String {
    guard from != nil || through != nil else { return "" }
    return " (\(from.map(\.description) ?? "") … \(through.map(\.description) ?? ""))"
  }
}

extension Methodology.Source {
  /// The document and its date.
  var text: String { date.map { "\(document) (\($0))" } ?? document }
}

extension Rounding {
  /// What people call it.
  var text: BilingualText {
    switch self {
    case .down: BilingualText("向零取整", "towards zero")
    case .up: BilingualText("背零取整", "away from zero")
    case .floor: BilingualText("向下取整", "down")
    case .ceiling: BilingualText("向上取整", "up")
    case .halfEven: BilingualText("四舍六入五成双", "half to even")
    case .halfUp: BilingualText("四舍五入", "half up")
    }
  }
}
