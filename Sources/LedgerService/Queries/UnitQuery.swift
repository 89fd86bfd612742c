// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
public import Quantities

/// Where one unit stands now: its holder, standing, validity and last change.
public struct UnitStatus: Sendable {
  /// The unit.
  public let unit: UnitLocation
  /// Its asset class.
  public let asset: AssetClass
  /// The numbers around it with the same holder, standing and last change.
  public let range: ClosedRange<UInt64>
  /// The holder's number.
  public let holder: UInt32
  /// The holder's name and identifier.
  public let holderName: BilingualText
  /// The standing.
  public let standing: Standing
  /// The record that last changed it.
  public let lastChange: RecordPosition

  /// The last day on which it may be used; `nil` when it never expires.
  public var lastUse: CalendarDate? { unit.series.lastUse }
}

/// The status of one unit.
public struct UnitQuery: Sendable {
  /// The unit's code, as ``UnitLocation`` understands it.
  public var code: String

  /// Creates a query for the unit called `code`.
  public init(code: String) {
    self.code = code
  }

  /// The status; throws `notFound` for a number never issued.
  public func run(on rows: any RowSource) throws(ServiceError) -> UnitStatus {
    let unit = try UnitLocation(code, in: rows)
    var names = NameBook(rows)
    let segments = try rows.segments(of: unit.number)
    let position = segments.lastIndex { $0.first <= unit.serial }
    guard let position, segments[position].isIssued,
      let asset = try names.asset(unit.series.asset)
    else {
      throw .notFound(
        BilingualText(
          "\(unit.code) 未核发。", "\(unit.code) has never been issued."))
    }
    let segment = segments[position]
    let next = position + 1 < segments.count ? segments[position + 1].first : 0
    return UnitStatus(
      unit: unit, asset: asset, range: segment.first...(next &- 1), holder: segment.holder,
      holderName: try names.title(of: segment.holder), standing: segment.standing,
      lastChange: segment.lastChange)
  }
}
