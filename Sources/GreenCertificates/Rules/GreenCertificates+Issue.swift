// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension GreenCertificates {
  /// The scheme under which certificates stand in the claims register.
  static let scheme = "gec"
  static let wattHoursPerCertificate: Int64 = 1_000_000

  mutating func apply(
    _ record: IssueRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.registry, in: context)
    let project = try requireProject(record.project)
    try requireGeneration(record, project, context)
    let subject = Self.energySubject(project: record.project, month: record.month)
    try Self.requireUnclaimed(subject, core)
    try Self.useEvidence(record, &core)
    let remainder = try requireQuantity(record)
    noteMetering(record, remainder: remainder)
    guard record.count > 0 else { return try Self.noteCarried(record, &core) }
    let range = try Self.requireSerials(first: record.first, count: record.count, core)
    let number = try seriesForIssue(record, project, context, &core)
    try core.issue(
      range, of: number, to: record.recipient, overlap: GreenCertificateRules.noOverlap,
      context)
    let energy = Int64(record.count) * Self.wattHoursPerCertificate
    core.addCapacity(energy, of: subject)
    try core.claim(energy, of: subject, for: Self.scheme)
    if let exclusion = project.exclusions.first(where: { exclusions[$0].covers(record.month) }) {
      try freeze(range, of: number, from: record.recipient, for: exclusion, context, &core)
    }
  }

  /// Remembers that all energy of a month is on its way into a later month's certificate, so that
  /// inclusive credits cannot have it as well.
  private static func noteCarried(
    _ record: IssueRecord, _ core: inout CoreState
  ) throws(Rejection) {
    let subject = carriedSubject(project: record.project, month: record.month)
    guard record.metered.wattHours > 0, core.claims.number(forKey: subject) == nil else { return }
    core.addCapacity(1, of: subject)
    try core.claim(1, of: subject, for: scheme)
  }

  /// Evidence of metering is used once for a project and class, whatever list repeats it: the
  /// natural key that keeps a corrected copy of a list from being issued again.
  private static func useEvidence(
    _ record: IssueRecord, _ core: inout CoreState
  ) throws(Rejection) {
    let subject = "evidence:\(record.project):\(record.powerClass.letter):\(record.evidence)"
    guard core.claims.number(forKey: subject) == nil else {
      throw Rejection(
        LedgerRules.unique, found: "evidence \(record.evidence)", required: "new evidence")
    }
    core.addCapacity(1, of: subject)
    try core.claim(1, of: subject, for: scheme)
  }

  /// GEC-47: no certificates for a month of which inclusive credits have a share.
  ///
  /// Certificates would add their own energy to what there is to claim, so the register of claims
  /// alone could not tell that it is the same. Energy of other schemes needs no such refusal:
  /// it was claimed out of certificates (see ``ExclusionClaimRecord``).
  private static func requireUnclaimed(
    _ subject: String, _ core: CoreState
  ) throws(Rejection) {
    let scheme = CreditScheme.pher.name
    guard let number = core.claims.number(forKey: subject) else { return }
    let claimed = core.claims[number].amount(of: scheme)
    guard claimed > 0 else { return }
    throw Rejection(
      GreenCertificateRules.inclusiveExclusivity,
      found: "\(subject): \(scheme) \(Energy(wattHours: claimed))",
      required: "\(scheme) \(Energy.zero)")
  }

  private func requireGeneration(
    _ record: IssueRecord, _ project: GreenProject, _ context: AdmissionContext
  ) throws(Rejection) {
    let filing = project.filing
    guard filing.energy != .storage else {
      throw Rejection(
        GreenCertificateRules.storage, found: "\(filing.code): storage",
        required: "generation")
    }
    guard filing.connection != .hybrid || record.isSeparatelyMetered else {
      throw Rejection(
        GreenCertificateRules.storage, found: "\(filing.code): hybrid",
        required: "separatelyMetered = true")
    }
    guard filing.connection.allows(record.powerClass) else {
      throw Rejection(
        LedgerRules.bounds, found: PowerClass.names[Int(record.powerClass.rawValue)],
        required: PowerClass.allCases.filter(filing.connection.allows)
          .map { PowerClass.names[Int($0.rawValue)] }.joined(separator: " / "))
    }
    try Self.requireComplete(record.month, context)
    let commissioned = filing.commissioning.calendarMonth
    guard record.month >= commissioned else {
      throw Rejection(
        GreenCertificateRules.completeMonth, found: "\(record.month)",
        required: "≥ \(commissioned)")
    }
  }

  /// Checks the count and returns what is left to carry on.
  ///
  /// The carry-over goes forward only: a late issue of an earlier month does not use it, and
  /// adds its own remainder to it.
  private func requireQuantity(_ record: IssueRecord) throws(Rejection) -> Int64 {
    let row = carryOvers[CarryOver.number(project: record.project, record.powerClass)]
    let isLate = row.month.map { record.month < $0 } ?? false
    let carried = isLate ? 0 : row.energy.wattHours
    let (total, overflow) = carried.addingReportingOverflow(record.metered.wattHours)
    let count = total / Self.wattHoursPerCertificate
    guard !overflow, record.count == UInt64(count) else {
      let sum = "\(record.metered) + \(Energy(wattHours: carried))"
      throw Rejection(
        GreenCertificateRules.quantity, found: "\(record.count)",
        required: overflow ? "\(sum) < 2^63 Wh" : "\(count) = ⌊\(sum)⌋")
    }
    let left = total % Self.wattHoursPerCertificate
    return isLate ? row.energy.wattHours + left : left
  }

  private mutating func noteMetering(_ record: IssueRecord, remainder: Int64) {
    let number = CarryOver.number(project: record.project, record.powerClass)
    carryOvers.update(number) { row in
      row.energy = Energy(wattHours: remainder)
      row.month = max(row.month ?? record.month, record.month)
    }
  }

  private static func requireSerials(
    first: UInt64, count: UInt64, _ core: CoreState
  ) throws(Rejection) -> ClosedRange<UInt64> {
    let range = try core.requireRange(first: first, count: count)
    let maximum = UInt64(CertificateCodeLayout.maximumSequence)
    guard range.lowerBound > 0, range.upperBound <= maximum else {
      throw Rejection(
        GreenCertificateRules.noOverlap, found: "\(range.lowerBound)–\(range.upperBound)",
        required: "1–\(maximum)")
    }
    return range
  }

  /// The series of the project, month and class; opened by its first issue.
  private mutating func seriesForIssue(
    _ record: IssueRecord, _ project: GreenProject, _ context: AdmissionContext,
    _ core: inout CoreState
  ) throws(Rejection) -> UInt32 {
    let prefix = project.prefix(record.month, record.powerClass)
    let lastUse = try lastUse(of: record.month, core)
    try requireNotExpired(lastUse, record.month)
    if let number = core.series.number(forKey: prefix) {
      let holder = core.series[number].firstHolder
      guard holder == record.recipient else {
        throw Rejection(
          GreenCertificateRules.recipient, found: "\(coded: "participant", record.recipient)",
          required: "\(coded: "participant", holder) (\(prefix))")
      }
      return number
    }
    try requireRecipient(record, project, core)
    let tradeClass = try tradeClass(of: record, project, core)
    let attributes = SeriesAttributes(
      powerClass: record.powerClass, tradeClass: tradeClass, energy: project.filing.energy,
      province: project.filing.province)
    return core.openSeries(
      Series(
        prefix: prefix, asset: try Self.asset(tradeClass, core), subject: record.project,
        vintage: record.month, lastUse: lastUse, firstHolder: record.recipient,
        attributes: attributes.rawValue), context)
  }

  /// Refuses certificates that an expiry run would already have taken.
  private func requireNotExpired(
    _ lastUse: CalendarDate, _ month: CalendarMonth
  ) throws(Rejection) {
    guard let mark = expiry.row(0)?.expiredBefore, lastUse < mark else { return }
    throw Rejection(
      GreenCertificateRules.expired, found: "\(month): \(lastUse)", required: "≥ \(mark)")
  }

  private func requireRecipient(
    _ record: IssueRecord, _ project: GreenProject, _ core: CoreState
  ) throws(Rejection) {
    let filing = project.filing
    _ = try core.requireParticipant(record.recipient)
    guard record.recipient != filing.owner else { return }
    let mayDiffer = filing.energy == .hydro || filing.isUnderSettlementMechanism
    guard record.powerClass == .feedIn, mayDiffer else {
      throw Rejection(
        GreenCertificateRules.recipient, found: "\(coded: "participant", record.recipient)",
        required: "\(coded: "participant", filing.owner)")
    }
  }

  /// Whether the certificates may be sold (GEC-35).
  private func tradeClass(
    of record: IssueRecord, _ project: GreenProject, _ core: CoreState
  ) throws(Rejection) -> TradeClass {
    guard record.powerClass == .feedIn else { return .nonTradable }
    guard project.filing.energy == .hydro else { return .tradable }
    let days = try value(.hydroTradableFrom, on: record.month.lastDay, core)
    let isNew = Int64(project.filing.commissioning.daysSinceEpoch) >= days
    return isNew && project.filing.isMarketBased ? .tradable : .nonTradable
  }

  private static func asset(
    _ tradeClass: TradeClass, _ core: CoreState
  ) throws(Rejection) -> UInt32 {
    if let number = core.assets.number(forKey: tradeClass.assetCode) { return number }
    throw Rejection(
      LedgerRules.unknownNumber, found: "\(tradeClass.assetCode): —",
      required: "asset.register \(tradeClass.assetCode)")
  }
}
