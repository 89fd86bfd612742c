// SPDX-License-Identifier: Apache-2.0
import Quantities

extension Methodology {
  /// Why activities of `date` cannot be computed, or `nil`: the methodology does not apply on the
  /// date, or a parameter that has values has none on it.
  func problem(date: CalendarDate) -> BilingualText? {
    if date < effectiveFrom {
      return BilingualText(
        "\(date) 早于 effective.from \(effectiveFrom)。",
        "\(date) is before effective.from \(effectiveFrom).")
    }
    if let through = effectiveThrough, through < date {
      return BilingualText(
        "\(date) 晚于 effective.through \(through)。",
        "\(date) is after effective.through \(through).")
    }
    let missing = missingValues(on: date)
    guard !missing.isEmpty else { return nil }
    return BilingualText(
      "\(missing.joined(separator: "、")) 在 \(date) 没有取值。",
      "\(missing.joined(separator: ", ")) \(missing.count == 1 ? "has" : "have") no value on "
        + "\(date).")
  }

  /// The parameters, or choices of them, that have values and none of them on `date`: `grid`,
  /// `factor[metro]`.
  func missingValues(on date: CalendarDate) -> [String] {
    parameters.flatMap { parameter in
      var choices: [String?] = []
      for value in parameter.values where !choices.contains(value.choice) {
        choices.append(value.choice)
      }
      return choices.filter { choice in
        !parameter.values.contains { $0.choice == choice && $0.covers(date) }
      }.map { choice in choice.map { "\(parameter.name)[\($0)]" } ?? parameter.name }
    }
  }
}
