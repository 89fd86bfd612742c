// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import LedgerCore
import Quantities

/// Writes the JSON value of one field as its kind stands in CBOR.
struct FieldEncoder {
  let path: String
  let meaning: BilingualText
  let resolver: RecordCodec.Resolver

  func encode(
    _ json: JSONValue, _ field: FieldDescription, to writer: inout CBORWriter
  ) throws(Rejection) {
    guard json == .null else { return try encode(json, field.kind, to: &writer) }
    if field.isOptional {
      writer.writeNull()
    } else if field.kind == .province {
      writer.write(unsigned: 0)
    } else {
      throw refusal(json, Self.requirement(of: field.kind))
    }
  }

  private func encode(
    _ json: JSONValue, _ kind: FieldKind, to writer: inout CBORWriter
  ) throws(Rejection) {
    switch kind {
    case .unsigned(let maximum):
      writer.write(unsigned: try unsigned(json, atMost: maximum, kind))
    case .integer:
      guard let value = Self.signed(json) else { throw refusal(json, Self.requirement(of: kind)) }
      writer.write(integer: value)
    case .text(let maximum):
      guard let text = json.text, text.utf8.count <= maximum else {
        throw refusal(json, Self.requirement(of: kind))
      }
      writer.write(text: text)
    case .bytes(let count):
      writer.write(bytes: try bytes(json, counts: count...count, kind))
    case .byteString(let maximum):
      writer.write(bytes: try bytes(json, counts: 0...maximum, kind))
    case .date, .month:
      writer.write(integer: try calendar(json, kind))
    case .energy, .money:
      writer.write(integer: try amount(json, kind))
    case .participant:
      writer.write(unsigned: try number(json, "participant", kind))
    case .number(let name):
      writer.write(unsigned: try number(json, name, kind))
    case .province:
      writer.write(unsigned: try province(json, kind))
    case .choice(let names):
      guard let position = json.text.flatMap({ names.firstIndex(of: $0) }) else {
        throw refusal(json, Self.requirement(of: kind))
      }
      writer.write(unsigned: UInt64(position))
    case .boolean:
      guard case .bool(let value) = json else {
        throw refusal(json, Self.requirement(of: kind))
      }
      writer.write(boolean: value)
    case .list(let item, let maximum):
      try encodeList(json, item, maximum, to: &writer)
    }
  }

  private func encodeList(
    _ json: JSONValue, _ item: FieldKind, _ maximum: Int, to writer: inout CBORWriter
  ) throws(Rejection) {
    guard let elements = json.elements, elements.count <= maximum else {
      throw refusal(json, Self.requirement(of: .list(item, maximum: maximum)))
    }
    writer.writeArrayHeader(elements.count)
    for (position, element) in elements.enumerated() {
      let encoder = FieldEncoder(
        path: "\(path)[\(position)]", meaning: meaning, resolver: resolver)
      try encoder.encode(element, item, to: &writer)
    }
  }

  private func unsigned(
    _ json: JSONValue, atMost maximum: UInt64, _ kind: FieldKind
  ) throws(Rejection) -> UInt64 {
    guard let value = Self.unsigned(json), value <= maximum else {
      throw refusal(json, Self.requirement(of: kind))
    }
    return value
  }

  private func bytes(
    _ json: JSONValue, counts: ClosedRange<Int>, _ kind: FieldKind
  ) throws(Rejection) -> [UInt8] {
    guard let bytes = json.text.flatMap(Hexadecimal.decode), counts.contains(bytes.count) else {
      throw refusal(json, Self.requirement(of: kind))
    }
    return bytes
  }

  private func calendar(_ json: JSONValue, _ kind: FieldKind) throws(Rejection) -> Int64 {
    guard let text = json.text else { throw refusal(json, Self.requirement(of: kind)) }
    do {
      let value: Int64
      if kind == .date {
        value = Int64(try CalendarDate(text: text).daysSinceEpoch)
      } else {
        value = Int64(try CalendarMonth(text: text).monthsSinceEpoch)
      }
      guard (kind == .date ? FieldRange.date : FieldRange.month).contains(value) else {
        throw QuantityError.outOfRange(
          kind == .date ? .calendarDate : .calendarMonth, text: text)
      }
      return value
    } catch {
      throw refusal(json, Self.requirement(of: kind))
    }
  }

  private func amount(_ json: JSONValue, _ kind: FieldKind) throws(Rejection) -> Int64 {
    var value = json.integer
    if let text = json.text {
      do {
        value =
          kind == .energy
          ? try Energy(text: text).smallestUnits : try Money(text: text).smallestUnits
      } catch {
        throw refusal(json, "\(Self.requirement(of: kind)); \(error)")
      }
    }
    guard let value, value >= 0 else { throw refusal(json, Self.requirement(of: kind)) }
    return value
  }

  private func number(
    _ json: JSONValue, _ name: String, _ kind: FieldKind
  ) throws(Rejection) -> UInt64 {
    if let text = json.text {
      guard let number = resolver(name, text) else {
        throw Rejection(
          LedgerRules.unknownNumber, found: "\(path): \"\(text)\"",
          required: "a registered \(name)")
      }
      return UInt64(number)
    }
    guard let number = json.integer, FieldRange.number.contains(number) else {
      throw refusal(json, Self.requirement(of: kind))
    }
    return UInt64(number)
  }

  private func province(_ json: JSONValue, _ kind: FieldKind) throws(Rejection) -> UInt64 {
    if let number = json.integer, FieldRange.province.contains(number) { return UInt64(number) }
    // The text of a province has one way to be wrong, and the requirement says it.
    guard let text = json.text, let province = try? Province(text: text) else {
      throw refusal(json, Self.requirement(of: kind))
    }
    return UInt64(province.number)
  }

  // MARK: - Numbers and refusals

  private static func signed(_ json: JSONValue) -> Int64? {
    if let text = json.text {
      guard let value = Int64(text), String(value) == text else { return nil }
      return value
    }
    return json.integer
  }

  private static func unsigned(_ json: JSONValue) -> UInt64? {
    switch json {
    case .integer(let value): return UInt64(exactly: value)
    case .number(let text), .string(let text):
      guard let value = UInt64(text), String(value) == text else { return nil }
      return value
    default: return nil
    }
  }

  private func refusal(_ json: JSONValue, _ required: String) -> Rejection {
    var found = json.encoded(pretty: false)
    if found.utf8.count > 120 { found = "\(json.kind) of \(found.utf8.count) bytes" }
    return Rejection(
      LedgerRules.bounds,
      found: BilingualText("\(path)(\(meaning.chinese)):\(found)", "\(path): \(found)"),
      required: BilingualText(required, "\(meaning.english): \(required)"))
  }
}
