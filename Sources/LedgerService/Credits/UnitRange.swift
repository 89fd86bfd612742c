// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

/// A stretch of serial numbers as people write it: `SZPHER-METRO-2025:1-10`, `3:17`.
///
/// The series stands before the last colon by its prefix, its code or its number; behind it the
/// first and the last serial number, or one alone.
public struct UnitRange: Sendable, Equatable {
  /// The series as written.
  public let series: String
  /// The first serial number.
  public let first: UInt64
  /// The last serial number.
  public let last: UInt64

  /// How many units.
  public var count: UInt64 { last - first + 1 }

  /// Reads a stretch; the count must fit 63 bits.
  public init(text: String) throws(ServiceError) {
    guard let colon = text.lastIndex(of: ":" as Character) else { throw Self.malformed(text) }
    let numbers = text[text.index(after: colon)...].split(
      separator: "-" as Character, omittingEmptySubsequences: false)
    guard colon > text.startIndex, (1...2).contains(numbers.count),
      let first = UInt64(numbers[0]), let last = UInt64(numbers[numbers.count - 1]),
      first <= last, last < UInt64(Int64.max)
    else { throw Self.malformed(text) }
    series = String(text[..<colon])
    self.first = first
    self.last = last
  }

  /// The stretch `range` of the series called `series`.
  public init(series: String, _ range: ClosedRange<UInt64>) {
    self.series = series
    first = range.lowerBound
    last = range.upperBound
  }

  private static func malformed(_ text: String) -> ServiceError {
    .invalid(
      BilingualText(
        "\"\(text)\" 不是编号区间;请写作 号段:首号-末号,例如 SZPHER-METRO-2025:1-10。",
        "\"\(text)\" is no stretch of units; write SERIES:FIRST-LAST, for instance "
          + "SZPHER-METRO-2025:1-10."))
  }
}

extension UnitRange: CustomStringConvertible {
  /// `SERIES:FIRST-LAST`, or `SERIES:SERIAL` for one unit.
  public var description: String {
    first == last ? "\(series):\(first)" : "\(series):\(first)-\(last)"
  }
}
