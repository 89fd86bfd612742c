// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension InclusiveCredits {
  mutating func apply(
    _ record: PherTransferRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    _ = try requireSeries(record.series, of: .tonnes, core)
    _ = try core.requireParticipant(record.recipient)
    try Self.requireOther(record.recipient, context)
    let range = try core.requireRange(first: record.first, count: record.count)
    try core.move(
      range, of: record.series, from: context.issuer, .available, to: record.recipient,
      .available, context)
  }

  private static func requireOther(
    _ number: UInt32, _ context: AdmissionContext
  ) throws(Rejection) {
    guard number == context.issuer else { return }
    throw Rejection(
      LedgerRules.bounds, found: "\(coded: "participant", number) → \(number)",
      required: "another participant")
  }

  /// The first half of a trade: the tonnes wait, frozen, for the buyer's answer.
  mutating func apply(
    _ record: OfferRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    _ = try requireSeries(record.series, of: .tonnes, core)
    _ = try core.requireParticipant(record.buyer)
    try Self.requireOther(record.buyer, context)
    let range = try core.requireRange(first: record.first, count: record.count)
    let price = record.price.fen
    let (_, overflow) = Int64(range.count).multipliedReportingOverflow(by: price)
    guard price > 0, !overflow else {
      throw Rejection(
        LedgerRules.bounds, found: "\(record.count) × \(record.price)",
        required: "≥ 0.01 yuan, Σ < 2^63 fen")
    }
    guard record.through >= context.today else {
      throw Rejection(
        LedgerRules.bounds, found: "through \(record.through)", required: "≥ \(context.today)")
    }
    try Self.requireRoom(offers.count, "offers")
    try core.move(
      range, of: record.series, from: context.issuer, .available, to: context.issuer, .frozen,
      context)
    let number = offers.append(
      Offer(record, seller: context.issuer, position: context.position))
    core.assigned("offer", number, context)
  }

  mutating func apply(
    _ record: AcceptanceRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let offer = try requireOpenOffer(record.offer)
    guard context.issuer == offer.terms.buyer else {
      throw Self.notParty(context, required: "\(coded: "participant", offer.terms.buyer)")
    }
    guard context.today <= offer.terms.through else {
      throw Rejection(
        LedgerRules.bounds, found: "\(context.today)", required: "≤ \(offer.terms.through)")
    }
    try move(offer, to: offer.terms.buyer, context, &core)
    close(record.offer, as: .accepted, context)
  }

  /// The buyer declines, the seller withdraws; an authority may end what neither ends.
  mutating func apply(
    _ record: DeclineRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let offer = try requireOpenOffer(record.offer)
    let isParty = [offer.seller, offer.terms.buyer].contains(context.issuer)
    guard isParty || core.holds(.authority, context.issuer, on: context.today) else {
      throw Self.notParty(
        context, required: "\(coded: "participant", offer.seller) / \(offer.terms.buyer)")
    }
    try move(offer, to: offer.seller, context, &core)
    close(record.offer, as: .declined, context)
  }

  private func requireOpenOffer(_ number: UInt32) throws(Rejection) -> Offer {
    if let offer = offers.row(number), offer.status == .open { return offer }
    let found = offers.row(number).map { "\($0.status)" } ?? "—"
    throw Rejection(
      LedgerRules.unknownNumber, found: "\(coded: "offer", number): \(found)",
      required: "an open offer")
  }

  private static func notParty(_ context: AdmissionContext, required: String) -> Rejection {
    Rejection(
      LedgerRules.role, found: "\(coded: "participant", context.issuer)", required: required)
  }

  private func move(
    _ offer: Offer, to holder: UInt32, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let terms = offer.terms
    let range = try core.requireRange(first: terms.first, count: terms.count)
    try core.move(
      range, of: terms.series, from: offer.seller, .frozen, to: holder, .available, context)
  }

  private mutating func close(
    _ number: UInt32, as status: Offer.Status, _ context: AdmissionContext
  ) {
    offers.update(number) {
      $0.status = status
      $0.closing = context.position
    }
  }
}
