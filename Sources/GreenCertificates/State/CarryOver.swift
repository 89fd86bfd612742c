// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// The remainder below 1 MWh that a project carries to its next issue of a class of power.
///
/// The row of project p and class c has number 3p + c.
public struct CarryOver: StateRow {
  /// The energy carried over; below 1 MWh but for late issues of earlier months.
  public internal(set) var energy: Energy
  /// The latest month issued; `nil` before the first issue.
  public internal(set) var month: CalendarMonth?

  init() {
    energy = .zero
    month = nil
  }

  /// The number of the row of `project` and `powerClass`.
  public static func number(project: UInt32, _ powerClass: PowerClass) -> UInt32 {
    project * UInt32(PowerClass.names.count) + UInt32(powerClass.rawValue)
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 2, "a carry-over")
    energy = Energy(wattHours: try reader.readAmount())
    month = try reader.readOptional { (reader) throws(CBORError) in try reader.readMonth() }
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(2)
    writer.write(unsigned: UInt64(max(energy.wattHours, 0)))
    writer.writeOptional(month) { $0.write(month: $1) }
  }
}
