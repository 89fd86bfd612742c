// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
public import LedgerCore
public import Quantities

/// Inclusive credits of one holder, standing and origin.
public struct CreditLine: Sendable, Equatable {
  /// The units.
  public let units: UnitRange
  /// The asset class.
  public let asset: AssetClass
  /// `SCHEME-SCENARIO`.
  public let scenario: String
  /// The month of the activities; of a tonne pooled from grams, the oldest.
  public let month: CalendarMonth
  /// The holder's number.
  public let holder: UInt32
  /// The holder's name and identifier.
  public let holderName: BilingualText
  /// The standing.
  public let standing: Standing
  /// The entry that last changed them.
  public let entry: UInt64
}

/// Who holds which inclusive credits.
public struct CreditListQuery: Sendable {
  /// The holder, as `RowSource.participant` understands it; all when `nil`.
  public var holder: String?
  /// The scenario: `SCHEME-SCENARIO` or number; all when `nil`.
  public var scenario: String?
  /// Whether retired and cancelled units are listed too.
  public var includesFinal = false

  /// Creates a query.
  public init(holder: String? = nil, scenario: String? = nil) {
    self.holder = holder
    self.scenario = scenario
  }

  /// The lines, by scenario, series and serial number, cut where an issue ends.
  public func run(on rows: any RowSource) throws(ServiceError) -> [CreditLine] {
    let wanted: UInt32? = if let holder { try rows.participant(holder).number } else { nil }
    let meant: UInt32? = if let scenario { try rows.scenario(scenario).number } else { nil }
    let issues = try rows.all(CreditIssue.self, InclusiveCredits.Section.issues)
    var names = NameBook(rows)
    var lines: [CreditLine] = []
    for (_, issue) in issues where meant == nil || issue.scenario == meant {
      guard let series = issue.series, let made = issue.range,
        let row = try names.series(series), let asset = try names.asset(row.asset),
        let scenario = try names.scenario(issue.scenario)
      else { continue }
      for (segment, part) in try rows.parts(of: series, in: made)
      where (wanted == nil || segment.holder == wanted)
        && (includesFinal || !segment.standing.isFinal)
      {
        lines.append(
          CreditLine(
            units: UnitRange(series: row.prefix, part), asset: asset, scenario: scenario.code,
            month: issue.month, holder: segment.holder,
            holderName: try names.title(of: segment.holder), standing: segment.standing,
            entry: segment.lastChange.entry))
      }
    }
    return lines.sorted {
      ($0.scenario, $0.units.series, $0.units.first)
        < ($1.scenario, $1.units.series, $1.units.first)
    }
  }
}

extension RowSource {
  /// The segments of a series that meet `range`, each with its part of it.
  func parts(
    of series: UInt32, in range: ClosedRange<UInt64>
  ) throws(ServiceError) -> [(segment: Segment, part: ClosedRange<UInt64>)] {
    let segments = try segments(of: series)
    var parts: [(segment: Segment, part: ClosedRange<UInt64>)] = []
    for (position, segment) in segments.enumerated() where segment.isIssued {
      let next = position + 1 < segments.count ? segments[position + 1].first : 0
      let whole = segment.first...(next &- 1)
      if whole.overlaps(range) { parts.append((segment, whole.clamped(to: range))) }
    }
    return parts
  }
}

/// A scenario's month as a registry sees it.
public struct CreditMonthLine: Sendable, Equatable {
  /// `SCHEME-SCENARIO`.
  public let scenario: String
  /// The month.
  public let month: CalendarMonth
  /// The measured activities that have not left.
  public let activities: Int64
  /// What they save, in milligrams, or points.
  public let total: Int64
  /// Where the month was verified.
  public let verified: RecordPosition?
  /// Where the month was issued.
  public let issued: RecordPosition?
  /// The units issued; `nil` for none.
  public let units: UnitRange?
  /// How many of them went to the buffer pool.
  public let bufferCount: UInt64
  /// What was carried on, in milligrams.
  public let carried: Int64?

  /// All months of the scenario, or of all scenarios, by scenario and month.
  public static func all(
    scenario: String?, on rows: any RowSource
  ) throws(ServiceError) -> [CreditMonthLine] {
    let meant: UInt32? = if let scenario { try rows.scenario(scenario).number } else { nil }
    var names = NameBook(rows)
    var lines: [CreditMonthLine] = []
    for (_, period) in try rows.all(CreditPeriod.self, InclusiveCredits.Section.periods)
    where meant == nil || period.scenario == meant {
      let issue: CreditIssue? =
        if let number = period.issue {
          try rows.row(CreditIssue.self, InclusiveCredits.Section.issues, number)
        } else { nil }
      let series: Series? =
        if let number = issue?.series { try names.series(number) } else { nil }
      lines.append(
        CreditMonthLine(
          scenario: try names.name(of: period.scenario, kind: "scenario"), month: period.month,
          activities: period.activities, total: period.total,
          verified: period.verification?.position, issued: issue?.position,
          units: series.flatMap { series in
            issue?.range.map { UnitRange(series: series.prefix, $0) }
          }, bufferCount: issue?.bufferCount ?? 0, carried: issue?.carriedOut))
    }
    return lines.sorted { ($0.scenario, $0.month) < ($1.scenario, $1.month) }
  }
}
