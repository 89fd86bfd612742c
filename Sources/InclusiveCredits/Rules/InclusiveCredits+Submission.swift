// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import MethodologyEngine
import Quantities
import TransparencyLog

/// What the rows of a batch come to.
struct BatchSum: Sendable {
  var count: UInt32 = 0
  var total: Int64 = 0
  var energy: Int64 = 0
}

extension InclusiveCredits {
  /// Admits a batch of activities: the path that a city's rides take, so rows are read where they
  /// lie and nothing is allocated for one.
  mutating func submit(
    _ reader: inout CBORReader, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let (terms, rows) = try Self.batch(&reader)
    let scenario = try requireScenario(terms.scenario)
    try requireOperator(of: scenario, context, core)
    try requireOpen(scenario, terms.date, today: context.today)
    guard terms.count > 0 else {
      throw Rejection(LedgerRules.bounds, found: "count 0", required: "1 or more")
    }
    try Self.requireRoom(batches.count, "batches")
    let period = try openPeriod(of: terms.scenario, scenario, terms.date.calendarMonth)
    let key = ActivityDay.Key(
      scenario: terms.scenario, methodology: scenario.methodology(on: terms.date),
      date: terms.date)
    var day = try takeDay(key, attributes: scenario.approval.attributes)
    let sum = try admit(
      CBORReader(reader.bytes, range: rows), terms, scenario, &day, hash: context.hash)
    if terms.status == .measured, sum.energy > 0, let project = scenario.approval.greenProject {
      try claimEnergy(sum.energy, of: project, in: period, &core)
    }
    guard sum.total == terms.total else {
      throw wrongTotal(
        CBORReader(reader.bytes, range: rows), terms, sum.total, day,
        attributes: scenario.approval.attributes)
    }
    cache.putBack(day)
    let number = batches.append(
      ActivityBatch(
        terms, methodology: key.methodology, position: context.position,
        previous: periods[period].lastBatch))
    try note(terms, as: number, in: period)
    core.assigned("batch", number, context)
    closeDays(context)
  }

  private static func batch(
    _ reader: inout CBORReader
  ) throws(Rejection) -> (ActivityBatchRecord.Terms, rows: Range<Int>) {
    do throws(CBORError) {
      let terms = try ActivityBatchRecord.Terms(decoding: &reader)
      let rows = try reader.readBytes()
      guard rows.count <= InclusiveCreditLimits.payloadBytes else {
        throw .unexpected(
          offset: rows.lowerBound, expected: "at most \(InclusiveCreditLimits.payloadBytes) bytes",
          found: "\(rows.count)")
      }
      return (terms, rows)
    } catch {
      throw Rejection(
        LedgerRules.malformed, found: "\(error)",
        required: "\(ActivityBatchRecord.shape.name) fields")
    }
  }

  /// The period of a scenario and month, made if need be; refuses one that is closed.
  private mutating func openPeriod(
    of number: UInt32, _ scenario: Scenario, _ month: CalendarMonth
  ) throws(Rejection) -> UInt32 {
    guard let period = periods.number(forKey: CreditPeriod.key(number, month)) else {
      return periods.append(CreditPeriod(scenario: number, month: month))
    }
    guard let verification = periods[period].verification else { return period }
    throw Rejection(
      InclusiveCreditRules.closedPeriod,
      found: BilingualText(
        "\(scenario.code) \(month) 已核证(\(verification.position))",
        "\(scenario.code) \(month), verified by \(verification.position)"),
      required: BilingualText("未核证的月份", "a month not verified yet"))
  }

