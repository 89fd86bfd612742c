// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension ExternalCredits {
  func apply(
    _ record: CreditTransferRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try requireDisposal(of: record.holder, context, core)
    try requireCredits(record.series, core)
    let range = try core.requireRange(first: record.first, count: record.count)
    _ = try core.requireParticipant(record.recipient)
    try core.requireNotInFuture(record.date, in: context)
    try core.move(
      range, of: record.series, from: record.holder, .available, to: record.recipient,
      .available, context)
  }

  func apply(
    _ record: CreditRetirementRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try requireDisposal(of: record.holder, context, core)
    try requireCredits(record.series, core)
    let range = try core.requireRange(first: record.first, count: record.count)
    guard !record.beneficiary.isEmpty, !record.purpose.isEmpty else {
      throw Rejection(
        CreditRules.beneficiary, found: "\"\(record.beneficiary)\", \"\(record.purpose)\"",
        required: "beneficiary, purpose")
    }
    try core.requireNotInFuture(record.date, in: context)
    try core.retire(
      range, of: record.series, from: record.holder,
      Retirement.Terms(
        beneficiaryName: record.beneficiary, purpose: record.purpose, date: record.date),
      context)
  }

  /// The holder signs; an external account cannot, so the registry signs for it.
  private func requireDisposal(
    of holder: UInt32, _ context: AdmissionContext, _ core: CoreState
  ) throws(Rejection) {
    let participant = try core.requireParticipant(holder)
    guard context.issuer != holder else { return }
    guard participant.holds(.external, on: context.today) else {
      throw Rejection(
        CreditRules.disposal, found: "\(coded: "participant", context.issuer)",
        required: "\(coded: "participant", holder)")
    }
    try core.requireRole(.registry, .authority, in: context)
  }

  /// The series must be one of this mechanism: certificates move under rules of their own.
  private func requireCredits(_ number: UInt32, _ core: CoreState) throws(Rejection) {
    let series = try core.requireSeries(number)
    let asset = core.assets[series.asset].code
    guard SerialGrammars.grammar(of: asset) != nil, series.prefix.hasPrefix("\(asset):") else {
      throw Rejection(
        CreditRules.registry, found: "series \(series.prefix)",
        required: SerialGrammars.all.map(\.registry).joined(separator: ", "))
    }
  }
}
