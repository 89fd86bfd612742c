// SPDX-License-Identifier: Apache-2.0

extension ExactDecimal {
  /// The exact sum, or an overflow error.
  public static func + (
    left: ExactDecimal, right: ExactDecimal
  ) throws(QuantityError) -> ExactDecimal {
    let sum = combine(left, right) { $0.addingReportingOverflow($1) }
    guard let sum else { throw .overflow(.addition) }
    return sum
  }

  /// The exact difference, or an overflow error.
  public static func - (
    left: ExactDecimal, right: ExactDecimal
  ) throws(QuantityError) -> ExactDecimal {
    let difference = combine(left, right) { $0.subtractingReportingOverflow($1) }
    guard let difference else { throw .overflow(.subtraction) }
    return difference
  }

  /// The exact product, or an overflow error.
  public static func * (
    left: ExactDecimal, right: ExactDecimal
  ) throws(QuantityError) -> ExactDecimal {
    if let product = multiply(left, right) { return product }
    // Trailing zeros may be all that does not fit.
    guard let product = multiply(left.normalized, right.normalized) else {
      throw .overflow(.multiplication)
    }
    return product
  }

  /// The number with the other sign, or an overflow error for −2¹²⁷.
  public func negated() throws(QuantityError) -> ExactDecimal {
    guard coefficient != .min else { throw .overflow(.negation) }
    return ExactDecimal(unchecked: -coefficient, scale: scale)
  }

  /// The number with at most `scale` decimal places; one that has fewer is returned as it is.
  public func rounded(scale: Int, rounding: Rounding) -> ExactDecimal {
    precondition((0...Self.maximumScale).contains(scale), "decimal places out of range")
    guard scale < self.scale else { return self }
    let divisor = Self.powerOfTen(self.scale - scale).magnitude
    let (quotient, rest) = coefficient.magnitude.quotientAndRemainder(dividingBy: divisor)
    let increments = rounding.increments(
      quotient, remainder: Rounding.Remainder(rest, of: divisor), isNegative: isNegative)
    // Dividing by ten or more leaves room for the carry and the sign.
    let magnitude = Int128(quotient + (increments ? 1 : 0))
    return ExactDecimal(unchecked: isNegative ? -magnitude : magnitude, scale: scale)
  }

  /// The quotient with exactly `scale` decimal places, rounded once from the exact quotient.
  ///
  /// - Throws: ``QuantityError/divisionByZero``, or an overflow error when the quotient does not
  ///   fit at that scale.
  public func divided(
    by divisor: ExactDecimal, scale: Int, rounding: Rounding
  ) throws(QuantityError) -> ExactDecimal {
    guard (0...Self.maximumScale).contains(scale) else { throw .scaleOutOfRange(scale) }
    guard !divisor.isZero else { throw .divisionByZero }
    let isNegative = self.isNegative != divisor.isNegative
    let shift = scale + divisor.scale - self.scale
    let division =
      shift >= 0
      ? Self.longDivision(coefficient.magnitude, divisor.coefficient.magnitude, places: shift)
      : Self.shortDivision(coefficient.magnitude, divisor.coefficient.magnitude, places: -shift)
    guard let (quotient, remainder) = division else { throw .overflow(.division) }
    let increments = rounding.increments(quotient, remainder: remainder, isNegative: isNegative)
    // The quotient of two 128-bit coefficients may need its carry's room checked.
    let (magnitude, carry) = quotient.addingReportingOverflow(increments ? 1 : 0)
    guard !carry, let signed = Int128(exactly: magnitude) else { throw .overflow(.division) }
    return ExactDecimal(unchecked: isNegative ? -signed : signed, scale: scale)
  }

  /// Divides and appends `places` more digits, as on paper; nil when the quotient overflows.
  private static func longDivision(
    _ dividend: UInt128, _ divisor: UInt128, places: Int
  ) -> (UInt128, Rounding.Remainder)? {
    var (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
    for _ in 0..<places {
      let digit: UInt128
      // The rest is below the divisor, so the full-width quotient is one digit.
      (digit, rest) = divisor.dividingFullWidth(rest.multipliedFullWidth(by: 10))
      let (shifted, overflow) = quotient.multipliedReportingOverflow(by: 10)
      let (sum, carry) = shifted.addingReportingOverflow(digit)
      if overflow || carry { return nil }
      quotient = sum
    }
    return (quotient, Rounding.Remainder(rest, of: divisor))
  }

  /// Divides by the divisor times 10 to the `places`.
  private static func shortDivision(
    _ dividend: UInt128, _ divisor: UInt128, places: Int
  ) -> (UInt128, Rounding.Remainder)? {
    let factor = powerOfTen(places).magnitude
    let (scaled, overflow) = divisor.multipliedReportingOverflow(by: factor)
    // A divisor of 2¹²⁸ or more is over twice any dividend, which has at most 2¹²⁷.
    if overflow { return (0, dividend == 0 ? .none : .belowHalf) }
    let (quotient, rest) = dividend.quotientAndRemainder(dividingBy: scaled)
    return (quotient, Rounding.Remainder(rest, of: scaled))
  }

  private static func combine(
    _ left: ExactDecimal, _ right: ExactDecimal,
    _ operation: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
  ) -> ExactDecimal? {
    if let result = align(left, right, operation) { return result }
    return align(left.normalized, right.normalized, operation)
  }

  private static func align(
    _ left: ExactDecimal, _ right: ExactDecimal,
    _ operation: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
  ) -> ExactDecimal? {
    let scale = max(left.scale, right.scale)
    let first = left.coefficient.multipliedReportingOverflow(by: powerOfTen(scale - left.scale))
    let second = right.coefficient.multipliedReportingOverflow(by: powerOfTen(scale - right.scale))
    let result = operation(first.partialValue, second.partialValue)
    if first.overflow || second.overflow || result.overflow { return nil }
    return ExactDecimal(unchecked: result.partialValue, scale: scale)
  }

  private static func multiply(_ left: ExactDecimal, _ right: ExactDecimal) -> ExactDecimal? {
    let scale = left.scale + right.scale
    let product = left.coefficient.multipliedReportingOverflow(by: right.coefficient)
    if product.overflow || scale > maximumScale { return nil }
    return ExactDecimal(unchecked: product.partialValue, scale: scale)
  }

  /// The number times a power of ten, exactly and normalized; nil when it does not fit.
  package func shifted(byPowerOfTen exponent: Int) -> ExactDecimal? {
    let exact = normalized
    var (digits, scale) = (exact.coefficient, exact.scale - exponent)
    // A whole number keeps its own trailing zeros, which may have to leave room here.
    while scale > 0, digits.isMultiple(of: 10) {
      digits /= 10
      scale -= 1
      if digits == 0 { return .zero }
    }
    if scale > Self.maximumScale { return nil }
    if scale >= 0 { return ExactDecimal(unchecked: digits, scale: scale) }
    if -scale > Self.maximumScale { return exact.isZero ? .zero : nil }
    let product = exact.coefficient.multipliedReportingOverflow(by: Self.powerOfTen(-scale))
    return product.overflow ? nil : ExactDecimal(unchecked: product.partialValue, scale: 0)
  }
}

extension ExactDecimal {
  /// The digits at `scale` places; nil when digits would be lost or do not fit.
  package func coefficient(atScale scale: Int) -> Int128? {
    let exact = normalized
    guard exact.scale <= scale, scale <= Self.maximumScale else { return nil }
    let (digits, overflow) = exact.coefficient.multipliedReportingOverflow(
      by: Self.powerOfTen(scale - exact.scale))
    return overflow ? nil : digits
  }
}
