// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
public import ProductFootprints
public import Quantities

/// The footprints that a filter lets through, read from the front of their rows.
public struct FootprintListQuery: Sendable {
  /// A footprint in a list.
  public struct Line: Sendable {
    /// The number.
    public let number: UInt32
    /// Whose it is.
    public let owner: UInt32
    /// What it is and what happened to it.
    public let status: FootprintStatus
    /// The first day the data describe, and the day after the last.
    public let period: (start: CalendarDate, end: CalendarDate)
    /// The rest.
    public let content: FootprintListLine
  }

  /// The filter.
  public var filter: FootprintFilter
  /// The most lines.
  public var limit: Int

  /// Creates a query.
  public init(_ filter: FootprintFilter = FootprintFilter(), limit: Int = .max) {
    self.filter = filter
    self.limit = limit
  }

  /// The lines, by number.
  public func run(on rows: any RowSource) throws(ServiceError) -> [Line] {
    var lines: [Line] = []
    let prepared = filter.prepared
    try rows.forEachValue(of: ProductFootprints.Section.footprints) {
      (key, value) throws(ServiceError) in
      do throws(CBORError) {
        let view = try FootprintRowView(value)
        guard try prepared.matches(view) else { return true }
        lines.append(
          Line(
            number: key, owner: view.owner, status: view.status,
            period: (view.periodStart, view.periodEnd), content: try view.line()))
      } catch {
        throw .unsound(
          BilingualText(
            "存储的足迹 \(key) 无法读取(\(error));请运行 `tanzhang rebuild`。",
            "The stored footprint \(key) cannot be read (\(error)); run `tanzhang rebuild`."))
      }
      return lines.count < limit
    }
    return lines
  }
}

extension FootprintListLine {
  /// The product's name in `language`.
  public func name(in language: Language) -> String {
    language == .chinese ? chineseName : englishName
  }
}
