// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Retires certificates for a beneficiary (核销); irreversible.
///
/// Signed by the holder or by the registry.
public struct RetirementRecord: Record {
  /// The number of the series.
  public let series: UInt32
  /// The first serial number.
  public let first: UInt64
  /// How many.
  public let count: UInt64
  /// Whose consumption the certificates cover.
  public let beneficiary: UInt32
  /// What they are retired for.
  public let purpose: RetirementPurpose
  /// The first month of the consumption.
  public let consumptionFirst: CalendarMonth
  /// The last month of the consumption.
  public let consumptionLast: CalendarMonth
  /// The day of the retirement.
  public let date: CalendarDate
  /// A reference; for an event its name.
  public let reference: String

  /// Creates the record.
  public init(
    series: UInt32, first: UInt64, count: UInt64, beneficiary: UInt32,
    purpose: RetirementPurpose, consumption: ClosedRange<CalendarMonth>, date: CalendarDate,
    reference: String = ""
  ) {
    self.series = series
    self.first = first
    self.count = count
    self.beneficiary = beneficiary
    self.purpose = purpose
    consumptionFirst = consumption.lowerBound
    consumptionLast = consumption.upperBound
    self.date = date
    self.reference = reference
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 104, name: "certificate.retire",
    meaning: BilingualText("核销绿证,不可撤销。", "Retires green certificates, irreversibly."),
    fields: [
      FieldDescription("series", .number(of: "series"), BilingualText("号段", "series")),
      FieldDescription("first", .unsigned(maximum: .max), BilingualText("起始号", "first serial")),
      FieldDescription("count", .unsigned(maximum: .max), BilingualText("数量", "count")),
      FieldDescription("beneficiary", .participant, BilingualText("受益方", "beneficiary")),
      FieldDescription(
        "purpose", .choice(RetirementPurpose.names), BilingualText("用途", "purpose")),
      FieldDescription(
        "consumptionFirst", .month, BilingualText("消费起始月", "first month of consumption")),
      FieldDescription(
        "consumptionLast", .month, BilingualText("消费终止月", "last month of consumption")),
      FieldDescription("date", .date, BilingualText("核销日期", "day of the retirement")),
      FieldDescription(
        "reference", .text(maximum: 200),
        BilingualText("备注;大型活动须写名称", "reference; the name of an event")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    series = try reader.readNumber()
    first = try reader.readUnsigned()
    count = try reader.readUnsigned()
    beneficiary = try reader.readNumber()
    let names = RetirementPurpose.names.count
    purpose = RetirementPurpose.allCases[try reader.readChoice(of: names)]
    consumptionFirst = try reader.readMonth()
    consumptionLast = try reader.readMonth()
    date = try reader.readDate()
    reference = try reader.readText(atMost: 200)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(series))
    writer.write(unsigned: first)
    writer.write(unsigned: count)
    writer.write(unsigned: UInt64(beneficiary))
    writer.write(unsigned: UInt64(purpose.rawValue))
    writer.write(month: consumptionFirst)
    writer.write(month: consumptionLast)
    writer.write(date: date)
    writer.write(text: reference)
  }
}

/// Expires every certificate whose last day of use lies before a date (到期失效).
///
/// Signed by the registry.
public struct ExpiryRecord: Record {
  /// The date; certificates usable on it stay.
  public let asOf: CalendarDate

  /// Creates the record.
  public init(asOf: CalendarDate) { self.asOf = asOf }

  /// The shape.
  public static let shape = RecordDescription(
    type: 105, name: "certificate.expire",
    meaning: BilingualText("到期绿证自动失效。", "Expires certificates past their last day."),
    fields: [
      FieldDescription("asOf", .date, BilingualText("截止日", "expire what ended before"))
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    asOf = try reader.readDate()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) { writer.write(date: asOf) }
}
