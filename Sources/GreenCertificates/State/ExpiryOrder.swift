// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Up to which day certificates have been expired: everything with an earlier last day is final.
public struct ExpiryMark: StateRow {
  /// The latest date of an expiry run.
  public internal(set) var expiredBefore: CalendarDate

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 1, "an expiry mark")
    expiredBefore = CalendarDate(
      daysSinceEpoch: Int32(truncatingIfNeeded: try reader.readInteger()))
  }

  init() { expiredBefore = CalendarDate(daysSinceEpoch: .min) }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(1)
    writer.write(integer: Int64(expiredBefore.daysSinceEpoch))
  }
}

/// The series not yet expired, by their last day of use; derived from the series, never stored.
///
/// Last days are ends of months, so there are few distinct ones. A run with nothing due costs
/// one look at each series opened since the run before and one comparison a distinct day; a run
/// with something due costs the segments of what is due. Memory: 4 bytes a series.
struct ExpiryOrder: Sendable {
  private var seriesByDay: [CalendarDate: [UInt32]] = [:]
  private var scanned: UInt32 = 0
  private var isTouched = false

  /// Takes in the series of `assets` opened since the last call that are not expired yet.
  mutating func scan(_ core: CoreState, assets: [UInt32], notBefore mark: CalendarDate) {
    isTouched = true
    while let row = core.series.row(scanned) {
      if let day = row.lastUse, day >= mark, assets.contains(row.asset) {
        seriesByDay[day, default: []].append(scanned)
      }
      scanned += 1
    }
  }

  /// Removes and returns the series whose last day lies before `date`, in order of their days.
  mutating func removeDue(before date: CalendarDate) -> [UInt32] {
    let days = seriesByDay.keys.filter { $0 < date }.sorted()
    return days.flatMap { seriesByDay.removeValue(forKey: $0) ?? [] }
  }

  mutating func commit() { isTouched = false }

  /// Forgets everything if the statement refused had an expiry run; the next one scans anew.
  mutating func rollback() {
    if isTouched { self = ExpiryOrder() }
  }
}
