// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import MethodologyEngine
import Quantities

// What persons do with their points and grams, by the operator who keeps them.
extension InclusiveCredits {
  mutating func apply(
    _ record: PointsSpendRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let scenario = try requireScenario(record.scenario)
    try requireOperator(of: scenario, context, core)
    try Self.requireEach(record.persons, record.amounts, "points")
    try core.requireNotInFuture(record.date, in: context)
    let terms = try requireTerms(of: scenario, on: record.date, InclusiveCreditRules.lateWindow)
    // A date written back would bring expired points to life.
    let earliest = context.today.adding(days: -Int(terms.lateWindowDays))
    guard record.date >= earliest else {
      throw Rejection(
        InclusiveCreditRules.lateWindow, found: "\(record.date)", required: "≥ \(earliest)")
    }
    let columns = try validPoints(of: record.scenario, scenario, on: record.date)
    for (person, amount) in zip(record.persons, record.amounts) {
      try requirePerson(person)
      try spend(amount, of: person, columns)
    }
  }

  /// The columns of points that can be spent on `date`, oldest first.
  private func validPoints(
    of number: UInt32, _ scenario: Scenario, on date: CalendarDate
  ) throws(Rejection) -> [PersonAmounts.Column] {
    var columns: [(month: CalendarMonth, column: PersonAmounts.Column)] = []
    for column in amounts.columns where column.kind == .points && column.scenario == number {
      guard let month = column.month else { continue }
      let methodology =
        scenario.approval.benefit == .points
        ? scenario.methodology(on: month.lastDay) : scenario.approval.pointsPolicy
      guard let methodology else { continue }
      let validity = try use(ofMethodology: methodology).methodology.result.validityMonths
      if let validity, date.calendarMonth > month.adding(months: validity) { continue }
      columns.append((month, column))
    }
    return columns.sorted { $0.month < $1.month }.map(\.column)
  }

  private mutating func spend(
    _ amount: Int64, of person: UInt32, _ columns: [PersonAmounts.Column]
  ) throws(Rejection) {
    var left = amount
    for column in columns where left > 0 {
      let take = min(left, amounts.amount(column, person))
      guard take > 0 else { continue }
      amounts.add(-take, to: column, person)
      left -= take
    }
    guard left > 0 else { return }
    throw Rejection(
      LedgerRules.balance,
      found: BilingualText(
        "个人 \(person):有效积分 \(amount - left)", "person \(person): \(amount - left) valid points"),
      required: "≥ \(amount)")
  }

  /// As many amounts as persons, one or more, none of them zero.
  private static func requireEach(
    _ persons: [UInt32], _ amounts: [Int64], _ what: String
  ) throws(Rejection) {
    let isEach =
      !persons.isEmpty && persons.count == amounts.count && amounts.allSatisfy { $0 > 0 }
    guard !isEach else { return }
    throw Rejection(
      LedgerRules.bounds, found: "\(persons.count) persons, \(amounts.count) amounts",
      required: "one amount > 0 of \(what) for each person")
  }
}

extension InclusiveCredits {
  /// The whole grams a person can still use.
  public func grams(of person: UInt32, scenario: UInt32) -> Int64 {
    let unit = CreditClass.grams.milligrams
    return amounts.amount(Self.credited(scenario), person) / unit
      - amounts.amount(Self.used(scenario), person) / unit
  }

  mutating func apply(
    _ record: PersonalPoolRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let scenario = try requirePersonal(record.scenario, context, core)
    try Self.requireEach(record.persons, record.grams, "grams")
    try Self.requireNothingOwed(scenario)
    var total: Int64 = 0
    for (person, grams) in zip(record.persons, record.grams) {
      total = try Self.sum(total, grams, "grams")
      try use(grams, of: person, record.scenario)
    }
    let range = try takeGrams(total, of: record.scenario, for: nil, context, &core)
    let (milligrams, overflow) = total.multipliedReportingOverflow(by: 1_000)
    guard !overflow else {
      throw Rejection(LedgerRules.bounds, found: "\(total) g", required: "< 2^63 mg")
    }
    let sum = try Self.sum(scenario.poolCarry, milligrams, scenario.code)
    let unit = CreditClass.tonnes.milligrams
    let (count, carry) = (UInt64(sum / unit), sum % unit)
    guard record.count == count, record.carry == carry else {
      throw Rejection(
        InclusiveCreditRules.batchIssue, found: "count \(record.count), carry \(record.carry)",
        required: "count \(count), carry \(carry)")
    }
    let month = oldestMonth(of: range, scenario, core)
    _ = try issueUnits(
      Units(
        kind: .pool, scenario: record.scenario, month: month, creditClass: .tonnes,
        first: record.first, count: count, bufferCount: 0,
        holder: scenario.approval.beneficiary, bufferAccount: nil,
        carriedIn: scenario.poolCarry, carriedOut: carry), context, &core)
    scenarios.update(record.scenario) { $0.poolCarry = carry }
  }

