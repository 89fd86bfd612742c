// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Quantities

/// JSON values as deterministic CBOR and back, without loss.
///
/// Objects become maps with text keys, integers integers (bignums beyond 64 bits), all other
/// numbers decimal fractions (RFC 8949 §3.4.4): `1.50` is 150 × 10⁻² and comes back as `1.50`.
/// Normalised are the order of members, white space, escapes, `-0` (to `0`), and the way exponents
/// are written (`1.5E+3` to `15e2`). Nothing else changes, and CBOR made from the JSON that came
/// from CBOR is the same bytes.
public enum JSONBinary {
  /// The most digits of a number.
  public static let digitLimit = 1_000

  /// Why a JSON value has no binary form; each is a sentence.
  public struct Refusal: Error, Sendable, Hashable {
    /// Where, as a JSON pointer.
    public let path: String
    /// What is wrong.
    public let reason: BilingualText
  }

  /// The value as a tree of CBOR.
  public static func tree(_ value: JSONValue) throws(Refusal) -> CBORValue {
    try tree(value, path: "", depth: 0)
  }

  /// The value as deterministic CBOR.
  public static func encode(_ value: JSONValue) throws(Refusal) -> [UInt8] {
    let tree = try tree(value)
    do throws(CBORError) {
      return try tree.encoded()
    } catch {
      throw Refusal(path: "", reason: BilingualText("无法编码:\(error)", "not encodable: \(error)"))
    }
  }

  /// The JSON value of a tree; nil when it holds what JSON has not.
  public static func value(_ tree: CBORValue) -> JSONValue? {
    switch tree {
    case .null: return .null
    case .boolean(let value): return .bool(value)
    case .text(let text): return .string(text)
    case .unsigned, .negative, .tag: return number(tree)
    case .bytes: return nil
    case .array(let items):
      let elements = items.compactMap { value($0) }
      return elements.count == items.count ? .array(elements) : nil
    case .map(let pairs):
      var members: [JSONValue.Member] = []
      for pair in pairs {
        guard case .text(let name) = pair.key, let value = value(pair.value) else { return nil }
        members.append(JSONValue.Member(name, value))
      }
      return .object(members)
    }
  }

  private static func tree(
    _ value: JSONValue, path: String, depth: Int
  ) throws(Refusal) -> CBORValue {
    guard depth < CBORReader.depthLimit else {
      throw Refusal(
        path: path,
        reason: BilingualText(
          "嵌套超过 \(CBORReader.depthLimit) 层", "nested deeper than \(CBORReader.depthLimit)"))
    }
    switch value {
    case .null: return .null
    case .bool(let value): return .boolean(value)
    case .string(let text): return .text(text)
    case .integer(let value): return .integer(value)
    case .number(let text):
      guard let number = BinaryNumber.tree(text) else {
        throw Refusal(
          path: path,
          reason: BilingualText(
            "数字超过 \(digitLimit) 位或指数过大",
            "a number of more than \(digitLimit) digits, or too large an exponent"))
      }
      return number
    case .array(let elements):
      var items: [CBORValue] = []
      for (position, element) in elements.enumerated() {
        items.append(try tree(element, path: "\(path)/\(position)", depth: depth + 1))
      }
      return .array(items)
    case .object(let members):
      var pairs: [CBORValue.Pair] = []
      for member in members {
        let value = try tree(member.value, path: "\(path)/\(member.name)", depth: depth + 1)
        pairs.append(CBORValue.Pair(.text(member.name), value))
      }
      return .map(pairs)
    }
  }

  private static func number(_ tree: CBORValue) -> JSONValue? {
    guard let text = BinaryNumber.text(tree) else { return nil }
    // "-0" has no binary form, so every integer within Int64 is one of JSONValue's.
    return Int64(text).map { .integer($0) } ?? .number(text)
  }
}

