// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Up to which day activities can no longer be reported, whatever scheme they belong to.
public struct ClosedDays: StateRow {
  /// The first day still open.
  public internal(set) var firstOpen: CalendarDate
  /// The longest late window any scheme or methodology has had, in days.
  public internal(set) var longestWindow: UInt32

  init() {
    firstOpen = CalendarDate(daysSinceEpoch: .min)
    longestWindow = 0
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 2, "the closed days")
    firstOpen = CalendarDate(
      daysSinceEpoch: Int32(truncatingIfNeeded: try reader.readInteger()))
    longestWindow = try reader.readNumber()
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(2)
    writer.write(integer: Int64(firstOpen.daysSinceEpoch))
    writer.write(number: longestWindow)
  }
}
