// SPDX-License-Identifier: Apache-2.0
import Quantities

/// One field of a printed serial, between two separators.
public enum SerialField: Sendable, Hashable {
  /// Exactly these characters.
  case literal(String)
  /// Between `least` and `most` digits.
  case digits(least: Int, most: Int)
  /// Between `least` and `most` capital letters.
  case capitals(least: Int, most: Int)
  /// A literal followed by digits, for instance the `GS11236` of Gold Standard.
  case numbered(String)
  /// A year of four digits from 1990 on, when the first greenhouse gas inventories begin.
  case year
  /// A date as eight digits, day, month, year: `31122008`.
  case dayMonthYear

  /// What the field demands, as a phrase.
  public var phrase: String {
    switch self {
    case .literal(let text): "\"\(text)\""
    case .digits(let least, let most): "\(least)…\(most) digits"
    case .capitals(let least, let most): "\(least)…\(most) capital letters"
    case .numbered(let text): "\"\(text)\" and digits"
    case .year: "a year"
    case .dayMonthYear: "a date DDMMYYYY"
    }
  }

  /// Whether `text` is this field.
  public func matches(_ text: Substring) -> Bool {
    let bytes = text.utf8
    switch self {
    case .literal(let wanted): return text == wanted
    case .digits(let least, let most):
      return (least...most).contains(bytes.count) && bytes.allSatisfy(Self.isDigit)
    case .capitals(let least, let most):
      return (least...most).contains(bytes.count)
        && bytes.allSatisfy { (0x41...0x5A).contains($0) }
    case .numbered(let wanted):
      guard text.hasPrefix(wanted) else { return false }
      let rest = bytes.dropFirst(wanted.utf8.count)
      return (1...12).contains(rest.count) && rest.allSatisfy(Self.isDigit)
    case .year:
      guard bytes.count == 4, bytes.allSatisfy(Self.isDigit), let year = Int(text) else {
        return false
      }
      return (1990...2199).contains(year)
    case .dayMonthYear:
      guard bytes.count == 8, bytes.allSatisfy(Self.isDigit), let day = Int(text.prefix(2)),
        let month = Int(text.dropFirst(2).prefix(2)), let year = Int(text.suffix(4))
      else { return false }
      return CalendarDate(year: year, month: month, day: day) != nil
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
