// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

// What a registry or an operator has to sign, computed as the rules will compute it.
extension InclusiveCredits {
  /// The record that issues a scenario's verified month.
  ///
  /// - Throws: The refusal that any issue of the month would get.
  public func issueDue(
    of number: UInt32, _ month: CalendarMonth, in core: CoreState
  ) throws(Rejection) -> CreditIssueRecord {
    let scenario = try requireScenario(number)
    try Self.requireReductions(scenario)
    let period = periods[try requirePeriod(number, month, scenario)]
    try requireIssuable(period, scenario, stated: period.total)
    let isPersonal = scenario.approval.benefit == .personal
    let due = isPersonal ? try gramsDue(period, scenario) : try tonnesDue(period, scenario)
    let block = isPersonal ? scenario.grams : tonnes(of: scenario, month, core)
    return CreditIssueRecord(
      scenario: number, month: month, total: period.total, count: due.count,
      first: nextSerial(after: block), bufferCount: due.bufferCount, carry: due.carry)
  }

  /// The record that pools so many grams of each person into tonnes, and the month of the oldest
  /// of them; `nil` when nobody has a gram.
  ///
  /// - Throws: The refusal of a scenario that does not exist or of sums beyond 63 bits; whether
  ///   the persons have the grams is for the ledger to say.
  public func poolDue(
    of number: UInt32, persons: [UInt32], grams: [Int64], in core: CoreState
  ) throws(Rejection) -> (record: PersonalPoolRecord, month: CalendarMonth?) {
    let scenario = try requireScenario(number)
    var total: Int64 = 0
    for amount in grams { total = try Self.sum(total, max(0, amount), "grams") }
    let (milligrams, overflow) = total.multipliedReportingOverflow(
      by: CreditClass.grams.milligrams)
    guard !overflow else {
      throw Rejection(LedgerRules.bounds, found: "\(total) g", required: "< 2^63 mg")
    }
    let sum = try Self.sum(scenario.poolCarry, milligrams, scenario.code)
    let unit = CreditClass.tonnes.milligrams
    let first = scenario.usedGrams + 1
    let (last, isTooFar) = scenario.usedGrams.addingReportingOverflow(UInt64(total))
    var oldest: CalendarMonth?
    if let grams = scenario.grams, total > 0, !isTooFar {
      oldest = origins(of: grams.series, first...last, in: core).map { issues[$0.issue].month }
        .min()
    }
    let block = oldest.flatMap { tonnes(of: scenario, $0, core) }
    let record = PersonalPoolRecord(
      scenario: number, persons: persons, grams: grams, count: UInt64(sum / unit),
      first: nextSerial(after: block), carry: sum % unit)
    return (record, oldest)
  }

  /// The series of tonnes of the month's year, once it is open.
  private func tonnes(
    of scenario: Scenario, _ month: CalendarMonth, _ core: CoreState
  ) -> Scenario.Block? {
    scenario.tonnes.first { core.series[$0.series].vintage.year == month.year }
  }

  private func nextSerial(after block: Scenario.Block?) -> UInt64 {
    guard let block else { return 1 }
    let last = issues[block.lastIssue]
    return last.first + last.count
  }
}
