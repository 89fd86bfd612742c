// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Numbers with what stands behind them, and identifiers.
extension SchemaScalar {
  /// The value of a text that `kind` asks for, or nil.
  static func measured(_ text: String, _ kind: SchemaKind) -> SchemaValue? {
    switch kind {
    case .number(let digits): number(text[...], digits).map { .decimal($0) }
    case .measure(let digits): measure(text, digits).map { .amount($0) }
    case .share(let digits): share(text, digits).map { .decimal($0) }
    case .uuid: uuid(text).map { .text($0) }
    case .digest: digest(text).map { .bytes($0) }
    default: nil
    }
  }

  /// A number with at most so many digits from the first that is not zero.
  private static func number(_ text: Substring, _ digits: Int) -> ExactDecimal? {
    let significant = text.utf8.filter(isDigit).drop { $0 == UInt8(ascii: "0") }
    guard significant.count <= digits else { return nil }
    return try? ExactDecimal(text: String(text))
  }

  /// `12.5 kWh`; the unit of a plain number is `1`.
  private static func measure(_ text: String, _ digits: Int) -> SchemaAmount? {
    let written = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
    let rest = text.dropFirst(written.count)
    let unit = rest.trimmingSpaces
    guard let number = number(written, digits), isShort(String(unit)) else { return nil }
    // Neither an exponent nor a thousands separator is the beginning of a unit.
    if let first = rest.first, "eE,,".contains(first), !rest.dropFirst().allSatisfy(\.isLetter) {
      return nil
    }
    return SchemaAmount(number: number, unit: unit.isEmpty ? "1" : String(unit))
  }

  private static func share(_ text: String, _ digits: Int) -> ExactDecimal? {
    guard text.last == "%" else { return nil }
    return number(text.dropLast().trimmingSpaces, digits)
  }

  /// A UUID in lower case.
  private static func uuid(_ text: String) -> String? {
    let groups = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)
    guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12],
      groups.allSatisfy({ $0.utf8.allSatisfy { digitValue($0) != nil } })
    else { return nil }
    return text.lowercased()
  }

  private static func digest(_ text: String) -> [UInt8]? {
    let digits = text.lowercased().utf8.map(digitValue)
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for position in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[position], let low = digits[position + 1] else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// The value of a lower-case hexadecimal digit.
  private static func digitValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
