// SPDX-License-Identifier: Apache-2.0
package import Quantities

/// A number between two decimals: `lower` × 10^`exponent` … `upper` × 10^`exponent`.
///
/// While decimals end within thirty-six digits both bounds are the same and the number is exact.
/// Where digits are lost, at least thirty-five stay; the lower bound is rounded down and the upper
/// one up, so that the exact number is always inside. It is integer arithmetic throughout: the same
/// on every machine.
package struct DecimalInterval: Sendable, Hashable {
  /// The digits of the lower bound.
  package let lower: Int128
  /// The digits of the upper bound; never below `lower`.
  package let upper: Int128
  /// The power of ten of both bounds.
  package let exponent: Int

  /// The digits a bound keeps.
  package static let digits = 36
  /// The largest digits of a bound: 10³⁶.
  static let limit = PowersOfTen.table[digits]

  /// Zero.
  package static let zero = DecimalInterval(0)
  /// One.
  package static let one = DecimalInterval(1)

  @inline(__always)
  init(lower: Int128, upper: Int128, exponent: Int) {
    self.lower = lower
    self.upper = upper
    self.exponent = exponent
  }

  /// A whole number.
  package init(_ whole: Int) {
    self.init(lower: Int128(whole), upper: Int128(whole), exponent: 0)
  }

  /// A decimal number; one of more than 36 digits is enclosed.
  package init(_ decimal: ExactDecimal) {
    let digits = decimal.coefficient
    if digits.magnitude <= Self.limit {
      self.init(lower: digits, upper: digits, exponent: -decimal.scale)
    } else {
      let whole = WideInteger(digits)
      self.init(enclosing: whole, whole, exponent: -decimal.scale)
    }
  }

  /// A fraction, enclosed where its decimals do not end.
  package init(_ fraction: Rational) {
    self = Self.one.scaled(by: fraction)
  }

  /// The number times a fraction: exact where the decimals of the result end, though those of the
  /// fraction may not.
  package func scaled(by fraction: Rational) -> DecimalInterval {
    let above = WideInteger(fraction.numerator)
    let product =
      fraction.numerator == 1
      ? self : self * DecimalInterval(enclosing: above, above, exponent: 0)
    guard fraction.denominator != 1 else { return product }
    let below = WideInteger(fraction.denominator)
    // A fraction's denominator is above zero.
    return product.divided(by: DecimalInterval(enclosing: below, below, exponent: 0)) ?? product
  }

  /// Whether both bounds are the same number.
  package var isExact: Bool { lower == upper }
  /// Whether the number is zero, and nothing else.
  package var isZero: Bool { lower == 0 && upper == 0 }
  /// Whether zero is inside.
  package var holdsZero: Bool { lower <= 0 && upper >= 0 }
  /// Whether the number is certainly above zero.
  package var isPositive: Bool { lower > 0 }
  /// Whether the number is certainly below zero.
  package var isNegative: Bool { upper < 0 }

  /// The number with the other sign.
  package var negated: DecimalInterval {
    DecimalInterval(lower: -upper, upper: -lower, exponent: exponent)
  }

  /// The number without its sign.
  package var magnitude: DecimalInterval {
    if lower >= 0 { return self }
    if upper <= 0 { return negated }
    return DecimalInterval(lower: 0, upper: Swift.max(-lower, upper), exponent: exponent)
  }

  /// The larger of the bounds' digits without sign.
  var largestDigits: UInt128 { Swift.max(lower.magnitude, upper.magnitude) }

  /// Whether the exact number is certainly below (-1), equal to (0) or above (1) the other one;
  /// `nil` when the bounds do not tell.
  package func compared(to other: DecimalInterval) -> Int? {
    let difference = self - other
    if difference.isPositive { return 1 }
    if difference.isNegative { return -1 }
    return difference.isZero ? 0 : nil
  }

  /// Whether the number lies in the interval, bounds included.
  package func holds(_ other: DecimalInterval) -> Bool {
    let below = DecimalInterval(lower: lower, upper: lower, exponent: exponent)
    let above = DecimalInterval(lower: upper, upper: upper, exponent: exponent)
    return (other - below).lower >= 0 && (above - other).lower >= 0
  }
}
