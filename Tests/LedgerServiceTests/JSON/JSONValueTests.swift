// SPDX-License-Identifier: Apache-2.0
import LedgerService
import Testing

@Suite struct JSONValueTests {
  @Test func `every kind of value is read`() throws {
    let text = #"{"a":[null,true,false,-1,1.50,2e3,"\u00e9\ud83c\udf31\n"],"b":{}}"#
    let value = try JSONValue(parsing: text)
    #expect(
      value == [
        "a": [
          .null, true, false, -1, .number("1.50"), .number("2e3"), "é🌱\n",
        ],
        "b": .object([]),
      ])
    #expect(try JSONValue(parsing: value.encoded()) == value)
    #expect(try JSONValue(parsing: value.encoded(pretty: true)) == value)
  }

  @Test func `integers beyond Int64 and negative zero keep their characters`() throws {
    let text = "[9223372036854775807,9223372036854775808,-0,0]"
    let value = try JSONValue(parsing: text)
    #expect(
      value == [
        .integer(.max), .number("9223372036854775808"), .number("-0"), 0,
      ])
    #expect(value.encoded() == text)
  }

  @Test func `the pretty form is indented by two`() {
    let value: JSONValue = ["b": [1, "x"], "a": [], "c": .object([])]
    #expect(
      value.encoded(pretty: true) == """
        {
          "b": [
            1,
            "x"
          ],
          "a": [],
          "c": {}
        }
        """)
    #expect(value.encoded() == #"{"b":[1,"x"],"a":[],"c":{}}"#)
    #expect(JSONValue.string("\u{1}\"\\/\t").encoded() == #""\u0001\"\\/\t""#)
  }

  @Test(arguments: [
    ("", JSONError.Problem.unexpectedEnd, 1), ("[1,", .unexpectedEnd, 4),
    ("{\"a\":1,\"a\":2}", .duplicateName("a"), 8), ("[01]", .malformedNumber, 2),
    ("[1.]", .malformedNumber, 2), ("[-]", .malformedNumber, 2), ("[1e]", .malformedNumber, 2),
    ("\"\\ud800\"", .invalidEscape, 2), ("\"\\udc00\"", .invalidEscape, 2),
    ("\"\\x\"", .invalidEscape, 2), ("\"\t\"", .controlCharacter(9), 2), ("1 2", .trailingBytes, 3),
    ("[1,]", .unexpectedByte(0x5D, expected: "a value"), 4), ("\u{FEFF}1", .byteOrderMark, 1),
    ("{a:1}", .unexpectedByte(0x61, expected: "a name"), 2),
    ("tru", .unexpectedEnd, 4), ("NaN", .unexpectedByte(0x4E, expected: "a value"), 1),
  ])
  func `what is not JSON is refused where it stands`(
    _ text: String, _ problem: JSONError.Problem, _ column: Int
  ) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.problem == problem)
    #expect(error?.column == column)
    #expect(error?.line == 1)
  }

  @Test func `lines are counted, depth is limited, bytes must be UTF-8`() {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "[\n 1,\n  x]") }
    #expect(error?.line == 3 && error?.column == 3)
    let deep = String(repeating: "[", count: 65)
    let tooDeep = #expect(throws: JSONError.self) { try JSONValue(parsing: deep) }
    #expect(tooDeep?.problem == .tooDeep(limit: 64))
    let invalid = #expect(throws: JSONError.self) {
      try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22])
    }
    #expect(invalid?.problem == .invalidUTF8)
  }
}
