// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import MethodologyEngine
import Quantities

// Whose activity it is, and that it counts once.
extension InclusiveCredits {
  /// The person is known and authorised the scenario on that day (INC-71).
  func requireAuthorised(_ row: ActivityRow, _ day: ActivityDay) throws(Rejection) {
    guard let person = row.person else { return }
    try requirePerson(person)
    guard day.use.methodology.crediting.needsAuthorisation,
      !authorisations.isActive(day.key.scenario, person, on: day.key.date)
    else { return }
    let periods = authorisations.periods(day.key.scenario, person)
      .map { "\($0.from) … \($0.until.map { $0.adding(days: -1).description } ?? "")" }
      .joined(separator: ", ")
    throw Rejection(
      InclusiveCreditRules.authorisation,
      found: BilingualText(
        "个人 \(person):授权 \(periods.isEmpty ? "—" : periods)",
        "person \(person): authorised \(periods.isEmpty ? "—" : periods)"),
      required: BilingualText(
        "\(day.key.date) 有效的授权", "an authorisation active on \(day.key.date)"))
  }

  /// The row as what duplicates, overlaps and limits are judged by.
  static func activity(
    _ row: ActivityRow, _ day: ActivityDay, batch: UInt32
  ) -> OpenDays.Activity {
    OpenDays.Activity(
      key: row.key, person: row.person ?? .max, scenario: day.key.scenario, batch: batch,
      // Sites are many and share no clock: only a person is in one place at a time.
      start: row.person == nil ? -1 : row.start, duration: row.duration,
      measure: day.measure(row.values))
  }

  /// Refuses what was reported before, overlaps, or goes beyond a day's limits.
  ///
  /// - Parameter others: What rows not admitted yet add to the person's day.
  static func requireFree(
    _ finding: OpenDays.Finding, and others: OpenDays.Finding = .free(count: 0, sum: 0),
    _ activity: OpenDays.Activity, _ day: ActivityDay
  ) throws(Rejection) {
    switch (finding, others) {
    case (.free(let count, let sum), .free(let further, let rest)):
      guard activity.person == .max || count + further < OpenDays.dailyLimit else {
        throw Rejection(
          InclusiveCreditRules.plausibility,
          found: BilingualText(
            "个人 \(activity.person),\(day.key.date):活动过多",
            "person \(activity.person), \(day.key.date): too many activities"),
          required: "≤ \(OpenDays.dailyLimit)")
      }
      guard !day.program.limits.isEmpty else { return }
      try requireLimits(
        count: count + further + 1, sums: [sum, rest, activity.measure], day)
    case (.duplicate(let batch), _), (_, .duplicate(let batch)):
      throw Rejection(
        InclusiveCreditRules.duplicate,
        found: reported("已上报", "reported", batch, day),
        required: BilingualText("未曾上报的活动", "an activity not reported before"))
    case (.overlap(let batch), _), (_, .overlap(let batch)):
      let interval = "\(activity.start) s + \(activity.duration) s"
      throw Rejection(
        InclusiveCreditRules.overlap,
        found: BilingualText(
          "个人 \(activity.person),\(interval):\(reported("重叠", "overlaps", batch, day).chinese)",
          "person \(activity.person), \(interval): "
            + reported("重叠", "overlaps", batch, day).english),
        required: BilingualText("时间不重叠", "no overlap in time"))
    }
  }

  private static func reported(
    _ chinese: String, _ english: String, _ batch: UInt32, _ day: ActivityDay
  ) -> BilingualText {
    // The tester has no number for rows that are not admitted yet.
    guard batch != .max else {
      return BilingualText(
        "\(day.key.date) 同一清单中较前的活动 \(chinese)",
        "\(english) by an activity before it in the same list, \(day.key.date)")
    }
    return BilingualText(
      "\(day.key.date) 批次 \(batch) \(chinese)",
      "\(english) by \(coded: "batch", batch), \(day.key.date)")
  }

  /// INC-73: the plausibility limits of a person's day.
  private static func requireLimits(
    count: Int, sums: [Int64], _ day: ActivityDay
  ) throws(Rejection) {
    var sum: Int64 = 0
    var isTooLarge = false
    for part in sums {
      let (next, overflow) = sum.addingReportingOverflow(part)
      isTooLarge = isTooLarge || overflow
      sum = next
    }
    for (position, limit) in day.program.limits.enumerated() {
      let value = limit.input == nil ? Int64(count) : sum
      guard value > limit.maximum || limit.input != nil && isTooLarge else { continue }
      let limits = day.use.methodology.limits
      let text =
        limits.indices.contains(position) ? limits[position].text : BilingualText("上限", "limit")
      throw Rejection(
        InclusiveCreditRules.plausibility,
        found: BilingualText(
          "\(text.chinese):\(isTooLarge ? "≥ 2^63" : String(value))",
          "\(text.english): \(isTooLarge ? "≥ 2^63" : String(value))"),
        required: BilingualText("≤ \(limit.maximum)", "≤ \(limit.maximum)"))
    }
  }
}