  mutating func apply(
    _ record: PersonalRetirementRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    _ = try requirePersonal(record.scenario, context, core)
    try Self.requirePurpose(record.purpose, record.beneficiary, record.reference)
    guard record.purpose != .compliance else {
      throw Rejection(
        InclusiveCreditRules.purpose, found: record.purpose.name,
        required: "voluntary / event / public-benefit")
    }
    try core.requireNotInFuture(record.date, in: context)
    guard record.grams > 0 else {
      throw Rejection(LedgerRules.bounds, found: "\(record.grams) g", required: "> 0 g")
    }
    try use(record.grams, of: record.person, record.scenario)
    _ = try takeGrams(
      record.grams, of: record.scenario,
      for: Retirement.Terms(
        beneficiaryName: record.beneficiary, purpose: record.purpose.name, date: record.date,
        reference: record.reference), context, &core)
  }

  /// The operator signs for a scenario whose persons have grams (else INC-74).
  private func requirePersonal(
    _ number: UInt32, _ context: AdmissionContext, _ core: CoreState
  ) throws(Rejection) -> Scenario {
    let scenario = try requireScenario(number)
    try requireOperator(of: scenario, context, core)
    guard scenario.approval.benefit != .personal else { return scenario }
    throw Rejection(
      InclusiveCreditRules.pointsAreNoTonnes,
      found: "\(scenario.code): benefit \(scenario.approval.benefit.name)",
      required: "benefit personal")
  }

  private mutating func use(
    _ grams: Int64, of person: UInt32, _ scenario: UInt32
  ) throws(Rejection) {
    try requirePerson(person)
    let available = self.grams(of: person, scenario: scenario)
    guard grams <= available else {
      throw Rejection(
        LedgerRules.balance,
        found: BilingualText("个人 \(person):\(available) 克", "person \(person): \(available) g"),
        required: "≥ \(grams) g")
    }
    amounts.add(grams * CreditClass.grams.milligrams, to: Self.used(scenario), person)
  }

  /// Takes the oldest grams in custody, which are the next serial numbers not used yet: retired
  /// under `terms`, or cancelled.
  private mutating func takeGrams(
    _ grams: Int64, of number: UInt32, for terms: Retirement.Terms?,
    _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) -> ClosedRange<UInt64> {
    let scenario = scenarios[number]
    guard let block = scenario.grams else {
      preconditionFailure("persons have grams only of a series")
    }
    let range = try core.requireRange(
      first: scenario.usedGrams + 1, count: UInt64(bitPattern: grams))
    let custodian = scenario.approval.operatorNumber
    if let terms {
      try core.retire(range, of: block.series, from: custodian, terms, context)
    } else {
      try core.move(
        range, of: block.series, from: custodian, .available, to: custodian, .cancelled, context)
    }
    scenarios.update(number) { $0.usedGrams = range.upperBound }
    return range
  }

  /// The month of the oldest grams in `range`: a tonne is as old as the oldest gram in it.
  private func oldestMonth(
    of range: ClosedRange<UInt64>, _ scenario: Scenario, _ core: CoreState
  ) -> CalendarMonth {
    let months = scenario.grams.map { origins(of: $0.series, range, in: core) } ?? []
    guard let oldest = months.map({ issues[$0.issue].month }).min() else {
      preconditionFailure("grams that exist were issued")
    }
    return oldest
  }
}
