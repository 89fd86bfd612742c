// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Testing

/// The bytes of a hexadecimal literal.
func hex(_ text: String) throws -> [UInt8] {
  let digits = Array(text)
  return try stride(from: 0, to: digits.count, by: 2).map { index in
    try #require(UInt8(String(digits[index..<(index + 2)]), radix: 16))
  }
}

@Suite struct CBORReaderTests {
  @Test func `items of every kind are read in order`() throws {
    let bytes = try hex("871904d23903e743010203626869f5f60182a100c101")
    var reader = CBORReader(bytes.span)
    #expect(try reader.readArrayHeader() == 7)
    #expect(try reader.readUnsigned() == 1_234)
    #expect(try reader.readInteger() == -1_000)
    #expect(try reader.readBytes() == 8..<11)
    #expect(try reader.readTextString() == "hi")
    #expect(try reader.readBoolean())
    #expect(try reader.skipNullIfPresent())
    #expect(try !reader.skipNullIfPresent())
    #expect(try reader.readInteger() == 1)
    #expect(try reader.peekMajorType() == .array)
    #expect(try reader.readArrayHeader() == 2)
    #expect(try reader.readMapHeader() == 1)
    #expect(try reader.readUnsigned() == 0)
    #expect(try reader.readTag() == 1)
    #expect(reader.isAtEnd == false)
    #expect(try reader.readUnsigned() == 1)
    #expect(reader.isAtEnd == true)
    try reader.expectEnd()
  }

