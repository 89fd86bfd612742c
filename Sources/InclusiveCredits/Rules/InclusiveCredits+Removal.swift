// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import MethodologyEngine
import Quantities

extension InclusiveCredits {
  /// What the rows that leave come to.
  private struct Leaving {
    var rows: [Int] = []
    var total: Int64 = 0
    var energy: Int64 = 0
  }

  mutating func apply(
    _ record: ActivityRemovalRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    guard let batch = batches.row(record.batch) else {
      throw Rejection(
        LedgerRules.unknownNumber, found: "\(coded: "batch", record.batch)",
        required: "a batch admitted")
    }
    let scenario = try requireScenario(batch.scenario)
    if record.reason == .excluded, context.issuer != scenario.approval.operatorNumber {
      try requireIndependentVerifier(of: scenario, context, core)
    } else {
      try requireOperator(of: scenario, context, core)
    }
    let period = try requireRemovable(batch, scenario)
    try requireGroup(record, of: batch, context)
    var policy: ActivityDay?
    if record.reason == .points { policy = try pointsDay(of: scenario, batch) }
    let key = ActivityDay.Key(
      scenario: batch.scenario, methodology: batch.methodology, date: batch.date)
    var day = try takeDay(key, attributes: scenario.approval.attributes)
    let leaving = try take(record, of: batch, scenario, &day, &policy)
    cache.putBack(day)
    guard leaving.total == record.total else {
      throw Rejection(
        InclusiveCreditRules.calculation, found: "total \(record.total)",
        required: "total \(leaving.total)")
    }
    if leaving.energy > 0, let project = scenario.approval.greenProject {
      try giveBackEnergy(leaving.energy, of: project, in: period, &core)
    }
    batches.update(record.batch) { row in
      for position in leaving.rows { row.remove(position) }
      row.removedCount += UInt32(leaving.rows.count)
      row.removedTotal += leaving.total
    }
    periods.update(period) {
      $0.activities -= Int64(leaving.rows.count)
      $0.total -= leaving.total
    }
  }

  /// Only measured activities of an open month can leave; the number of the period.
  private func requireRemovable(
    _ batch: ActivityBatch, _ scenario: Scenario
  ) throws(Rejection) -> UInt32 {
    guard batch.status == .measured else {
      throw Rejection(
        batch.status == .estimate ? InclusiveCreditRules.estimate : InclusiveCreditRules.reversal,
        found: batch.status.name, required: DataStatus.measured.name)
    }
    let month = batch.date.calendarMonth
    guard let period = periods.number(forKey: CreditPeriod.key(batch.scenario, month)) else {
      preconditionFailure("a batch belongs to a period")
    }
    guard let verification = periods[period].verification else { return period }
    throw Rejection(
      InclusiveCreditRules.closedPeriod,
      found: BilingualText(
        "\(scenario.code) \(month) 已核证(\(verification.position))",
        "\(scenario.code) \(month), verified by \(verification.position)"),
      required: BilingualText("未核证的月份", "a month not verified yet"))
  }

  /// The rows are a group of the batch, and the positions are of it, ascending.
  private func requireGroup(
    _ record: ActivityRemovalRecord, of batch: ActivityBatch, _ context: AdmissionContext
  ) throws(Rejection) {
    let isOfBatch = ActivityTree.contains(
      record.rows.span, group: record.group, count: batch.count, path: record.path,
      root: batch.root, function: context.hash)
    guard isOfBatch else {
      throw Rejection(
        InclusiveCreditRules.batchIssue,
        found: BilingualText("第 \(record.group) 组不在批次中", "group \(record.group), not of the batch"),
        required: "root \(batch.root)")
    }
    let isAscending = zip(record.positions, record.positions.dropFirst()).allSatisfy { $0 < $1 }
    guard isAscending, let last = record.positions.last,
      UInt64(record.group) * UInt64(InclusiveCreditLimits.activitiesPerGroup) + UInt64(last)
        < UInt64(batch.count)
    else {
      throw Rejection(
        LedgerRules.bounds, found: "positions \(record.positions)",
        required: "ascending, < \(batch.count)")
    }
  }

