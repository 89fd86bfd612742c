// SPDX-License-Identifier: Apache-2.0

/// The unified social credit code of a Chinese organisation (GB 32100-2015).
///
/// Eighteen characters: two for department and kind, six digits for the place of registration,
/// nine for the organisation, one check character.
public struct SocialCreditCode: Hashable, Comparable, Sendable {
  /// The eighteen characters, in capitals.
  public let text: String

  /// Reads a code; lower case, full-width forms and surrounding white space are put right.
  ///
  /// - Throws: ``QuantityError/wrongLength(_:expected:found:)``,
  ///   ``QuantityError/wrongCharacter(_:character:offset:)``, or
  ///   ``QuantityError/wrongCheckCharacter(_:expected:found:)`` with the expected character.
  public init(text: String) throws(QuantityError) {
    let normal = TextNormalization.normalized(text).uppercased()
    guard normal.count == 18 else {
      throw .wrongLength(.socialCreditCode, expected: 18, found: normal.count)
    }
    let expected = try Self.checkCharacter(forFirst17: String(normal.dropLast()))
    let found = normal.last ?? expected
    guard found.isASCII, Self.alphabet.contains(found) else {
      throw .wrongCharacter(.socialCreditCode, character: found, offset: 17)
    }
    guard found == expected else {
      throw .wrongCheckCharacter(.socialCreditCode, expected: expected, found: found)
    }
    self.text = normal
  }

  /// The check character of the first seventeen: (31 − Σ value × 3ⁱ mod 31) mod 31.
  public static func checkCharacter(
    forFirst17 text: String
  ) throws(QuantityError) -> Character {
    guard text.count == 17 else {
      throw .wrongLength(.socialCreditCode, expected: 17, found: text.count)
    }
    var sum = 0
    var weight = 1
    for (offset, character) in text.enumerated() {
      // Characters 3…8 are an administrative division of GB/T 2260: digits only.
      let isAllowed = !(2...7).contains(offset) || ("0"..."9").contains(character)
      guard isAllowed, character.isASCII, let value = alphabet.firstIndex(of: character) else {
        throw .wrongCharacter(.socialCreditCode, character: character, offset: offset)
      }
      sum += value * weight
      weight = weight * 3 % 31
    }
    return alphabet[(31 - sum % 31) % 31]
  }

  /// The province-level region of registration, or nil for codes of bodies without one.
  public var province: Province? {
    UInt8(text.dropFirst(2).prefix(2)).flatMap { Province(number: $0) }
  }

  /// Whether the left code comes first in the order of its characters.
  public static func < (left: SocialCreditCode, right: SocialCreditCode) -> Bool {
    left.text < right.text
  }

  /// Digits and capitals without I, O, S, V and Z, which are taken for others.
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
}

extension SocialCreditCode: CustomStringConvertible {
  /// The eighteen characters.
  public var description: String { text }
}
