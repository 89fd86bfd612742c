// SPDX-License-Identifier: Apache-2.0

/// The powers of ten that 128 bits hold, and how many decimal digits a number has.
enum PowersOfTen {
  /// 10⁰ … 10³⁸.
  static let table: [UInt128] = {
    var powers: [UInt128] = [1]
    for exponent in 0..<38 { powers.append(powers[exponent] * 10) }
    return powers
  }()

  /// The number of decimal digits; zero has one.
  static func digits(of number: UInt128) -> Int {
    let guess = atLeastDigits(bits: 128 - number.leadingZeroBitCount)
    return guess > 1 && guess <= 39 && number < table[guess - 1] ? guess - 1 : guess
  }

  /// A number of digits that every number of so many bits fits in; at most one too many.
  @inline(__always)
  static func atLeastDigits(bits: Int) -> Int {
    // 1234 / 4096 is just above log₁₀ 2.
    (bits * 1234) >> 12 + 1
  }
}
