// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Sets the terms of a scheme (碳普惠机制) from a date on; the first record creates it.
///
/// Signed by the authority. The ledger assigns the next scheme number to a new code.
public struct SchemeRecord: Record {
  /// The code: 2 to 12 capitals or digits; the start of every series.
  public let code: String
  /// The name in Chinese.
  public let chineseName: String
  /// The name in English.
  public let englishName: String
  /// The province by the first two digits of GB/T 2260; 0 for none.
  public let province: UInt8
  /// The first date to which the terms apply.
  public let from: CalendarDate
  /// How many days after the event activities may be reported, unless the methodology says it.
  public let lateWindowDays: UInt32
  /// How many months after the month of the activities credits serve compliance; `nil` for ever.
  public let vintageMonths: UInt32?
  /// Who keeps the buffer pool; `nil` when there is none.
  public let bufferAccount: UInt32?
  /// The document behind the terms.
  public let source: String

  /// Creates the record.
  public init(
    code: String, chineseName: String, englishName: String, province: UInt8,
    from: CalendarDate, lateWindowDays: UInt32, vintageMonths: UInt32? = nil,
    bufferAccount: UInt32? = nil, source: String
  ) {
    self.code = code
    self.chineseName = chineseName
    self.englishName = englishName
    self.province = province
    self.from = from
    self.lateWindowDays = lateWindowDays
    self.vintageMonths = vintageMonths
    self.bufferAccount = bufferAccount
    self.source = source
  }

  /// The longest late window in days, and the longest vintage limit in months.
  public static let longestWindow: UInt64 = 1_200

  /// The shape.
  public static let shape = RecordDescription(
    type: 302, name: "scheme.set",
    meaning: BilingualText(
      "设立碳普惠机制,或自某日起更改其条款。", "Creates a scheme, or changes its terms from a day on."),
    fields: [
      FieldDescription(
        "code", .text(maximum: 12), BilingualText("代码", "code: capitals and digits")),
      FieldDescription(
        "chineseName", .text(maximum: 300), BilingualText("中文名称", "name in Chinese")),
      FieldDescription(
        "englishName", .text(maximum: 300), BilingualText("英文名称", "name in English")),
      FieldDescription("province", .province, BilingualText("省份", "province")),
      .from,
      FieldDescription(
        "lateWindowDays", .unsigned(maximum: longestWindow),
        BilingualText("活动后可报天数", "days after the event in which it may be reported")),
      FieldDescription(
        "vintageMonths", .unsigned(maximum: longestWindow), optional: true,
        BilingualText("履约可用月数", "months after the activities in which credits serve compliance")),
      FieldDescription(
        "bufferAccount", .participant, optional: true,
        BilingualText("缓冲池账户", "keeper of the buffer pool")),
      .source,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    code = try reader.readText(atMost: 12)
    chineseName = try reader.readText(atMost: 300)
    englishName = try reader.readText(atMost: 300)
    province = UInt8(truncatingIfNeeded: try reader.readUnsigned(atMost: 99))
    from = try reader.readDate()
    let window = try reader.readUnsigned(atMost: Self.longestWindow)
    lateWindowDays = UInt32(truncatingIfNeeded: window)
    vintageMonths = try reader.readOptional { (reader) throws(CBORError) in
      UInt32(truncatingIfNeeded: try reader.readUnsigned(atMost: Self.longestWindow))
    }
    bufferAccount = try reader.readOptionalNumber()
    source = try reader.readText(atMost: 500)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: code)
    writer.write(text: chineseName)
    writer.write(text: englishName)
    writer.write(unsigned: UInt64(province))
    writer.write(date: from)
    writer.write(number: lateWindowDays)
    writer.writeOptional(vintageMonths) { $0.write(number: $1) }
    writer.writeOptional(bufferAccount) { $0.write(number: $1) }
    writer.write(text: source)
  }
}
