// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerCore
import Quantities

extension ProductFootprints {
  /// PCF-28: withdraws a footprint and flags everything that stands on it.
  mutating func apply(
    _ record: FootprintWithdrawalRecord, _ context: AdmissionContext, _ core: CoreState
  ) throws(Rejection) {
    let row = try requireFootprint(record.footprint)
    if row.owner != context.issuer {
      do throws(Rejection) {
        try core.requireRole(.authority, .registry, in: context)
      } catch {
        throw error.unlessSigned(by: row.owner, BilingualText("所有者", "the owner"))
      }
    }
    try Self.requireText(record.reason, "reason")
    try core.requireNotInFuture(record.date, in: context)
    if let withdrawal = row.withdrawal {
      throw Rejection(
        LedgerRules.appendOnly,
        found: BilingualText(
          "已撤回(\(withdrawal.position))", "withdrawn (\(withdrawal.position))"),
        required: BilingualText("未撤回的足迹", "a footprint not withdrawn"))
    }
    footprints.update(record.footprint) {
      $0.withdrawal = Footprint.Withdrawal(
        party: context.issuer, date: record.date, reason: record.reason,
        position: context.position)
    }
    lapseLabels(of: record.footprint, from: record.date)
    flagDependents(of: record.footprint, from: record.date)
  }

  /// Flags what stands on footprint `root`, directly or through others.
  ///
  /// What stands on a footprint withdrawn or flagged before is flagged already: each footprint is
  /// visited once in the life of the ledger.
  private mutating func flagDependents(of root: UInt32, from date: CalendarDate) {
    var waiting = footprints.dependents(of: root)
    while let number = waiting.popLast() {
      guard footprints[number].affectedBy == nil else { continue }
      let isNews = footprints[number].isReliable
      footprints.update(number) { $0.affectedBy = root }
      lapseLabels(of: number, from: date)
      if isNews { waiting += footprints.dependents(of: number) }
    }
  }

  private mutating func lapseLabels(of number: UInt32, from date: CalendarDate) {
    for label in footprints[number].labels {
      labels.update(label) { $0.lapsed = min($0.lapsed ?? date, date) }
    }
  }

  mutating func apply(
    _ record: FootprintVerificationRecord, _ context: AdmissionContext, _ core: CoreState
  ) throws(Rejection) {
    let row = try requireFootprint(record.footprint)
    try requireIndependent(of: row, context, core)
    try core.requireNotInFuture(record.date, in: context)
    try Self.requireText(record.standard, "standard")
    try Self.requireText(record.coverage, "coverage")
    try CoreState.requireNoIdentityNumber(in: record.comment)
    try Self.requireReliable(row, FootprintRules.upstream)
    guard record.date >= row.date else {
      throw Rejection(LedgerRules.bounds, found: "\(record.date)", required: "≥ \(row.date)")
    }
    footprints.update(record.footprint) {
      $0.verification = Footprint.Verification(
        verifier: context.issuer, record: record, position: context.position)
    }
  }

  static func requireReliable(_ row: Footprint, _ rule: Rule) throws(Rejection) {
    guard !row.isReliable else { return }
    let found =
      row.withdrawal != nil
      ? BilingualText("已撤回", "withdrawn")
      : BilingualText(
        "上游 \(coded: "footprint", row.affectedBy ?? 0) 已撤回",
        "upstream \(coded: "footprint", row.affectedBy ?? 0) is withdrawn")
    throw Rejection(
      rule, found: found,
      required: BilingualText("未撤回,且上游未撤回", "neither it nor its upstream withdrawn"))
  }
}

extension ProductFootprints {
  /// PCF-30.
  mutating func apply(
    _ record: LabelRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let row = try requireFootprint(record.footprint)
    try requireIndependent(of: row, context, core)
    try Self.requireText(record.code, "code")
    try Self.requireText(record.rules, "rules")
    if let number = labels.number(forKey: record.code) {
      throw Rejection(
        LedgerRules.unique, found: "\(record.code) = \(coded: "label", number)",
        required: "a new code")
    }
    try Self.requireReliable(row, FootprintRules.label)
    guard row.verification != nil, row.successor == nil else {
      throw Rejection(
        FootprintRules.label,
        found: row.verification == nil
          ? BilingualText("未核查", "not verified") : BilingualText("已被替代", "superseded"),
        required: BilingualText("已核查且未被替代", "verified and not superseded"))
    }
    guard record.value == row.total(record.basis) else {
      throw Rejection(
        FootprintRules.label, found: "\(record.value.shortestText) kgCO2e",
        required: "\(row.total(record.basis).shortestText) kgCO2e (\(record.basis.name))")
    }
    let valid = row.statement.validPeriod
    guard record.from <= record.through, valid.contains(record.from),
      valid.contains(record.through)
    else {
      throw Rejection(
        FootprintRules.label, found: "\(record.from) … \(record.through)", required: "\(valid)")
    }
    let number = labels.append(
      Label(record, body: context.issuer, position: context.position))
    footprints.update(record.footprint) { $0.labels.append(number) }
    core.assigned("label", number, context)
  }

  mutating func apply(
    _ record: LabelStatusRecord, _ context: AdmissionContext, _ core: CoreState
  ) throws(Rejection) {
    let row = try requireLabel(record.label)
    // A body whose qualification has lapsed still stops what it issued.
    if row.body != context.issuer {
      do throws(Rejection) {
        try core.requireRole(.authority, in: context)
      } catch {
        throw error.unlessSigned(by: row.body, BilingualText("颁发机构", "the issuing body"))
      }
    }
    try Self.requireText(record.reason, "reason")
    guard !row.isWithdrawn else {
      throw Rejection(
        LedgerRules.appendOnly, found: BilingualText("已撤销", "withdrawn"),
        required: BilingualText("未撤销的碳标识", "a label not withdrawn"))
    }
    if record.action == .resume {
      try core.requireRole(.verifier, .authority, in: context)
      guard row.change(on: record.from)?.action == .suspend else {
        throw Rejection(
          FootprintRules.label, found: BilingualText("未暂停", "not suspended"),
          required: BilingualText("已暂停的碳标识", "a suspended label"))
      }
    }
    let change = Label.Change(
      action: record.action, from: record.from, reason: record.reason, party: context.issuer,
      position: context.position)
    labels.update(record.label) { row in
      let place = row.changes.firstIndex { $0.from > change.from } ?? row.changes.endIndex
      row.changes.insert(change, at: place)
    }
  }
}
