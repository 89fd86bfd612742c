// SPDX-License-Identifier: Apache-2.0
import Quantities

extension PACTKind {
  /// The rule a value of the wrong form breaks.
  var rule: FootprintRule {
    if case .assessment = self { return .assessment }
    return .statement
  }

  /// Whether a text has the form of this kind.
  func accepts(_ text: String) -> Bool {
    switch self {
    case .text: true
    case .filledText: !text.isEmpty
    case .version: text.wholeMatch(of: #/3\.[0-9]+\.[0-9]+(-[0-9]{8})?/#) != nil
    case .semanticVersion:
      text.wholeMatch(of: #/[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?/#) != nil
    case .uuid:
      text.wholeMatch(of: #/[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/#) != nil
    case .instant: PACTInstant.read(text) != nil
    case .uri: text.wholeMatch(of: #/[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7E]+/#) != nil
    case .urn: PACTIdentifier.isURN(text)
    case .choice(let choices): choices.contains(text)
    case .assessment: AssessmentReport(name: text) != nil
    case .country: PACTGeography.isCountry(text)
    case .subdivision: PACTGeography.isSubdivision(text)
    case .decimal(let decimal): PACTDecimal.read(text).map(decimal.allows) ?? false
    case .boolean, .list, .object, .anyObject: false
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
