// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension GreenCertificates {
  /// The longest credit period, in months: bounds the search for series.
  private static let longestPeriod = 600

  mutating func apply(
    _ record: ExclusionRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.registry, .authority, in: context)
    let project = try requireProject(record.project)
    let months = record.lastMonth.months(since: record.firstMonth) + 1
    guard (1...Self.longestPeriod).contains(months) else {
      throw Rejection(
        LedgerRules.bounds, found: "\(record.firstMonth) … \(record.lastMonth)",
        required: "1 … \(Self.longestPeriod) months")
    }
    for number in project.exclusions {
      let other = exclusions[number].registration
      guard other.firstMonth <= record.lastMonth, record.firstMonth <= other.lastMonth else {
        continue
      }
      throw Rejection(
        GreenCertificateRules.creditExclusivity,
        found: "\(other.scheme.name) \(other.firstMonth) … \(other.lastMonth)",
        required: "no other credit period in these months")
    }
    let number = exclusions.append(Exclusion(registration: record, keeper: context.issuer))
    projects.update(record.project) { $0.exclusions.append(number) }
    core.assigned("exclusion", number, context)
    for offset in 0..<months {
      let month = record.firstMonth.adding(months: offset)
      for series in Self.series(of: project, month, core) {
        for (segment, part) in Self.parts(of: series, core)
        where Self.isUntraded(segment, core.series[series]) && segment.standing == .available {
          try freeze(part, of: series, from: segment.holder, for: number, context, &core)
        }
      }
    }
  }

  /// Whether the certificates are still with whom they were issued to, and unsold.
  private static func isUntraded(_ segment: Segment, _ series: Series) -> Bool {
    segment.holder == series.firstHolder
      && !CertificateMarks(rawValue: segment.marks).isTraded
  }

  private static func series(
    of project: GreenProject, _ month: CalendarMonth, _ core: CoreState
  ) -> [UInt32] {
    PowerClass.allCases.compactMap { core.series.number(forKey: project.prefix(month, $0)) }
  }
}

extension GreenCertificates {
  /// Claims energy for another scheme, cancelling as many untraded certificates as that needs.
  ///
  /// Capacity comes from issues alone, so a month without certificates has nothing to claim: it
  /// must be metered and issued first. Energy that cancelled certificates leave unclaimed (a
  /// claim need not be whole megawatt-hours) is used before further certificates.
  mutating func apply(
    _ record: ExclusionClaimRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.registry, .authority, in: context)
    let project = try requireProject(record.project)
    let energy = record.energy.wattHours
    guard energy > 0 else {
      throw Rejection(LedgerRules.bounds, found: "\(record.energy)", required: "> 0 Wh")
    }
    let subject = Self.energySubject(project: record.project, month: record.month)
    let free = core.claims.number(forKey: subject).map {
      core.claims[$0].capacity - core.claims[$0].claimed
    }
    let missing = max(0, energy - (free ?? 0))
    let unit = Self.wattHoursPerCertificate
    let needed = missing / unit + (missing % unit == 0 ? 0 : 1)
    var left = UInt64(needed)
    for number in Self.series(of: project, record.month, core) where left > 0 {
      left -= try cancelAvailable(upTo: left, of: number, context, &core)
    }
    left -= try cancelFrozen(upTo: left, of: project, record.month, context, &core)
    guard left == 0 else {
      throw Rejection(
        record.scheme == .pher
          ? GreenCertificateRules.inclusiveExclusivity
          : GreenCertificateRules.creditExclusivity,
        found: BilingualText(
          "\(subject) 未交易绿证 \(UInt64(needed) - left) 张",
          "\(subject): \(UInt64(needed) - left) untraded certificates"),
        required: BilingualText("\(needed) 张", "\(needed)"))
    }
    if needed > 0 { try core.claim(-needed * unit, of: subject, for: Self.scheme) }
    try core.claim(energy, of: subject, for: record.scheme.name)
  }

  private func cancelAvailable(
    upTo limit: UInt64, of number: UInt32, _ context: AdmissionContext,
    _ core: inout CoreState
  ) throws(Rejection) -> UInt64 {
    var count: UInt64 = 0
    for (segment, part) in Self.parts(of: number, core)
    where segment.standing == .available && Self.isUntraded(segment, core.series[number]) {
      let take = min(limit - count, UInt64(part.count))
      guard take > 0 else { break }
      try core.move(
        part.lowerBound...(part.lowerBound + take - 1), of: number, from: segment.holder,
        .available, to: segment.holder, .cancelled, context)
      count += take
    }
    return count
  }

  /// Cancels certificates its exclusions froze; what is left of a hold is held anew.
  private mutating func cancelFrozen(
    upTo limit: UInt64, of project: GreenProject, _ month: CalendarMonth,
    _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) -> UInt64 {
    var count: UInt64 = 0
    for exclusion in project.exclusions where exclusions[exclusion].covers(month) {
      for number in exclusions[exclusion].holds where count < limit {
        let hold = core.holds[number]
        guard hold.isActive, core.series[hold.series].vintage == month else { continue }
        let holder = core.series[hold.series].firstHolder
        let take = min(limit - count, UInt64(hold.range.count))
        let end = hold.range.lowerBound + take - 1
        core.endHold(number)
        try core.move(
          hold.range.lowerBound...end, of: hold.series, from: holder, .frozen, to: holder,
          .cancelled, context)
        count += take
        guard end < hold.range.upperBound else { continue }
        let rest = (end + 1)...hold.range.upperBound
        try core.move(
          rest, of: hold.series, from: holder, .frozen, to: holder, .available, context)
        try freeze(rest, of: hold.series, from: holder, for: exclusion, context, &core)
      }
    }
    return count
  }
}
