// SPDX-License-Identifier: Apache-2.0
package import Quantities

extension DecimalInterval {
  /// How narrow an interval around a boundary of rounding must be to count as the boundary:
  /// 10⁻¹² of the last place.
  static let boundaryDigits = 12

  /// The number with `scale` decimal places, the same for everything inside.
  ///
  /// Bounds that round to neighbours have the boundary between them. When they are within 10⁻¹² of
  /// the last place of each other, the number counts as the boundary itself: thirds that cancel
  /// leave such a trace on a number that has an end, and nobody can tell the difference otherwise.
  ///
  /// - Returns: `nil` when the bounds are too far apart to tell, or the number does not fit.
  package func rounded(scale: Int, rounding: Rounding) -> ExactDecimal? {
    guard let low = Self.rounded(lower, exponent + scale, rounding),
      let high = Self.rounded(upper, exponent + scale, rounding)
    else { return nil }
    if low == high { return try? ExactDecimal(coefficient: low, scale: scale) }
    let places = -exponent - scale
    guard high - low == 1, places > Self.boundaryDigits else { return nil }
    let width = (upper - lower).magnitude
    let narrow = PowersOfTen.table[Swift.min(places - Self.boundaryDigits, 38)]
    guard width < narrow else { return nil }
    let outer = low >= 0 ? high : low
    let digits =
      switch rounding {
      case .halfEven: low.isMultiple(of: 2) ? low : high
      case .down, .halfUp: outer
      case .up: outer == high ? low : high
      case .floor: high
      case .ceiling: low
      }
    return try? ExactDecimal(coefficient: digits, scale: scale)
  }

  /// How many places the number has before (positive) or after (negative or zero) its point, up to
  /// its first digit; `nil` for zero.
  package var leadingPlace: Int? {
    let digits = largestDigits
    return digits == 0 ? nil : PowersOfTen.digits(of: digits) + exponent
  }

  /// The number as people read it: every digit when it is exact and short, else `≈` and twelve.
  package var decimalText: String {
    if let exact = exactDecimal { return exact.description }
    guard let place = leadingPlace else { return "0" }
    let scale = Swift.min(Swift.max(12 - place, 0), ExactDecimal.maximumScale)
    if let value = rounded(scale: scale, rounding: .halfEven) { return "≈\(value.normalized)" }
    return "≈\(Self.text(lower, exponent))…\(Self.text(upper, exponent))"
  }

  /// The number as a decimal, when it is exact and fits.
  package var exactDecimal: ExactDecimal? {
    guard isExact else { return nil }
    let short = withoutTrailingZeros
    guard short.exponent >= -ExactDecimal.maximumScale else { return nil }
    return short.rounded(scale: Swift.max(-short.exponent, 0), rounding: .down)
  }

  private static func text(_ digits: Int128, _ exponent: Int) -> String {
    "\(digits)e\(exponent)"
  }

  /// `number` × 10^`shift` as a whole number; `nil` when it has more than 38 digits.
  private static func rounded(
    _ number: Int128, _ shift: Int, _ rounding: Rounding
  ) -> Int128? {
    if number == 0 { return 0 }
    if shift >= 0 {
      guard shift <= 38 else { return nil }
      let (product, overflow) = number.multipliedReportingOverflow(
        by: Int128(PowersOfTen.table[shift]))
      return overflow ? nil : product
    }
    // Beyond 38 places the number is far below one half; dividing by 10³⁸ rounds it the same way.
    return roundedQuotient(number, Int128(PowersOfTen.table[Swift.min(-shift, 38)]), rounding)
  }
}
