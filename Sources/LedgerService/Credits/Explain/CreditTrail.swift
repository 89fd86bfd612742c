// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import Quantities

/// Milligrams of a scenario's month, in the order of its batches and their rows.
struct PeriodStretch: Sendable, Equatable {
  /// The scenario and month.
  let period: ScenarioMonth
  /// The milligrams, counted from 0 over the activities that have not left.
  let range: Range<Int64>
}

/// The way from units back to the milligrams of months.
///
/// An issue is a stream of milligrams: first what was carried in, then the activities of its month
/// in the order of the batches and of their rows, those that left not counted. Its units cut the
/// stream from the start; what is left at the end is carried, and begins the stream of the
/// scenario's next issue. A pooling is a stream of the grams it cancelled, in the order of their
/// serial numbers. So each unit stands for certain milligrams of certain activities.
struct CreditTrail {
  private let rows: any RowSource
  private let issues: [CreditIssue]

  init(_ rows: any RowSource) throws(ServiceError) {
    self.rows = rows
    issues = try rows.all(CreditIssue.self, InclusiveCredits.Section.issues).map(\.row)
  }

  /// The number of the issue that made `unit`.
  func issue(of unit: UnitLocation) throws(ServiceError) -> Int {
    let number = issues.firstIndex {
      $0.series == unit.number && $0.range?.contains(unit.serial) ?? false
    }
    if let number { return number }
    throw .notFound(
      BilingualText("\(unit.code) 未签发。", "\(unit.code) has never been issued."))
  }

  subscript(_ number: Int) -> CreditIssue { issues[number] }

  /// The milligrams of the stream of issue `number` for which `serial` stands.
  func stream(of serial: UInt64, in number: Int) throws(ServiceError) -> Range<Int64> {
    let unit = try unitMilligrams(number)
    let place = Int64(clamping: serial - issues[number].first)
    let start = place.multipliedClamping(by: unit)
    return start..<(start + unit)
  }

  /// The months' milligrams behind a part of the stream of issue `number`, in order.
  func stretches(
    _ number: Int, _ range: Range<Int64>
  ) throws(ServiceError) -> [PeriodStretch] {
    guard !range.isEmpty else { return [] }
    let issue = issues[number]
    var stretches: [PeriodStretch] = []
    let carried = range.clamped(to: 0..<issue.carriedIn)
    if !carried.isEmpty {
      guard let earlier = self.earlier(than: number) else { throw inconsistent(issue) }
      let unit = try unitMilligrams(earlier)
      let end = Int64(clamping: issues[earlier].count).multipliedClamping(by: unit)
      stretches += try self.stretches(
        earlier, (end + carried.lowerBound)..<(end + carried.upperBound))
    }
    guard range.upperBound > issue.carriedIn else { return stretches }
    let first = max(range.lowerBound, issue.carriedIn) - issue.carriedIn
    let own = first..<(range.upperBound - issue.carriedIn)
    switch issue.kind {
    case .month:
      let period = ScenarioMonth(scenario: issue.scenario, month: issue.month)
      stretches.append(PeriodStretch(period: period, range: own))
    case .pool: stretches += try pooled(issue, own)
    }
    return stretches
  }

  /// The grams behind milligrams of a pooling, and what these stand for.
  private func pooled(
    _ pool: CreditIssue, _ range: Range<Int64>
  ) throws(ServiceError) -> [PeriodStretch] {
    let gram = CreditClass.grams.milligrams
    var stretches: [PeriodStretch] = []
    var start: Int64 = 0
    for serials in try gramsCancelled(by: pool) {
      let length = Int64(clamping: serials.count).multipliedClamping(by: gram)
      let part = range.clamped(to: start..<(start + length))
      if !part.isEmpty {
        let local = (part.lowerBound - start)..<(part.upperBound - start)
        stretches += try grams(serials, local, of: pool)
      }
      start += length
    }
    return stretches
  }

  /// The months' milligrams behind part of a run of grams, which several issues may have made.
  private func grams(
    _ serials: ClosedRange<UInt64>, _ range: Range<Int64>, of pool: CreditIssue
  ) throws(ServiceError) -> [PeriodStretch] {
    let gram = CreditClass.grams.milligrams
    let series = try gramSeries(of: pool)
    var stretches: [PeriodStretch] = []
    for (number, issue) in issues.enumerated() where issue.series == series {
      guard let made = issue.range, made.overlaps(serials) else { continue }
      // Where the issue's first gram lies, counted from the first of the run.
      let offset = (Int64(clamping: made.lowerBound) - Int64(clamping: serials.lowerBound))
        .multipliedClamping(by: gram)
      let length = Int64(clamping: issue.count).multipliedClamping(by: gram)
      let part = range.clamped(to: max(offset, 0)..<max(offset + length, 0))
      guard !part.isEmpty else { continue }
      stretches += try self.stretches(
        number, (part.lowerBound - offset)..<(part.upperBound - offset))
    }
    return stretches
  }

  /// The runs of grams that a pooling cancelled, ascending.
  private func gramsCancelled(
    by pool: CreditIssue
  ) throws(ServiceError) -> [ClosedRange<UInt64>] {
    let segments = try rows.segments(of: try gramSeries(of: pool))
    var runs: [ClosedRange<UInt64>] = []
    for (position, segment) in segments.enumerated()
    where segment.isIssued && segment.lastChange == pool.position {
      let next = position + 1 < segments.count ? segments[position + 1].first : 0
      runs.append(segment.first...(next &- 1))
    }
    return runs
  }

  private func gramSeries(of pool: CreditIssue) throws(ServiceError) -> UInt32 {
    let scenario = try rows.row(
      Scenario.self, InclusiveCredits.Section.scenarios, pool.scenario)
    if let series = scenario?.grams?.series { return series }
    throw inconsistent(pool)
  }

  /// The issue of the same kind and scenario before issue `number`.
  private func earlier(than number: Int) -> Int? {
    issues[..<number].lastIndex {
      $0.kind == issues[number].kind && $0.scenario == issues[number].scenario
    }
  }

  /// Milligrams in a unit of issue `number`.
  func unitMilligrams(_ number: Int) throws(ServiceError) -> Int64 {
    let issue = issues[number]
    if issue.kind == .pool { return CreditClass.tonnes.milligrams }
    let scenario = try rows.row(
      Scenario.self, InclusiveCredits.Section.scenarios, issue.scenario)
    guard let scenario else { throw inconsistent(issue) }
    let isPersonal = scenario.approval.benefit == .personal
    return (isPersonal ? CreditClass.grams : .tonnes).milligrams
  }

  private func inconsistent(_ issue: CreditIssue) -> ServiceError {
    .unsound(
      BilingualText(
        "签发(\(issue.position))与存储的状态不一致;请运行 `tanzhang verify`。",
        "The issue of \(issue.position) does not agree with the stored state; run "
          + "`tanzhang verify`."))
  }
}
