// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import MethodologyEngine
import Quantities

extension InclusiveCredits {
  mutating func apply(
    _ record: ScenarioRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.authority, in: context)
    let scheme = try requireScheme(record.scheme)
    try Self.requireCode(record.code, 1...16)
    try Self.requireText(record.chineseName, "chineseName")
    try Self.requireText(record.englishName, "englishName")
    try Self.requireText(record.reference, "reference")
    let code = "\(scheme.code)-\(record.code)"
    if let number = scenarios.number(forKey: code) {
      throw Rejection(
        LedgerRules.unique, found: "\(code) = scenario \(number)", required: "a new code")
    }
    try Self.requireInterested(record.operatorNumber, context, core)
    try Self.requireInterested(record.beneficiary, context, core)
    guard core.holds(.operatorOfScheme, record.operatorNumber, on: context.today) else {
      throw Rejection(
        LedgerRules.role, found: "\(coded: "participant", record.operatorNumber)",
        required: Role.operatorOfScheme.name)
    }
    let use = try requireSuited(record.methodology, to: record, on: record.from)
    let through = try Self.creditingEnd(of: record, use.methodology)
    try requirePointsPolicy(of: record, use, on: record.from)
    try Self.requireMarkets(record.insideMarkets)
    try Self.requireSubjects(record.subjects, use.methodology)
    for subject in record.subjects {
      try Self.claim(subject, for: Self.claimScheme, &core)
    }
    if let project = record.greenProject {
      try Self.claim("green-project:\(project)", for: Self.claimScheme, &core)
    }
    let number = scenarios.append(
      Scenario(code: code, approval: record, through: through, position: context.position))
    core.assigned("scenario", number, context)
  }

  /// The version is active on `date`, gives what the scenario's benefit needs, and its conditions
  /// on the attributes hold.
  private func requireSuited(
    _ number: UInt32, to approval: ScenarioRecord, on date: CalendarDate
  ) throws(Rejection) -> MethodologyUse {
    try requireActive(number, on: date)
    let use = try use(ofMethodology: number)
    let methodology = use.methodology
    let givesPoints = methodology.result.kind == .points
    guard givesPoints == (approval.benefit == .points) else {
      throw Rejection(
        givesPoints
          ? InclusiveCreditRules.pointsAreNoTonnes : InclusiveCreditRules.pointsPolicy,
        found: "\(methodology.identity), benefit \(approval.benefit.name)",
        required: givesPoints ? "benefit points" : "a methodology of points")
    }
    let needsPersons = approval.benefit != .pooled
    guard !needsPersons || methodology.crediting.holder == .person else {
      throw Rejection(
        LedgerRules.bounds, found: "benefit \(approval.benefit.name), holder site",
        required: "benefit pooled")
    }
    guard approval.benefit != .personal || methodology.crediting.bufferBasisPoints == 0 else {
      throw Rejection(
        LedgerRules.bounds, found: "benefit personal, buffer pool", required: "benefit pooled")
    }
    guard approval.greenProject == nil || methodology.exclusivity.energy != nil else {
      throw Rejection(
        LedgerRules.bounds, found: "greenProject, \(methodology.identity)",
        required: "a methodology that claims energy")
    }
    try Self.requireApplicable(use, approval.attributes, on: date)
    return use
  }

  /// INC-63: the attributes are those asked for, and the conditions on them hold.
  private static func requireApplicable(
    _ use: MethodologyUse, _ attributes: [Int64], on date: CalendarDate
  ) throws(Rejection) {
    do {
      _ = try use.program.bound(on: date, attributes: attributes)
    } catch {
      let shown = error.problems[0]
      throw Rejection(
        InclusiveCreditRules.applicability,
        found: BilingualText(
          "\(shown.path):\(shown.message.chinese)", "\(shown.path): \(shown.message.english)"),
        required: BilingualText(
          use.methodology.attributes.map(\.label.chinese).joined(separator: "、"),
          "attributes: \(use.methodology.attributes.map(\.name).joined(separator: ", "))"))
    }
    guard let position = use.program.refusal(attributes: attributes, on: date) else { return }
    throw Self.refusal(condition: position, of: use.methodology, attributes)
  }

  /// The last day of the crediting period, which the methodology may bound (INC-78).
  private static func creditingEnd(
    of record: ScenarioRecord, _ methodology: Methodology
  ) throws(Rejection) -> CalendarDate? {
    if let through = record.through, through < record.from {
      throw Rejection(
        LedgerRules.bounds, found: "\(record.from) … \(through)", required: "first ≤ last day")
    }
    guard let years = methodology.crediting.maximumYears else { return record.through }
    let latest = record.from.adding(years: years).adding(days: -1)
    guard let through = record.through else { return latest }
    guard through <= latest else {
      throw Rejection(
        InclusiveCreditRules.creditingPeriod, found: "\(record.from) … \(through)",
        required: "≤ \(latest) (\(years))")
    }
    return through
  }

  /// INC-68: the policy gives points and reads the same rows.
  private func requirePointsPolicy(
    of approval: ScenarioRecord, _ use: MethodologyUse, on date: CalendarDate
  ) throws(Rejection) {
    guard let number = approval.pointsPolicy else { return }
    try requireActive(number, on: date)
    let policy = try self.use(ofMethodology: number)
    let (own, other) = (use.methodology, policy.methodology)
    let isSuited =
      approval.benefit != .points && other.result.kind == .points && policy.layout == use.layout
      && policy.layout.hasPerson && other.attributes.isEmpty
      && own.activity.inputs.map(\.name) == other.activity.inputs.map(\.name)
      && own.activity.inputs.map(\.kind) == other.activity.inputs.map(\.kind)
    guard !isSuited else { return }
    throw Rejection(
      InclusiveCreditRules.pointsPolicy, found: "\(other.identity)",
      required: BilingualText(
        "与 \(own.identity) 输入相同、无固定信息的积分规则",
        "a ruleset of points with the inputs of \(own.identity) and no attributes"))
  }

  private static func requireMarkets(_ markets: [String]) throws(Rejection) {
    for market in markets { try requireText(market, "insideMarkets") }
  }
}

