// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Moves tonnes to another participant without a price (划转).
///
/// Signed by the holder.
public struct PherTransferRecord: Record {
  /// The number of the series.
  public let series: UInt32
  /// The first serial number.
  public let first: UInt64
  /// How many.
  public let count: UInt64
  /// Who receives them.
  public let recipient: UInt32
  /// A reference.
  public let reference: String

  /// Creates the record.
  public init(
    series: UInt32, first: UInt64, count: UInt64, recipient: UInt32, reference: String = ""
  ) {
    self.series = series
    self.first = first
    self.count = count
    self.recipient = recipient
    self.reference = reference
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 311, name: "pher.transfer",
    meaning: BilingualText("划转碳普惠减排量。", "Transfers inclusive reductions."),
    fields: [
      .series, .first, .count,
      FieldDescription("to", .participant, BilingualText("受让方", "recipient")),
      .reference,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    series = try reader.readNumber()
    first = try reader.readUnsigned()
    count = try reader.readUnsigned()
    recipient = try reader.readNumber()
    reference = try reader.readText(atMost: 200)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: series)
    writer.write(unsigned: first)
    writer.write(unsigned: count)
    writer.write(number: recipient)
    writer.write(text: reference)
  }
}

/// Retires tonnes for one purpose (注销); irreversible.
///
/// Signed by the holder.
public struct PherRetirementRecord: Record {
  /// The number of the series.
  public let series: UInt32
  /// The first serial number.
  public let first: UInt64
  /// How many.
  public let count: UInt64
  /// What they are retired for.
  public let purpose: CreditPurpose
  /// For whom: a name; for an event, the event.
  public let beneficiary: String
  /// The number of the obligation they offset, for compliance.
  public let obligation: UInt32?
  /// The day of the retirement.
  public let date: CalendarDate
  /// A reference.
  public let reference: String

  /// Creates the record.
  public init(
    series: UInt32, first: UInt64, count: UInt64, purpose: CreditPurpose, beneficiary: String,
    obligation: UInt32? = nil, date: CalendarDate, reference: String = ""
  ) {
    self.series = series
    self.first = first
    self.count = count
    self.purpose = purpose
    self.beneficiary = beneficiary
    self.obligation = obligation
    self.date = date
    self.reference = reference
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 315, name: "pher.retire",
    meaning: BilingualText(
      "注销碳普惠减排量用于一个用途,不可撤销。",
      "Retires inclusive reductions for one purpose, irreversibly."),
    fields: [
      .series, .first, .count,
      FieldDescription("purpose", .choice(CreditPurpose.names), BilingualText("用途", "purpose")),
      FieldDescription(
        "beneficiary", .text(maximum: 300), BilingualText("受益方或活动", "beneficiary or event")),
      FieldDescription(
        "obligation", .number(of: "obligation"), optional: true,
        BilingualText("履约义务", "obligation, for compliance")),
      .date, .reference,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    series = try reader.readNumber()
    first = try reader.readUnsigned()
    count = try reader.readUnsigned()
    purpose = CreditPurpose.allCases[try reader.readChoice(of: CreditPurpose.names.count)]
    beneficiary = try reader.readText(atMost: 300)
    obligation = try reader.readOptionalNumber()
    date = try reader.readDate()
    reference = try reader.readText(atMost: 200)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: series)
    writer.write(unsigned: first)
    writer.write(unsigned: count)
    writer.write(unsigned: UInt64(purpose.rawValue))
    writer.write(text: beneficiary)
    writer.writeOptional(obligation) { $0.write(number: $1) }
    writer.write(date: date)
    writer.write(text: reference)
  }
}
