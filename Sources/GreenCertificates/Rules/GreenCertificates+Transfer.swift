// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension GreenCertificates {
  /// Transfers certificates.
  ///
  /// On the way of an accepted trade nothing is allocated here: no text is built and one segment
  /// is looked up by binary search.
  mutating func apply(
    _ terms: TransferRecord.Terms, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let found = try find(
      series: terms.series, first: terms.first, count: terms.count, core)
    let giver = try giver(terms, found, context, core)
    try Self.requireDate(terms.tradeDate, found, context, core)
    try requireProvinces(terms, found, core)
    switch terms.channel {
    case .separate, .withPower:
      try trade(terms, found, from: giver, context, &core)
    case .administrative, .selfUseAssignment:
      try requireUnpriced(terms, from: giver, context, core)
      try requireSelfUseProof(terms, found, from: giver, core)
      try requireUsable(found, core)
      try core.move(
        found.range, of: terms.series, from: giver, .available, to: terms.recipient,
        .available, context)
    }
  }

  /// Who gives: the signer; for power the platform reports, the holder it signs for.
  private func giver(
    _ terms: TransferRecord.Terms, _ found: CertificateRange, _ context: AdmissionContext,
    _ core: CoreState
  ) throws(Rejection) -> UInt32 {
    var giver = context.issuer
    if found.head.holder != giver, found.head.isIssued, terms.channel == .withPower,
      core.holds(.platform, giver, on: context.today)
    {
      giver = found.head.holder
    }
    guard giver != terms.recipient else {
      throw Rejection(
        LedgerRules.bounds, found: "\(giver) → \(terms.recipient)", required: "two parties")
    }
    return giver
  }

  /// Refuses a date in the future, within the month of generation or past the last day of use.
  static func requireDate(
    _ date: CalendarDate, _ found: CertificateRange, _ context: AdmissionContext,
    _ core: CoreState
  ) throws(Rejection) {
    try core.requireNotInFuture(date, in: context)
    if let lastUse = found.series.lastUse, date > lastUse {
      throw Rejection(
        GreenCertificateRules.validity,
        found: "\(core.prefix(ofSeries: found.series.number)): \(date)",
        required: "≤ \(lastUse)")
    }
    guard date < found.series.vintage.adding(months: 1).firstDay else { return }
    throw Rejection(
      LedgerRules.bounds, found: "\(date)", required: "> \(found.series.vintage.lastDay)")
  }

  /// GEC-45: origin and destination are what they are, and a sale across has a price.
  private func requireProvinces(
    _ terms: TransferRecord.Terms, _ found: CertificateRange, _ core: CoreState
  ) throws(Rejection) {
    let destination = try core.requireProvince(ofParticipant: terms.recipient)
    guard terms.origin == found.attributes.province, terms.destination == destination else {
      throw Rejection(
        GreenCertificateRules.interprovincial,
        found: "\(terms.origin) → \(terms.destination)",
        required: "\(found.attributes.province) → \(destination)")
    }
    guard terms.origin != terms.destination, terms.channel.isTrade, terms.price == nil else {
      return
    }
    throw Rejection(
      GreenCertificateRules.interprovincial,
      found: "\(terms.origin) → \(terms.destination), price —",
      required: "\(terms.origin) → \(terms.destination), price")
  }

  private mutating func trade(
    _ terms: TransferRecord.Terms, _ found: CertificateRange, from giver: UInt32,
    _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    guard found.attributes.tradeClass == .tradable else {
      throw Rejection(
        GreenCertificateRules.tradable,
        found: "\(core.prefix(ofSeries: terms.series)): GEC-N", required: "GEC-T")
    }
    let maximum = try value(.maximumTrades, on: terms.tradeDate, core)
    if found.isWhole, found.head.standing == .available {
      try Self.requireTradesLeft(found, found.head, found.range, giver, maximum, core)
      try Self.sell(found.range, found.head, terms, from: giver, context, &core)
    } else {
      try requireUsable(found, core)
      for (segment, part) in Self.parts(of: found, core) {
        try Self.requireTradesLeft(found, segment, part, giver, maximum, core)
        try Self.sell(part, segment, terms, from: giver, context, &core)
      }
    }
    if terms.channel == .withPower { try useSettlement(terms, found, from: giver) }
  }

  private static func sell(
    _ part: ClosedRange<UInt64>, _ segment: Segment, _ terms: TransferRecord.Terms,
    from giver: UInt32, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let marks = CertificateMarks(rawValue: segment.marks).afterTrade.rawValue
    try core.move(
      part, of: terms.series, from: giver, .available, to: terms.recipient, .available,
      marks: marks, context)
  }

  /// Refuses one sale too many (GEC-37).
  ///
  /// What the giver does not hold the movement refuses.
  private static func requireTradesLeft(
    _ found: CertificateRange, _ segment: Segment, _ part: ClosedRange<UInt64>,
    _ giver: UInt32, _ maximum: Int64, _ core: CoreState
  ) throws(Rejection) {
    guard segment.holder == giver else { return }
    let count = CertificateMarks(rawValue: segment.marks).tradeCount
    guard count >= maximum else { return }
    throw found.rejection(
      GreenCertificateRules.tradedOnce, segment, part,
      required: BilingualText("交易次数 < \(maximum),已有 \(count)", "sold \(count) < \(maximum)"),
      core)
  }

  /// Names the rule behind a standing that forbids everything.
  ///
  /// Expired, retired, frozen for a credit period; what remains is the core's to refuse.
  func requireUsable(
    _ found: CertificateRange, _ core: CoreState
  ) throws(Rejection) {
    try Self.forEachPart(of: found, core) { (segment, part) throws(Rejection) in
      let rule: Rule
      switch segment.standing {
      case .expired: rule = GreenCertificateRules.expired
      case .retired: rule = GreenCertificateRules.finality
      case .frozen where isExcluded(found): rule = GreenCertificateRules.creditExclusivity
      default: return
      }
      throw found.rejection(rule, segment, part, required: Standing.available.name, core)
    }
  }

  private func isExcluded(_ found: CertificateRange) -> Bool {
    guard let project = projects.row(found.series.subject) else { return false }
    return project.exclusions.contains { exclusions[$0].covers(found.series.vintage) }
  }
}