extension InclusiveCredits {
  mutating func apply(
    _ record: ScenarioChangeRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.authority, in: context)
    let row = try requireScenario(record.scenario)
    try Self.requireText(record.reason, "reason")
    if let end = row.changes.first(where: { $0.action == .end }), record.from >= end.from {
      throw Rejection(
        InclusiveCreditRules.creditingPeriod, found: "\(row.code): end \(end.from)",
        required: "< \(end.from)")
    }
    guard (record.action == .methodology) == (record.methodology != nil) else {
      throw Rejection(
        LedgerRules.bounds,
        found: "\(record.action.name), methodology "
          + (record.methodology.map(String.init) ?? "—"),
        required: "a methodology if it changes")
    }
    if let number = record.methodology {
      let use = try requireSuited(number, to: row.approval, on: record.from)
      try requirePointsPolicy(of: row.approval, use, on: record.from)
      try Self.requireSubjects(row.approval.subjects, use.methodology)
    }
    let change = Scenario.Change(
      action: record.action, from: record.from, methodology: record.methodology,
      position: context.position)
    scenarios.update(record.scenario) { row in
      let place = row.changes.firstIndex { $0.from > change.from } ?? row.changes.endIndex
      row.changes.insert(change, at: place)
    }
  }
}

extension CalendarDate {
  /// The same day so many years later; the last of February stands for a leap day.
  func adding(years: Int) -> CalendarDate {
    let (target, overflow) = year.addingReportingOverflow(years)
    let latest = CalendarDate(daysSinceEpoch: 2_932_896)
    guard !overflow, target <= 9_999 else { return latest }
    return CalendarDate(year: target, month: month, day: day)
      ?? CalendarDate(year: target, month: month, day: 28) ?? latest
  }
}
