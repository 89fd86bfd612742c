// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The least and the most that a register can hold: what proofs about a program are made of.
struct RawRange: Hashable, Sendable {
  let low: Int128
  let high: Int128

  /// From `low` to `high`, both included.
  init(_ low: Int128, _ high: Int128) {
    precondition(low <= high, "a range that holds nothing is no range")
    self.low = low
    self.high = high
  }

  /// One value.
  init(_ value: Int128) {
    self.init(value, value)
  }

  /// What a flag or a comparison can be.
  static let truth = RawRange(0, 1)

  var isSingle: Bool { low == high }

  func contains(_ value: Int128) -> Bool { low <= value && value <= high }

  /// What both allow; `nil` when they exclude each other.
  func intersection(_ other: RawRange) -> RawRange? {
    let (low, high) = (max(low, other.low), min(high, other.high))
    return low <= high ? RawRange(low, high) : nil
  }

  /// What either allows, and what lies between.
  func union(_ other: RawRange) -> RawRange {
    RawRange(min(low, other.low), max(high, other.high))
  }

  static func + (left: RawRange, right: RawRange) throws(ArithmeticOverflow) -> RawRange {
    RawRange(try checkedSum(left.low, right.low), try checkedSum(left.high, right.high))
  }

  static func - (left: RawRange, right: RawRange) throws(ArithmeticOverflow) -> RawRange {
    RawRange(try checkedSum(left.low, -right.high), try checkedSum(left.high, -right.low))
  }

  static func * (left: RawRange, right: RawRange) throws(ArithmeticOverflow) -> RawRange {
    try corners(left, right, checkedProduct)
  }

  /// The range of a rounded quotient; the divisor must exclude zero.
  func quotient(
    by divisor: RawRange, _ rounding: Rounding
  ) throws(ArithmeticOverflow) -> RawRange {
    precondition(!divisor.contains(0), "a divisor that can be zero was let through")
    return try Self.corners(self, divisor) { roundedQuotient($0, $1, rounding) }
  }

  /// The range of an operation that goes one way in each operand, so that its corners decide.
  private static func corners(
    _ left: RawRange, _ right: RawRange,
    _ operation: (Int128, Int128) throws(ArithmeticOverflow) -> Int128
  ) throws(ArithmeticOverflow) -> RawRange {
    let (a, b) = (try operation(left.low, right.low), try operation(left.low, right.high))
    let (c, d) = (try operation(left.high, right.low), try operation(left.high, right.high))
    return RawRange(min(a, b, c, d), max(a, b, c, d))
  }
}
