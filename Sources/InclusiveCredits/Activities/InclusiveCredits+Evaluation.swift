// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import MethodologyEngine
import Quantities

// What is fixed for a scenario's day, and what becomes of one row on it.
extension InclusiveCredits {
  /// The scenario's day, bound; taken out of the cache, to be put back by `cache.putBack`.
  mutating func takeDay(
    _ key: ActivityDay.Key, attributes: [Int64]
  ) throws(Rejection) -> ActivityDay {
    if let day = cache.takeDay(key) { return day }
    return try Self.bound(key, try keptUse(ofMethodology: key.methodology), attributes)
  }

  static func bound(
    _ key: ActivityDay.Key, _ use: MethodologyUse, _ attributes: [Int64]
  ) throws(Rejection) -> ActivityDay {
    do {
      return ActivityDay(key, use, try use.program.bound(on: key.date, attributes: attributes))
    } catch {
      let shown = error.problems[0]
      throw Rejection(
        InclusiveCreditRules.filed,
        found: BilingualText(
          "\(key.date):\(shown.path):\(shown.message.chinese)",
          "\(key.date): \(shown.path): \(shown.message.english)"),
        required: BilingualText("该日期的全部参数", "every parameter on that date"))
    }
  }

  /// Refuses a day on which no activity of the scenario can count or be reported any more.
  func requireOpen(
    _ scenario: Scenario, _ date: CalendarDate, today: CalendarDate
  ) throws(Rejection) {
    guard date <= today else {
      throw Rejection(LedgerRules.notInFuture, found: "\(date)", required: "≤ \(today)")
    }
    let number = scenario.methodology(on: date)
    try requireActive(number, on: date)
    try Self.requireCreditingPeriod(scenario, date)
    let use = try use(ofMethodology: number)
    if use.methodology.activity.timing == .month, date != date.calendarMonth.lastDay {
      throw Rejection(
        LedgerRules.bounds, found: "\(date)", required: "\(date.calendarMonth.lastDay)")
    }
    let window = try lateWindow(of: scenario, use, on: date)
    let firstOpen = max(
      today.adding(days: -window),
      closedDays.row(0)?.firstOpen ?? CalendarDate(daysSinceEpoch: .min))
    guard date < firstOpen else { return }
    throw Rejection(
      InclusiveCreditRules.lateWindow, found: "\(date)",
      required: BilingualText(
        "≥ \(firstOpen)(\(today) 之前 \(window) 日内)",
        "≥ \(firstOpen), \(window) days before \(today)"))
  }

  private static func requireCreditingPeriod(
    _ scenario: Scenario, _ date: CalendarDate
  ) throws(Rejection) {
    let from = scenario.approval.from
    guard from <= date, scenario.through.map({ date <= $0 }) ?? true else {
      throw Rejection(
        InclusiveCreditRules.creditingPeriod, found: "\(scenario.code), \(date)",
        required: "\(from) … \(scenario.through.map(\.description) ?? "—")")
    }
    guard let obstacle = scenario.obstacle(on: date) else { return }
    throw Rejection(
      InclusiveCreditRules.creditingPeriod,
      found: "\(scenario.code), \(date): \(obstacle.action.name) \(obstacle.from)",
      required: BilingualText("未暂停、未终止", "not suspended, not ended"))
  }

  /// What the row is worth, or why it does not count.
  static func evaluate(
    _ row: ActivityRow, _ day: inout ActivityDay, attributes: [Int64]
  ) throws(Rejection) -> Int64 {
    switch day.program.evaluate(row.values, duration: Int64(row.duration)) {
    case .result(let value) where value >= 0: return value
    case .result(let value):
      throw Rejection(InclusiveCreditRules.neverNegative, found: "\(value)", required: "≥ 0")
    case .refused(let condition):
      throw refusal(condition: condition, of: day.use.methodology, row.values)
    case .outOfBounds(let input): throw refusal(input: input, of: day.use.methodology, row)
    case .malformed:
      throw Rejection(
        LedgerRules.malformed, found: "\(row.values.count) values",
        required: day.use.methodology.activity.inputs.map(\.name).joined(separator: ", "))
    }
  }

  /// INC-63, or INC-73 for what only speed or another plausibility limit can mean.
  static func refusal(
    condition position: Int, of methodology: Methodology, _ values: [Int64]
  ) -> Rejection {
    guard methodology.conditions.indices.contains(position) else {
      return Rejection(
        InclusiveCreditRules.applicability, found: "\(values)",
        required: "\(methodology.identity)")
    }
    let condition = methodology.conditions[position]
    let isPlausibility =
      condition.id.hasPrefix("plausib") || condition.expression.text.contains("duration")
    let shown = values.prefix(6).map(String.init).joined(separator: ", ")
    return Rejection(
      isPlausibility ? InclusiveCreditRules.plausibility : InclusiveCreditRules.applicability,
      found: BilingualText(
        "\(condition.id):数值 \(shown)", "\(condition.id): values \(shown)"),
      required: BilingualText(
        "\(condition.text.chinese)(\(methodology.identity))",
        "\(condition.text.english) (\(methodology.identity))"))
  }

  /// INC-73, or INC-67 for a list that has not the days it needs.
  private static func refusal(
    input position: Int, of methodology: Methodology, _ row: ActivityRow
  ) -> Rejection {
    let inputs = methodology.activity.inputs
    guard inputs.indices.contains(position) else {
      return Rejection(
        InclusiveCreditRules.plausibility, found: "\(row.values)",
        required: "\(methodology.identity)")
    }
    let input = inputs[position]
    let shown = row.values.prefix(8).map(String.init).joined(separator: ", ")
    let found = BilingualText(
      "\(input.label.chinese)(\(input.name)):\(shown)",
      "\(input.label.english) (\(input.name)): \(shown)")
    switch input.kind {
    case .list(_, let minimum, let maximum):
      return Rejection(
        InclusiveCreditRules.neverNegative, found: found,
        required: BilingualText(
          "\(minimum)…\(maximum) 行,数值在范围内", "\(minimum)…\(maximum) rows within their bounds"))
    case .quantity(let unit, _, let minimum, let maximum):
      return Rejection(
        InclusiveCreditRules.plausibility, found: found,
        required: BilingualText("\(minimum)…\(maximum) \(unit)", "\(minimum)…\(maximum) \(unit)"))
    case .choice, .flag, .date:
      return Rejection(
        InclusiveCreditRules.plausibility, found: found,
        required: BilingualText("方法学允许的取值", "a value the methodology knows"))
    }
  }
}
