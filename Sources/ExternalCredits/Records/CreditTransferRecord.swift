// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Moves available credits from one holder to another.
public struct CreditTransferRecord: Record {
  /// The series.
  public let series: UInt32
  /// The first serial number.
  public let first: UInt64
  /// How many serial numbers.
  public let count: UInt64
  /// Who holds them.
  public let holder: UInt32
  /// Who shall hold them.
  public let recipient: UInt32
  /// The day of the transfer.
  public let date: CalendarDate
  /// The contract or order behind it.
  public let reference: String

  /// Creates the record.
  public init(
    series: UInt32, first: UInt64, count: UInt64, holder: UInt32, recipient: UInt32,
    date: CalendarDate, reference: String
  ) {
    self.series = series
    self.first = first
    self.count = count
    self.holder = holder
    self.recipient = recipient
    self.date = date
    self.reference = reference
  }

  /// The fields, in their order.
  public static let shape = RecordDescription(
    type: 201, name: "credit.transfer",
    meaning: BilingualText("划转减排量。", "Moves available credits to another holder."),
    fields: [
      FieldDescription("series", .number(of: "series"), BilingualText("号段", "series")),
      FieldDescription("first", .unsigned(maximum: .max), BilingualText("起始号", "first serial")),
      FieldDescription("count", .unsigned(maximum: .max), BilingualText("数量", "count")),
      FieldDescription("holder", .participant, BilingualText("持有人", "holder")),
      FieldDescription("recipient", .participant, BilingualText("受让人", "recipient")),
      FieldDescription("date", .date, BilingualText("划转日期", "day of the transfer")),
      FieldDescription(
        "reference", .text(maximum: 200), BilingualText("合同或依据", "contract or order")),
    ])

  /// Reads the fields.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    series = try reader.readNumber()
    first = try reader.readUnsigned()
    count = try reader.readUnsigned()
    holder = try reader.readNumber()
    recipient = try reader.readNumber()
    date = try reader.readDate()
    reference = try reader.readText(atMost: 200)
  }

  /// Writes the fields.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(series))
    writer.write(unsigned: first)
    writer.write(unsigned: count)
    writer.write(unsigned: UInt64(holder))
    writer.write(unsigned: UInt64(recipient))
    writer.write(date: date)
    writer.write(text: reference)
  }
}
