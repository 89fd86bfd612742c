// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import TransparencyLog

extension ProofBundle {
  /// The file's bytes.
  public var bytes: [UInt8] { Array((json.encoded(pretty: true) + "\n").utf8) }

  private var json: JSONValue {
    var subject: [JSONValue.Member] = [
      .init("entry", .integer(Int64(clamping: self.subject.entry)))
    ]
    if let record = self.subject.record { subject.append(.init("record", .integer(Int64(record)))) }
    if let unit = self.subject.unit {
      subject.append(.init("unit", .string(unit.code)))
      subject.append(.init("series", .integer(Int64(unit.series))))
      subject.append(.init("serial", .string(String(unit.serial))))
    }
    return [
      "format": .string(Self.format), "origin": .string(origin), "suite": .string(suite.name),
      "subject": .object(subject),
      "signer": .array(
        signer.map {
          ["entry": .integer(Int64(clamping: $0.entry)), "record": .integer(Int64($0.record))]
        }),
      "entries": .array(
        entries.map {
          [
            "index": .integer(Int64(clamping: $0.index)),
            "bytes": .string(Base64.encode($0.bytes)),
            "path": .array($0.path.map { .string($0.base64) }),
          ]
        }),
      "checkpoint": .string(String(decoding: checkpoint.note.bytes, as: UTF8.self)),
    ]
  }

  /// Reads a file strictly; a member that is not known is refused.
  public init(parsing bytes: [UInt8]) throws(ServiceError) {
    do throws(any Error) {
      var file = try Fields(try JSONValue(parsing: bytes), "file")
      guard try file.text("format") == Self.format else {
        throw Fields.malformed("format", "is not \(Self.format)")
      }
      origin = try file.text("origin")
      guard let suite = Suite(name: try file.text("suite")) else {
        throw Fields.malformed("suite", "is not one of \(Suite.names)")
      }
      self.suite = suite
      subject = try Subject(try file.value("subject"))
      signer = try file.list("signer", limit: Self.entryLimit).map(Self.position)
      entries = try file.list("entries", limit: Self.entryLimit).map(Self.entry)
      checkpoint = try UnverifiedCheckpoint(parsing: Array(try file.text("checkpoint").utf8))
      try file.finish()
    } catch {
      throw ProofFile.malformed(error)
    }
    guard Set(entries.map(\.index)).count == entries.count else {
      throw ProofFile.malformed(Fields.malformed("entries", "hold an entry twice"))
    }
  }

  private static func position(_ json: JSONValue) throws -> RecordPosition {
    var fields = try Fields(json, "signer")
    let position = RecordPosition(
      entry: try fields.number("entry"), record: Int(try fields.number("record", limit: 65_535)))
    try fields.finish()
    return position
  }

  private static func entry(_ json: JSONValue) throws -> ProvedEntry {
    var fields = try Fields(json, "entries")
    let index = try fields.number("index")
    let bytes = Base64.decode(try fields.text("bytes"))
    guard let bytes, bytes.count <= Entry.maximumLength else {
      throw Fields.malformed("bytes", "are not base64 of at most \(Entry.maximumLength) bytes")
    }
    let path = try fields.list("path", limit: pathLimit).map { json throws -> Digest in
      guard let digest = json.text.flatMap(Digest.init(base64:)) else {
        throw Fields.malformed("path", "holds something else than hashes in base64")
      }
      return digest
    }
    try fields.finish()
    return ProvedEntry(index: index, bytes: bytes, path: path)
  }
}

extension ProofBundle.Subject {
  fileprivate init(_ json: JSONValue) throws {
    var fields = try Fields(json, "subject")
    entry = try fields.number("entry")
    record = fields.has("record") ? Int(try fields.number("record", limit: 65_535)) : nil
    if fields.has("unit") {
      let code = try fields.text("unit")
      let series = UInt32(try fields.number("series", limit: Int64(UInt32.max) - 1))
      let text = try fields.text("serial")
      guard let serial = UInt64(text), String(serial) == text, record != nil else {
        throw Fields.malformed("serial", "is not a number in decimal, of a record")
      }
      unit = ProofBundle.Unit(code: code, series: series, serial: serial)
    } else {
      unit = nil
    }
    try fields.finish()
  }
}

/// The members of an object, each of which must be read.
private struct Fields {
  private let place: String
  private var members: [String: JSONValue] = [:]

  init(_ json: JSONValue, _ place: String) throws {
    guard let members = json.members else { throw Self.malformed(place, "is not an object") }
    self.place = place
    for member in members { self.members[member.name] = member.value }
  }

  static func malformed(_ name: String, _ requirement: String) -> ServiceError {
    .invalid(BilingualText("\"\(name)\" \(requirement)", "\"\(name)\" \(requirement)"))
  }

  func has(_ name: String) -> Bool { members[name] != nil }

  mutating func value(_ name: String) throws -> JSONValue {
    guard let value = members.removeValue(forKey: name) else {
      throw Self.malformed(name, "is missing")
    }
    return value
  }

  mutating func text(_ name: String) throws -> String {
    guard let text = try value(name).text else { throw Self.malformed(name, "is not a string") }
    return text
  }

  mutating func number(_ name: String, limit: Int64 = .max) throws -> UInt64 {
    guard let number = try value(name).integer, (0...limit).contains(number) else {
      throw Self.malformed(name, "is not an integer from 0 to \(limit)")
    }
    return UInt64(number)
  }

  mutating func list(_ name: String, limit: Int) throws -> [JSONValue] {
    guard let elements = try value(name).elements, elements.count <= limit else {
      throw Self.malformed(name, "is not an array of at most \(limit)")
    }
    return elements
  }

  func finish() throws {
    guard let name = members.keys.min() else { return }
    throw Self.malformed(name, "is not known in \"\(place)\"")
  }
}
