// SPDX-License-Identifier: Apache-2.0

/// Reads fixed forms of ASCII text, byte by byte, remembering where it stopped.
struct AsciiReader {
  let bytes: [UInt8]
  var offset = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { offset == bytes.count }

  var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// Consumes one byte if it is the wanted one.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let next, UInt32(next) == character.value else { return false }
    offset += 1
    return true
  }

  /// Reads at least `minimum` and at most `maximum` digits; at most 9, so it cannot overflow.
  mutating func number(digits minimum: Int, through maximum: Int) -> Int? {
    precondition(maximum <= 9, "more digits than are read without an overflow check")
    var value = 0
    var count = 0
    while count < maximum, let next, let digit = asciiDigit(next) {
      value = value * 10 + Int(digit)
      count += 1
      offset += 1
    }
    return count >= minimum ? value : nil
  }

  mutating func number(digits: Int) -> Int? {
    number(digits: digits, through: digits)
  }
}

/// The value of an ASCII digit, or nil.
func asciiDigit(_ byte: UInt8) -> UInt8? {
  (0x30...0x39).contains(byte) ? byte - 0x30 : nil
}

/// The value 0…35 of an ASCII digit or capital letter, or nil.
func alphanumericValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x5A: byte - 0x41 + 10
  default: nil
  }
}

/// The digit or capital letter of a value 0…35.
func alphanumericCharacter(_ value: UInt8) -> Character {
  precondition(value < 36, "no alphanumeric character has this value")
  return Character(Unicode.Scalar(value < 10 ? 0x30 + value : 0x41 + value - 10))
}

/// A whole number padded with zeros on the left.
func zeroPadded(_ number: some BinaryInteger, width: Int) -> String {
  let digits = String(number.magnitude)
  let padding = String(repeating: "0", count: max(0, width - digits.utf8.count))
  return (number < 0 ? "-" : "") + padding + digits
}
