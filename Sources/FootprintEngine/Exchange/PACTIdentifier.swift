// SPDX-License-Identifier: Apache-2.0
package import Quantities

/// URNs of products, substances and companies.
package enum PACTIdentifier {
  /// Whether the text is a URN: `urn:`, a namespace of 2…32 letters, digits and hyphens, and a
  /// specific string of the characters of RFC 8141 §2.
  package static func isURN(_ text: String) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].lowercased() == "urn", !parts[2].isEmpty else {
      return false
    }
    let namespace = Array(parts[1].utf8)
    guard (2...32).contains(namespace.count),
      namespace.allSatisfy({ PACTForm.isLetterOrDigit($0) || $0 == 0x2D }),
      namespace.first != 0x2D, namespace.last != 0x2D, parts[2].utf8.first != 0x2F
    else { return false }
    return parts[2].utf8.allSatisfy { PACTForm.isLetterOrDigit($0) || marks.contains($0) }
  }

  /// What is odd about a URN though it is one: a check digit that does not fit.
  package static func doubt(about urn: String) -> BilingualText? {
    let parts = urn.split(separator: ":").map(String.init)
    guard parts.count >= 3, let value = parts.last else { return nil }
    let kinds = parts[1...].dropLast().map { $0.lowercased() }
    if kinds == ["gtin"], !isGTIN(value) {
      return BilingualText(
        "\(value) 不是校验位正确的 GTIN", "\(value) is no GTIN with a right check digit")
    }
    let isSubstance = kinds == ["cas"] || kinds == ["pact", "cas.org", "substance-number"]
    if isSubstance || kinds == ["pact", "productclassification", "cas"], !isCAS(value) {
      return BilingualText(
        "\(value) 不是校验位正确的 CAS 登记号",
        "\(value) is no CAS number with a right check digit")
    }
    if kinds.last == "uscc", (try? SocialCreditCode(text: value)) == nil {
      return BilingualText(
        "\(value) 不是校验位正确的统一社会信用代码",
        "\(value) is no unified social credit code with a right check character")
    }
    return nil
  }

  /// Whether the text is a GTIN of 8, 12, 13 or 14 digits whose last is right: weights 3 and 1 in
  /// turn from the right, to a multiple of ten (GS1 General Specifications 7.9).
  package static func isGTIN(_ text: String) -> Bool {
    guard [8, 12, 13, 14].contains(text.utf8.count), let digits = digits(text) else {
      return false
    }
    var sum = 0
    for (position, digit) in digits.reversed().enumerated() {
      sum += position.isMultiple(of: 2) ? digit : 3 * digit
    }
    return sum.isMultiple(of: 10)
  }

  /// Whether the text is a CAS Registry Number with a right check digit: the sum of each digit
  /// times its place from the right, modulo ten.
  package static func isCAS(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, (2...7).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
      parts[2].utf8.count == 1, let number = digits(parts[0] + parts[1]),
      let check = digits(parts[2])
    else { return false }
    var sum = 0
    for (position, digit) in number.reversed().enumerated() { sum += (position + 1) * digit }
    return [sum % 10] == check
  }

  private static func digits(_ text: some StringProtocol) -> [Int]? {
    let digits = text.utf8.map { Int($0) - 0x30 }
    return digits.allSatisfy { (0...9).contains($0) } ? digits : nil
  }

  private static let marks = Set("-._~!$&'()*+,;=:@/%?#".utf8)
}
