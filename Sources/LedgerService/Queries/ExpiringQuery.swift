// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// Units of one holder whose last day of use is near.
public struct ExpiringLine: Sendable, Equatable {
  /// The last day on which they may be used.
  public let lastUse: CalendarDate
  /// The holder's number.
  public let holder: UInt32
  /// The holder's name and identifier.
  public let holderName: BilingualText
  /// The number of the series.
  public let number: UInt32
  /// The series.
  public let series: Series
  /// The code of the asset class.
  public let asset: String
  /// The serial numbers.
  public let range: ClosedRange<UInt64>
  /// The standing; units on hold expire as well.
  public let standing: Standing

  /// How many units.
  public var count: UInt64 { range.upperBound - range.lowerBound + 1 }
  /// The code of the first.
  public var firstCode: String { UnitLocation.code(of: range.lowerBound, in: series) }
  /// The code of the last.
  public var lastCode: String { UnitLocation.code(of: range.upperBound, in: series) }
}

/// Units whose last day of use lies within some days, by that day and holder.
public struct ExpiringQuery: Sendable {
  /// The first day looked at.
  public var today: CalendarDate
  /// How many days are looked ahead.
  public var days: Int
  /// The holder; all when `nil`.
  public var holder: String?

  /// Creates a query.
  public init(today: CalendarDate, days: Int, holder: String? = nil) {
    self.today = today
    self.days = days
    self.holder = holder
  }

  /// The lines by last day, holder and series.
  public func run(on rows: any RowSource) throws(ServiceError) -> [ExpiringLine] {
    let wanted: UInt32? = if let holder { try rows.participant(holder).number } else { nil }
    let window = today...today.adding(days: max(days, 0))
    var names = NameBook(rows)
    var lines: [ExpiringLine] = []
    for (number, series) in try rows.all(Series.self, SectionCode.series) {
      guard let lastUse = series.lastUse, window.contains(lastUse) else { continue }
      let segments = try rows.segments(of: number)
      for (position, segment) in segments.enumerated()
      where segment.isIssued && !segment.standing.isFinal
        && (wanted == nil || segment.holder == wanted)
      {
        let next = position + 1 < segments.count ? segments[position + 1].first : 0
        lines.append(
          ExpiringLine(
            lastUse: lastUse, holder: segment.holder,
            holderName: try names.title(of: segment.holder), number: number, series: series,
            asset: try names.asset(series.asset)?.code ?? "",
            range: segment.first...(next &- 1), standing: segment.standing))
      }
    }
    return lines.sorted {
      ($0.lastUse, $0.holder, $0.number, $0.range.lowerBound)
        < ($1.lastUse, $1.holder, $1.number, $1.range.lowerBound)
    }
  }
}
