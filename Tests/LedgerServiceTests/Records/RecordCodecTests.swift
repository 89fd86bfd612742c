// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import LedgerService
import Quantities
import Testing

// Laws: encode(decode(bytes)) == bytes through JSON text, for every record type; and every
// refusal names the record type and the field.
@Suite struct RecordCodecTests {
  static let codec = RecordCodec(shapes: SampleRecords.shapes)

  static func encode(_ text: String) throws -> [UInt8] {
    try codec.encode(JSONValue(parsing: text)) { kind, name in
      ["participant pseudonym:1": 7, "asset GEC-T": 3]["\(kind) \(name)"]
    }
  }

  @Test(arguments: SampleRecords.shapes.map(\.name))
  func `bytes come back from JSON unchanged`(name: String) throws {
    let shape = try Self.codec.shape(named: name)
    for seed in 0..<200 as Range<UInt64> {
      var samples = SampleRecords(seed: seed)
      let bytes = samples.record(shape)
      let text = try Self.codec.decode(bytes).encoded(pretty: seed.isMultiple(of: 2))
      let again = try Self.encode(text)
      #expect(again == bytes, "seed \(seed): \(text)")
      #expect(try Self.codec.decode(again).encoded(pretty: seed.isMultiple(of: 2)) == text)
    }
  }

  @Test(arguments: SampleRecords.shapes.map(\.name))
  func `every cut and every byte appended is refused`(name: String) throws {
    let shape = try Self.codec.shape(named: name)
    var samples = SampleRecords(seed: shape.type)
    let bytes = samples.record(shape)
    for count in 0..<bytes.count {
      #expect(throws: Rejection.self) { try Self.codec.decode(Array(bytes.prefix(count))) }
    }
    #expect(throws: Rejection.self) { try Self.codec.decode(bytes + [0]) }
  }

  @Test func `no field is called type and no two fields share a name`() {
    for shape in SampleRecords.shapes {
      let names = shape.fields.map(\.name)
      #expect(Set(names).count == names.count && !names.contains("type"), "\(shape.name)")
    }
    #expect(Set(SampleRecords.shapes.map(\.name)).count == SampleRecords.shapes.count)
  }

  @Test func `a participant reads as people write it`() throws {
    let record = ParticipantRecord(
      identifier: "91350100M000100Y43", chineseName: "浙江示范风电有限公司",
      englishName: "Zhejiang Example Wind", province: 33, isExample: true,
      roles: [.enterprise, .operatorOfScheme], since: try CalendarDate(text: "2026-01-01"),
      key: [UInt8](repeating: 0xab, count: 32))
    let key = String(repeating: "ab", count: 32)
    let canonical = """
      {"type":"participant.register","identifier":"91350100M000100Y43",\
      "chineseName":"浙江示范风电有限公司","englishName":"Zhejiang Example Wind",\
      "province":"CN-ZJ","example":true,"roles":["enterprise","operator"],\
      "since":"2026-01-01","through":null,"key":"\(key)"}
      """
    #expect(try Self.codec.decode(record.encoded) == JSONValue(parsing: canonical))
    #expect(try Self.encode(canonical) == record.encoded)
    let written = """
      {"key":"\(key.uppercased())","since":"2026-01-01","roles":["enterprise","operator"],
       "example":true,"province":"浙江","englishName":"Zhejiang Example Wind",
       "chineseName":"浙江示范风电有限公司","identifier":"91350100M000100Y43",
       "type":"participant.register"}
      """
    #expect(try Self.encode(written) == record.encoded)
  }

  private static func field(_ kind: FieldKind, optional: Bool = false) -> RecordCodec {
    let meaning = BilingualText("值", "the value")
    return RecordCodec(shapes: [
      RecordDescription(
        type: 9, name: "x", meaning: meaning,
        fields: [FieldDescription("f", kind, optional: optional, meaning)])
    ])
  }

  @Test(arguments: [
    (FieldKind.energy, "\"2,345.9 兆瓦时\"", "\"2345.9 MWh\""), (.energy, "5", "\"0.000005 MWh\""),
    (.money, "\"5.66 元\"", "\"5.66 yuan\""), (.money, "566", "\"5.66 yuan\""),
    (.money, "\"566 fen\"", "\"5.66 yuan\""), (.date, "\"1900-01-01\"", "\"1900-01-01\""),
    (.month, "\"9999-12\"", "\"9999-12\""), (.province, "\"Zhejiang\"", "\"CN-ZJ\""),
    (.province, "null", "null"), (.province, "0", "null"), (.province, "98", "98"),
    (.unsigned(maximum: .max), "18446744073709551615", "\"18446744073709551615\""),
    (.unsigned(maximum: .max), "9007199254740991", "9007199254740991"),
    (.integer, "\"-9223372036854775808\"", "\"-9223372036854775808\""),
    (.participant, "\"pseudonym:1\"", "7"), (.number(of: "asset"), "\"GEC-T\"", "3"),
    (.bytes(count: 2), "\"AbCd\"", "\"abcd\""), (.text(maximum: 3), "\"中\"", "\"中\""),
    (.list(.choice(["a", "b"]), maximum: 2), "[\"b\",\"a\"]", "[\"b\",\"a\"]"),
  ])
  func `a value has one canonical form`(kind: FieldKind, text: String, form: String) throws {
    let codec = Self.field(kind)
    let bytes = try codec.encode(JSONValue(parsing: "{\"type\":\"x\",\"f\":\(text)}")) {
      ["participant pseudonym:1": 7, "asset GEC-T": 3]["\($0) \($1)"]
    }
    #expect(try codec.decode(bytes)["f"] == JSONValue(parsing: form))
  }

