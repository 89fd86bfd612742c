// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension GreenCertificates {
  /// Reverses a transfer or an issue.
  ///
  /// Reversing an issue takes its energy out of the claims register, capacity and claim alike;
  /// the remainder it left stays in the carry-over. An issue in its place therefore states the
  /// energy of the certificates only.
  mutating func apply(
    _ record: ReversalRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.registry, .authority, in: context)
    guard !record.reason.isEmpty else {
      throw Rejection(LedgerRules.appendOnly, found: "reason —", required: "a reason")
    }
    let found = try find(
      series: record.series, first: record.first, count: record.count, core)
    try requireUsable(found, core)
    try Self.forEachPart(of: found, core) { (segment, part) throws(Rejection) in
      try Self.requireReversible(record, found, segment, part, core)
    }
    let first = found.series.firstHolder
    let standing: Standing = record.kind == .issue ? .cancelled : .available
    try core.move(
      found.range, of: record.series, from: found.head.holder, .available, to: first, standing,
      marks: 0, context)
    switch record.kind {
    case .transfer: try giveBackSettlement(record, found)
    case .issue: try Self.giveBackEnergy(of: found, &core)
    }
  }

  private static func requireReversible(
    _ record: ReversalRecord, _ found: CertificateRange, _ segment: Segment,
    _ part: ClosedRange<UInt64>, _ core: CoreState
  ) throws(Rejection) {
    guard segment.isIssued, segment.lastChange == record.position else {
      throw found.rejection(
        LedgerRules.appendOnly, segment, part,
        required: BilingualText(
          "最近变动为\(record.position)", "last changed by \(record.position)"), core)
    }
    let isFresh = segment.marks == 0 && segment.holder == found.series.firstHolder
    guard isFresh == (record.kind == .issue) else {
      let wanted =
        record.kind == .issue
        ? BilingualText("未曾转让", "never transferred") : BilingualText("曾转让", "transferred")
      throw found.rejection(LedgerRules.appendOnly, segment, part, required: wanted, core)
    }
  }

  private static func giveBackEnergy(
    of found: CertificateRange, _ core: inout CoreState
  ) throws(Rejection) {
    let energy = Int64(found.range.count) * wattHoursPerCertificate
    let subject = energySubject(project: found.series.subject, month: found.series.vintage)
    try core.claim(-energy, of: subject, for: scheme)
    core.addCapacity(-energy, of: subject)
  }

  private mutating func giveBackSettlement(
    _ record: ReversalRecord, _ found: CertificateRange
  ) throws(Rejection) {
    guard let number = record.settlement else { return }
    let energy = Int64(found.range.count) * Self.wattHoursPerCertificate
    guard let row = settlements.row(number), row.report.month == found.series.vintage,
      row.report.buyer == found.head.holder, row.report.seller == found.series.firstHolder,
      row.remaining.wattHours + energy <= row.report.energy.wattHours
    else {
      throw Rejection(
        GreenCertificateRules.settledPower,
        found: "\(coded: "settlement", number): "
          + (settlements.row(number).map { "\($0.report.month), \($0.remaining)" } ?? "—"),
        required: "\(found.series.firstHolder) → \(found.head.holder), "
          + "\(found.series.vintage), \(Energy(wattHours: energy))")
    }
    settlements.update(number) {
      $0.remaining = Energy(wattHours: $0.remaining.wattHours + energy)
    }
  }
}
