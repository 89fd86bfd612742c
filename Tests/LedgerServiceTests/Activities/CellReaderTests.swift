// SPDX-License-Identifier: Apache-2.0
import Quantities
import Testing

@testable import LedgerService

@Suite struct CellReaderTests {
  @Test(arguments: [
    ("8", 3, 8_000), ("8.25", 3, 8_250), ("8.250", 2, 825), ("0.001", 3, 1), ("-1.5", 1, -15),
    ("0", 0, 0), ("007", 0, 7), ("9223372036854775807", 0, Int64.max), ("12.000000", 0, 12),
  ])
  func `a decimal is read exactly as steps`(text: String, decimals: Int, expected: Int64) {
    let bytes = Array(text.utf8)
    #expect(
      CellReader.decimal(bytes.span, bytes.indices, decimals: decimals) == expected, "\(text)")
  }

  @Test(arguments: [
    ("", 3), ("-", 3), (".5", 3), ("5.", 3), ("1e3", 3), ("+1", 3), ("1,000", 3), ("8.2501", 3),
    ("9223372036854775808", 0), ("9223372036854775807", 1), ("1.2.3", 3), ("8 km", 3), ("٣", 3),
  ])
  func `what is no decimal, too fine or too large is refused`(text: String, decimals: Int) {
    let bytes = Array(text.utf8)
    #expect(
      CellReader.decimal(bytes.span, bytes.indices, decimals: decimals) == nil, "\(text)")
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00", 0), ("1970-01-02 00:00", 86_400), ("1970-01-01T08:00:01+08:00", 28_801),
    ("1970-01-01T00:00:00Z", 28_800), ("1969-12-31T23:00:00", -3_600),
    ("1970-01-01T00:00:00-03:30", 41_400),
  ])
  func `a time is China's unless it says its zone`(text: String, expected: Int64) {
    let bytes = Array(text.utf8)
    #expect(CellReader.chinaSeconds(bytes.span, bytes.indices) == expected, "\(text)")
  }

  @Test(arguments: [
    "", "2026-06-01", "2026-06-31T00:00:00", "2026-06-01T24:00:00", "2026-06-01T10:60",
    "2026-06-01T10:00:60", "2026-06-01T10:00:00.5", "2026-06-01T10:00:00 ", "2026-6-1T10:00:00",
    "2026-06-01T10:00:00+8", "2026-06-01T10:00:00Z+08:00", "x026-06-01T10:00:00",
  ])
  func `what is no time is refused`(text: String) {
    let bytes = Array(text.utf8)
    #expect(CellReader.chinaSeconds(bytes.span, bytes.indices) == nil, "\(text)")
  }

  @Test func `a month stands for its last day`() {
    let months = ["2026-02": "2026-02-28", "2024-02": "2024-02-29", "2025-12": "2025-12-31"]
    for (text, last) in months {
      let bytes = Array(text.utf8)
      #expect(CellReader.lastDay(bytes.span, bytes.indices)?.description == last)
    }
    for text in ["2026-13", "2026-1", "2026-01-01", ""] {
      let bytes = Array(text.utf8)
      #expect(CellReader.lastDay(bytes.span, bytes.indices) == nil, "\(text)")
    }
  }

  @Test func `keys and pseudonyms are hexadecimal of their length`() {
    let key = Array("00112233445566778899aabbccddEEFF".utf8)
    let words = CellReader.key(key.span, key.indices)
    #expect(words?.high == 0x0011_2233_4455_6677 && words?.low == 0x8899_aabb_ccdd_eeff)
    #expect(CellReader.key(key.span, 0..<31) == nil)
    let digits = String(repeating: "0aF1", count: 16)
    for text in [digits, "pseudonym:" + digits] {
      let bytes = Array(text.utf8)
      let found = CellReader.pseudonym(bytes.span, bytes.indices)
      #expect(found?.text == digits.lowercased())
    }
    for text in ["x" + digits, "pseudonym:" + digits.dropLast() + "g", "other12345:" + digits] {
      let bytes = Array(text.utf8)
      #expect(CellReader.pseudonym(bytes.span, bytes.indices) == nil, "\(text)")
    }
  }

  @Test func `a plain identity gives the pseudonym that any spelling of it gives`() throws {
    let maker = try PersonPseudonym(salt: Array("0123456789abcdef".utf8))
    var scratch: [UInt8] = []
    for text in ["u0000001", "U0000001", "a b", "~!@#"] {
      let bytes = Array(text.utf8)
      let plain = maker.pseudonym(ofPlain: bytes.span, bytes.indices, &scratch)
      #expect(try plain == maker.pseudonym(of: text), "\(text)")
    }
    for text in ["", " u1", "u1 ", "用户1", "u\t1"] {
      let bytes = Array(text.utf8)
      #expect(maker.pseudonym(ofPlain: bytes.span, bytes.indices, &scratch) == nil, "\(text)")
    }
  }

  @Test func `the cells of JSON are those of CSV`() throws {
    let header = ["user_id", "mode", "distance", "previous.1", "previous.2"]
    var csv = ActivityCells(.csv, header: header)
    let line = Array(#" u1 ,"metro, ""fast""",8.25,3,"#.utf8)
    _ = try csv.read(line, line.indices)
    #expect(csv.isScratch && texts(csv, line) == ["u1", #"metro, "fast""#, "8.25", "3", ""])
    var json = ActivityCells(.jsonLines, header: [])
    let object = Array(
      #"{"user_id":"u1","mode":"metro","distance":8.250,"previous":[3,null],"ok":true}"#.utf8)
    #expect(try json.read(object, object.indices))
    #expect(json.header == ["user_id", "mode", "distance", "previous.1", "ok"])
    #expect(texts(json, object) == ["u1", "metro", "8.250", "3", "true"])
    let next = Array(#"{"distance":1,"legs":[{"km":2}],"refusal":{"rule":"INC-69"}}"#.utf8)
    #expect(try json.read(next, next.indices))
    #expect(texts(json, next) == ["", "", "1", "", "", "2"])
    #expect(json.header.last == "legs.1.km")
  }

  @Test(arguments: ["[1]", "{", #"{"a":1,"a":2}"#, #"{"a":[[1]]}"#, "1", ""])
  func `a line that is no object is refused`(line: String) {
    var json = ActivityCells(.jsonLines, header: [])
    let bytes = Array(line.utf8)
    #expect(throws: ActivityCells.Problem.self) { _ = try json.read(bytes, bytes.indices) }
  }

  private func texts(_ cells: ActivityCells, _ line: [UInt8]) -> [String] {
    let bytes = cells.isScratch ? cells.scratch : line
    return cells.ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
  }
}
