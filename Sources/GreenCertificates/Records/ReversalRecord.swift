// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
import Quantities

/// Reverses a wrong transfer or a wrong issue by pointing at its record (冲正).
///
/// Signed by the registry or the authority. The original record stays; every certificate of the
/// range must have been changed last by that very record and be available.
public struct ReversalRecord: Record {
  /// What is reversed.
  public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
    /// A transfer: the certificates return to whom they were first issued, unsold.
    case transfer = 0
    /// An issue: the certificates are cancelled and their energy may be issued again.
    case issue = 1

    /// The names in JSON and on the command line, in order of the raw values.
    public static let names = ["transfer", "issue"]
  }

  /// What is reversed.
  public let kind: Kind
  /// The number of the series.
  public let series: UInt32
  /// The first serial number.
  public let first: UInt64
  /// How many.
  public let count: UInt64
  /// The entry of the record reversed.
  public let entry: UInt64
  /// Its position in the entry's statement.
  public let record: UInt64
  /// The settlement that gets back the energy a transfer with power used.
  public let settlement: UInt32?
  /// Why.
  public let reason: String

  /// Creates the record.
  public init(
    kind: Kind, series: UInt32, first: UInt64, count: UInt64, position: RecordPosition,
    settlement: UInt32? = nil, reason: String
  ) {
    self.kind = kind
    self.series = series
    self.first = first
    self.count = count
    entry = position.entry
    record = UInt64(position.record)
    self.settlement = settlement
    self.reason = reason
  }

  /// The record reversed.
  public var position: RecordPosition {
    RecordPosition(entry: entry, record: Int(truncatingIfNeeded: record))
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 106, name: "certificate.reverse",
    meaning: BilingualText("冲正错误的交易或核发。", "Reverses a wrong transfer or issue."),
    fields: [
      FieldDescription("kind", .choice(Kind.names), BilingualText("冲正对象", "what is reversed")),
      FieldDescription("series", .number(of: "series"), BilingualText("号段", "series")),
      FieldDescription("first", .unsigned(maximum: .max), BilingualText("起始号", "first serial")),
      FieldDescription("count", .unsigned(maximum: .max), BilingualText("数量", "count")),
      FieldDescription(
        "entry", .unsigned(maximum: .max), BilingualText("原条目序号", "entry reversed")),
      FieldDescription(
        "record", .unsigned(maximum: 65_535), BilingualText("原记录序号", "record reversed")),
      FieldDescription(
        "settlement", .number(of: "settlement"), optional: true,
        BilingualText("退回电量的结算编号", "settlement that gets its energy back")),
      FieldDescription("reason", .text(maximum: 500), BilingualText("理由", "reason")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    kind = Kind.allCases[try reader.readChoice(of: Kind.names.count)]
    series = try reader.readNumber()
    first = try reader.readUnsigned()
    count = try reader.readUnsigned()
    entry = try reader.readUnsigned()
    record = try reader.readUnsigned(atMost: 65_535)
    settlement = try reader.readOptional { (reader) throws(CBORError) in
      try reader.readNumber()
    }
    reason = try reader.readText(atMost: 500)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(kind.rawValue))
    writer.write(unsigned: UInt64(series))
    writer.write(unsigned: first)
    writer.write(unsigned: count)
    writer.write(unsigned: entry)
    writer.write(unsigned: record)
    writer.writeOptional(settlement) { $0.write(unsigned: UInt64($1)) }
    writer.write(text: reason)
  }
}
