// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import MethodologyEngine
public import Quantities

// What may be claimed once: sites, devices, parcels, projects, kilowatt-hours.
extension InclusiveCredits {
  /// The kinds of subjects that approvals and registrations name.
  public static let subjectKinds = ["site", "device", "parcel"]

  mutating func apply(
    _ record: ClaimRegistrationRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.authority, .registry, in: context)
    try Self.requireSubject(record.subject)
    try Self.requireText(record.reference, "reference")
    let isScheme = record.scheme.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d
    }
    guard isScheme, !record.scheme.isEmpty, record.scheme != Self.claimScheme else {
      throw Rejection(
        LedgerRules.bounds, found: "scheme \"\(record.scheme)\"",
        required: "a–z 0–9 -, not \(Self.claimScheme)")
    }
    try Self.claim(record.subject, for: record.scheme, &core)
  }

  /// Claims all there is of a subject, which is one.
  ///
  /// A site of an emission trading scheme is refused under INC-64, what any other scheme has
  /// under CLM-77.
  static func claim(
    _ subject: String, for scheme: String, _ core: inout CoreState
  ) throws(Rejection) {
    if let number = core.claims.number(forKey: subject) {
      let taken = core.claims[number].shares.first { $0.amount > 0 }
      if let taken, scheme == claimScheme, isTradingScheme(taken.scheme) {
        throw Rejection(
          InclusiveCreditRules.excludedSite, found: "\(subject): \(taken.scheme)",
          required: BilingualText(
            "不属于碳市场纳管单位", "a site of no entity in an emission trading scheme"))
      }
    } else {
      core.addCapacity(1, of: subject)
    }
    try core.claim(1, of: subject, for: scheme)
  }

  private static func isTradingScheme(_ scheme: String) -> Bool {
    scheme == "ets" || scheme.hasSuffix("-ets")
  }

  /// The subjects are of the kinds the methodology asks for, each once.
  static func requireSubjects(
    _ subjects: [String], _ methodology: Methodology
  ) throws(Rejection) {
    for subject in subjects { try requireSubject(subject) }
    guard Set(subjects).count == subjects.count else {
      throw Rejection(
        LedgerRules.bounds, found: "subjects: \(subjects.count)", required: "each once")
    }
    for kind in methodology.exclusivity.subjects
    where !subjects.contains(where: { $0.hasPrefix("\(kind):") }) {
      throw Rejection(
        InclusiveCreditRules.applicability,
        found: BilingualText("未写明 \(kind):…", "no subject \(kind):…"),
        required: BilingualText(
          "方法学 \(methodology.identity) 要求写明 \(kind)",
          "\(kind):… by \(methodology.identity)"))
    }
  }

  private static func requireSubject(_ subject: String) throws(Rejection) {
    let parts = subject.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let isNamed =
      parts.count == 2 && subjectKinds.contains(String(parts[0])) && !parts[1].isEmpty
      && parts[1].unicodeScalars.allSatisfy {
        $0.value > 0x20 && !$0.properties.isWhitespace && $0.properties.generalCategory != .control
      }
    guard isNamed else {
      throw Rejection(
        LedgerRules.bounds, found: "subject \"\(subject)\"",
        required: subjectKinds.map { "\($0):…" }.joined(separator: " / "))
    }
    try CoreState.requireNoIdentityNumber(in: subject)
  }
}

extension InclusiveCredits {
  /// The subject in the claims register of the energy of a green power project and month.
  ///
  /// Green certificates name it alike; `MechanismsTests` holds the two together.
  public static func energySubject(project: UInt32, month: CalendarMonth) -> String {
    "energy:\(project):\(month)"
  }

  /// The subject that says: energy of a project and month was carried into a later certificate.
  public static func carriedSubject(project: UInt32, month: CalendarMonth) -> String {
    "carried:\(project):\(month)"
  }

  /// Claims the energy of activities, so that no certificate stands for the same kilowatt-hours.
  ///
  /// What `exclusion.claim` set aside for inclusive credits, by cancelling certificates, is used
  /// first. What is beyond it is energy that never became certificates: it is added to what there
  /// is to claim, and refused while any other scheme has a share of that project's month. So
  /// Σ claims ≤ capacity holds at every entry.
  mutating func claimEnergy(
    _ wattHours: Int64, of project: UInt32, in period: UInt32, _ core: inout CoreState
  ) throws(Rejection) {
    let row = periods[period]
    let subject = Self.energySubject(project: project, month: row.month)
    let claim = core.claims.number(forKey: subject).map { core.claims[$0] }
    let setAside = max(0, (claim?.amount(of: Self.claimScheme) ?? 0) - row.energy)
    let own = max(0, wattHours - setAside)
    let used = try Self.sum(row.energy, wattHours, subject)
    if own > 0 {
      try Self.requireUnclaimed(claim, own, project, row.month, core)
      _ = try Self.sum(claim?.capacity ?? 0, own, subject)
      core.addCapacity(own, of: subject)
      try core.claim(own, of: subject, for: Self.claimScheme)
    }
    periods.update(period) {
      $0.energy = used
      $0.ownEnergy += own
    }
  }

  /// Nobody else has a share of the month's energy, nor was any carried into a certificate.
  private static func requireUnclaimed(
    _ claim: Claim?, _ wattHours: Int64, _ project: UInt32, _ month: CalendarMonth,
    _ core: CoreState
  ) throws(Rejection) {
    let carried = carriedSubject(project: project, month: month)
    var found = core.claims.number(forKey: carried).map { _ in carried }
    if let other = claim?.shares.first(where: { $0.scheme != claimScheme && $0.amount > 0 }) {
      found = "\(other.scheme) \(Energy(wattHours: other.amount))"
    }
    guard let found else { return }
    throw Rejection(
      LedgerRules.claimedOnce,
      found: "\(energySubject(project: project, month: month)): \(found), "
        + "\(claimScheme) +\(Energy(wattHours: wattHours))",
      required: BilingualText(
        "该月电量未核发绿证,或先由 exclusion.claim 注销相应绿证",
        "no certificates for that month, or exclusion.claim cancels them first"))
  }

  /// Gives back energy of activities that left: what the period added itself first.
  mutating func giveBackEnergy(
    _ wattHours: Int64, of project: UInt32, in period: UInt32, _ core: inout CoreState
  ) throws(Rejection) {
    let row = periods[period]
    let own = min(row.ownEnergy, wattHours)
    if own > 0 {
      let subject = Self.energySubject(project: project, month: row.month)
      try core.claim(-own, of: subject, for: Self.claimScheme)
      core.addCapacity(-own, of: subject)
    }
    periods.update(period) {
      $0.energy -= min($0.energy, wattHours)
      $0.ownEnergy -= own
    }
  }
}
