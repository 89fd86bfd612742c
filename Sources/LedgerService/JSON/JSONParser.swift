// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
  /// The deepest nesting of arrays and objects that is read.
  public static let depthLimit = 64

  /// Reads a JSON text strictly: RFC 8259, and no name twice in an object.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes)
    self = try parser.parse()
  }

  /// Reads a JSON text strictly.
  public init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Array(text.utf8))
  }
}

/// A recursive descent over bytes; the depth is limited, so the stack is too.
struct JSONParser {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func parse() throws(JSONError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw error(.byteOrderMark, at: 0) }
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw self.error(.invalidUTF8, at: error.byteOffsets.lowerBound)
    }
    skipWhitespace()
    let value = try parseValue(depth: 0)
    skipWhitespace()
    if offset < bytes.count { throw error(.trailingBytes, at: offset) }
    return value
  }

  private func error(_ problem: JSONError.Problem, at offset: Int) -> JSONError {
    var line = 1
    var start = 0
    for position in 0..<min(offset, bytes.count) where bytes[position] == 0x0A {
      line += 1
      start = position + 1
    }
    return JSONError(problem: problem, offset: offset, line: line, column: offset - start + 1)
  }

  private func unexpected(_ expected: String) -> JSONError {
    guard offset < bytes.count else { return error(.unexpectedEnd, at: offset) }
    return error(.unexpectedByte(bytes[offset], expected: expected), at: offset)
  }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipWhitespace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    offset += 1
    return true
  }

  private mutating func parseValue(depth: Int) throws(JSONError) -> JSONValue {
    switch next {
    case UInt8(ascii: "{"): return try parseObject(depth: depth + 1)
    case UInt8(ascii: "["): return try parseArray(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case UInt8(ascii: "-")?, (0x30...0x39)?: return try parseNumber()
    default: throw unexpected("a value")
    }
  }

  private mutating func parseWord(
    _ word: String, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    for byte in word.utf8 {
      guard take(byte) else { throw unexpected(word) }
    }
    return value
  }

  private mutating func parseArray(depth: Int) throws(JSONError) -> JSONValue {
    if depth > JSONValue.depthLimit {
      throw error(.tooDeep(limit: JSONValue.depthLimit), at: offset)
    }
    offset += 1
    skipWhitespace()
    var elements: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array(elements) }
    while true {
      elements.append(try parseValue(depth: depth))
      skipWhitespace()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { throw unexpected("\",\" or \"]\"") }
      skipWhitespace()
    }
  }

  private mutating func parseObject(depth: Int) throws(JSONError) -> JSONValue {
    if depth > JSONValue.depthLimit {
      throw error(.tooDeep(limit: JSONValue.depthLimit), at: offset)
    }
    offset += 1
    skipWhitespace()
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      let start = offset
      guard next == UInt8(ascii: "\"") else { throw unexpected("a name") }
      let name = try parseString()
      guard names.insert(name).inserted else { throw error(.duplicateName(name), at: start) }
      skipWhitespace()
      guard take(UInt8(ascii: ":")) else { throw unexpected("\":\"") }
      skipWhitespace()
      members.append(JSONValue.Member(name, try parseValue(depth: depth)))
      skipWhitespace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw unexpected("\",\" or \"}\"") }
      skipWhitespace()
    }
  }

  private mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = offset
    var isInteger = true
    _ = take(UInt8(ascii: "-"))
    let firstDigit = offset
    guard skipDigits() > 0 else { throw error(.malformedNumber, at: start) }
    if bytes[firstDigit] == 0x30, offset > firstDigit + 1 {
      throw error(.malformedNumber, at: start)
    }
    if take(UInt8(ascii: ".")) {
      isInteger = false
      guard skipDigits() > 0 else { throw error(.malformedNumber, at: start) }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard skipDigits() > 0 else { throw error(.malformedNumber, at: start) }
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    // "-0" would come back as "0".
    if isInteger, text != "-0", let value = Int64(text) { return .integer(value) }
    return .number(text)
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while let byte = next, (0x30...0x39).contains(byte) { offset += 1 }
    return offset - start
  }

  private mutating func parseString() throws(JSONError) -> String {
    offset += 1
    var content: [UInt8] = []
    var start = offset
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        content += bytes[start..<offset]
        offset += 1
        return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        content += bytes[start..<offset]
        content += Array(String(try parseEscape()).utf8)
        start = offset
      case 0x00..<0x20: throw error(.controlCharacter(byte), at: offset)
      default: offset += 1
      }
    }
    throw error(.unexpectedEnd, at: offset)
  }

  private mutating func parseEscape() throws(JSONError) -> Character {
    let start = offset
    offset += 1
    guard let byte = next else { throw error(.unexpectedEnd, at: offset) }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return Character(Unicode.Scalar(byte))
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw error(.invalidEscape, at: start)
    }
    let first = try parseHexadecimal(start)
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    // A high surrogate, which a low one must follow.
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw error(.invalidEscape, at: start)
    }
    let second = try parseHexadecimal(start)
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error(.invalidEscape, at: start) }
    return Character(scalar)
  }

  private mutating func parseHexadecimal(_ start: Int) throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error(.invalidEscape, at: start)
      }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    return value
  }
}
