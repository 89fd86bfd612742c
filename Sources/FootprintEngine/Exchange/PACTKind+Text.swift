// SPDX-License-Identifier: Apache-2.0
import Quantities

extension PACTKind {
  /// The rule a value of the wrong form breaks.
  var rule: FootprintRule {
    if case .assessment = self { return .assessment }
    return .statement
  }

  /// Whether a text has the form of this kind; numbers are read on their own.
  func accepts(_ text: String) -> Bool {
    switch self {
    case .text: true
    case .filledText: !text.isEmpty
    case .version: PACTForm.isThirdVersion(text)
    case .semanticVersion: PACTForm.isVersion(text)
    case .uuid: PACTForm.isUUID(text)
    case .instant: PACTInstant.read(text) != nil
    case .uri: PACTForm.isURI(text)
    case .urn: PACTIdentifier.isURN(text)
    case .choice(let choices): choices.contains(text)
    case .assessment: AssessmentReport(name: text) != nil
    case .country: PACTGeography.isCountry(text)
    case .subdivision: PACTGeography.isSubdivision(text)
    case .decimal, .boolean, .list, .object, .anyObject: false
    }
  }

  /// What a property of this kind asks for, in words.
  var phrase: BilingualText {
    switch self {
    case .text: BilingualText("文字", "a text")
    case .filledText: BilingualText("非空文字", "a text that is not empty")
    case .version:
      BilingualText("PACT 3 的版本,如 3.0.3", "a version of PACT 3, for instance 3.0.3")
    case .semanticVersion: BilingualText("版本号,如 1.0.0", "a version, for instance 1.0.0")
    case .uuid: BilingualText("UUID", "a UUID")
    case .instant:
      BilingualText(
        "UTC 时间,如 2026-01-01T00:00:00Z", "a time in UTC, for instance 2026-01-01T00:00:00Z")
    case .uri: BilingualText("绝对 URI", "an absolute URI")
    case .urn: BilingualText("URN(RFC 8141)", "a URN (RFC 8141)")
    case .choice(let choices):
      BilingualText(
        "其中之一:\(choices.joined(separator: "、"))",
        "one of \(choices.joined(separator: ", "))")
    case .decimal:
      BilingualText(
        "以字符串写的十进制数,无指数,小数点前至多 "
          + "\(PACTDecimal.wholeDigits) 位、后至多 \(PACTDecimal.places) 位",
        "a decimal number in a string, without exponent, "
          + "at most \(PACTDecimal.wholeDigits) digits before "
          + "and \(PACTDecimal.places) after the point")
    case .boolean: BilingualText("true 或 false", "true or false")
    case .assessment: BilingualText("AR2 至 AR6 之一", "one of AR2 to AR6")
    case .country: BilingualText("ISO 3166-1 两字母代码", "an ISO 3166-1 alpha-2 code")
    case .subdivision:
      BilingualText("ISO 3166-2 代码,如 CN-ZJ", "an ISO 3166-2 code, for instance CN-ZJ")
    case .list: BilingualText("数组", "an array")
    case .object, .anyObject: BilingualText("对象", "an object")
    }
  }
}

/// Forms of text that several properties share.
enum PACTForm {
  /// `3.minor.patch`, and for drafts a hyphen and a date of eight digits.
  static func isThirdVersion(_ text: String) -> Bool {
    let draft = text.drop { $0 != "-" }
    let isPlain = draft.isEmpty && !text.contains("+")
    return text.hasPrefix("3.") && isVersion(text)
      && (isPlain || (draft.utf8.count == 9 && isDigits(draft.dropFirst())))
  }

  /// `major.minor.patch`, and behind a hyphen or plus what Semantic Versioning 2.0.0 allows.
  static func isVersion(_ text: String) -> Bool {
    let end = text.firstIndex { $0 == "-" || $0 == "+" } ?? text.endIndex
    let numbers = text[..<end].split(separator: ".", omittingEmptySubsequences: false)
    let rest = text[end...].utf8
    return numbers.count == 3 && numbers.allSatisfy { isDigits($0) } && rest.count != 1
      && rest.allSatisfy { isLetterOrDigit($0) || [0x2B, 0x2D, 0x2E].contains($0) }
  }

  /// Five groups of 8, 4, 4, 4 and 12 hexadecimal digits.
  static func isUUID(_ text: String) -> Bool {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.utf8.allSatisfy { isHexadecimal($0) } }
  }

  /// A scheme, a colon, and printable ASCII (RFC 3986).
  static func isURI(_ text: String) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let first = parts[0].utf8.first, !parts[1].isEmpty else {
      return false
    }
    return isLetterOrDigit(first) && !isDigit(first)
      && parts[0].utf8.allSatisfy { isLetterOrDigit($0) || [0x2B, 0x2D, 0x2E].contains($0) }
      && parts[1].utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { isDigit($0) }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }
}
