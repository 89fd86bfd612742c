// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension InclusiveCredits {
  mutating func apply(
    _ record: PherRetirementRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let scenario = try requireSeries(record.series, of: .tonnes, core)
    let range = try core.requireRange(first: record.first, count: record.count)
    try Self.requirePurpose(record.purpose, record.beneficiary, record.reference)
    try core.requireNotInFuture(record.date, in: context)
    guard (record.purpose == .compliance) == (record.obligation != nil) else {
      throw Rejection(
        InclusiveCreditRules.purpose,
        found: "\(record.purpose.name), obligation "
          + (record.obligation.map(String.init) ?? "—"),
        required: record.purpose == .compliance ? "an obligation" : "no obligation")
    }
    try Self.requireUnretired(range, of: record.series, core)
    if let number = record.obligation {
      try offset(record, number, scenario, range, context, core)
    }
    try core.retire(
      range, of: record.series, from: context.issuer,
      Retirement.Terms(
        beneficiaryName: record.beneficiary, purpose: record.purpose.name, date: record.date,
        reference: record.reference), context)
  }

  /// INC-85: what for, and for whom.
  static func requirePurpose(
    _ purpose: CreditPurpose, _ beneficiary: String, _ reference: String
  ) throws(Rejection) {
    try CoreState.requireNoIdentityNumber(in: beneficiary)
    guard beneficiary.isEmpty else { return }
    throw Rejection(
      InclusiveCreditRules.purpose, found: "\(purpose.name), beneficiary —",
      required: purpose == .event ? "the event's name" : "a beneficiary")
  }

  /// INC-85: what was retired has served its one purpose.
  private static func requireUnretired(
    _ range: ClosedRange<UInt64>, of series: UInt32, _ core: CoreState
  ) throws(Rejection) {
    try core.holdings.forEachSegment(of: series, in: range) {
      (segment, part) throws(Rejection) in
      guard segment.isIssued, segment.standing == .retired else { return }
      let numbers = "\(core.prefix(ofSeries: series)) \(part.lowerBound)–\(part.upperBound)"
      throw Rejection(
        InclusiveCreditRules.purpose,
        found: BilingualText(
          "\(numbers):已注销(\(segment.lastChange))", "\(numbers): retired (\(segment.lastChange))"),
        required: Standing.available.name)
    }
  }

  private mutating func offset(
    _ record: PherRetirementRecord, _ number: UInt32, _ scenario: Scenario,
    _ range: ClosedRange<UInt64>, _ context: AdmissionContext, _ core: CoreState
  ) throws(Rejection) {
    guard let obligation = obligations.row(number) else {
      throw Rejection(
        LedgerRules.unknownNumber, found: "\(coded: "obligation", number)",
        required: "an obligation")
    }
    try Self.requireOwnAndInTime(obligation, record, context)
    guard !scenario.approval.insideMarkets.contains(obligation.terms.market) else {
      throw Rejection(
        InclusiveCreditRules.ownBoundary,
        found: BilingualText(
          "\(scenario.code) 位于 \(obligation.terms.market) 边界内",
          "\(scenario.code) lies inside \(obligation.terms.market)"),
        required: BilingualText("边界外的减排量", "credits from outside its boundary"))
    }
    try requireVintage(record, scenario, range, obligation, core)
    let isOutside = !obligation.terms.localSchemes.contains(scenario.approval.scheme)
    let count = UInt64(range.count)
    try Self.requireShare(
      obligation.used, count, obligation.cap, InclusiveCreditRules.offsetCap, obligation)
    if isOutside, let cap = obligation.outsideCap {
      try Self.requireShare(
        obligation.usedFromOutside, count, cap, InclusiveCreditRules.localShare, obligation)
    }
    obligations.update(number) {
      $0.used += count
      if isOutside { $0.usedFromOutside += count }
    }
  }

  private static func requireOwnAndInTime(
    _ obligation: Obligation, _ record: PherRetirementRecord, _ context: AdmissionContext
  ) throws(Rejection) {
    let terms = obligation.terms
    guard terms.participant == context.issuer else {
      throw Rejection(
        InclusiveCreditRules.offsetDeadline, found: "\(coded: "participant", context.issuer)",
        required: "\(coded: "participant", terms.participant)")
    }
    // The day of registration counts: a date written back would defeat the deadline.
    guard max(record.date, context.today) <= terms.deadline else {
      throw Rejection(
        InclusiveCreditRules.offsetDeadline, found: "\(max(record.date, context.today))",
        required: "≤ \(terms.deadline) (\(terms.market) \(terms.year))")
    }
  }

  /// INC-80: every unit's month is young enough for the scheme and late enough for the market.
  private func requireVintage(
    _ record: PherRetirementRecord, _ scenario: Scenario, _ range: ClosedRange<UInt64>,
    _ obligation: Obligation, _ core: CoreState
  ) throws(Rejection) {
    let terms = try requireTerms(of: scenario, on: record.date, InclusiveCreditRules.vintage)
    for (issue, part) in origins(of: record.series, range, in: core) {
      let month = issues[issue].month
      var earliest = obligation.terms.vintageFrom
      if let limit = terms.vintageMonths {
        let oldest = Self.oldestMonth(on: record.date, limit)
        earliest = max(earliest ?? oldest, oldest)
      }
      guard let earliest, month < earliest else { continue }
      throw Rejection(
        InclusiveCreditRules.vintage,
        found: "\(core.prefix(ofSeries: record.series)) "
          + "\(part.lowerBound)–\(part.upperBound): \(month)",
        required: "≥ \(earliest)")
    }
  }

  /// The oldest month whose units still serve compliance on `date`.
  private static func oldestMonth(on date: CalendarDate, _ months: UInt32) -> CalendarMonth {
    date.calendarMonth.adding(months: -Int(months))
  }

  private static func requireShare(
    _ used: UInt64, _ count: UInt64, _ cap: UInt64, _ rule: Rule, _ obligation: Obligation
  ) throws(Rejection) {
    let (sum, overflow) = used.addingReportingOverflow(count)
    guard overflow || sum > cap else { return }
    let terms = obligation.terms
    throw Rejection(
      rule, found: "\(used) + \(count) t",
      required: "≤ \(cap) t (\(terms.market) \(terms.year): \(terms.tonnes) t)")
  }
}

extension InclusiveCredits {
  mutating func apply(
    _ record: ObligationRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.authority, in: context)
    _ = try core.requireParticipant(record.participant)
    try Self.requireText(record.market, "market")
    try Self.requireText(record.source, "source")
    for scheme in record.localSchemes { _ = try requireScheme(scheme) }
    guard record.year >= 1_900, record.tonnes > 0 else {
      throw Rejection(
        LedgerRules.bounds, found: "year \(record.year), \(record.tonnes) t",
        required: "≥ 1900, ≥ 1 t")
    }
    let row = Obligation(record, context.position)
    if let number = obligations.number(forKey: row.lookupKeys[0]) {
      obligations.update(number) {
        $0.terms = record
        $0.position = context.position
      }
    } else {
      core.assigned("obligation", obligations.append(row), context)
    }
  }
}
