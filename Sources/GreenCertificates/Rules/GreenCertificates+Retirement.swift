// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension GreenCertificates {
  mutating func apply(
    _ record: RetirementRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let found = try find(
      series: record.series, first: record.first, count: record.count, core)
    let holder = retiringHolder(found, context, core)
    try requireConsumption(record, found, context, core)
    try Self.requireDate(record.date, found, context, core)
    try requireSameYear(record, found, core)
    try Self.forEachPart(of: found, core) { (segment, part) throws(Rejection) in
      try requireRetirable(found, segment, part, holder: holder, core)
    }
    try core.retire(
      found.range, of: record.series, from: holder,
      Retirement.Terms(
        beneficiary: record.beneficiary,
        purpose: RetirementPurpose.names[Int(record.purpose.rawValue)],
        months: record.consumptionFirst...record.consumptionLast, date: record.date,
        reference: record.reference), context)
  }

  /// The signer, or whom the registry signs for.
  private func retiringHolder(
    _ found: CertificateRange, _ context: AdmissionContext, _ core: CoreState
  ) -> UInt32 {
    let signer = context.issuer
    guard found.head.holder != signer, found.head.isIssued else { return signer }
    return core.holds(.registry, signer, on: context.today) ? found.head.holder : signer
  }

  /// GEC-41 and RET-85: for whom, what for, and for the consumption of which months.
  private func requireConsumption(
    _ record: RetirementRecord, _ found: CertificateRange, _ context: AdmissionContext,
    _ core: CoreState
  ) throws(Rejection) {
    guard core.participants.contains(record.beneficiary) else {
      throw Rejection(
        GreenCertificateRules.finality, found: "beneficiary \(record.beneficiary): —",
        required: "a registered beneficiary")
    }
    let current = context.today.calendarMonth
    guard record.consumptionFirst <= record.consumptionLast, record.consumptionLast <= current
    else {
      throw Rejection(
        GreenCertificateRules.finality,
        found: "\(record.consumptionFirst) … \(record.consumptionLast)",
        required: "first ≤ last ≤ \(current)")
    }
    guard record.purpose == .event, record.reference.isEmpty else { return }
    throw Rejection(
      GreenCertificateRules.purpose, found: "event, reference —", required: "the event's name")
  }

  /// GEC-43, by the switch in force at the end of the consumption.
  private func requireSameYear(
    _ record: RetirementRecord, _ found: CertificateRange, _ core: CoreState
  ) throws(Rejection) {
    let year = found.series.vintage.year
    let years = record.consumptionFirst.year...record.consumptionLast.year
    guard years != year...year else { return }
    guard try value(.sameYear, on: record.consumptionLast.lastDay, core) != 0 else { return }
    throw Rejection(
      GreenCertificateRules.sameYear,
      found: BilingualText("生产 \(year),消费 \(years)", "generated \(year), consumed \(years)"),
      required: BilingualText("消费 \(year)", "consumed \(year)"))
  }

  private func requireRetirable(
    _ found: CertificateRange, _ segment: Segment, _ part: ClosedRange<UInt64>,
    holder: UInt32, _ core: CoreState
  ) throws(Rejection) {
    let rule: Rule
    switch segment.standing {
    case .expired: rule = GreenCertificateRules.expired
    case .retired: rule = GreenCertificateRules.purpose
    case .frozen, .pledged, .disputed, .pendingOffset: rule = LedgerRules.held
    case .available where segment.holder == holder: return
    case .available, .issuance, .cancelled: rule = GreenCertificateRules.retirementHeld
    }
    throw found.rejection(
      rule, segment, part,
      required: BilingualText(
        "\(coded: "participant", holder),\(Standing.available.name.chinese)",
        "\(coded: "participant", holder), \(Standing.available.name.english)"), core)
  }
}
