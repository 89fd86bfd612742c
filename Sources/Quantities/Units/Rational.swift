// SPDX-License-Identifier: Apache-2.0

/// An exact result that 127 bits cannot hold.
package struct ArithmeticOverflow: Error {
  package init() {}
}

/// An exact fraction, always reduced, with a positive denominator.
///
/// It is what constants, unit factors and traces are computed with. Overflow is an error, never a
/// wrong number.
package struct Rational: Hashable, Sendable {
  package let numerator: Int128
  package let denominator: Int128

  package static let zero = Rational(0)
  package static let one = Rational(1)

  /// A whole number.
  package init(_ whole: Int) {
    numerator = Int128(whole)
    denominator = 1
  }

  /// A whole number as wide as a register.
  package init(whole: Int128) {
    numerator = whole
    denominator = 1
  }

  /// The fraction, reduced; the denominator must not be zero.
  package init(
    _ numerator: Int128, over denominator: Int128
  ) throws(ArithmeticOverflow) {
    precondition(denominator != 0, "a fraction needs a denominator")
    // The most negative integer has no positive counterpart, so it is kept out.
    guard numerator != .min, denominator != .min else { throw ArithmeticOverflow() }
    let divisor = greatestCommonDivisor(numerator, denominator)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = sign * (numerator / divisor)
    self.denominator = sign * (denominator / divisor)
  }

  /// The value of a decimal number.
  package init(_ decimal: ExactDecimal) throws(ArithmeticOverflow) {
    var denominator: Int128 = 1
    for _ in 0..<decimal.scale { denominator = try checkedProduct(denominator, 10) }
    try self.init(decimal.coefficient, over: denominator)
  }

  package var isZero: Bool { numerator == 0 }
  package var isNegative: Bool { numerator < 0 }
  package var isWhole: Bool { denominator == 1 }

  /// The number without its sign.
  package var magnitude: Rational { isNegative ? negated : self }

  /// The number with the other sign.
  package var negated: Rational { Rational(unchecked: -numerator, denominator) }

  private init(unchecked numerator: Int128, _ denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  package static func + (
    left: Rational, right: Rational
  ) throws(ArithmeticOverflow) -> Rational {
    let shared = greatestCommonDivisor(left.denominator, right.denominator)
    let rightShare = right.denominator / shared
    let numerator = try checkedSum(
      checkedProduct(left.numerator, rightShare),
      checkedProduct(right.numerator, left.denominator / shared))
    return try Rational(numerator, over: checkedProduct(left.denominator, rightShare))
  }

  package static func - (
    left: Rational, right: Rational
  ) throws(ArithmeticOverflow) -> Rational {
    try left + right.negated
  }

  package static func * (
    left: Rational, right: Rational
  ) throws(ArithmeticOverflow) -> Rational {
    // Cancelling crosswise first keeps what can be held from overflowing on the way.
    let first = greatestCommonDivisor(left.numerator, right.denominator)
    let second = greatestCommonDivisor(right.numerator, left.denominator)
    return try Rational(
      checkedProduct(left.numerator / first, right.numerator / second),
      over: checkedProduct(left.denominator / second, right.denominator / first))
  }

  /// The exact quotient; the divisor must not be zero.
  package static func / (
    left: Rational, right: Rational
  ) throws(ArithmeticOverflow) -> Rational {
    precondition(!right.isZero, "a quotient needs a divisor")
    let sign: Int128 = right.isNegative ? -1 : 1
    return try left * Rational(unchecked: sign * right.denominator, right.magnitude.numerator)
  }

  /// The number to a power; a negative power of zero is an overflow.
  package func raised(to exponent: Int) throws(ArithmeticOverflow) -> Rational {
    guard exponent >= 0 || !isZero else { throw ArithmeticOverflow() }
    var result = Rational.one
    for _ in 0..<abs(exponent) { result = try result * self }
    return exponent < 0 ? try Rational.one / result : result
  }

  /// Negative, zero or positive as left is below, equal to or above right.
  package static func compare(
    _ left: Rational, _ right: Rational
  ) throws(ArithmeticOverflow) -> Int {
    let difference = try left - right
    return difference.isZero ? 0 : difference.isNegative ? -1 : 1
  }

  /// The largest fraction of which both are whole multiples; both must be above zero.
  package static func commonMeasure(
    _ left: Rational, _ right: Rational
  ) throws(ArithmeticOverflow) -> Rational {
    let shared = greatestCommonDivisor(left.denominator, right.denominator)
    let denominator = try checkedProduct(left.denominator, right.denominator / shared)
    return try Rational(
      greatestCommonDivisor(left.numerator, right.numerator), over: denominator)
  }

  /// The whole number next to the fraction.
  package func rounded(_ rounding: Rounding) -> Int128 {
    roundedQuotient(numerator, denominator, rounding)
  }
}
