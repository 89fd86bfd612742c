// SPDX-License-Identifier: Apache-2.0

/// A signed integer of up to 256 bits: what two numbers of 36 digits make, before it is cut.
struct WideInteger {
  let isNegative: Bool
  let high: UInt128
  let low: UInt128

  @inline(__always)
  init(isNegative: Bool, high: UInt128, low: UInt128) {
    self.isNegative = isNegative
    self.high = high
    self.low = low
  }

  @inline(__always)
  init(_ number: Int128) {
    self.init(isNegative: number < 0, high: 0, low: number.magnitude)
  }

  /// The product.
  @inline(__always)
  init(_ left: Int128, times right: Int128) {
    let product = left.magnitude.multipliedFullWidth(by: right.magnitude)
    self.init(isNegative: (left < 0) != (right < 0), high: product.high, low: product.low)
  }

  @inline(__always)
  var bits: Int {
    high == 0 ? 128 - low.leadingZeroBitCount : 256 - high.leadingZeroBitCount
  }

  /// The number, when it is known to fit.
  @inline(__always)
  var narrow: Int128 {
    let digits = Int128(truncatingIfNeeded: low)
    return isNegative ? -digits : digits
  }

  /// Whether the left number is smaller.
  static func < (left: WideInteger, right: WideInteger) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    let isSmaller = (left.high, left.low) < (right.high, right.low)
    let isEqual = left.high == right.high && left.low == right.low
    return !isEqual && isSmaller != left.isNegative
  }

  /// The quotient by 10^`places`, rounded up or down; it must fit in 127 bits.
  @inline(__always)
  func cut(_ places: Int, roundingUp: Bool) -> Int128 {
    divided(by: PowersOfTen.table[places], roundingUp: roundingUp)
  }

  /// The quotient, rounded up or down; the divisor must be above `high`.
  @inline(__always)
  func divided(by divisor: UInt128, roundingUp: Bool) -> Int128 {
    let (quotient, rest) =
      high == 0
      ? low.quotientAndRemainder(dividingBy: divisor)
      : divisor.dividingFullWidth((high, low))
    let signed = Int128(truncatingIfNeeded: quotient)
    // Without its rest a quotient is too near to zero.
    let away: Int128 = rest != 0 && roundingUp != isNegative ? 1 : 0
    return isNegative ? -(signed + away) : signed + away
  }
}
