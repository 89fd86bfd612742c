// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

extension MethodologyCard {
  /// What one person can do in a day at most.
  mutating func writeLimits() {
    guard !methodology.limits.isEmpty else { return }
    heading("每日上限", "Daily limits")
    for limit in methodology.limits {
      let measured =
        switch limit.measure {
        case .count: say("活动次数", "count of activities")
        case .sum(let input): say("\(input) 合计", "sum of \(input)")
        }
      line("\(say("每人每日", "per person and day")): \(measured) ≤ \(limit.parameter)")
      line("    \(limit.text[language])")
    }
  }

  /// The worked examples with everything that goes into them.
  mutating func writeExamples() {
    heading("算例", "Examples")
    for example in methodology.examples {
      let phrase = example.expectation.phrase(of: methodology.result.kind)[language]
      let source = example.source.map { "  \(mark($0))" } ?? ""
      line("\(example.text[language]) → \(phrase)\(source)")
      write(example)
    }
  }

  private mutating func write(_ example: Methodology.WorkedExample) {
    let duration = example.durationSeconds.map { seconds in
      let text = seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s"
      return say(",时长 \(text)", ", for \(text)")
    }
    line("    " + say("日期 \(example.date)", "on \(example.date)") + (duration ?? ""))
    write(say("属性", "attributes"), example.attributes, of: methodology.attributes)
    write(say("输入", "inputs"), example.inputs, of: methodology.activity.inputs)
    let settings = example.parameters.map { setting in
      let unit = methodology.parameters.first { $0.name == setting.name }?.unit ?? "1"
      return setting.name + (setting.choice.map { "[\($0)]" } ?? "")
        + " = \(number(setting.value))" + Self.suffix(unit)
    }
    write(say("参数", "parameters"), settings)
  }

  private mutating func write(
    _ title: String, _ values: [String: Methodology.ExampleValue],
    of definitions: [Methodology.InputDefinition]
  ) {
    let cells = definitions.compactMap { definition -> String? in
      guard case .text(let text)? = values[definition.name] else { return nil }
      return Self.cell(definition, text)
    }
    write(title, cells)
    for definition in definitions {
      guard case .rows(let rows)? = values[definition.name],
        case .list(let fields, _, _) = definition.kind
      else { continue }
      for (position, row) in rows.enumerated() {
        write(
          "\(definition.name)[\(position)]",
          fields.compactMap { field in row[field.name].map { Self.cell(field, $0) } })
      }
    }
  }

  private mutating func write(_ title: String, _ cells: [String]) {
    guard !cells.isEmpty else { return }
    line("    \(title): \(cells.joined(separator: ", "))")
  }

  private static func cell(_ definition: Methodology.InputDefinition, _ text: String) -> String {
    guard case .quantity(let unit, _, _, _) = definition.kind else {
      return "\(definition.name) = \(text)"
    }
    return "\(definition.name) = \(text)\(suffix(unit))"
  }

  /// A unit behind a number; nothing for a plain one.
  private static func suffix(_ unit: String) -> String { unit == "1" ? "" : " \(unit)" }
}
