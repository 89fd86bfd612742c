// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// A credit period of a project in another scheme, with the holds it put on certificates.
public struct Exclusion: StateRow {
  /// What was registered.
  public let registration: ExclusionRecord
  /// Who registered it and may release its holds.
  public let keeper: UInt32
  /// The numbers of the holds ever put for it, ended ones too.
  public internal(set) var holds: [UInt32]

  init(registration: ExclusionRecord, keeper: UInt32) {
    self.registration = registration
    self.keeper = keeper
    holds = []
  }

  /// Whether `month` lies in the credit period.
  public func covers(_ month: CalendarMonth) -> Bool {
    registration.firstMonth <= month && month <= registration.lastMonth
  }

  /// The reason of its holds.
  var reason: String {
    "\(registration.scheme.name) \(registration.firstMonth)/\(registration.lastMonth)"
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 3, "an exclusion")
    let count = ExclusionRecord.shape.fields.count
    try reader.expectRow(of: count, "a registration of \(count) fields")
    registration = try ExclusionRecord(decoding: &reader)
    keeper = try reader.readNumber()
    holds = try reader.readNumbers()
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(3)
    writer.writeArrayHeader(ExclusionRecord.shape.fields.count)
    registration.encodeFields(to: &writer)
    writer.write(unsigned: UInt64(keeper))
    writer.write(numbers: holds)
  }
}
