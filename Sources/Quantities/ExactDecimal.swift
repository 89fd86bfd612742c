// SPDX-License-Identifier: Apache-2.0

/// A decimal number held exactly: a 128-bit integer and the place of its decimal point.
///
/// Results are exact or an error; only ``rounded(scale:rounding:)`` and
/// ``divided(by:scale:rounding:)`` lose digits, and they say how. Binary floating point has no
/// way in. Trailing zeros are kept for display, yet 1.50 and 1.5 are equal and hash alike.
public struct ExactDecimal: Sendable {
  /// The digits, with the sign: 1.50 has 150.
  public let coefficient: Int128

  /// The number of decimal places, 0…38: 1.50 has 2.
  public let scale: Int

  /// The most decimal places; 10³⁸ is the largest power of ten that 127 bits hold.
  public static let maximumScale = 38

  /// Zero.
  public static let zero = ExactDecimal(0)

  /// One.
  public static let one = ExactDecimal(1)

  /// A whole number.
  public init(_ integer: some FixedWidthInteger & SignedInteger) {
    self.init(unchecked: Int128(integer), scale: 0)
  }

  /// The number coefficient × 10⁻ˢᶜᵃˡᵉ.
  ///
  /// - Throws: ``QuantityError/scaleOutOfRange(_:)`` unless the scale is 0…38.
  public init(coefficient: Int128, scale: Int) throws(QuantityError) {
    guard (0...Self.maximumScale).contains(scale) else { throw .scaleOutOfRange(scale) }
    self.init(unchecked: coefficient, scale: scale)
  }

  init(unchecked coefficient: Int128, scale: Int) {
    self.coefficient = coefficient
    self.scale = scale
  }

  /// The same number with no trailing zero after the decimal point.
  public var normalized: ExactDecimal {
    var (digits, places) = (coefficient, scale)
    while places > 0 {
      let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: 10)
      if remainder != 0 { break }
      digits = quotient
      places -= 1
    }
    return ExactDecimal(unchecked: digits, scale: places)
  }

  /// Whether the number has no fraction, as 2.00 has none.
  public var isWhole: Bool { normalized.scale == 0 }

  /// Whether the number is below zero.
  public var isNegative: Bool { coefficient < 0 }

  /// Whether the number is zero.
  public var isZero: Bool { coefficient == 0 }

  /// The number as a 64-bit integer, or nil when it has a fraction or is too large.
  public var wholeNumber: Int64? {
    let exact = normalized
    return exact.scale == 0 ? Int64(exactly: exact.coefficient) : nil
  }

  static func powerOfTen(_ exponent: Int) -> Int128 {
    powersOfTen[exponent]
  }

  private static let powersOfTen: [Int128] = {
    var powers: [Int128] = [1]
    for exponent in 0..<maximumScale { powers.append(powers[exponent] * 10) }
    return powers
  }()
}

extension ExactDecimal: Hashable, Comparable {
  /// Whether both are the same number, however many zeros they are written with.
  public static func == (left: ExactDecimal, right: ExactDecimal) -> Bool {
    compare(left, right) == 0
  }

  /// Whether the left number is smaller.
  public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    compare(left, right) < 0
  }

  /// Hashes the number, not the way it is written.
  public func hash(into hasher: inout Hasher) {
    let exact = normalized
    hasher.combine(exact.coefficient)
    hasher.combine(exact.scale)
  }

  /// Negative, zero or positive as left is below, equal to or above right; it cannot overflow.
  private static func compare(_ left: ExactDecimal, _ right: ExactDecimal) -> Int {
    if left.scale > right.scale { return -compare(right, left) }
    let factor = powerOfTen(right.scale - left.scale)
    let (scaled, overflow) = left.coefficient.multipliedReportingOverflow(by: factor)
    // What overflows is farther from zero than any coefficient, so its sign decides.
    if overflow { return left.coefficient < 0 ? -1 : 1 }
    if scaled == right.coefficient { return 0 }
    return scaled < right.coefficient ? -1 : 1
  }
}
