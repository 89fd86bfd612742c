// SPDX-License-Identifier: Apache-2.0

/// An integer of any size, slow and plain: what tests check fast arithmetic against.
struct BigInteger: Comparable, Sendable {
  private(set) var isNegative: Bool
  /// From the least significant limb on, without leading zeros.
  private(set) var limbs: [UInt32]

  static let zero = BigInteger(0)
  static let one = BigInteger(1)

  init(_ number: Int128) {
    var rest = number.magnitude
    var limbs: [UInt32] = []
    while rest != 0 {
      limbs.append(UInt32(truncatingIfNeeded: rest))
      rest >>= 32
    }
    self.init(number < 0, limbs)
  }

  private init(_ isNegative: Bool, _ limbs: [UInt32]) {
    var limbs = limbs
    while limbs.last == 0 { limbs.removeLast() }
    self.isNegative = isNegative && !limbs.isEmpty
    self.limbs = limbs
  }

  static func powerOfTen(_ exponent: Int) -> BigInteger {
    (0..<exponent).reduce(.one) { power, _ in power * BigInteger(10) }
  }

  var isZero: Bool { limbs.isEmpty }
  var negated: BigInteger { BigInteger(!isNegative, limbs) }
  var magnitude: BigInteger { BigInteger(false, limbs) }

  static func < (left: BigInteger, right: BigInteger) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    let order = compare(left.limbs, right.limbs)
    return left.isNegative ? order > 0 : order < 0
  }

  static func + (left: BigInteger, right: BigInteger) -> BigInteger {
    if left.isNegative == right.isNegative {
      return BigInteger(left.isNegative, sum(left.limbs, right.limbs))
    }
    return compare(left.limbs, right.limbs) >= 0
      ? BigInteger(left.isNegative, difference(left.limbs, right.limbs))
      : BigInteger(right.isNegative, difference(right.limbs, left.limbs))
  }

  static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + right.negated }

  static func * (left: BigInteger, right: BigInteger) -> BigInteger {
    var limbs = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count + 1)
    for (i, a) in left.limbs.enumerated() {
      var carry: UInt64 = 0
      for (j, b) in right.limbs.enumerated() {
        let sum = UInt64(a) * UInt64(b) + UInt64(limbs[i + j]) + carry
        limbs[i + j] = UInt32(truncatingIfNeeded: sum)
        carry = sum >> 32
      }
      limbs[i + right.limbs.count] = UInt32(carry)
    }
    return BigInteger(left.isNegative != right.isNegative, limbs)
  }

  /// The quotient, rounded down in magnitude, bit by bit.
  func divided(by divisor: BigInteger) -> BigInteger {
    precondition(!divisor.isZero, "a quotient needs a divisor")
    var quotient = [UInt32](repeating: 0, count: limbs.count)
    var rest = BigInteger.zero
    for limb in limbs.indices.reversed() {
      for bit in (0..<32).reversed() {
        rest = BigInteger(false, Self.sum(rest.limbs, rest.limbs))
        if limbs[limb] >> UInt32(bit) & 1 == 1 { rest = rest + .one }
        guard Self.compare(rest.limbs, divisor.limbs) >= 0 else { continue }
        rest = BigInteger(false, Self.difference(rest.limbs, divisor.limbs))
        quotient[limb] |= 1 << UInt32(bit)
      }
    }
    return BigInteger(isNegative != divisor.isNegative, quotient)
  }

  private static func compare(_ left: [UInt32], _ right: [UInt32]) -> Int {
    if left.count != right.count { return left.count < right.count ? -1 : 1 }
    for (a, b) in zip(left.reversed(), right.reversed()) where a != b { return a < b ? -1 : 1 }
    return 0
  }

  private static func sum(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt64 = 0
    for place in 0..<max(left.count, right.count) {
      let sum =
        UInt64(place < left.count ? left[place] : 0)
        + UInt64(place < right.count ? right[place] : 0) + carry
      result.append(UInt32(truncatingIfNeeded: sum))
      carry = sum >> 32
    }
    return result + [UInt32(carry)]
  }

  private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var borrow: Int64 = 0
    for place in left.indices {
      var digit = Int64(left[place]) - borrow - (place < right.count ? Int64(right[place]) : 0)
      borrow = digit < 0 ? 1 : 0
      if digit < 0 { digit += 1 << 32 }
      result.append(UInt32(digit))
    }
    return result
  }
}

/// A fraction of integers of any size, never reduced.
struct BigFraction: Sendable {
  let above: BigInteger
  /// Above zero.
  let below: BigInteger

  init(_ above: BigInteger, over below: BigInteger = .one) {
    (self.above, self.below) =
      below.isNegative ? (above.negated, below.negated) : (above, below)
  }

  /// `digits` × 10^`exponent`.
  init(_ digits: Int128, exponent: Int = 0) {
    let power = BigInteger.powerOfTen(abs(exponent))
    self =
      exponent < 0
      ? BigFraction(BigInteger(digits), over: power) : BigFraction(BigInteger(digits) * power)
  }

  static func + (left: BigFraction, right: BigFraction) -> BigFraction {
    BigFraction(
      left.above * right.below + right.above * left.below, over: left.below * right.below)
  }
  static func - (left: BigFraction, right: BigFraction) -> BigFraction {
    left + BigFraction(right.above.negated, over: right.below)
  }
  static func * (left: BigFraction, right: BigFraction) -> BigFraction {
    BigFraction(left.above * right.above, over: left.below * right.below)
  }
  static func / (left: BigFraction, right: BigFraction) -> BigFraction {
    BigFraction(left.above * right.below, over: left.below * right.above)
  }
  static func <= (left: BigFraction, right: BigFraction) -> Bool {
    left.above * right.below <= right.above * left.below
  }
  static func == (left: BigFraction, right: BigFraction) -> Bool {
    left.above * right.below == right.above * left.below
  }
}
