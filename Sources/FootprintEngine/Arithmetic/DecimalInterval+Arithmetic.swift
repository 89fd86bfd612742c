// SPDX-License-Identifier: Apache-2.0

extension DecimalInterval {
  /// What holds everything between two integers, cut to 36 digits.
  @inline(__always)
  init(enclosing low: WideInteger, _ high: WideInteger, exponent: Int) {
    let digits = PowersOfTen.atLeastDigits(bits: Swift.max(low.bits, high.bits))
    guard digits > Self.digits else {
      self.init(lower: low.narrow, upper: high.narrow, exponent: exponent)
      return
    }
    let places = digits - Self.digits
    self.init(
      lower: low.cut(places, roundingUp: false), upper: high.cut(places, roundingUp: true),
      exponent: exponent + places)
  }

  /// The sum.
  package static func + (left: DecimalInterval, right: DecimalInterval) -> DecimalInterval {
    if left.isZero { return right }
    if right.isZero { return left }
    if left.exponent == right.exponent {
      return sum(
        (left.lower, left.upper), (right.lower, right.upper), exponent: left.exponent)
    }
    let (coarse, fine) = left.exponent > right.exponent ? (left, right) : (right, left)
    let gap = coarse.exponent - fine.exponent
    // The coarse number takes on digits as far as there is room; the fine one loses the rest.
    let room = Self.digits - PowersOfTen.digits(of: coarse.largestDigits)
    let shift = Swift.min(gap, Swift.max(room, 0))
    let factor = Int128(PowersOfTen.table[shift])
    let rest = gap - shift
    return sum(
      (coarse.lower * factor, coarse.upper * factor),
      (
        cut(fine.lower, rest, roundingUp: false), cut(fine.upper, rest, roundingUp: true)
      ), exponent: coarse.exponent - shift)
  }

  /// The difference.
  package static func - (left: DecimalInterval, right: DecimalInterval) -> DecimalInterval {
    left + right.negated
  }

  /// The product.
  package static func * (left: DecimalInterval, right: DecimalInterval) -> DecimalInterval {
    let exponent = left.exponent + right.exponent
    if left.isExact, right.isExact {
      let product = WideInteger(left.lower, times: right.lower)
      return DecimalInterval(enclosing: product, product, exponent: exponent)
    }
    if left.lower < 0, left.upper > 0, right.lower < 0, right.upper > 0 {
      let low = (
        WideInteger(left.lower, times: right.upper), WideInteger(left.upper, times: right.lower)
      )
      let high = (
        WideInteger(left.lower, times: right.lower), WideInteger(left.upper, times: right.upper)
      )
      return DecimalInterval(
        enclosing: low.0 < low.1 ? low.0 : low.1, high.0 < high.1 ? high.1 : high.0,
        exponent: exponent)
    }
    // One of them does not change sign, so the signs say which bounds make the smallest and the
    // largest product.
    let (low, high): (WideInteger, WideInteger)
    if left.lower >= 0 {
      low = WideInteger(right.lower >= 0 ? left.lower : left.upper, times: right.lower)
      high = WideInteger(right.upper >= 0 ? left.upper : left.lower, times: right.upper)
    } else if left.upper <= 0 {
      low = WideInteger(right.upper >= 0 ? left.lower : left.upper, times: right.upper)
      high = WideInteger(right.lower >= 0 ? left.upper : left.lower, times: right.lower)
    } else if right.lower >= 0 {
      low = WideInteger(left.lower, times: right.upper)
      high = WideInteger(left.upper, times: right.upper)
    } else {
      low = WideInteger(left.upper, times: right.lower)
      high = WideInteger(left.lower, times: right.lower)
    }
    return DecimalInterval(enclosing: low, high, exponent: exponent)
  }

  /// The quotient, or `nil` when zero is inside the divisor.
  package func divided(by divisor: DecimalInterval) -> DecimalInterval? {
    guard !divisor.holdsZero else { return nil }
    if isZero { return .zero }
    if divisor.upper < 0 { return negated.divided(by: divisor.negated) }
    // 36 digits, then as many more as the divisor has but one: the quotient has 35 or 36.
    let places = Self.digits - PowersOfTen.digits(of: largestDigits)
    let more = PowersOfTen.digits(of: divisor.lower.magnitude) - 1
    let shift = Int128(PowersOfTen.table[Swift.max(places, 0)])
    let scale = Int128(PowersOfTen.table[more])
    let low = WideInteger(lower * shift, times: scale)
    let high = WideInteger(upper * shift, times: scale)
    // A bound below zero is farthest from it where the divisor is smallest.
    let quotient = DecimalInterval(
      lower: low.divided(
        by: (lower >= 0 ? divisor.upper : divisor.lower).magnitude, roundingUp: false),
      upper: high.divided(
        by: (upper >= 0 ? divisor.lower : divisor.upper).magnitude, roundingUp: true),
      exponent: exponent - Swift.max(places, 0) - more - divisor.exponent)
    return quotient.isExact ? quotient.withoutTrailingZeros : quotient
  }

  /// The same exact number with the fewest digits.
  package var withoutTrailingZeros: DecimalInterval {
    guard isExact else { return self }
    guard lower != 0 else { return .zero }
    var (number, exponent) = (lower, exponent)
    for places in [16, 8, 4, 2, 1] {
      let divisor = Int128(PowersOfTen.table[places])
      while true {
        let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
        if rest != 0 { break }
        (number, exponent) = (quotient, exponent + places)
      }
    }
    return DecimalInterval(lower: number, upper: number, exponent: exponent)
  }

  private static func sum(
    _ left: (Int128, Int128), _ right: (Int128, Int128), exponent: Int
  ) -> DecimalInterval {
    // Neither is above 10³⁶, so their sum is far below 2¹²⁷.
    let (lower, upper) = (left.0 + right.0, left.1 + right.1)
    if lower.magnitude <= limit, upper.magnitude <= limit {
      return DecimalInterval(lower: lower, upper: upper, exponent: exponent)
    }
    return DecimalInterval(
      lower: cut(lower, 1, roundingUp: false), upper: cut(upper, 1, roundingUp: true),
      exponent: exponent + 1)
  }

  /// The quotient by 10^`places`, rounded up or down.
  static func cut(_ number: Int128, _ places: Int, roundingUp: Bool) -> Int128 {
    if places == 0 { return number }
    if places > 38 {
      return number == 0 || roundingUp == (number < 0) ? 0 : roundingUp ? 1 : -1
    }
    return WideInteger(number).cut(places, roundingUp: roundingUp)
  }
}
