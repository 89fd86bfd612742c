// SPDX-License-Identifier: Apache-2.0

extension CBORValue: CustomStringConvertible {
  /// The item in diagnostic notation (RFC 8949 §8).
  public var description: String {
    switch self {
    case .unsigned(let value): "\(value)"
    case .negative(let argument): Self.negativeText(argument)
    case .bytes(let content): "h'\(Self.hexadecimal(content))'"
    case .text(let content): Self.quoted(content)
    case .array(let items): "[\(items.map(\.description).joined(separator: ", "))]"
    case .map(let pairs):
      "{\(pairs.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
    case .tag(let number, let content): "\(number)(\(content))"
    case .boolean(let value): "\(value)"
    case .null: "null"
    }
  }

  private static func negativeText(_ argument: UInt64) -> String {
    let (magnitude, overflow) = argument.addingReportingOverflow(1)
    // -2^64 is CBOR's lowest integer and the only one whose magnitude UInt64 cannot hold.
    return overflow ? "-18446744073709551616" : "-\(magnitude)"
  }

  private static func hexadecimal(_ content: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(content.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  /// The text in quotes, with the escapes of JSON.
  private static func quoted(_ content: String) -> String {
    var result = "\""
    for scalar in content.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0"..."\u{1f}", "\u{7f}":
        let code = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