  @Test func `a reader of a range counts from the start of the span and stops at its end`() throws {
    let bytes = try hex("ff4201024301")
    var reader = CBORReader(bytes.span, range: 1..<5)
    #expect(reader.offset == 1)
    #expect(try reader.readByteArray() == [1, 2])
    let error = #expect(throws: CBORError.self) {
      var reader = CBORReader(bytes.span, range: 4..<6)
      _ = try reader.readBytes()
    }
    #expect(error == .lengthBeyondInput(offset: 4, length: 3, available: 1))
  }

  /// Bytes and the refusal that reading over them as one whole item gives.
  static let refusals: [(String, CBORError)] = [
    ("", .truncated(offset: 0, needed: 1, available: 0)),
    ("1901", .truncated(offset: 0, needed: 2, available: 1)),
    ("8118", .truncated(offset: 1, needed: 1, available: 0)),
    ("1817", .notShortest(offset: 0, value: 23)),
    ("1900ff", .notShortest(offset: 0, value: 255)),
    ("1a0000ffff", .notShortest(offset: 0, value: 65_535)),
    ("1b00000000ffffffff", .notShortest(offset: 0, value: 4_294_967_295)),
    ("3800", .notShortest(offset: 0, value: 0)),
    ("580141", .notShortest(offset: 0, value: 1)),
    ("81d80000", .notShortest(offset: 1, value: 0)),
    ("5f4101ff", .indefiniteLength(offset: 0)),
    ("7f6161ff", .indefiniteLength(offset: 0)),
    ("9f01ff", .indefiniteLength(offset: 0)),
    ("bf0101ff", .indefiniteLength(offset: 0)),
    ("81ff", .indefiniteLength(offset: 1)),
    ("1c", .unsupported(offset: 0, initialByte: 0x1c)),
    ("f97e00", .unsupported(offset: 0, initialByte: 0xf9)),
    ("fa7fc00000", .unsupported(offset: 0, initialByte: 0xfa)),
    ("fb3ff199999999999a", .unsupported(offset: 0, initialByte: 0xfb)),
    ("f7", .unsupported(offset: 0, initialByte: 0xf7)),
    ("f0", .unsupported(offset: 0, initialByte: 0xf0)),
    ("f820", .unsupported(offset: 0, initialByte: 0xf8)),
    ("430102", .lengthBeyondInput(offset: 0, length: 3, available: 2)),
    ("5bffffffffffffffff", .lengthBeyondInput(offset: 0, length: .max, available: 0)),
    ("9bffffffffffffffff", .lengthBeyondInput(offset: 0, length: .max, available: 0)),
    ("bb7fffffffffffffff00", .lengthBeyondInput(offset: 0, length: 1 << 63 - 1, available: 1)),
    ("a2010203", .lengthBeyondInput(offset: 0, length: 2, available: 3)),
    ("61ff", .invalidText(offset: 0)),
    ("8162c080", .invalidText(offset: 1)),
    ("63eda080", .invalidText(offset: 0)),
    ("a202000100", .unorderedKey(offset: 3)),
    ("a2616100" + "1800", .notShortest(offset: 4, value: 0)),
    ("a261610018ff00", .unorderedKey(offset: 4)),
    ("a201000100", .duplicateKey(offset: 3)),
    ("a261610061" + "6101", .duplicateKey(offset: 4)),
    (
      String(repeating: "81", count: 17) + "00",
      .tooDeep(offset: 16, limit: 16)
    ),
    (String(repeating: "c1", count: 17) + "00", .tooDeep(offset: 16, limit: 16)),
    ("0000", .trailingBytes(offset: 1, count: 1)),
    ("f6010203", .trailingBytes(offset: 1, count: 3)),
  ]

  @Test(arguments: refusals)
  func `what is not deterministic is refused at its byte`(
    text: String, expected: CBORError
  ) throws {
    let bytes = try hex(text)
    let error = #expect(throws: CBORError.self) {
      var reader = CBORReader(bytes.span)
      try reader.skipItem()
      try reader.expectEnd()
    }
    #expect(error == expected)
    #expect(throws: expected) { try CBORValue(decoding: bytes) }
  }

  @Test func `sixteen levels are read`() throws {
    let bytes = try hex(String(repeating: "81", count: 16) + "00")
    var reader = CBORReader(bytes.span)
    #expect(try reader.skipItem() == 0..<17)
    #expect(throws: Never.self) { try CBORValue(decoding: bytes) }
  }

  @Test func `an item of another kind is refused and stays unread`() throws {
    let bytes = try hex("00")
    var reader = CBORReader(bytes.span)
    func refusal(
      _ expected: CBORExpectation, _ read: (inout CBORReader) throws -> Void
    ) {
      let error = #expect(throws: CBORError.self) {
        var reader = CBORReader(bytes.span)
        try read(&reader)
      }
      #expect(error == .unexpectedItem(offset: 0, expected: expected, found: 0))
    }
    refusal(.bytes) { _ = try $0.readBytes() }
    refusal(.text) { _ = try $0.readText() }
    refusal(.text) { _ = try $0.readTextString() }
    refusal(.array) { _ = try $0.readArrayHeader() }
    refusal(.map) { _ = try $0.readMapHeader() }
    refusal(.tag) { _ = try $0.readTag() }
    refusal(.boolean) { _ = try $0.readBoolean() }
    refusal(.null) { try $0.readNull() }
    do {
      try reader.readNull()
      Issue.record("an integer is not null")
    } catch {
      #expect(reader.offset == 0)
    }
    #expect(try reader.readUnsigned() == 0)
  }

  @Test func `integers outside of Int64 are refused`() throws {
    for (text, value) in [("1b7fffffffffffffff", Int64.max), ("3b7fffffffffffffff", .min)] {
      let bytes = try hex(text)
      var reader = CBORReader(bytes.span)
      #expect(try reader.readInteger() == value)
    }
    for text in ["1b8000000000000000", "3b8000000000000000", "3bffffffffffffffff"] {
      let bytes = try hex(text)
      let error = #expect(throws: CBORError.self) {
        var reader = CBORReader(bytes.span)
        _ = try reader.readInteger()
      }
      #expect(error == .integerOutOfRange(offset: 0))
    }
  }

  @Test func `a refusal reads as a sentence`() {
    let error = CBORError.unexpectedItem(offset: 7, expected: .bytes, found: 0x61)
    #expect(error.description == "At byte 7: expected a byte string, found a text string.")
    #expect(error.offset == 7)
  }
}
