// SPDX-License-Identifier: Apache-2.0
import LedgerService
import Testing

@Suite struct CSVReaderTests {
  private func records(_ bytes: [UInt8]) throws -> [[String]] {
    var reader = try CSVReader(bytes)
    var record = CSVRecord()
    var rows: [[String]] = []
    while try reader.read(into: &record) {
      rows.append((0..<record.count).map { reader.text(of: record, at: $0) })
    }
    return rows
  }

  private func records(_ text: String) throws -> [[String]] { try records(Array(text.utf8)) }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a\n", [["a"]]), ("\"a\nb\",\"c\r\nd\"\n", [["a\nb", "c\r\nd"]]),
    ("\"say \"\"yes\"\"\",\"\"\n", [["say \"yes\"", ""]]), ("a,,\n", [["a", "", ""]]),
    ("\n\n a ,b\n\n", [[" a ", "b"]]), ("", []), ("\"\"\"\"", [["\""]]), (",", [["", ""]]),
    ("a\rb,c\n", [["a\rb", "c"]]), ("中文,\"é,🌱\"", [["中文", "é,🌱"]]),
  ])
  func `records are those of RFC 4180`(_ text: String, _ expected: [[String]]) throws {
    #expect(try records(text) == expected)
  }

  @Test func `numbers, lines and offsets are those of the file`() throws {
    var reader = try CSVReader(Array("\"x\ny\",z\n\n1,2\n".utf8))
    var record = CSVRecord()
    #expect(try reader.read(into: &record))
    #expect(record.number == 1 && record.line == 1 && record.offset == 0)
    #expect(try reader.read(into: &record))
    #expect(record.number == 2 && record.line == 4 && record.offset == 9)
    #expect(try !reader.read(into: &record))
  }

  @Test(arguments: [
    ("a,\"b\nc", CSVError.unterminatedQuote(record: 1, line: 1, offset: 2)),
    ("a\n\"b\"c\n", .strayQuote(record: 2, line: 2, offset: 4)),
    ("a\nb\"c\n", .strayQuote(record: 2, line: 2, offset: 3)),
    ("a\n\0\n", .zeroByte(record: 2, line: 2, offset: 2)),
    ("\"\n\0\"", .zeroByte(record: 1, line: 2, offset: 2)),
  ])
  func `damage is named where it stands`(_ text: String, _ error: CSVError) {
    #expect(throws: error) { try records(text) }
  }

  @Test func `limits hold`() {
    let long = String(repeating: "x", count: CSVReader.fieldLimit + 1)
    #expect(throws: CSVError.fieldTooLong(record: 1, line: 1, limit: CSVReader.fieldLimit)) {
      try records(long)
    }
    let wide = String(repeating: ",", count: CSVReader.countLimit)
    #expect(throws: CSVError.tooManyFields(record: 1, line: 1, limit: CSVReader.countLimit)) {
      try records(wide)
    }
  }

  @Test func `GB18030 is told from damaged UTF-8`() {
    // 中 in GB18030.
    #expect(throws: CSVError.notUTF8(offset: 1, looksLikeGB18030: true)) {
      try records([0x61, 0xD6, 0xD0, 0x0A])
    }
    #expect(throws: CSVError.notUTF8(offset: 1, looksLikeGB18030: false)) {
      try records([0x61, 0xFF, 0x0A])
    }
  }

  @Test func `any table survives writing and reading`() throws {
    var state: UInt64 = 42
    func next(_ limit: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % limit)
    }
    let pieces = ["a", "\"", ",", "\n", "\r\n", "碳", " ", "\r"]
    for _ in 0..<300 {
      let rows = (0...next(4)).map { _ in
        (0...next(3)).map { _ in (0...next(5)).map { _ in pieces[next(8)] }.joined() }
      }
      let text = rows.map { row in
        row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
      }
      .joined(separator: "\r\n")
      #expect(try records(text) == rows)
    }
  }
}