/// Numbers of JSON and of CBOR, digit by digit.
enum BinaryNumber {
  /// The number written as JSON text; nil when it is too long.
  static func tree(_ text: String) -> CBORValue? {
    var body = Substring(text)
    let isNegative = body.first == "-"
    if isNegative { body = body.dropFirst() }
    var exponent: Int64?
    if let mark = body.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      var digits = body[body.index(after: mark)...]
      if digits.first == "+" { digits = digits.dropFirst() }
      guard let value = Int64(digits), value.magnitude < 1 << 60 else { return nil }
      exponent = value
      body = body[..<mark]
    }
    if let point = body.firstIndex(of: ".") {
      let fraction = body[body.index(after: point)...]
      exponent = (exponent ?? 0) - Int64(fraction.utf8.count)
      body = body[..<point] + fraction
    }
    guard body.utf8.count <= JSONBinary.digitLimit else { return nil }
    let mantissa = integer(Array(body.utf8).map { $0 - 0x30 }, isNegative: isNegative)
    guard let exponent else { return mantissa }
    return .tag(4, .array([.integer(exponent), mantissa]))
  }

  /// The JSON text of a number; nil when the tree is none.
  static func text(_ tree: CBORValue) -> String? {
    guard case .tag(4, let content) = tree else { return integerText(tree) }
    guard case .array(let parts) = content, parts.count == 2,
      let exponent = integerText(parts[0]).flatMap({ Int64($0) }),
      let mantissa = integerText(parts[1])
    else { return nil }
    let isNegative = mantissa.hasPrefix("-")
    let digits = isNegative ? String(mantissa.dropFirst()) : mantissa
    let sign = isNegative ? "-" : ""
    // A point stands in the digits, or a little before them; farther away an exponent is shorter.
    guard exponent < 0, exponent > -Int64(digits.utf8.count) - 40 else {
      return "\(sign)\(digits)e\(exponent)"
    }
    let places = Int(-exponent)
    let padding = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count))
    let padded = padding + digits
    return "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
  }

  /// An integer in the shortest form: 64 bits, else a bignum.
  private static func integer(_ digits: [UInt8], isNegative: Bool) -> CBORValue {
    var bytes = bigEndian(digits)
    if isNegative, !bytes.isEmpty {
      // CBOR holds -1 - argument.
      bytes = decremented(bytes)
      if bytes.count > 8 { return .tag(3, .bytes(bytes)) }
      return .negative(argument: word(bytes))
    }
    return bytes.count > 8 ? .tag(2, .bytes(bytes)) : .unsigned(word(bytes))
  }

  private static func integerText(_ tree: CBORValue) -> String? {
    switch tree {
    case .unsigned(let value): "\(value)"
    case .negative(let argument): "-\(Int128(argument) + 1)"
    case .tag(2, .bytes(let bytes)): decimal(bytes, adding: 0)
    case .tag(3, .bytes(let bytes)): "-" + decimal(bytes, adding: 1)
    default: nil
    }
  }

  private static func word(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Decimal digits as bytes without leading zeros; zero has none.
  private static func bigEndian(_ digits: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    for digit in digits {
      var carry = UInt16(digit)
      for position in bytes.indices {
        carry += UInt16(bytes[position]) * 10
        bytes[position] = UInt8(truncatingIfNeeded: carry)
        carry >>= 8
      }
      if carry > 0 { bytes.append(UInt8(carry)) }
    }
    return bytes.reversed()
  }

  private static func decremented(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for position in bytes.indices.reversed() {
      let (difference, isBorrowing) = bytes[position].subtractingReportingOverflow(1)
      bytes[position] = difference
      if !isBorrowing { break }
    }
    return Array(bytes.drop { $0 == 0 })
  }

  /// Bytes, plus a small number, as decimal digits.
  private static func decimal(_ bytes: [UInt8], adding extra: UInt32) -> String {
    var digits: [UInt8] = [0]
    for (position, byte) in bytes.enumerated() {
      var carry = UInt32(byte) + (position == bytes.count - 1 ? extra : 0)
      for place in digits.indices {
        carry += UInt32(digits[place]) << 8
        digits[place] = UInt8(carry % 10)
        carry /= 10
      }
      while carry > 0 {
        digits.append(UInt8(carry % 10))
        carry /= 10
      }
    }
    return String(decoding: digits.reversed().map { $0 + 0x30 }, as: UTF8.self)
  }
}