extension GreenCertificates {
  /// GEC-38: uses up the energy of the settlement.
  private mutating func useSettlement(
    _ terms: TransferRecord.Terms, _ found: CertificateRange, from giver: UInt32
  ) throws(Rejection) {
    let (needed, overflow) = Int64(terms.count)
      .multipliedReportingOverflow(by: Self.wattHoursPerCertificate)
    let wanted = "\(giver) → \(terms.recipient), \(found.series.vintage), ≥ \(terms.count) MWh"
    guard let number = terms.settlement, let row = settlements.row(number) else {
      throw Rejection(
        GreenCertificateRules.settledPower,
        found: terms.settlement.map { "\(coded: "settlement", $0): —" } ?? "settlement —",
        required: wanted)
    }
    let report = row.report
    guard report.seller == giver, report.buyer == terms.recipient,
      report.month == found.series.vintage, !overflow, row.remaining.wattHours >= needed
    else {
      throw Rejection(
        GreenCertificateRules.settledPower,
        found:
          "\(coded: "settlement", number): \(report.seller) → \(report.buyer), \(report.month), "
          + "\(row.remaining)",
        required: wanted)
    }
    settlements.update(number) {
      $0.remaining = Energy(wattHours: $0.remaining.wattHours - needed)
    }
  }

  /// GEC-37: only a public account gives or takes without a sale, and nobody pays.
  private func requireUnpriced(
    _ terms: TransferRecord.Terms, from giver: UInt32, _ context: AdmissionContext,
    _ core: CoreState
  ) throws(Rejection) {
    guard terms.price == nil else {
      throw Rejection(
        GreenCertificateRules.tradedOnce, found: "price, \(terms.channel.name.english)",
        required: "no price")
    }
    guard terms.channel == .administrative else { return }
    let isPublic = [giver, terms.recipient].contains { number in
      [Role.authority, .registry, .platform].contains {
        core.holds($0, number, on: context.today)
      }
    }
    guard !isPublic else { return }
    throw Rejection(
      GreenCertificateRules.tradedOnce, found: "\(giver) → \(terms.recipient)",
      required: "authority / registry / platform")
  }

  /// GEC-44: certificates of power used without the grid leave their first holder with proof,
  /// and the channel made for them is for them only.
  private func requireSelfUseProof(
    _ terms: TransferRecord.Terms, _ found: CertificateRange, from giver: UInt32,
    _ core: CoreState
  ) throws(Rejection) {
    let isSelfUse = found.attributes.powerClass != .feedIn
    guard terms.channel != .selfUseAssignment || isSelfUse && giver == found.series.firstHolder
    else {
      throw Rejection(
        GreenCertificateRules.selfUseProof,
        found: "\(core.prefix(ofSeries: terms.series)): \(coded: "participant", giver)",
        required: "self-use / off-grid, \(coded: "participant", found.series.firstHolder)")
    }
    guard isSelfUse, giver == found.series.firstHolder, terms.settlementProof == nil else {
      return
    }
    throw Rejection(
      GreenCertificateRules.selfUseProof, found: "settlementProof —",
      required: "contract, settlementProof")
  }
}
