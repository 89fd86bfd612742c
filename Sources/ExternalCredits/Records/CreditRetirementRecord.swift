// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Retires available credits for a beneficiary, for good.
public struct CreditRetirementRecord: Record {
  /// The series.
  public let series: UInt32
  /// The first serial number.
  public let first: UInt64
  /// How many serial numbers.
  public let count: UInt64
  /// Who holds them.
  public let holder: UInt32
  /// For whom they are retired.
  public let beneficiary: String
  /// What for.
  public let purpose: String
  /// The day of the retirement.
  public let date: CalendarDate

  /// Creates the record.
  public init(
    series: UInt32, first: UInt64, count: UInt64, holder: UInt32, beneficiary: String,
    purpose: String, date: CalendarDate
  ) {
    self.series = series
    self.first = first
    self.count = count
    self.holder = holder
    self.beneficiary = beneficiary
    self.purpose = purpose
    self.date = date
  }

  /// The fields, in their order.
  public static let shape = RecordDescription(
    type: 202, name: "credit.retire",
    meaning: BilingualText("注销减排量。", "Retires credits for a beneficiary, for good."),
    fields: [
      FieldDescription("series", .number(of: "series"), BilingualText("号段", "series")),
      FieldDescription("first", .unsigned(maximum: .max), BilingualText("起始号", "first serial")),
      FieldDescription("count", .unsigned(maximum: .max), BilingualText("数量", "count")),
      FieldDescription("holder", .participant, BilingualText("持有人", "holder")),
      FieldDescription(
        "beneficiary", .text(maximum: 300), BilingualText("受益人", "beneficiary")),
      FieldDescription("purpose", .text(maximum: 300), BilingualText("用途", "purpose")),
      FieldDescription("date", .date, BilingualText("注销日期", "day of the retirement")),
    ])

  /// Reads the fields.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    series = try reader.readNumber()
    first = try reader.readUnsigned()
    count = try reader.readUnsigned()
    holder = try reader.readNumber()
    beneficiary = try reader.readText(atMost: 300)
    purpose = try reader.readText(atMost: 300)
    date = try reader.readDate()
  }

  /// Writes the fields.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(series))
    writer.write(unsigned: first)
    writer.write(unsigned: count)
    writer.write(unsigned: UInt64(holder))
    writer.write(text: beneficiary)
    writer.write(text: purpose)
    writer.write(date: date)
  }
}
