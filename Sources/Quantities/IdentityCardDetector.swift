// SPDX-License-Identifier: Apache-2.0

/// Recognises resident identity numbers (GB 11643-1999), which must never enter an entry.
public enum IdentityCardDetector {
  /// Whether the whole text is a number with an existing birth date and a right check digit.
  ///
  /// White space around it, full-width digits and a small `x` do not hide it.
  public static func looksLikeIdentityNumber(_ text: String) -> Bool {
    isIdentityNumber(Array(TextNormalization.normalized(text).uppercased().utf8)[...])
  }

  /// Whether an identity number stands anywhere in the text between other characters.
  ///
  /// A longer run of digits and letters, such as a certificate code, is not searched inside.
  public static func containsIdentityNumber(in text: String) -> Bool {
    let bytes = Array(TextNormalization.normalized(text).uppercased().utf8)
    return bytes.split { alphanumericValue($0) == nil }.contains(where: isIdentityNumber)
  }

  private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

  /// Check digits by Σ mod 11 (ISO 7064 MOD 11-2).
  private static let checkDigits = Array("10X98765432".utf8)

  private static func isIdentityNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count == 18, let check = bytes.last else { return false }
    let digits = bytes.dropLast().compactMap { asciiDigit($0).map(Int.init) }
    guard digits.count == 17, digits[0] != 0 else { return false }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    let year = number(6..<10)
    guard (1850...2149).contains(year),
      CalendarDate(year: year, month: number(10..<12), day: number(12..<14)) != nil
    else { return false }
    let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
    return check == checkDigits[sum % 11]
  }
}
