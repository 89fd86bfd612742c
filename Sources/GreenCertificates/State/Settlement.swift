// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Green power settled, and how much of it certificates have not yet followed.
public struct Settlement: StateRow {
  /// What was reported.
  public let report: SettlementRecord
  /// The platform that reported it.
  public let platform: UInt32
  /// The energy certificates may still move with.
  public internal(set) var remaining: Energy

  /// The platform's number.
  public var lookupKeys: [String] { [report.reference] }

  init(report: SettlementRecord, platform: UInt32) {
    self.report = report
    self.platform = platform
    remaining = report.energy
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 3, "a settlement")
    let count = SettlementRecord.shape.fields.count
    try reader.expectRow(of: count, "a report of \(count) fields")
    report = try SettlementRecord(decoding: &reader)
    platform = try reader.readNumber()
    remaining = Energy(wattHours: try reader.readAmount())
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(3)
    writer.writeArrayHeader(SettlementRecord.shape.fields.count)
    report.encodeFields(to: &writer)
    writer.write(unsigned: UInt64(platform))
    writer.write(unsigned: UInt64(max(remaining.wattHours, 0)))
  }
}
