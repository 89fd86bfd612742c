// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Testing

@Suite struct CBORValueTests {
  /// RFC 8949 appendix A: encoding and diagnostic notation of what is deterministic.
  static let vectors: [(String, String)] = [
    ("00", "0"), ("01", "1"), ("0a", "10"), ("17", "23"), ("1818", "24"), ("1819", "25"),
    ("1864", "100"), ("1903e8", "1000"), ("1a000f4240", "1000000"),
    ("1b000000e8d4a51000", "1000000000000"), ("1bffffffffffffffff", "18446744073709551615"),
    ("3bffffffffffffffff", "-18446744073709551616"), ("20", "-1"), ("29", "-10"),
    ("3863", "-100"), ("3903e7", "-1000"), ("f4", "false"), ("f5", "true"), ("f6", "null"),
    ("c074323031332d30332d32315432303a30343a30305a", "0(\"2013-03-21T20:04:00Z\")"),
    ("c11a514b67b0", "1(1363896240)"), ("d74401020304", "23(h'01020304')"),
    ("d818456449455446", "24(h'6449455446')"), ("40", "h''"), ("4401020304", "h'01020304'"),
    ("60", "\"\""), ("6161", "\"a\""), ("6449455446", "\"IETF\""), ("62225c", "\"\\\"\\\\\""),
    ("62c3bc", "\"ü\""), ("63e6b0b4", "\"水\""), ("64f0908591", "\"𐅑\""), ("80", "[]"),
    ("83010203", "[1, 2, 3]"), ("8301820203820405", "[1, [2, 3], [4, 5]]"), ("a0", "{}"),
    ("a201020304", "{1: 2, 3: 4}"), ("a26161016162820203", "{\"a\": 1, \"b\": [2, 3]}"),
    ("826161a161626163", "[\"a\", {\"b\": \"c\"}]"),
    (
      "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
      "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, "
        + "24, 25]"
    ),
  ]

  @Test(arguments: vectors)
  func `RFC 8949 examples decode, print and encode`(encoded: String, text: String) throws {
    let bytes = try hex(encoded)
    let value = try CBORValue(decoding: bytes)
    #expect(value.description == text)
    #expect(try value.encoded() == bytes)
  }

  @Test func `maps are written in bytewise order of their keys`() throws {
    // RFC 8949 §4.2.1 gives this order, without the float.
    let keys: [CBORValue] = [
      .boolean(false), .array([.integer(-1)]), .array([.integer(100)]), .text("aa"), .text("z"),
      .integer(-1), .integer(100), .integer(10),
    ]
    let value = CBORValue.map(keys.map { CBORValue.Pair($0, .null) })
    let decoded = try CBORValue(decoding: value.encoded())
    let sorted: [CBORValue] = [
      .integer(10), .integer(100), .integer(-1), .text("z"), .text("aa"),
      .array([.integer(100)]), .array([.integer(-1)]), .boolean(false),
    ]
    #expect(decoded == .map(sorted.map { CBORValue.Pair($0, .null) }))
  }

  @Test func `a key that occurs twice is not written`() {
    let value = CBORValue.map([.init(.integer(1), .null), .init(.integer(1), .boolean(true))])
    #expect(throws: CBORError.duplicateKey(offset: 3)) { try value.encoded() }
  }

  @Test func `nesting that no reader accepts is not written`() {
    var value = CBORValue.null
    for _ in 0..<16 { value = .array([value]) }
    #expect(throws: Never.self) { try value.encoded() }
    value = .tag(1, value)
    let tooDeep = value
    #expect(throws: CBORError.tooDeep(offset: 16, limit: 16)) { try tooDeep.encoded() }
  }

  @Test func `control characters are escaped in diagnostic notation`() {
    #expect(CBORValue.text("a\n\u{1}\u{7f}").description == #""a\n\u0001\u007f""#)
  }

