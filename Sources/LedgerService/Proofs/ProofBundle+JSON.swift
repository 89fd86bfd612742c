// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Quantities
import TransparencyLog

extension ProofBundle {
  /// The file's bytes.
  public var bytes: [UInt8] { Array((json.encoded(pretty: true) + "\n").utf8) }

  var json: JSONValue {
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
    let json: JSONValue
    do {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw ProofFile.malformed(error)
    }
    try self.init(json)
  }

  /// Reads the content of a file, or of a member that holds one.
  init(_ json: JSONValue) throws(ServiceError) {
    do throws(any Error) {
      var file = try ProofFields(json, "file")
      guard try file.text("format") == Self.format else {
        throw ProofFields.malformed("format", "is not \(Self.format)")
      }
      origin = try file.text("origin")
      guard let suite = Suite(name: try file.text("suite")) else {
        throw ProofFields.malformed("suite", "is not one of \(Suite.names)")
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
      throw ProofFile.malformed(ProofFields.malformed("entries", "hold an entry twice"))
    }
  }

  private static func position(_ json: JSONValue) throws -> RecordPosition {
    var fields = try ProofFields(json, "signer")
    let position = RecordPosition(
      entry: try fields.number("entry"), record: Int(try fields.number("record", limit: 65_535)))
    try fields.finish()
    return position
  }

  private static func entry(_ json: JSONValue) throws -> ProvedEntry {
    var fields = try ProofFields(json, "entries")
    let index = try fields.number("index")
    let bytes = try fields.bytes("bytes", limit: Entry.maximumLength)
    let path = try fields.path("path")
    try fields.finish()
    return ProvedEntry(index: index, bytes: bytes, path: path)
  }
}

extension ProofBundle.Subject {
  fileprivate init(_ json: JSONValue) throws {
    var fields = try ProofFields(json, "subject")
    entry = try fields.number("entry")
    record = fields.has("record") ? Int(try fields.number("record", limit: 65_535)) : nil
    if fields.has("unit") {
      let code = try fields.text("unit")
      let series = UInt32(try fields.number("series", limit: Int64(UInt32.max) - 1))
      let text = try fields.text("serial")
      guard let serial = UInt64(text), String(serial) == text, record != nil else {
        throw ProofFields.malformed("serial", "is not a number in decimal, of a record")
      }
      unit = ProofBundle.Unit(code: code, series: series, serial: serial)
    } else {
      unit = nil
    }
    try fields.finish()
  }
}
