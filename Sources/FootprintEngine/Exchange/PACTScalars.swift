// SPDX-License-Identifier: Apache-2.0
package import Quantities

/// A decimal of PACT: a string of digits with an optional sign and fraction, never an exponent.
package enum PACTDecimal: Hashable, Sendable {
  /// Any number.
  case any
  /// Above zero.
  case aboveZero
  /// A mass: zero or above.
  case mass
  /// Emissions or carbon: zero or above (rule 26).
  case emission
  /// A removal: zero or below (rule 26).
  case removal
  /// 0…100.
  case percent
  /// A rating, 1…5.
  case rating

  /// The most digits before the point.
  package static let wholeDigits = 14
  /// The most digits after the point; sums of such numbers cannot overflow.
  package static let places = 22

  /// The number, or nil when the text is no decimal of PACT within these limits.
  package static func read(_ text: String) -> ExactDecimal? {
    var body = Substring(text)
    let hasPlus = body.first == "+"
    if hasPlus { body = body.dropFirst() }
    let isNegative = body.first == "-"
    guard !(hasPlus && isNegative), let value = try? ExactDecimal(text: String(body)) else {
      return nil
    }
    let behindPoint = value.scale > 0 ? value.scale + 1 : 0
    let beforePoint = body.utf8.count - behindPoint - (isNegative ? 1 : 0)
    return beforePoint <= wholeDigits && value.scale <= places ? value : nil
  }

  /// Whether the number, as it is written, may stand here: a zero may not have the wrong sign.
  func allows(_ value: ExactDecimal, writtenAs text: String) -> Bool {
    switch self {
    case .any: true
    case .aboveZero: !value.isNegative && !value.isZero
    case .mass: !value.isNegative
    case .emission: !text.hasPrefix("-")
    case .removal: value.isNegative || (value.isZero && !text.hasPrefix("+"))
    case .percent: !value.isNegative && value <= ExactDecimal(100)
    case .rating: value >= .one && value <= ExactDecimal(5)
    }
  }

  /// The rule that a number of the wrong size breaks.
  var rule: FootprintRule {
    switch self {
    case .emission, .removal: .signs
    default: .statement
    }
  }

  /// What is required, in words.
  var phrase: BilingualText {
    switch self {
    case .any: BilingualText("十进制数", "a decimal number")
    case .aboveZero: BilingualText("大于零的数", "a number above zero")
    case .mass: BilingualText("零或正的质量", "a mass of zero or above")
    case .emission: BilingualText("零或正数", "zero or above")
    case .removal: BilingualText("零或负数(清除量)", "zero or below, since it is a removal")
    case .percent: BilingualText("0 至 100 的百分数", "a percentage from 0 to 100")
    case .rating: BilingualText("1 至 5 的评级", "a rating from 1 to 5")
    }
  }
}

/// A date and time of PACT: RFC 3339 in UTC.
package enum PACTInstant {
  /// The instant, cut to milliseconds, or nil when it is not RFC 3339, or not in UTC.
  package static func read(_ text: String) -> Timestamp? {
    var body = Substring(text)
    if let last = body.last, last == "Z" || last == "z" {
      body = body.dropLast()
    } else {
      guard body.hasSuffix("+00:00") || body.hasSuffix("-00:00") else { return nil }
      body = body.dropLast(6)
    }
    if let point = body.firstIndex(of: ".") {
      let fraction = body[body.index(after: point)...]
      guard !fraction.isEmpty, fraction.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        return nil
      }
      body = body[...point] + fraction.prefix(3)
    }
    return try? Timestamp(text: body + "Z")
  }

  /// The day that holds the instant.
  static func day(_ instant: Timestamp) -> CalendarDate { instant.date(offsetMinutes: 0) }

  /// The first day that begins at the instant or later.
  static func dayAfter(_ instant: Timestamp) -> CalendarDate {
    let day = day(instant)
    let start = Int64(day.daysSinceEpoch) * millisecondsPerDay
    return start == instant.milliseconds ? day : day.adding(days: 1)
  }

  /// The same time of day so many years later.
  static func adding(years: Int, to instant: Timestamp) -> Timestamp {
    let day = day(instant)
    let days = day.adding(years: years).days(since: day)
    return instant.adding(milliseconds: Int64(days) * millisecondsPerDay)
  }

  private static let millisecondsPerDay: Int64 = 86_400_000
}

/// The units of PACT and how they are written here.
package enum PACTUnit {
  /// PACT's name and our symbol.
  package static let table: [(name: String, symbol: String)] = [
    ("liter", "L"), ("kilogram", "kg"), ("cubic meter", "m3"), ("kilowatt hour", "kWh"),
    ("megajoule", "MJ"), ("ton kilometer", "t·km"), ("square meter", "m2"), ("piece", "piece"),
    ("hour", "h"), ("megabit second", "Mbit·s"),
  ]

  /// Our symbol for PACT's name.
  package static func symbol(of name: String) -> String? {
    table.first { $0.name == name }?.symbol
  }

  /// PACT's name for our symbol.
  package static func name(of symbol: String) -> String? {
    table.first { $0.symbol == symbol }?.name
  }
}
