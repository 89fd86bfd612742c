// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
import Quantities

/// Puts a hold on serial numbers: a freeze, a pledge or a dispute.
public struct HoldRecord: Record {
  /// The kinds of hold, in order of their numbers, as standings.
  public static let standings: [Standing] = [.frozen, .pledged, .disputed]
  /// The names of the kinds.
  public static let kinds = ["freeze", "pledge", "dispute"]

  /// The series.
  public let series: UInt32
  /// The first serial number.
  public let first: UInt64
  /// How many serial numbers.
  public let count: UInt64
  /// The position in ``kinds``.
  public let kind: Int
  /// The participant that may release the hold: the pledgee, or the signer.
  public let keeper: UInt32
  /// Why: the order, the contract, the grounds of the dispute.
  public let reason: String

  /// Creates the record.
  public init(
    series: UInt32, first: UInt64, count: UInt64, kind: Int, keeper: UInt32, reason: String
  ) {
    self.series = series
    self.first = first
    self.count = count
    self.kind = kind
    self.keeper = keeper
    self.reason = reason
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 10, name: "hold.place",
    meaning: BilingualText("冻结、质押或提出异议。", "Freezes, pledges or disputes units."),
    fields: [
      FieldDescription("series", .number(of: "series"), BilingualText("号段", "series")),
      FieldDescription("first", .unsigned(maximum: .max), BilingualText("起始号", "first serial")),
      FieldDescription("count", .unsigned(maximum: .max), BilingualText("数量", "count")),
      FieldDescription("kind", .choice(kinds), BilingualText("种类", "kind")),
      FieldDescription("keeper", .participant, BilingualText("解除人", "who may release it")),
      FieldDescription("reason", .text(maximum: 500), BilingualText("原因", "reason")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    series = try reader.readNumber()
    first = try reader.readUnsigned()
    count = try reader.readUnsigned()
    kind = try reader.readChoice(of: Self.kinds.count)
    keeper = try reader.readNumber()
    reason = try reader.readText(atMost: 500)
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(series))
    writer.write(unsigned: first)
    writer.write(unsigned: count)
    writer.write(unsigned: UInt64(kind))
    writer.write(unsigned: UInt64(keeper))
    writer.write(text: reason)
  }
}

/// Releases a hold.
public struct ReleaseRecord: Record {
  /// The number of the hold.
  public let hold: UInt32
  /// Why: the debt paid, the dispute settled.
  public let reason: String

  /// Creates the record.
  public init(hold: UInt32, reason: String) {
    self.hold = hold
    self.reason = reason
  }

  /// The shape, from which JSON, CDDL and documentation are derived.
  public static let shape = RecordDescription(
    type: 11, name: "hold.release",
    meaning: BilingualText("解除冻结、质押或异议。", "Releases a hold."),
    fields: [
      FieldDescription("hold", .number(of: "hold"), BilingualText("编号", "number of the hold")),
      FieldDescription("reason", .text(maximum: 500), BilingualText("原因", "reason")),
    ])

  /// Reads the fields; the reader ends behind the last.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    hold = try reader.readNumber()
    reason = try reader.readText(atMost: 500)
  }

  /// Writes the fields, without the array header and the type number.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(hold))
    writer.write(text: reason)
  }
}
