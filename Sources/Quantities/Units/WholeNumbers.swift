// SPDX-License-Identifier: Apache-2.0

/// The greatest common divisor without sign; 1 when both are zero, so that dividing is safe.
package func greatestCommonDivisor(_ left: Int128, _ right: Int128) -> Int128 {
  var (larger, smaller) = (left.magnitude, right.magnitude)
  while smaller != 0 {
    // Most numbers are small, and 64-bit division is many times faster.
    if larger <= UInt128(UInt64.max), smaller <= UInt128(UInt64.max) {
      let (high, low) = (UInt64(truncatingIfNeeded: larger), UInt64(truncatingIfNeeded: smaller))
      (larger, smaller) = (smaller, UInt128(high % low))
    } else {
      (larger, smaller) = (smaller, larger % smaller)
    }
  }
  return larger == 0 ? 1 : Int128(clamping: larger)
}

/// The product, or an error when 127 bits cannot hold it.
package func checkedProduct(
  _ left: Int128, _ right: Int128
) throws(ArithmeticOverflow) -> Int128 {
  let (product, overflow) = left.multipliedReportingOverflow(by: right)
  guard !overflow, product != .min else { throw ArithmeticOverflow() }
  return product
}

/// The sum, or an error when 127 bits cannot hold it.
package func checkedSum(
  _ left: Int128, _ right: Int128
) throws(ArithmeticOverflow) -> Int128 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  guard !overflow, sum != .min else { throw ArithmeticOverflow() }
  return sum
}

/// The quotient as a whole number; neither number may be −2¹²⁷.
///
/// A divisor of zero, or −2¹²⁷, gives zero: a checked program never gets there, and a ledger must
/// not stop if that were ever wrong.
@inlinable @inline(__always)
package func roundedQuotient(
  _ dividend: Int128, _ divisor: Int128, _ rounding: Rounding
) -> Int128 {
  if let small = Int64(exactly: dividend), let by = Int64(exactly: divisor), small != .min {
    return Int128(roundedQuotient64(small, by, rounding))
  }
  return roundedQuotient128(dividend, divisor, rounding)
}

@inlinable @inline(__always)
package func roundedQuotient64(
  _ dividend: Int64, _ divisor: Int64, _ rounding: Rounding
) -> Int64 {
  guard divisor != 0 else { return 0 }
  let (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
  guard rest != 0 else { return quotient }
  let isNegative = (dividend < 0) != (divisor < 0)
  let (part, other) = (rest.magnitude, divisor.magnitude &- rest.magnitude)
  let away = awayFromZero(
    rounding, isNegative: isNegative, isOdd: quotient & 1 != 0,
    half: part == other ? 0 : part < other ? -1 : 1)
  return away ? (isNegative ? quotient &- 1 : quotient &+ 1) : quotient
}

@usableFromInline @inline(never)
package func roundedQuotient128(
  _ dividend: Int128, _ divisor: Int128, _ rounding: Rounding
) -> Int128 {
  guard divisor != 0, dividend != .min else { return 0 }
  let (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
  guard rest != 0 else { return quotient }
  let isNegative = (dividend < 0) != (divisor < 0)
  let (part, other) = (rest.magnitude, divisor.magnitude &- rest.magnitude)
  let away = awayFromZero(
    rounding, isNegative: isNegative, isOdd: quotient & 1 != 0,
    half: part == other ? 0 : part < other ? -1 : 1)
  return away ? (isNegative ? quotient &- 1 : quotient &+ 1) : quotient
}

/// Whether a quotient that left a rest grows by one; `half` compares the rest with one half.
@inlinable @inline(__always)
package func awayFromZero(
  _ rounding: Rounding, isNegative: Bool, isOdd: Bool, half: Int
) -> Bool {
  switch rounding {
  case .down: false
  case .up: true
  case .floor: isNegative
  case .ceiling: !isNegative
  case .halfEven: half > 0 || (half == 0 && isOdd)
  case .halfUp: half >= 0
  }
}
