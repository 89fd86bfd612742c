// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

extension InclusiveCredits {
  /// Debits lost tonnes: the buffer pool of the scheme first, the scenario's own share of it
  /// before that of others, then the beneficiary; what neither has remains owed.
  mutating func apply(
    _ record: CreditReversalRecord, _ context: AdmissionContext, _ core: inout CoreState
  ) throws(Rejection) {
    let scenario = try requireScenario(record.scenario)
    if core.holds(.authority, context.issuer, on: context.today) {
      try core.requireRole(.authority, in: context)
    } else {
      try requireIndependentVerifier(of: scenario, context, core)
    }
    try core.requireNotInFuture(record.date, in: context)
    try Self.requireText(record.reason, "reason")
    let issued = tonnesIssued(scenario)
    let (reversed, overflow) = scenario.reversed.addingReportingOverflow(record.tonnes)
    guard record.tonnes > 0 || scenario.owed > 0, !overflow, reversed <= issued else {
      throw Rejection(
        InclusiveCreditRules.reversal,
        found: BilingualText(
          "\(record.tonnes) 吨,已逆转 \(scenario.reversed) 吨,尚欠 \(scenario.owed) 吨",
          "\(record.tonnes) t, reversed \(scenario.reversed) t, owed \(scenario.owed) t"),
        required: BilingualText("≤ 已签发 \(issued) 吨", "≤ \(issued) t issued"))
    }
    var left = scenario.owed + record.tonnes
    let own = scenario.tonnes.map(\.series)
    let pool = try requireTerms(of: scenario, on: record.date, InclusiveCreditRules.reversal)
      .bufferAccount
    if let pool {
      left -= try Self.cancel(upTo: left, of: own, from: pool, context, &core)
      let others = seriesOfTonnes(ofScheme: scenario.approval.scheme).filter { !own.contains($0) }
      left -= try Self.cancel(upTo: left, of: others, from: pool, context, &core)
    }
    let beneficiary = scenario.approval.beneficiary
    if beneficiary != pool {
      left -= try Self.cancel(upTo: left, of: own, from: beneficiary, context, &core)
    }
    let owed = left
    scenarios.update(record.scenario) {
      $0.owed = owed
      $0.reversed = reversed
    }
  }

  private func tonnesIssued(_ scenario: Scenario) -> UInt64 {
    scenario.tonnes.reduce(0) { sum, block in
      let last = issues[block.lastIssue]
      let (total, overflow) = sum.addingReportingOverflow(last.first - 1 + last.count)
      return overflow ? .max : total
    }
  }

  private func seriesOfTonnes(ofScheme scheme: UInt32) -> [UInt32] {
    scenarios.all.filter { $0.approval.scheme == scheme }.flatMap { $0.tonnes.map(\.series) }
  }

  /// Cancels what `holder` has available of the series, oldest first; returns how many tonnes.
  private static func cancel(
    upTo limit: UInt64, of series: [UInt32], from holder: UInt32, _ context: AdmissionContext,
    _ core: inout CoreState
  ) throws(Rejection) -> UInt64 {
    var count: UInt64 = 0
    for number in series where count < limit {
      var parts: [ClosedRange<UInt64>] = []
      core.holdings.forEachSegment(of: number, in: 0...(.max)) { segment, part in
        guard segment.isIssued, segment.holder == holder, segment.standing == .available else {
          return
        }
        parts.append(part)
      }
      for part in parts where count < limit {
        let take = min(limit - count, part.upperBound - part.lowerBound + 1)
        try core.move(
          part.lowerBound...(part.lowerBound + take - 1), of: number, from: holder, .available,
          to: holder, .cancelled, context)
        count += take
      }
    }
    return count
  }
}
