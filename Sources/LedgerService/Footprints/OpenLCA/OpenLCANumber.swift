// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// The numbers of a package, exact: openLCA writes the shortest decimal of a binary number.
enum OpenLCANumber {
  /// The number, or nil when the value is none or lies beyond 10³⁰.
  ///
  /// Digits beyond 10⁻³⁸ are rounded half-even.
  static func read(_ value: JSONValue?) -> ExactDecimal? {
    switch value {
    case .integer(let number)?: ExactDecimal(number)
    case .number(let text)?: read(text)
    default: nil
    }
  }

  static func read(_ text: String) -> ExactDecimal? {
    let parts = text.split(maxSplits: 1) { $0 == "e" || $0 == "E" }
    guard let mantissa = parts.first.flatMap({ try? ExactDecimal(text: String($0)) }),
      let exponent = parts.count == 2 ? Int(parts[1]) : 0, abs(exponent) < 1000
    else { return nil }
    let number = mantissa.normalized
    if number.isZero { return .zero }
    var (coefficient, scale) = (number.coefficient, number.scale - exponent)
    while scale < 0 {
      let (product, overflow) = coefficient.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      (coefficient, scale) = (product, scale + 1)
    }
    let excess = scale - ExactDecimal.maximumScale
    // More than 38 places below zero nothing is left of 38 digits.
    guard excess <= 38 else { return .zero }
    guard excess > 0 else {
      return limited(try? ExactDecimal(coefficient: coefficient, scale: scale))
    }
    let fraction = try? ExactDecimal(coefficient: coefficient, scale: excess)
    let rounded = fraction?.rounded(scale: 0, rounding: .halfEven)
    return rounded.flatMap {
      try? ExactDecimal(coefficient: $0.coefficient, scale: ExactDecimal.maximumScale)
    }
  }

  static func product(_ a: ExactDecimal, _ b: ExactDecimal) -> ExactDecimal? {
    limited(try? a.normalized * b.normalized)
  }

  /// The quotient to 24 places after the point or more, rounded half-even.
  static func quotient(_ a: ExactDecimal, _ b: ExactDecimal) -> ExactDecimal? {
    if b == .one { return a }
    let (a, b) = (a.normalized, b.normalized)
    for scale in [30, 24, 18, 12] {
      let quotient = try? a.divided(by: b, scale: scale, rounding: .halfEven)
      if let quotient { return limited(quotient) }
    }
    return nil
  }

  /// The number with as many digits as models have, rounded half-even.
  private static func limited(_ number: ExactDecimal?) -> ExactDecimal? {
    guard var number = number?.normalized else { return nil }
    while !FootprintLimits.allows(number) {
      guard number.scale > 0 else { return nil }
      number = number.rounded(scale: number.scale - 1, rounding: .halfEven)
    }
    return number.normalized
  }
}
