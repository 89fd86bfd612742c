// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension InclusiveCredits {
  mutating func apply(
    _ record: VerificationRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let scenario = try requireScenario(record.scenario)
    try requireIndependentVerifier(of: scenario, context, core)
    try Self.requireText(record.opinion, "opinion")
    try Self.requireReductions(scenario)
    let number = try requirePeriod(record.scenario, record.month, scenario)
    let period = periods[number]
    guard record.month.lastDay < context.today else {
      throw Rejection(
        InclusiveCreditRules.closedPeriod, found: "\(record.month)",
        required: "< \(context.today)")
    }
    if let verification = period.verification {
      throw Rejection(
        InclusiveCreditRules.closedPeriod,
        found: BilingualText(
          "已核证(\(verification.position))", "verified by \(verification.position)"),
        required: BilingualText("未核证的月份", "a month not verified yet"))
    }
    try Self.requireMeasured(period, stated: record.total)
    guard record.batches == period.batches, record.activities == period.activities,
      record.total == period.total
    else {
      throw Rejection(
        InclusiveCreditRules.batchIssue,
        found: "batches \(record.batches), activities \(record.activities), "
          + "total \(record.total)",
        required: "batches \(period.batches), activities \(period.activities), "
          + "total \(period.total)")
    }
    periods.update(number) {
      $0.verification = CreditPeriod.Verification(
        verifier: context.issuer, report: record.report, position: context.position)
    }
  }

  /// Points are no reductions: nothing of them is verified or issued (INC-74).
  static func requireReductions(_ scenario: Scenario) throws(Rejection) {
    guard scenario.approval.benefit == .points else { return }
    throw Rejection(
      InclusiveCreditRules.pointsAreNoTonnes, found: "\(scenario.code): benefit points",
      required: "benefit pooled / personal")
  }

  /// The number of the period of a scenario and month for which something was reported.
  func requirePeriod(
    _ number: UInt32, _ month: CalendarMonth, _ scenario: Scenario
  ) throws(Rejection) -> UInt32 {
    if let period = periods.number(forKey: CreditPeriod.key(number, month)) { return period }
    throw Rejection(
      InclusiveCreditRules.batchIssue,
      found: BilingualText(
        "\(scenario.code) \(month):无活动", "\(scenario.code) \(month): no activities"),
      required: BilingualText("已上报的活动", "activities reported"))
  }

  /// INC-82 and INC-81: estimates and surveys are never credited, alone or with others.
  static func requireMeasured(
    _ period: CreditPeriod, stated total: Int64
  ) throws(Rejection) {
    let kinds = [
      (period.estimates, InclusiveCreditRules.estimate, DataStatus.estimate),
      (period.surveys, InclusiveCreditRules.reversal, DataStatus.survey),
    ]
    for (uncredited, rule, status) in kinds where uncredited.batches > 0 {
      let (sum, overflow) = period.total.addingReportingOverflow(uncredited.total)
      let isCounted = uncredited.total > 0 && !overflow && total == sum
      guard period.batches == 0 || isCounted else { continue }
      throw Rejection(
        rule, found: "\(period.month): \(status.name) \(uncredited.total) mg",
        required: "\(DataStatus.measured.name) \(period.total) mg")
    }
  }
}
