// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

extension InclusiveCredits {
  /// Units about to come into being.
  struct Units {
    let kind: CreditIssue.Kind
    let scenario: UInt32
    let month: CalendarMonth
    let creditClass: CreditClass
    let first: UInt64
    let count: UInt64
    let bufferCount: UInt64
    let holder: UInt32
    let bufferAccount: UInt32?
    let carriedIn: Int64
    let carriedOut: Int64
  }

  /// Issues units as the next serial numbers of their series and returns the issue's number.
  mutating func issueUnits(
    _ units: Units, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) -> UInt32 {
    try Self.requireRoom(issues.count, "issues")
    let block = try block(for: units, core)
    let next = block.map { nextSerial(of: $0) } ?? 1
    guard units.count == 0 || units.first == next else {
      throw Rejection(
        InclusiveCreditRules.serials, found: "first \(units.first)", required: "first \(next)")
    }
    var series = block?.series
    if units.count > 0 {
      let range = try core.requireRange(first: units.first, count: units.count)
      let number: UInt32
      if let series { number = series } else { number = try open(units, context, &core) }
      series = number
      try issue(range, of: number, units, context, &core)
    }
    let issue = issues.append(
      CreditIssue(
        kind: units.kind, scenario: units.scenario, month: units.month,
        series: units.count > 0 ? series : nil, first: units.first, count: units.count,
        bufferCount: units.bufferCount, carriedIn: units.carriedIn,
        carriedOut: units.carriedOut, position: context.position,
        previous: units.count > 0 ? block?.lastIssue : nil))
    if let series, units.count > 0 { note(issue, in: series, units) }
    core.assigned("issue", issue, context)
    return issue
  }

  /// The last `bufferCount` units go to the buffer pool, the others to the holder.
  private func issue(
    _ range: ClosedRange<UInt64>, of series: UInt32, _ units: Units,
    _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let rule = InclusiveCreditRules.serials
    let own = units.count - units.bufferCount
    if own > 0 {
      try core.issue(
        range.lowerBound...(range.lowerBound + own - 1), of: series, to: units.holder,
        overlap: rule, context)
    }
    if let account = units.bufferAccount, units.bufferCount > 0 {
      try core.issue(
        (range.lowerBound + own)...range.upperBound, of: series, to: account, overlap: rule,
        context)
    }
  }

  /// The scenario's series to which the units belong, once it is open.
  private func block(
    for units: Units, _ core: CoreState
  ) throws(Rejection) -> Scenario.Block? {
    let scenario = scenarios[units.scenario]
    guard units.creditClass == .tonnes else { return scenario.grams }
    return scenario.tonnes.first { core.series[$0.series].vintage.year == units.month.year }
  }

  private func nextSerial(of block: Scenario.Block) -> UInt64 {
    let last = issues[block.lastIssue]
    return last.first + last.count
  }

  private func open(
    _ units: Units, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) -> UInt32 {
    let scenario = scenarios[units.scenario]
    let prefix =
      units.creditClass == .tonnes
      ? scenario.prefix(year: units.month.year) : scenario.gramPrefix
    if let number = core.series.number(forKey: prefix) {
      throw Rejection(
        LedgerRules.unique, found: "\(prefix) = \(coded: "series", number)",
        required: "a new series")
    }
    return core.openSeries(
      Series(
        prefix: prefix, asset: try Self.requireAsset(units.creditClass, core),
        subject: units.scenario, vintage: units.month, lastUse: nil, firstHolder: units.holder,
        attributes: 0), context)
  }

  private mutating func note(_ issue: UInt32, in series: UInt32, _ units: Units) {
    let block = Scenario.Block(series: series, lastIssue: issue)
    scenarios.update(units.scenario) { row in
      guard units.creditClass == .tonnes else {
        row.grams = block
        return
      }
      if let position = row.tonnes.firstIndex(where: { $0.series == series }) {
        row.tonnes[position] = block
      } else {
        row.tonnes.append(block)
      }
    }
  }
}

extension InclusiveCredits {
  /// The issues from which `range` of a series comes, newest first, each with its part of it.
  ///
  /// Numbers that were never issued belong to no part; a series of another mechanism has none.
  public func origins(
    of series: UInt32, _ range: ClosedRange<UInt64>, in core: CoreState
  ) -> [(issue: UInt32, part: ClosedRange<UInt64>)] {
    guard let row = core.series.row(series), let scenario = scenarios.row(row.subject) else {
      return []
    }
    let blocks = scenario.tonnes + (scenario.grams.map { [$0] } ?? [])
    var next = blocks.first { $0.series == series }?.lastIssue
    var origins: [(issue: UInt32, part: ClosedRange<UInt64>)] = []
    while let number = next, let issued = issues[number].range,
      issued.upperBound >= range.lowerBound
    {
      if issued.overlaps(range) { origins.append((number, issued.clamped(to: range))) }
      next = issues[number].previous
    }
    return origins
  }

  /// The scenario of a series of tonnes or grams, or a refusal of what is neither.
  func requireSeries(
    _ number: UInt32, of creditClass: CreditClass, _ core: CoreState
  ) throws(Rejection) -> Scenario {
    let terms = try core.requireTerms(ofSeries: number)
    if let scenario = scenarios.row(terms.subject) {
      if creditClass == .tonnes, scenario.grams?.series == number {
        throw Rejection(
          InclusiveCreditRules.pointsAreNoTonnes,
          found: "\(core.prefix(ofSeries: number)): \(CreditClass.grams.assetCode)",
          required: CreditClass.tonnes.assetCode)
      }
      if scenario.tonnes.contains(where: { $0.series == number }) { return scenario }
    }
    throw Rejection(
      LedgerRules.unknownNumber,
      found: "\(coded: "series", number): \(core.prefix(ofSeries: number))",
      required: creditClass.assetCode)
  }
}
