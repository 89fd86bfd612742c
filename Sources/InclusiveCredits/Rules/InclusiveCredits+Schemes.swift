// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import MethodologyEngine
import Quantities

extension InclusiveCredits {
  mutating func apply(
    _ record: SchemeRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.authority, in: context)
    try Self.requireCode(record.code, 2...12)
    try Self.requireText(record.chineseName, "chineseName")
    try Self.requireText(record.englishName, "englishName")
    try Self.requireText(record.source, "source")
    guard record.province == 0 || Province(number: record.province) != nil else {
      throw Rejection(
        LedgerRules.bounds, found: "province \(record.province)", required: "GB/T 2260")
    }
    if let account = record.bufferAccount { _ = try core.requireParticipant(account) }
    noteWindow(Int(record.lateWindowDays))
    if let number = schemes.number(forKey: record.code) {
      schemes.update(number) { $0.set(record, context.position) }
    } else {
      core.assigned("scheme", schemes.append(Scheme(record, context.position)), context)
    }
  }

  /// The terms of the scenario's scheme on `date`, or a refusal under `rule`.
  func requireTerms(
    of scenario: Scenario, on date: CalendarDate, _ rule: Rule
  ) throws(Rejection) -> SchemeRecord {
    let scheme = try requireScheme(scenario.approval.scheme)
    if let terms = scheme.terms(on: date) { return terms }
    throw Rejection(
      rule, found: "\(scheme.code), \(date)",
      required: BilingualText(
        "≥ \(scheme.terms[0].record.from)(机制条款生效)",
        "≥ \(scheme.terms[0].record.from), the first terms of the scheme"))
  }

  /// How many days after the event an activity of `date` may be reported (INC-72).
  func lateWindow(
    of scenario: Scenario, _ use: MethodologyUse, on date: CalendarDate
  ) throws(Rejection) -> Int {
    let terms = try requireTerms(of: scenario, on: date, InclusiveCreditRules.lateWindow)
    return use.methodology.crediting.lateWindowDays ?? Int(terms.lateWindowDays)
  }

  /// Keeps the longest window there ever was, by which days are closed.
  mutating func noteWindow(_ days: Int) {
    if closedDays.count == 0 { closedDays.append(ClosedDays()) }
    let window = UInt32(clamping: min(days, Int(Int32.max)))
    guard closedDays[0].longestWindow < window else { return }
    closedDays.update(0) { $0.longestWindow = window }
  }

  /// Lets go of the days that no activity can belong to any more.
  ///
  /// What was once closed stays so, though a longer window be set later: duplicates of those days
  /// are no longer known.
  mutating func closeDays(_ context: AdmissionContext) {
    guard let row = closedDays.row(0) else { return }
    let first = context.today.adding(days: -Int(row.longestWindow))
    guard row.firstOpen < first else { return }
    closedDays.update(0) { $0.firstOpen = first }
    openDays.close(before: first)
  }
}
