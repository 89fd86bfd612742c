// SPDX-License-Identifier: Apache-2.0

/// Writes XML and HTML: whatever comes from outside passes through ``escaped(_:)``.
enum Markup {
  /// The text with everything that could end or open something written as a reference.
  ///
  /// What XML cannot hold (control characters, U+FFFE and U+FFFF), and what turns the direction
  /// of writing and so could make a name read as another, becomes U+FFFD.
  static func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += " "
      default: result.unicodeScalars.append(isHarmful(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    case 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }

  /// An element with text content, or without any when `content` is `nil`.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: String? = nil
  ) -> String {
    var result = "<\(name)"
    for (key, value) in attributes { result += " \(key)=\"\(escaped(value))\"" }
    guard let content else { return result + "/>" }
    return result + ">\(content)</\(name)>"
  }
}
