// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension GreenCertificates {
  mutating func apply(
    _ record: ProjectRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.registry, .authority, in: context)
    let owner = try core.requireParticipant(record.owner)
    guard !owner.holds(.verifier, on: context.today) else {
      throw Rejection(
        LedgerRules.independentVerifier, found: "\(owner.identifier): verifier",
        required: "an owner that verifies nothing")
    }
    try requireCode(record.code)
    try core.requireNotInFuture(record.commissioning, in: context)
    guard let province = Province(number: record.province) else {
      throw Rejection(
        LedgerRules.bounds, found: "province \(record.province)", required: "GB/T 2260")
    }
    guard record.capacity > 0 else {
      throw Rejection(
        LedgerRules.bounds, found: "\(record.capacity) kW (\(province))", required: "> 0 kW")
    }
    let number = projects.append(GreenProject(filing: record))
    for _ in PowerClass.allCases { carryOvers.append(CarryOver()) }
    core.assigned("project", number, context)
  }

  private func requireCode(_ code: String) throws(Rejection) {
    do throws(any Error) {
      let normal = try ProjectCode(text: code)
      guard normal.text != code else {
        guard let number = projects.number(forKey: code) else { return }
        throw Rejection(
          GreenCertificateRules.code, found: "\(code) = \(coded: "project", number)",
          required: "a new code")
      }
      throw Rejection(GreenCertificateRules.code, found: code, required: normal.text)
    } catch let error as QuantityError {
      throw Rejection(
        GreenCertificateRules.code, found: "\(error)", required: "17 × 0–9 A–Z")
    } catch let rejection as Rejection {
      throw rejection
    } catch {
      preconditionFailure("only these two errors are thrown above")
    }
  }

  func requireProject(_ number: UInt32) throws(Rejection) -> GreenProject {
    if let project = projects.row(number) { return project }
    throw Rejection(
      GreenCertificateRules.code, found: "\(coded: "project", number)",
      required: projects.count == 0 ? "no project yet" : "0 … \(projects.count - 1)")
  }

  mutating func apply(
    _ record: SettlementRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.platform, in: context)
    _ = try core.requireParticipant(record.seller)
    _ = try core.requireParticipant(record.buyer)
    guard record.seller != record.buyer, record.energy.wattHours > 0,
      !record.reference.isEmpty
    else {
      throw Rejection(
        LedgerRules.bounds,
        found: "\(record.seller) → \(record.buyer), \(record.energy), \"\(record.reference)\"",
        required: "two parties, > 0 Wh, a reference")
    }
    try Self.requireComplete(record.month, context)
    if let number = settlements.number(forKey: record.reference) {
      throw Rejection(
        LedgerRules.unique, found: "\(record.reference) = \(coded: "settlement", number)",
        required: "a new reference")
    }
    let number = settlements.append(Settlement(report: record, platform: context.issuer))
    core.assigned("settlement", number, context)
  }

  /// Refuses a month that has not ended on the day of registration.
  static func requireComplete(
    _ month: CalendarMonth, _ context: AdmissionContext
  ) throws(Rejection) {
    guard month.lastDay >= context.today else { return }
    throw Rejection(
      GreenCertificateRules.completeMonth, found: "\(month)", required: "< \(context.today)")
  }
}
