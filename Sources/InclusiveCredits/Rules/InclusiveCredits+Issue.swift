// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import MethodologyEngine
import Quantities

extension InclusiveCredits {
  /// What an issue must state, computed from the period.
  struct Due {
    let creditClass: CreditClass
    let count: UInt64
    let bufferCount: UInt64
    let carry: Int64
    let bufferAccount: UInt32?
  }

  mutating func apply(
    _ record: CreditIssueRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.registry, in: context)
    let scenario = try requireScenario(record.scenario)
    try Self.requireReductions(scenario)
    let number = try requirePeriod(record.scenario, record.month, scenario)
    let period = periods[number]
    try requireIssuable(period, scenario, stated: record.total)
    let due =
      scenario.approval.benefit == .personal
      ? try gramsDue(period, scenario) : try tonnesDue(period, scenario)
    try Self.require(record, due)
    // What persons contributed in all must fit its column.
    _ = try Self.sum(
      amounts.total(Self.credited(record.scenario)), period.total, "credited \(scenario.code)")
    let holder =
      scenario.approval.benefit == .personal
      ? scenario.approval.operatorNumber : scenario.approval.beneficiary
    let issue = try issueUnits(
      Units(
        kind: .month, scenario: record.scenario, month: record.month,
        creditClass: due.creditClass, first: record.first, count: due.count,
        bufferCount: due.bufferCount, holder: holder, bufferAccount: due.bufferAccount,
        carriedIn: scenario.carry, carriedOut: due.carry), context, &core)
    let pending = PersonAmounts.Column(
      .pending, scenario: record.scenario, month: record.month)
    amounts.move(pending, into: Self.credited(record.scenario))
    scenarios.update(record.scenario) { $0.carry = due.carry }
    periods.update(number) { $0.issue = issue }
  }

  static func credited(_ scenario: UInt32) -> PersonAmounts.Column {
    PersonAmounts.Column(.credited, scenario: scenario, month: nil)
  }

  static func used(_ scenario: UInt32) -> PersonAmounts.Column {
    PersonAmounts.Column(.used, scenario: scenario, month: nil)
  }

  /// The period is verified and not issued, and the scenario owes nothing.
  func requireIssuable(
    _ period: CreditPeriod, _ scenario: Scenario, stated total: Int64
  ) throws(Rejection) {
    try Self.requireMeasured(period, stated: total)
    guard period.verification != nil else {
      throw Rejection(
        InclusiveCreditRules.closedPeriod,
        found: BilingualText(
          "\(scenario.code) \(period.month) 未核证", "\(scenario.code) \(period.month), not verified"),
        required: BilingualText("已核证", "verified"))
    }
    if let issue = period.issue {
      throw Rejection(
        InclusiveCreditRules.closedPeriod,
        found: BilingualText(
          "已签发(\(issues[issue].position))", "issued by \(issues[issue].position)"),
        required: BilingualText("未签发的月份", "a month not issued yet"))
    }
    guard total == period.total else {
      throw Rejection(
        InclusiveCreditRules.batchIssue, found: "total \(total)",
        required: "total \(period.total)")
    }
    try Self.requireNothingOwed(scenario)
  }

  static func requireNothingOwed(_ scenario: Scenario) throws(Rejection) {
    guard scenario.owed > 0 else { return }
    throw Rejection(
      InclusiveCreditRules.reversal,
      found: BilingualText(
        "\(scenario.code) 尚欠 \(scenario.owed) 吨", "\(scenario.code) owes \(scenario.owed) t"),
      required: "0 t")
  }

  /// Whole tonnes of carry and total; the buffer's share of them rounded up.
  func tonnesDue(
    _ period: CreditPeriod, _ scenario: Scenario
  ) throws(Rejection) -> Due {
    let sum = try Self.sum(scenario.carry, period.total, scenario.code)
    let unit = CreditClass.tonnes.milligrams
    let count = UInt64(sum / unit)
    let date = period.month.lastDay
    let use = try use(ofMethodology: scenario.methodology(on: date))
    let share = UInt64(clamping: use.methodology.crediting.bufferBasisPoints)
    // At most 2^34 tonnes fit 63 bits of milligrams, so that the product cannot overflow.
    let bufferCount = min(count, (count * min(share, 10_000) + 9_999) / 10_000)
    var account: UInt32?
    if bufferCount > 0 {
      account = try requireTerms(of: scenario, on: date, InclusiveCreditRules.reversal)
        .bufferAccount
      guard account != nil else {
        throw Rejection(
          InclusiveCreditRules.reversal, found: "bufferAccount —",
          required: BilingualText("机制的缓冲池账户", "a buffer account of the scheme"))
      }
    }
    return Due(
      creditClass: .tonnes, count: count, bufferCount: bufferCount, carry: sum % unit,
      bufferAccount: account)
  }

  /// The whole grams that persons gain, one by one; what is below a gram stays with each.
  func gramsDue(
    _ period: CreditPeriod, _ scenario: Scenario
  ) throws(Rejection) -> Due {
    let unit = CreditClass.grams.milligrams
    let pending = PersonAmounts.Column(
      .pending, scenario: period.scenario, month: period.month)
    let credited = Self.credited(period.scenario)
    // What all persons have fits 63 bits, so that no person's sum can overflow below.
    _ = try Self.sum(amounts.total(credited), period.total, "credited \(scenario.code)")
    var count: Int64 = 0
    amounts.visit(pending) { person, amount in
      let before = amounts.amount(credited, person)
      count += (before + amount) / unit - before / unit
    }
    let sum = try Self.sum(scenario.carry, period.total, scenario.code)
    return Due(
      creditClass: .grams, count: UInt64(count), bufferCount: 0, carry: sum - count * unit,
      bufferAccount: nil)
  }

  private static func require(
    _ record: CreditIssueRecord, _ due: Due
  ) throws(Rejection) {
    guard record.count == due.count, record.carry == due.carry,
      record.bufferCount == due.bufferCount
    else {
      throw Rejection(
        InclusiveCreditRules.batchIssue,
        found: "count \(record.count), bufferCount \(record.bufferCount), carry \(record.carry)",
        required: "count \(due.count), bufferCount \(due.bufferCount), carry \(due.carry)")
    }
  }
}
