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

  /// The record that pools so many grams of each person into tonnes.
  ///
  /// - Throws: The refusal of a scenario that does not exist or of sums beyond 63 bits; whether
  ///   the persons have the grams is for the ledger to say.
  public func poolDue(
    of number: UInt32, persons: [UInt32], grams: [Int64], in core: CoreState
  ) throws(Rejection) -> PersonalPoolRecord {
    let scenario = try requireScenario(number)
    var sum = scenario.poolCarry
    for amount in grams {
      let (milligrams, overflow) = amount.multipliedReportingOverflow(
        by: CreditClass.grams.milligrams)
      guard !overflow else {
        throw Rejection(LedgerRules.bounds, found: "\(amount) g", required: "< 2^63 mg")
      }
      sum = try Self.sum(sum, milligrams, scenario.code)
    }
    let unit = CreditClass.tonnes.milligrams
    let oldest = scenario.grams.flatMap { grams in
      origins(of: grams.series, (scenario.usedGrams + 1)...(scenario.usedGrams + 1), in: core)
        .last.map { issues[$0.issue].month }
    }
    let block = oldest.flatMap { tonnes(of: scenario, $0, core) }
    return PersonalPoolRecord(
      scenario: number, persons: persons, grams: grams, count: UInt64(max(0, sum / unit)),
      first: nextSerial(after: block), carry: max(0, sum % unit))
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
