// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

extension ActivityRow {
  /// A ride of a person: from a second of the day, so many seconds, so many metres.
  static func ride(
    _ person: UInt32, at start: Int32 = 28_800, for duration: Int32 = 1_200,
    metres: Int64, _ mode: Int64 = SampleMethodology.metro, key: String? = nil
  ) -> ActivityRow {
    ActivityRow(
      person: person, start: start, duration: duration,
      key: naturalKey(key ?? "\(person) \(start) \(mode)"), values: [metres, mode])
  }

  /// Electricity of a site.
  static func generation(kilowattHours: Int64, key: String = "meter") -> ActivityRow {
    ActivityRow(person: nil, key: naturalKey(key), values: [kilowattHours])
  }

  static func naturalKey(_ text: String) -> OpenDays.NaturalKey {
    guard let key = OpenDays.NaturalKey(digest(text).bytes) else {
      preconditionFailure("a digest has 16 bytes")
    }
    return key
  }
}

extension TestLedger {
  func layout(_ scenario: UInt32, on date: CalendarDate) throws -> ActivityLayout {
    ActivityLayout(try program(scenario, on: date).methodology)
  }

  func program(_ scenario: UInt32, on date: CalendarDate) throws -> MethodologyProgram {
    let number = credits.scenarios[scenario].methodology(on: date)
    return try #require(credits.program(ofMethodology: number))
  }

  /// What the rows save, by the engine alone; rows it refuses save nothing.
  func total(
    _ scenario: UInt32, on date: CalendarDate, _ rows: [ActivityRow]
  ) throws -> Int64 {
    let attributes = credits.scenarios[scenario].approval.attributes
    guard var bound = try? program(scenario, on: date).bound(on: date, attributes: attributes)
    else { return 0 }
    return rows.reduce(0) { sum, row in
      guard case .result(let value) = bound.evaluate(row.values, duration: Int64(row.duration))
      else { return sum }
      return sum + value
    }
  }

  /// A batch of rows as an operator would make it; parts of it can be falsified.
  func batch(
    _ scenario: UInt32, on date: CalendarDate, _ rows: [ActivityRow],
    status: DataStatus = .measured, total: Int64? = nil, count: Int? = nil, root: Digest? = nil
  ) throws -> ActivityBatchRecord {
    let layout = try layout(scenario, on: date)
    var writer = CBORWriter()
    for row in rows { row.encode(to: &writer, layout) }
    let tree = try ActivityTree(rows: writer.bytes, function: suite.hash)
    let stated = try total ?? self.total(scenario, on: date, rows)
    return ActivityBatchRecord(
      ActivityBatchRecord.Terms(
        scenario: scenario, date: date, status: status, count: UInt32(count ?? rows.count),
        total: stated, root: root ?? tree.root, evidence: digest("raw data")),
      rows: writer.bytes)
  }

  /// Submits a batch and returns its record and number.
  @discardableResult
  mutating func report(
    _ scenario: UInt32, on date: CalendarDate, _ rows: [ActivityRow],
    status: DataStatus = .measured, by party: Party = .metro
  ) throws -> (number: UInt32, record: ActivityBatchRecord) {
    let record = try batch(scenario, on: date, rows, status: status)
    let assigned = try submit(record, by: party)
    return (try #require(assigned.first { $0.kind == "batch" }).number, record)
  }

  func removal(
    _ batch: (number: UInt32, record: ActivityBatchRecord), _ positions: [UInt32],
    _ reason: RemovalReason = .excluded, group: Int = 0, total: Int64? = nil
  ) throws -> ActivityRemovalRecord {
    let tree = try ActivityTree(rows: batch.record.rows, function: suite.hash)
    let terms = batch.record.terms
    let layout = try layout(terms.scenario, on: terms.date)
    var leaving: [ActivityRow] = []
    for position in positions where group * 64 + Int(position) < tree.rowRanges.count {
      var reader = CBORReader(
        tree.rows.span, range: tree.rowRanges[group * 64 + Int(position)])
      leaving.append(try ActivityRow(decoding: &reader, layout))
    }
    let stated = try total ?? self.total(terms.scenario, on: terms.date, leaving)
    return try #require(
      tree.removal(
        from: batch.number, reason: reason, group: group, positions: positions, total: stated))
  }

  func period(_ scenario: UInt32, _ month: CalendarMonth) throws -> CreditPeriod {
    let number = credits.periods.number(forKey: CreditPeriod.key(scenario, month))
    return credits.periods[try #require(number)]
  }

  /// The verification that states what the ledger computed.
  func verification(
    _ scenario: UInt32, _ month: CalendarMonth, total: Int64? = nil
  ) throws -> VerificationRecord {
    let period = try period(scenario, month)
    return VerificationRecord(
      scenario: scenario, month: month, batches: period.batches, activities: period.activities,
      total: total ?? period.total, report: digest("report"), opinion: "符合方法学要求。")
  }

  /// The issue that states what the ledger computes, in tonnes.
  func issue(
    _ scenario: UInt32, _ month: CalendarMonth, unit: Int64 = 1_000_000_000,
    count: UInt64? = nil, buffer: UInt64 = 0, first: UInt64 = 1, carry: Int64? = nil
  ) throws -> CreditIssueRecord {
    let total = try period(scenario, month).total
    let sum = credits.scenarios[scenario].carry + total
    return CreditIssueRecord(
      scenario: scenario, month: month, total: total, count: count ?? UInt64(sum / unit),
      first: first, bufferCount: buffer, carry: carry ?? sum % unit)
  }

  func series(_ prefix: String) throws -> UInt32 {
    try #require(core.series.number(forKey: prefix))
  }

  func balance(
    _ party: Party, _ standing: Standing = .available, asset: String = "PHER-T"
  ) -> Int64 {
    guard let number = core.assets.number(forKey: asset) else { return 0 }
    return core.accounts.balance(of: party.rawValue, asset: number, standing: standing)
  }
}
