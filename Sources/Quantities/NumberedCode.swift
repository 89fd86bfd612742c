// SPDX-License-Identifier: Apache-2.0

/// A dense number as people read, type and dictate it: a letter for its kind, at least seven
/// digits, a hyphen and a check character.
///
/// The check is ISO/IEC 7064 MOD 37,36 over letter and digits, which catches every wrong
/// single character and almost every swap of neighbours.
public struct NumberedCode: Hashable, Sendable {
  /// The capital letter of the kind, such as P for participants.
  public let kind: Character

  /// The number within its kind.
  public let number: UInt32

  /// The code of a number; the kind is a capital letter A…Z.
  public init(kind: Character, number: UInt32) {
    precondition(("A"..."Z").contains(kind), "a kind is a capital letter")
    self.kind = kind
    self.number = number
  }

  /// The letters of the kinds of things that people name by a code.
  private static let letters: [String: Character] = [
    "participant": "P", "asset": "A", "series": "S", "project": "J", "settlement": "T",
    "hold": "H", "exclusion": "X", "methodology": "M", "batch": "B", "offer": "O",
    "obligation": "D", "footprint": "F", "label": "L", "anchor": "N",
  ]

  /// How people read `number` of a kind: its code, `P0000012-U` for a participant, or its digits if
  /// the kind has no letter.
  public static func text(_ kind: String, _ number: UInt32) -> String {
    letters[kind].map { "\(NumberedCode(kind: $0, number: number))" } ?? String(number)
  }

  /// The number that people write as a code with its letter and check character, or as digits;
  /// `nil` for anything else.
  public static func number(_ text: String) -> UInt32? {
    (try? NumberedCode(text: text))?.number ?? UInt32(text)
  }

  /// Reads a code; lower case, full-width forms and surrounding white space are put right.
  ///
  /// - Throws: ``QuantityError/malformed(_:text:offset:)``,
  ///   ``QuantityError/outOfRange(_:text:)`` beyond 32 bits, or
  ///   ``QuantityError/wrongCheckCharacter(_:expected:found:)``.
  public init(text: String) throws(QuantityError) {
    let normal = TextNormalization.normalized(text).uppercased()
    var reader = AsciiReader(normal)
    guard let letter = reader.next, (0x41...0x5A).contains(letter) else {
      throw .malformed(.numberedCode, text: text, offset: 0)
    }
    reader.offset = 1
    var number: UInt64 = 0
    while let next = reader.next, let digit = asciiDigit(next), reader.offset <= 10 {
      number = number * 10 + UInt64(digit)
      reader.offset += 1
    }
    // One number has one code: seven digits, or more without a leading zero.
    let digitCount = reader.offset - 1
    let isCanonical = digitCount == 7 || (digitCount > 7 && reader.bytes[1] != 0x30)
    guard isCanonical, reader.take("-"), let check = reader.next, alphanumericValue(check) != nil,
      reader.bytes.count == reader.offset + 1
    else { throw .malformed(.numberedCode, text: text, offset: reader.offset) }
    guard let exact = UInt32(exactly: number) else {
      throw .outOfRange(.numberedCode, text: text)
    }
    self.init(kind: Character(Unicode.Scalar(letter)), number: exact)
    let found = Character(Unicode.Scalar(check))
    guard found == checkCharacter else {
      throw .wrongCheckCharacter(.numberedCode, expected: checkCharacter, found: found)
    }
  }

  /// The code without its check, `P0000012`.
  private var body: String { String(kind) + zeroPadded(number, width: 7) }

  /// The check character, a digit or a capital letter.
  public var checkCharacter: Character { Self.checkCharacter(for: body) }

  /// The ISO/IEC 7064 MOD 37,36 check character of digits and capital letters.
  public static func checkCharacter(for text: String) -> Character {
    var product = 36
    for byte in text.utf8 {
      guard let value = alphanumericValue(byte) else {
        preconditionFailure("a check covers digits and capital letters only")
      }
      let sum = (product + Int(value)) % 36
      product = (sum == 0 ? 36 : sum) * 2 % 37
    }
    return alphanumericCharacter(UInt8((37 - product) % 36))
  }
}

extension NumberedCode: CustomStringConvertible {
  /// The code with its check character, such as `P0000012-` and one more.
  public var description: String { "\(body)-\(checkCharacter)" }
}

extension DefaultStringInterpolation {
  /// Names a thing by its kind and its code: `\(coded: "participant", 12)` is
  /// `participant P0000012-U`.
  public mutating func appendInterpolation(coded kind: String, _ number: UInt32) {
    appendLiteral("\(kind) \(NumberedCode.text(kind, number))")
  }
}