  @Test func `random values round trip and every truncation is refused`() throws {
    var random = SplitMix64(seed: 20_260_101)
    for _ in 0..<400 {
      let value = Self.value(&random, depth: 0)
      let bytes = try value.encoded()
      let decoded = try CBORValue(decoding: bytes)
      #expect(try decoded.encoded() == bytes)
      for count in 0..<bytes.count {
        #expect(throws: CBORError.self) { try CBORValue(decoding: Array(bytes[..<count])) }
      }
      var reader = CBORReader(bytes.span)
      #expect(try reader.skipItem() == 0..<bytes.count)
    }
  }

  @Test func `any bytes that decode are the encoding of what they decode to`() throws {
    var random = SplitMix64(seed: 99)
    var accepted = 0
    for _ in 0..<300 {
      let bytes = try Self.value(&random, depth: 0).encoded()
      for _ in 0..<20 {
        var mutated = bytes
        mutated[Int(random.next() % UInt64(bytes.count))] ^= 1 << UInt8(random.next() % 8)
        guard let value = try? CBORValue(decoding: mutated) else { continue }
        accepted += 1
        #expect(try value.encoded() == mutated)
      }
    }
    #expect(accepted > 100)
  }

  static func value(_ random: inout SplitMix64, depth: Int) -> CBORValue {
    let count = Int(random.next() % 5)
    // Half of the integers lie near the borders of the encoded sizes.
    let shift = random.next() % 64
    let number =
      random.next() % 2 == 0 ? random.next() >> shift : (1 << shift) &- (random.next() % 3)
    switch random.next() % (depth < 4 ? 9 : 6) {
    case 0: return .unsigned(number)
    case 1: return .negative(argument: number)
    case 2: return .bytes(random.bytes(count * 60))
    case 3: return .text(String(repeating: "碳a", count: count))
    case 4: return .boolean(count > 2)
    case 5: return .null
    case 6: return .array((0..<count).map { _ in value(&random, depth: depth + 1) })
    case 7: return .tag(number, value(&random, depth: depth + 1))
    default:
      var keys: Set<CBORValue> = []
      for _ in 0..<count { keys.insert(.unsigned(random.next() % 300)) }
      return .map(
        keys.sorted { $0.description < $1.description }
          .map { CBORValue.Pair($0, value(&random, depth: depth + 1)) })
    }
  }
}

@Suite struct CBORWriterTests {
  @Test func `numbers take the shortest form at every border`() {
    for (value, count) in [
      (UInt64(0), 1), (23, 1), (24, 2), (255, 2), (256, 3), (65_535, 3), (65_536, 5),
      (4_294_967_295, 5), (4_294_967_296, 9), (.max, 9),
    ] {
      var writer = CBORWriter()
      writer.write(unsigned: value)
      #expect(writer.bytes.count == count, "\(value)")
    }
  }

  @Test func `integers of either sign read back`() throws {
    for value in [0, -1, 23, 24, -24, -25, 255, -256, -257, Int64.max, .min] {
      var writer = CBORWriter(reserving: 9)
      writer.write(integer: value)
      var reader = CBORReader(writer.bytes.span)
      #expect(try reader.readInteger() == value)
      #expect(reader.isAtEnd == true)
    }
  }

  @Test func `byte strings from arrays, slices and spans are the same`() throws {
    let content: [UInt8] = [1, 2, 3]
    var writer = CBORWriter()
    writer.write(bytes: content)
    writer.write(bytes: [0, 1, 2, 3, 4][1...3])
    writer.write(bytes: content.span)
    #expect(try writer.bytes == hex("430102034301020343010203"))
  }

  @Test func `headers, text, tags and simple values are written`() throws {
    var writer = CBORWriter()
    writer.writeTag(18)
    writer.writeArrayHeader(4)
    writer.writeMapHeader(1)
    writer.write(text: "水")
    writer.write(boolean: true)
    writer.write(boolean: false)
    writer.writeNull()
    writer.append(encoded: [0x18, 0x18])
    #expect(try writer.bytes == hex("d284a163e6b0b4f5f4f61818"))
    writer.removeAll()
    #expect(writer.bytes.isEmpty)
  }
}
