// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerService
import Testing

@Suite struct JSONBinaryTests {
  private static func back(_ text: String) throws -> String {
    let bytes = try JSONBinary.encode(try JSONValue(parsing: text))
    let value = try #require(JSONBinary.value(try CBORValue(decoding: bytes)))
    return value.encoded()
  }

  @Test(arguments: [
    "0", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
    "18446744073709551615", "18446744073709551616", "-18446744073709551616",
    "-18446744073709551617", "123456789012345678901234567890123456789012345678901234567890",
    "-123456789012345678901234567890123456789012345678901234567890", "1.50", "0.00", "-0.05",
    "0.1", "100.0", "1e0", "15e2", "-3e400", "1e-400", "12.345678901234567890123456789",
    "null", "true", "false", "\"\"", "\"磷酸铁锂 \\\"x\\\"\\n\"", "[]", "{}", "[1,[2.0,{}],null]",
  ])
  func `what is written comes back as it was`(text: String) throws {
    #expect(try Self.back(text) == text)
  }

  @Test(arguments: [
    ("-0", "0"), ("-0.0", "0.0"), ("1.5E+3", "15e2"), ("1E3", "1e3"), ("10e-1", "1.0"),
    ("{\"b\": 1, \"a\" : 2, \"aa\":3}", "{\"a\":2,\"b\":1,\"aa\":3}"), ("\"\\u0041\"", "\"A\""),
  ])
  func `what is normalised keeps its value`(text: String, normal: String) throws {
    #expect(try Self.back(text) == normal)
    #expect(try Self.back(normal) == normal)
  }

  @Test func `CBOR of JSON of CBOR is the same bytes, for seeded values`() throws {
    var random = SplitMix64(seed: 20_261_121)
    for _ in 0..<2_000 {
      let value = Self.value(depth: 0, &random)
      let bytes = try JSONBinary.encode(value)
      let json = try #require(JSONBinary.value(try CBORValue(decoding: bytes)))
      let again = try JSONBinary.encode(try JSONValue(parsing: json.encoded()))
      #expect(again == bytes)
    }
  }

  @Test func `too deep, too long and too large are refused with their place`() throws {
    let deep = String(repeating: "[", count: 17) + String(repeating: "]", count: 17)
    let long = String(repeating: "9", count: JSONBinary.digitLimit + 1)
    for (text, path) in [
      (deep, String(repeating: "/0", count: 16)), ("{\"a\":[\(long)]}", "/a/0"),
      ("[1e9999999999999999999]", "/0"),
    ] {
      let value = try JSONValue(parsing: text)
      #expect { try JSONBinary.encode(value) } throws: {
        ($0 as? JSONBinary.Refusal)?.path == path
      }
    }
  }

  private static func value(depth: Int, _ random: inout SplitMix64) -> JSONValue {
    switch Int.random(in: 0..<(depth > 3 ? 5 : 7), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
    case 3: return number(&random)
    case 4: return .string("a\(Int.random(in: 0..<99, using: &random))中\u{1F30D}\"")
    case 5:
      let count = Int.random(in: 0..<4, using: &random)
      return .array((0..<count).map { _ in value(depth: depth + 1, &random) })
    default:
      let count = Int.random(in: 0..<4, using: &random)
      return .object(
        (0..<count).map { JSONValue.Member("k\($0)", value(depth: depth + 1, &random)) })
    }
  }

  private static func number(_ random: inout SplitMix64) -> JSONValue {
    let digits = (0..<Int.random(in: 1..<60, using: &random)).map { _ in
      String(Int.random(in: 0...9, using: &random))
    }
    let sign = Bool.random(using: &random) ? "-" : ""
    let exponent = Int.random(in: -90...90, using: &random)
    let whole = "\(Int.random(in: 0...9, using: &random))"
    return .number("\(sign)\(whole).\(digits.joined())e\(exponent)")
  }
}
