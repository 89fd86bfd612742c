// SPDX-License-Identifier: Apache-2.0
internal import Cryptography

/// The spellings all C2SP texts share; each value has exactly one.
enum CanonicalText {
  /// Splits a text that ends in LF into its lines, or nil when it does not end so.
  static func lines(of text: Substring) -> [Substring]? {
    guard text.utf8.last == UInt8(ascii: "\n") else { return nil }
    var lines = text.split(separator: "\n" as Character, omittingEmptySubsequences: false)
    lines.removeLast()
    return lines
  }

  /// The number a text spells in decimal, without sign and leading zeros.
  static func number(_ text: Substring) -> UInt64? {
    let digits = text.utf8
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      digits.count == 1 || digits.first != 0x30
    else { return nil }
    return UInt64(text)
  }

  /// The hash a text spells in padded base64.
  static func digest(_ text: Substring) -> Digest? {
    bytes(text).flatMap { Digest(bytes: $0) }
  }

  /// The bytes a text spells in padded, canonical base64.
  static func bytes(_ text: Substring) -> [UInt8]? {
    let text = String(text)
    guard let bytes = Base64.decode(text), Base64.encode(bytes) == text else { return nil }
    return bytes
  }

  /// The text, if it is UTF-8 without control characters other than LF.
  static func text(_ bytes: some Collection<UInt8>) -> String? {
    guard bytes.allSatisfy({ $0 >= 0x20 || $0 == UInt8(ascii: "\n") }) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Whether two names are the same bytes; String's own equality would fold Unicode forms.
  static func sameBytes(_ one: String, _ other: String) -> Bool {
    one.utf8.elementsEqual(other.utf8)
  }
}

/// Eight hexadecimal digits of a key id.
func hexadecimal(_ keyID: UInt32) -> String {
  let digits = String(keyID, radix: 16)
  return String(repeating: "0", count: 8 - digits.utf8.count) + digits
}

/// The big-endian bytes of an integer.
func bigEndianBytes(_ value: some FixedWidthInteger) -> [UInt8] {
  let width = type(of: value).bitWidth
  return stride(from: width - 8, through: 0, by: -8).map {
    UInt8(truncatingIfNeeded: value >> $0)
  }
}
