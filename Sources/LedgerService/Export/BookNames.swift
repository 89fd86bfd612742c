// SPDX-License-Identifier: Apache-2.0
import LedgerCore

/// The names of accounts and commodities in plain-text accounting.
///
/// An identifier of capitals and digits, such as a social credit code, is its own name. Any
/// other is an X followed by its letters and digits, and by a hyphen and two hexadecimal digits
/// for every other byte; so a name gives back its identifier.
enum BookNames {
  static func account(_ identifier: String) -> String {
    let isPlain = identifier.utf8.allSatisfy { isDigit($0) || isCapital($0) }
    if isPlain, !identifier.isEmpty { return identifier }
    return "X" + escaped(identifier)
  }

  /// The identifier that `account` names, or `nil` for what is no name.
  static func identifier(ofAccount name: String) -> String? {
    if name.utf8.allSatisfy({ isDigit($0) || isCapital($0) }) { return name }
    guard name.utf8.first == UInt8(ascii: "X") else { return nil }
    var bytes: [UInt8] = []
    var rest = Array(name.utf8.dropFirst())[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "-") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
      rest.removeFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func escaped(_ text: String) -> String {
    var name = ""
    for byte in text.utf8 {
      if isDigit(byte) || isCapital(byte) || isSmall(byte) {
        name.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        name += digits.utf8.count == 1 ? "-0\(digits)" : "-\(digits)"
      }
    }
    return name
  }

  /// The commodity of an asset class: its code, with capitals, digits and hyphens only, at most
  /// 24 characters, ending in its number where that does not tell it from any other.
  static func commodity(_ asset: AssetClass, number: UInt32) -> String {
    let bytes = asset.code.utf8
    let isPlain =
      (2...24).contains(bytes.count) && bytes.first.map(isCapital) == true
      && bytes.last != UInt8(ascii: "-")
      && bytes.allSatisfy { isCapital($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    // No code of this form ends in two hyphens and a number, unless it is spelt so: then it is
    // given its own number like every code that is not of this form.
    if isPlain, !asset.code.contains("--") { return asset.code }
    let suffix = "--\(number)"
    var name = "A"
    for character in asset.code.uppercased().prefix(23 - suffix.count) {
      let isKept = character.isASCII && (character.isLetter || character.isNumber)
      name.append(isKept ? character : "-")
    }
    return name + suffix
  }

  /// A text that no reader takes for anything but a comment: no tags, dates or line breaks.
  static func comment(_ text: String) -> String {
    var comment = ""
    for character in text {
      switch character {
      case ":": comment += "∶"
      case "[": comment += "("
      case "]": comment += ")"
      case _ where character.isNewline || character.unicodeScalars.contains { $0.value < 32 }:
        comment += " "
      default: comment.append(character)
      }
    }
    return comment
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) }
  private static func isSmall(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte) }
}
