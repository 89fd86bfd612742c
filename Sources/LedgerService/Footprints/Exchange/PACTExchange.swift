// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
import Quantities

/// PACT footprints as JSON: reading what partners send and giving back what was read.
public enum PACTExchange {
  /// The version of PACT that is written.
  public static let version = "3.0.3"

  /// The footprints in a JSON text: a ProductFootprint by itself, an array of them, or the answer
  /// of a PACT server or a fulfilled request, which wrap them in `data` and `pfs`.
  public static func footprints(in value: JSONValue) -> [JSONValue] {
    if let elements = value.elements { return elements }
    if value["pcf"] != nil { return [value] }
    if let data = value["data"] { return data["pfs"]?.elements ?? footprints(in: data) }
    return [value]
  }

  /// Reads one ProductFootprint and checks it.
  ///
  /// - Throws: Everything that is wrong with it; paths are JSON pointers.
  public static func document(_ value: JSONValue) throws(FootprintProblems) -> PACTDocument {
    let bytes: [UInt8]
    do throws(JSONBinary.Refusal) {
      bytes = try JSONBinary.encode(value)
    } catch {
      throw FootprintProblems([
        FootprintProblem(
          nil, path: error.path, found: error.reason,
          required: BilingualText(
            "可按 CBOR 保存的 JSON", "JSON that can be kept as CBOR"))
      ])
    }
    return try PACTDocument(decoding: bytes)
  }

  /// The document as JSON, as it came; members in PACT's order, unknown ones behind them by name.
  public static func json(of document: PACTDocument) -> JSONValue {
    // A document was checked to hold nothing but what JSON has.
    ordered(JSONBinary.value(document.content) ?? .null, by: PACTProperty.footprint)
  }

  private static func ordered(_ value: JSONValue, by properties: [PACTProperty]) -> JSONValue {
    guard let members = value.members else { return value }
    let names = Set(properties.map(\.name))
    var result: [JSONValue.Member] = []
    for property in properties {
      guard let member = value[property.name] else { continue }
      result.append(JSONValue.Member(property.name, ordered(member, of: property.kind)))
    }
    let others = members.filter { !names.contains($0.name) }.sorted { $0.name < $1.name }
    return .object(result + others)
  }

  private static func ordered(_ value: JSONValue, of kind: PACTKind) -> JSONValue {
    switch kind {
    case .object(let properties): return ordered(value, by: properties)
    case .list(let kind, _):
      guard let elements = value.elements else { return value }
      return .array(elements.map { ordered($0, of: kind) })
    default: return value
    }
  }
}
