// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
public import LedgerCore
import Quantities

/// Records between JSON and their bytes, by their descriptions alone.
///
/// A record is an object: `type` holds the name of its type, every other member a field.
///
/// | kind | in JSON |
/// |---|---|
/// | number, integer | a number; beyond ±(2⁵³−1) a string of digits (RFC 7493 §2.2) |
/// | participant, asset, series … | its number, or a name that the resolver knows |
/// | date, month | `"2026-11-21"`, `"2026-11"` |
/// | energy, money | with its unit, `"2345.9 MWh"`, `"5.66 yuan"`; an integer means Wh, fen |
/// | choice | the name |
/// | bytes | hexadecimal digits |
/// | province | `"CN-ZJ"` or a name; null or absent for none |
/// | list | an array |
///
/// An optional field is null or absent. What is not in the description is refused. Decoding
/// gives the canonical form, which encodes to the same bytes.
public struct RecordCodec: Sendable {
  /// The number of what a name stands for, by the kind of number (`participant`, `asset` …);
  /// `nil` when the ledger knows no such name.
  public typealias Resolver = (_ kind: String, _ name: String) -> UInt32?

  /// The most records a statement holds.
  public static let maximumRecords = Int(UInt16.max)

  private let shapes: [UInt64: RecordDescription]
  private let byName: [String: RecordDescription]

  /// Creates a codec for the record types described.
  public init(shapes: some Sequence<RecordDescription>) {
    var byType: [UInt64: RecordDescription] = [:]
    var byName: [String: RecordDescription] = [:]
    for shape in shapes {
      byType[shape.type] = shape
      byName[shape.name] = shape
    }
    self.shapes = byType
    self.byName = byName
  }

  /// The description of the record type called `name`, or a refusal.
  ///
  /// - Throws: LED-2 for a name that asks to change or delete something, else LED-104.
  public func shape(named name: String) throws(Rejection) -> RecordDescription {
    if let shape = byName[name] { return shape }
    let verb = name.split(separator: "." as Character).last.map(String.init) ?? name
    guard !Self.changingVerbs.contains(verb.lowercased()) else {
      throw Rejection(
        LedgerRules.appendOnly, found: "type \"\(name)\"", required: CorrectionRecord.shape.name)
    }
    let names = shapes.values.sorted { $0.type < $1.type }.map(\.name)
    throw Rejection(
      LedgerRules.recordType, found: "type \"\(name)\"",
      required: names.joined(separator: ", "))
  }

  /// What people ask of other databases and of no ledger.
  private static let changingVerbs: Set<String> = [
    "edit", "update", "delete", "remove", "modify", "amend", "replace", "overwrite",
  ]

  /// Encodes the records of a statement: an object, or an array of them.
  ///
  /// - Throws: A rejection that names the record, the field, what was found and required.
  public func encodeRecords(
    _ json: JSONValue, resolver: @escaping Resolver
  ) throws(Rejection) -> [[UInt8]] {
    let items = json.elements ?? [json]
    guard (1...Self.maximumRecords).contains(items.count) else {
      throw Rejection(
        LedgerRules.malformed, found: "\(items.count) records",
        required: "1…\(Self.maximumRecords) records")
    }
    var records: [[UInt8]] = []
    for (position, item) in items.enumerated() {
      do {
        records.append(try encode(item, resolver: resolver))
      } catch {
        var rejection = error
        rejection.record = position
        throw rejection
      }
    }
    return records
  }

  /// Encodes one record.
  ///
  /// - Throws: A rejection that names the field, what was found and what is required.
  public func encode(_ json: JSONValue, resolver: @escaping Resolver) throws(Rejection) -> [UInt8] {
    guard let members = json.members else {
      throw Self.malformed(found: json.kind, required: "an object with \"type\" and fields")
    }
    guard let name = json["type"]?.text else {
      throw Self.malformed(
        found: json["type"].map { "type: \($0.kind)" } ?? "no \"type\"",
        required: "\"type\", a string")
    }
    let shape = try shape(named: name)
    try Self.requireFields(members, of: shape)
    var writer = CBORWriter(reserving: 128)
    writer.writeArrayHeader(shape.fields.count + 1)
    writer.write(unsigned: shape.type)
    for field in shape.fields {
      let encoder = FieldEncoder(
        path: "\(shape.name) \(field.name)", meaning: field.meaning, resolver: resolver)
      try encoder.encode(json[field.name] ?? .null, field, to: &writer)
    }
    return writer.bytes
  }

  private static func requireFields(
    _ members: [JSONValue.Member], of shape: RecordDescription
  ) throws(Rejection) {
    let known = Set(shape.fields.map(\.name))
    let extra = members.map(\.name).filter { $0 != "type" && !known.contains($0) }
    guard extra.isEmpty else {
      throw malformed(
        found: "\(shape.name) with \(extra.map { "\"\($0)\"" }.joined(separator: ", "))",
        required: shape.fields.map(\.name).joined(separator: ", "))
    }
    let names = members.map(\.name)
    guard Set(names).count == names.count else {
      throw malformed(found: "\(shape.name) with a member twice", required: "every member once")
    }
    let given = Set(names)
    let missing = shape.fields.filter { !$0.mayBeAbsent && !given.contains($0.name) }
    guard missing.isEmpty else {
      let listed = missing.map { "\"\($0.name)\" (\($0.meaning.english))" }
      throw malformed(
        found: "\(shape.name) without \(missing.map(\.name).joined(separator: ", "))",
        required: listed.joined(separator: ", "))
    }
  }

  static func malformed(found: String, required: String) -> Rejection {
    Rejection(LedgerRules.malformed, found: found, required: required)
  }
}

extension RecordCodec {
  /// Decodes one record into its canonical JSON.
  ///
  /// - Throws: LED-101 or LED-104, naming the field and the offset.
  public func decode(_ bytes: [UInt8]) throws(Rejection) -> JSONValue {
    try decode(bytes, range: 0..<bytes.count)
  }

  /// Decodes the record at `range` of a statement's bytes into its canonical JSON.
  public func decode(_ bytes: [UInt8], range: Range<Int>) throws(Rejection) -> JSONValue {
    var reader = CBORReader(bytes.span, range: range)
    var place = "record"
    do throws(any Error) {
      let count = try reader.readArrayHeader()
      let type = try reader.readUnsigned()
      guard let shape = shapes[type] else {
        throw Rejection(
          LedgerRules.recordType, found: "type \(type)",
          required: shapes.keys.sorted().map(String.init).joined(separator: ", "))
      }
      guard count == shape.fields.count + 1 else {
        throw Self.malformed(
          found: "\(shape.name) with \(count - 1) fields",
          required: "\(shape.fields.count) fields")
      }
      var members = [JSONValue.Member("type", .string(shape.name))]
      for field in shape.fields {
        place = "\(shape.name) \(field.name)"
        members.append(JSONValue.Member(field.name, try FieldDecoder.decode(field, &reader)))
      }
      place = shape.name
      try reader.expectEnd()
      return .object(members)
    } catch let rejection as Rejection {
      throw rejection
    } catch {
      throw Self.malformed(found: "\(place): \(error)", required: "Ledger/records.cddl")
    }
  }
}

extension FieldDescription {
  /// Whether JSON may leave the field out.
  var mayBeAbsent: Bool { isOptional || kind == .province }
}
