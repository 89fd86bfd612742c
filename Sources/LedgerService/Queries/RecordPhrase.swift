// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FootprintEngine
import LedgerCore
import ProductFootprints
import Quantities

/// Says in one line what a record does, from its description alone.
///
/// First what it means, then every field that has a value, with names instead of numbers.
/// Digests and keys are left to the JSON.
enum RecordPhrase {
  /// The longest list that is said whole: more are persons by the thousand.
  private static let listLimit = 12

  static func line(
    _ record: ReadRecord, _ names: inout NameBook
  ) throws(ServiceError) -> BilingualText {
    var chinese: [String] = []
    var english: [String] = []
    if let subject = subject(of: record) {
      chinese.append(subject.chinese)
      english.append(subject.english)
    }
    for field in record.shape.fields {
      guard let value = record.json[field.name],
        let text = try phrase(value, field.kind, &names)
      else { continue }
      chinese.append("\(label(field.meaning.chinese)) \(text.chinese)")
      english.append("\(label(field.meaning.english)) \(text.english)")
    }
    let meaning = record.shape.meaning
    return BilingualText(
      "\(withoutStop(meaning.chinese)):\(chinese.joined(separator: ","))",
      "\(withoutStop(meaning.english)): \(english.joined(separator: ", "))")
  }

  /// The product and UUID of a footprint, which stand inside its model or document.
  private static func subject(of record: ReadRecord) -> BilingualText? {
    let statement: FootprintStatement?
    switch record.shape.type {
    case DeclarationRecord.shape.type:
      let model = record.json["model"]?.text.flatMap(Hexadecimal.decode)
      statement = model.flatMap { try? FootprintModelCodec.decode($0).statement }
    case FootprintImportRecord.shape.type:
      let document = record.json["document"]?.text.flatMap(Hexadecimal.decode)
      statement = document.flatMap { try? PACTDocument(decoding: $0).statement }
    default: return nil
    }
    // What cannot be read was refused before it was registered.
    guard let statement else { return nil }
    let name = statement.productName
    return BilingualText(
      "\(name.chinese) (\(statement.identifier))", "\(name.english) (\(statement.identifier))")
  }

  /// What a field means, without the examples after a colon.
  private static func label(_ meaning: String) -> Substring {
    meaning.prefix { $0 != ":" && $0 != ":" }
  }

  private static func withoutStop(_ sentence: String) -> String {
    sentence.hasSuffix("。") || sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }

  private static func phrase(
    _ value: JSONValue, _ kind: FieldKind, _ names: inout NameBook
  ) throws(ServiceError) -> BilingualText? {
    switch (kind, value) {
    case (_, .null), (.bytes, _), (.byteString, _), (_, .string("")), (_, .array([])): return nil
    case (.participant, .integer(let number)):
      return try names.title(of: UInt32(truncatingIfNeeded: number))
    case (.number(let kind), .integer(let number)):
      let name = try names.name(of: UInt32(truncatingIfNeeded: number), kind: kind)
      return BilingualText(name, name)
    case (.list(let item, _), .array(let values)): return try phrase(values, item, &names)
    case (.boolean, .bool(let flag)):
      return flag ? BilingualText("是", "yes") : BilingualText("否", "no")
    case (_, .string(let text)): return BilingualText(text, text)
    default:
      let text = value.encoded()
      return BilingualText(text, text)
    }
  }

  /// A list: whole when it is short, its first items and its length when not.
  private static func phrase(
    _ values: [JSONValue], _ item: FieldKind, _ names: inout NameBook
  ) throws(ServiceError) -> BilingualText? {
    let isLong = values.count > listLimit
    var texts: [BilingualText] = []
    for value in isLong ? values.prefix(3) : values[...] {
      if let text = try phrase(value, item, &names) { texts.append(text) }
    }
    guard !texts.isEmpty else { return nil }
    let rest = isLong ? " … (\(values.count))" : ""
    return BilingualText(
      texts.map(\.chinese).joined(separator: "、") + rest,
      texts.map(\.english).joined(separator: " + ") + rest)
  }
}
