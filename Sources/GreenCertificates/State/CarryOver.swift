// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
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
  /// The digest of the latest evidence, so that it is not used twice in a row.
  public internal(set) var evidence: Digest

  init() {
    energy = .zero
    month = nil
    evidence = .zero
  }

  /// The number of the row of `project` and `powerClass`.
  public static func number(project: UInt32, _ powerClass: PowerClass) -> UInt32 {
    project * UInt32(PowerClass.names.count) + UInt32(powerClass.rawValue)
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 3, "a carry-over")
    energy = Energy(wattHours: try reader.readAmount())
    month = try reader.readOptional { (reader) throws(CBORError) in try reader.readMonth() }
    evidence = try reader.readDigest()
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(3)
    writer.write(unsigned: UInt64(max(energy.wattHours, 0)))
    writer.writeOptional(month) { $0.write(month: $1) }
    writer.write(digest: evidence)
  }
}