  /// INC-68: the ruleset by which points are given instead, bound to the event date.
  private func pointsDay(
    of scenario: Scenario, _ batch: ActivityBatch
  ) throws(Rejection) -> ActivityDay {
    guard let number = scenario.approval.pointsPolicy else {
      throw Rejection(
        InclusiveCreditRules.pointsPolicy,
        found: BilingualText("\(scenario.code):无积分规则", "\(scenario.code): no ruleset"),
        required: BilingualText("已备案的积分规则", "a ruleset on file"))
    }
    try requireActive(number, on: batch.date)
    let key = ActivityDay.Key(scenario: batch.scenario, methodology: number, date: batch.date)
    return try Self.bound(key, try use(ofMethodology: number), [])
  }

  private mutating func take(
    _ record: ActivityRemovalRecord, of batch: ActivityBatch, _ scenario: Scenario,
    _ day: inout ActivityDay, _ policy: inout ActivityDay?
  ) throws(Rejection) -> Leaving {
    var reader = CBORReader(record.rows.span)
    var row = ActivityRow()
    var leaving = Leaving()
    var next = record.positions[...]
    let first = Int(record.group) * InclusiveCreditLimits.activitiesPerGroup
    for position in 0..<UInt32(InclusiveCreditLimits.activitiesPerGroup) {
      guard !next.isEmpty, !reader.isAtEnd else { break }
      try Self.read(&row, &reader, day.use.layout)
      guard next.first == position else { continue }
      next.removeFirst()
      let number = first + Int(position)
      do throws(Rejection) {
        try requireLeaving(number, batch, &row, scenario, &day, &policy, &leaving)
      } catch {
        throw error.at(row: number)
      }
    }
    return leaving
  }

  private mutating func requireLeaving(
    _ number: Int, _ batch: ActivityBatch, _ row: inout ActivityRow, _ scenario: Scenario,
    _ day: inout ActivityDay, _ policy: inout ActivityDay?, _ leaving: inout Leaving
  ) throws(Rejection) {
    guard !batch.isRemoved(number) else {
      throw Rejection(
        InclusiveCreditRules.spent,
        found: BilingualText("已移出", "taken out already"),
        required: BilingualText("尚未移出的活动", "an activity not taken out yet"))
    }
    let approval = scenario.approval
    let value = try Self.evaluate(row, &day, attributes: approval.attributes)
    if let person = row.person, value > 0 {
      let column = PersonAmounts.Column(
        approval.benefit == .points ? .points : .pending, scenario: batch.scenario,
        month: batch.date.calendarMonth)
      let left = amounts.amount(column, person)
      guard left >= value else {
        throw Rejection(
          InclusiveCreditRules.spent, found: "person \(person): \(left)",
          required: "≥ \(value)")
      }
      amounts.add(-value, to: column, person)
    }
    if approval.greenProject != nil {
      leaving.energy +=
        day.program.energyClaimed(row.values, duration: Int64(row.duration)) ?? 0
    }
    if policy != nil { try award(row, batch, &policy) }
    leaving.rows.append(number)
    leaving.total += value
  }

  /// Gives the points that the ruleset gives for the same row.
  private mutating func award(
    _ row: ActivityRow, _ batch: ActivityBatch, _ policy: inout ActivityDay?
  ) throws(Rejection) {
    guard var ruleset = policy, let person = row.person else { return }
    policy = nil
    let points = try Self.evaluate(row, &ruleset, attributes: [])
    policy = ruleset
    let column = PersonAmounts.Column(
      .points, scenario: batch.scenario, month: batch.date.calendarMonth)
    _ = try Self.sum(amounts.total(column), points, "points")
    if points > 0 { amounts.add(points, to: column, person) }
  }
}
