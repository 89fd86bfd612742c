// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension ExternalCredits {
  func apply(
    _ record: CreditImportRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    try core.requireRole(.registry, .authority, in: context)
    let credits = record.credits
    let range = try core.requireRange(first: credits.range.first, count: credits.range.count)
    guard credits.quantity == credits.range.count else {
      throw Rejection(
        CreditRules.quantity,
        found: "\(credits.quantity) (\(range.lowerBound)–\(range.upperBound))",
        required: "\(credits.range.count)")
    }
    try core.requireNotInFuture(credits.date, in: context)
    try requireAccount(record.holder, of: credits.range.registry, core)
    let series = try openSeries(record, context, &core)
    try refuseDuplicate(record, range, series, core)
    try core.issue(
      range, of: series, to: record.holder, standing: credits.status.standing,
      overlap: CreditRules.overlap, context)
  }

  private func requireAccount(
    _ number: UInt32, of registry: String, _ core: CoreState
  ) throws(Rejection) {
    let holder = try core.requireParticipant(number)
    let wanted = Self.accountIdentifier(registry: registry, holder: "")
    guard holder.identifier.hasPrefix(wanted) else {
      throw Rejection(CreditRules.account, found: holder.identifier, required: "\(wanted)…")
    }
  }

  /// The series of the record's prefix; opened when the prefix is new.
  private func openSeries(
    _ record: CreditImportRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) -> UInt32 {
    let credits = record.credits
    let prefix = Self.seriesPrefix(of: credits.range)
    if let number = core.series.number(forKey: prefix) {
      let series = core.series[number]
      guard series.asset == record.asset, series.vintage == credits.vintage else {
        throw Rejection(
          CreditRules.series, found: "\(coded: "asset", record.asset), \(credits.vintage)",
          required: "\(coded: "asset", series.asset), \(series.vintage)")
      }
      return number
    }
    // A prefix is checked once, when its series is opened.
    try requireRegistry(record, core)
    return core.openSeries(
      Series(
        prefix: prefix, asset: record.asset, subject: 0, vintage: credits.vintage,
        lastUse: nil, firstHolder: record.holder, attributes: 0),
      context)
  }

  private func requireRegistry(
    _ record: CreditImportRecord, _ core: CoreState
  ) throws(Rejection) {
    let range = record.credits.range
    guard let grammar = SerialGrammars.grammar(of: range.registry) else {
      throw Rejection(
        CreditRules.registry, found: range.registry,
        required: SerialGrammars.all.map(\.registry).joined(separator: ", "))
    }
    let asset = core.assets.row(record.asset)
    guard let asset, asset.code == grammar.registry, asset.unit == grammar.unit else {
      throw Rejection(
        CreditRules.registry,
        found: asset.map { "asset \($0.code), \($0.unit)" } ?? "\(coded: "asset", record.asset)",
        required: "asset \(grammar.registry), \(grammar.unit)")
    }
    do throws(SerialError) {
      try grammar.requirePrefix(range.prefix)
    } catch {
      throw Rejection(
        CreditRules.serial, found: "\(range.prefix): \(error)", required: grammar.example)
    }
  }

  /// Refuses, under a rule of its own, a block that stands here already exactly as the row has it.
  private func refuseDuplicate(
    _ record: CreditImportRecord, _ range: ClosedRange<UInt64>, _ series: UInt32,
    _ core: CoreState
  ) throws(Rejection) {
    let (segment, last) = core.holdings.segment(of: series, holding: range.lowerBound)
    guard segment.isIssued, segment.first == range.lowerBound, last == range.upperBound,
      segment.holder == record.holder, segment.standing == record.credits.status.standing
    else { return }
    let numbers = "\(record.credits.range.prefix) \(range.lowerBound)–\(range.upperBound)"
    throw Rejection(
      CreditRules.duplicate, found: "\(numbers): \(segment.lastChange)",
      required: "a row not yet imported")
  }
}