  @Test(arguments: [
    (FieldKind.energy, "\"2345.9\""), (.energy, "-1"), (.energy, "\"1 yuan\""),
    (.energy, "\"0.5 Wh\""), (.energy, "1.5"), (.money, "\"5.66\""), (.money, "\"-1 yuan\""),
    (.money, "\"0.001 yuan\""), (.date, "\"2026-02-30\""), (.date, "\"1899-12-31\""),
    (.date, "20260101"), (.month, "\"2026-13\""), (.province, "\"Atlantis\""),
    (.province, "100"), (.unsigned(maximum: 9), "10"), (.unsigned(maximum: 9), "-1"),
    (.unsigned(maximum: 9), "1e0"), (.unsigned(maximum: 9), "\"01\""), (.integer, "true"),
    (.integer, "9223372036854775808"), (.participant, "4294967295"), (.participant, "-1"),
    (.bytes(count: 2), "\"abc\""), (.bytes(count: 2), "\"abcdef\""), (.boolean, "1"),
    (.byteString(maximum: 1), "\"abcd\""), (.text(maximum: 3), "\"中中\""), (.text(maximum: 3), "1"),
    (.choice(["a", "b"]), "0"), (.choice(["a", "b"]), "\"c\""), (.choice(["a"]), "null"),
    (.list(.boolean, maximum: 1), "[true,false]"), (.list(.boolean, maximum: 1), "true"),
    (.list(.boolean, maximum: 1), "[null]"), (.text(maximum: 3), "{}"),
  ])
  func `a value outside its kind is refused with its name`(kind: FieldKind, text: String) throws {
    let json = try JSONValue(parsing: "{\"type\":\"x\",\"f\":\(text)}")
    let error = #expect(throws: Rejection.self) {
      try Self.field(kind).encode(json) { _, _ in nil }
    }
    #expect(error?.rule == LedgerRules.bounds)
    #expect(error?.found.english.hasPrefix("x f") == true)
    #expect(error?.required.english.hasPrefix("the value: ") == true)
  }

  @Test func `a name nobody registered is refused as an unknown number`() throws {
    let json = try JSONValue(parsing: #"{"type":"x","f":"nobody"}"#)
    let error = #expect(throws: Rejection.self) {
      try Self.field(.participant).encode(json) { _, _ in nil }
    }
    #expect(error?.rule == LedgerRules.unknownNumber)
    #expect(error?.found.english == "x f: \"nobody\"")
  }

  @Test(arguments: ["edit", "update", "delete", "certificate.delete", "participant.Update"])
  func `a wish to change what was written is refused by LED-2`(type: String) {
    let error = #expect(throws: Rejection.self) { try Self.encode("{\"type\":\"\(type)\"}") }
    #expect(error?.rule.code == "LED-2")
    #expect(error?.found.english.contains(type) == true)
  }

  @Test(arguments: [
    (#"{"type":"certificate.fly"}"#, "LED-104", "certificate.fly"),
    (#"{"type":7}"#, "LED-101", "a number"), (#"{}"#, "LED-101", "no \"type\""),
    (#"[]"#, "LED-101", "an array"),
    (#"{"type":"ruleset.adopt"}"#, "LED-101", "without version"),
    (#"{"type":"ruleset.adopt","version":1,"color":2}"#, "LED-101", "\"color\""),
  ])
  func `a record of another shape is refused by name`(
    text: String, code: String, found: String
  ) {
    let error = #expect(throws: Rejection.self) { try Self.encode(text) }
    #expect(error?.rule.code == code)
    #expect(error?.found.english.contains(found) == true, "\(String(describing: error))")
  }

  @Test func `the records of a statement are refused by their position`() throws {
    let good = #"{"type":"ruleset.adopt","version":1}"#
    let bad = #"{"type":"ruleset.adopt","version":"one"}"#
    let records = try Self.codec.encodeRecords(JSONValue(parsing: "[\(good),\(good)]")) { _, _ in
      nil
    }
    #expect(records == [RulesetRecord(version: 1).encoded, RulesetRecord(version: 1).encoded])
    #expect(
      try Self.codec.encodeRecords(JSONValue(parsing: good)) { _, _ in nil }.count == 1)
    let error = #expect(throws: Rejection.self) {
      try Self.codec.encodeRecords(JSONValue(parsing: "[\(good),\(bad)]")) { _, _ in nil }
    }
    #expect(error?.record == 1)
    #expect(throws: Rejection.self) { try Self.codec.encodeRecords([]) { _, _ in nil } }
  }
}
