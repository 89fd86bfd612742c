// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import Quantities

/// The ranges of the field kinds, as records hold them.
enum FieldRange {
  /// 1900-01-01 … 9999-12-31 as days since 1970-01-01.
  static let date: ClosedRange<Int64> = -25_567...2_932_896
  /// 1900-01 … 9999-12 as months since 1970-01.
  static let month: ClosedRange<Int64> = -840...96_359
  /// The numbers the ledger assigns.
  static let number: ClosedRange<Int64> = 0...4_294_967_294
  /// The first two digits of GB/T 2260; 0 when not applicable.
  static let province: ClosedRange<Int64> = 0...99
  /// The integers every JSON reader keeps exactly (RFC 7493 §2.2).
  static let exactInJSON: ClosedRange<Int64> = -9_007_199_254_740_991...9_007_199_254_740_991
}

/// Reads one field and gives its canonical JSON.
enum FieldDecoder {
  static func decode(
    _ field: FieldDescription, _ reader: inout CBORReader
  ) throws(CBORError) -> JSONValue {
    if field.isOptional, try reader.skipNullIfPresent() { return .null }
    let value = try decode(field.kind, &reader)
    // Null says "none"; where null is a value of its own, the number stays.
    return field.kind == .province && !field.isOptional && value == 0 ? .null : value
  }

  private static func decode(
    _ kind: FieldKind, _ reader: inout CBORReader
  ) throws(CBORError) -> JSONValue {
    switch kind {
    case .unsigned(let maximum):
      return number(try reader.readUnsigned(atMost: maximum))
    case .integer:
      let value = try reader.readInteger()
      return FieldRange.exactInJSON.contains(value) ? .integer(value) : .string(String(value))
    case .text(let maximum):
      return .string(try reader.readText(atMost: maximum))
    case .bytes(let count):
      return .string(Hexadecimal.encode(try reader.readBytes(counts: count...count)))
    case .byteString(let maximum):
      return .string(Hexadecimal.encode(try reader.readBytes(counts: 0...maximum)))
    case .date: return .string(try reader.readDate().description)
    case .month: return .string(try reader.readMonth().description)
    case .energy: return .string(Energy(wattHours: try reader.readAmount()).description)
    case .money: return .string(Money(fen: try reader.readAmount()).description)
    case .participant, .number: return .integer(Int64(try reader.readNumber()))
    case .province:
      let number = UInt8(truncatingIfNeeded: try reader.readUnsigned(atMost: 99))
      guard let province = Province(number: number) else { return .integer(Int64(number)) }
      return .string(province.code)
    case .choice(let names):
      return .string(names[try reader.readChoice(of: names.count)])
    case .boolean: return .bool(try reader.readBoolean())
    case .list(let item, let maximum):
      return .array(
        try reader.readList(atMost: maximum) { (reader) throws(CBORError) in
          try decode(item, &reader)
        })
    }
  }

  private static func number(_ value: UInt64) -> JSONValue {
    guard let signed = Int64(exactly: value), FieldRange.exactInJSON.contains(signed) else {
      return .string(String(value))
    }
    return .integer(signed)
  }
}