  /// Evaluates every row, keeps what it says of persons and days, and checks the root.
  private mutating func admit(
    _ reader: CBORReader, _ terms: ActivityBatchRecord.Terms, _ scenario: Scenario,
    _ day: inout ActivityDay, hash: HashFunction
  ) throws(Rejection) -> BatchSum {
    var reader = reader
    let attributes = scenario.approval.attributes
    let isCounted = terms.status == .measured
    let claimsEnergy = isCounted && scenario.approval.greenProject != nil
    let column = PersonAmounts.Column(
      scenario.approval.benefit == .points ? .points : .pending, scenario: terms.scenario,
      month: terms.date.calendarMonth)
    let before = amounts.total(column)
    let batch = UInt32(truncatingIfNeeded: batches.count)
    var sum = BatchSum()
    var tree = CompactRange(function: hash)
    var group = reader.offset
    var row = ActivityRow()
    while !reader.isAtEnd {
      do throws(Rejection) {
        try Self.read(&row, &reader, day.use.layout)
        try requireAuthorised(row, day)
        let value = try Self.evaluate(row, &day, attributes: attributes)
        sum.total = try Self.sum(sum.total, value, "total")
        if isCounted {
          let activity = Self.activity(row, day, batch: batch)
          let finding = openDays.finding(activity, on: terms.date)
          try Self.requireFree(finding, activity, day)
          openDays.insert(activity, on: terms.date)
          _ = try Self.sum(before, sum.total, "total")
          if let person = row.person, value > 0 { amounts.add(value, to: column, person) }
        }
        if claimsEnergy { try Self.addEnergy(of: row, &day, to: &sum) }
      } catch {
        throw error.at(row: Int(sum.count))
      }
      sum.count += 1
      if sum.count % UInt32(InclusiveCreditLimits.activitiesPerGroup) == 0 || reader.isAtEnd {
        tree.append(hash.leafHash(of: reader.bytes.extracting(group..<reader.offset)))
        group = reader.offset
      }
    }
    try Self.require(terms, sum, tree.root())
    return sum
  }

  static func read(
    _ row: inout ActivityRow, _ reader: inout CBORReader, _ layout: ActivityLayout
  ) throws(Rejection) {
    do {
      try row.read(&reader, layout)
    } catch {
      throw Rejection(
        LedgerRules.malformed, found: "\(error)", required: "\(layout.itemCount) items")
    }
  }

  private static func addEnergy(
    of row: ActivityRow, _ day: inout ActivityDay, to total: inout BatchSum
  ) throws(Rejection) {
    let energy = day.program.energyClaimed(row.values, duration: Int64(row.duration)) ?? 0
    guard energy >= 0 else {
      throw Rejection(LedgerRules.bounds, found: "\(energy) Wh", required: "≥ 0 Wh")
    }
    total.energy = try sum(total.energy, energy, "energy")
  }

  private static func require(
    _ terms: ActivityBatchRecord.Terms, _ sum: BatchSum, _ root: Digest
  ) throws(Rejection) {
    guard sum.count == terms.count else {
      throw Rejection(
        InclusiveCreditRules.batchIssue, found: "count \(terms.count)",
        required: "count \(sum.count)")
    }
    guard root == terms.root else {
      throw Rejection(
        InclusiveCreditRules.batchIssue, found: "root \(terms.root)", required: "root \(root)")
    }
  }

  /// Adds the batch to its period.
  private mutating func note(
    _ terms: ActivityBatchRecord.Terms, as batch: UInt32, in number: UInt32
  ) throws(Rejection) {
    var row = periods[number]
    row.lastBatch = batch
    switch terms.status {
    case .measured:
      row.batches += 1
      row.activities += Int64(terms.count)
      row.total = try Self.sum(row.total, terms.total, "\(row.month)")
    case .estimate: try row.estimates.add(terms)
    case .survey: try row.surveys.add(terms)
    }
    let changed = row
    periods.update(number) { $0 = changed }
  }
}

extension CreditPeriod.Uncredited {
  fileprivate mutating func add(_ terms: ActivityBatchRecord.Terms) throws(Rejection) {
    batches += 1
    total = try InclusiveCredits.sum(total, terms.total, terms.status.name)
  }
}
