// SPDX-License-Identifier: Apache-2.0
import Quantities
import Testing

@testable import MethodologyEngine

@Suite struct RationalTests {
  @Test func `sums and products are associative, commutative and distributive`() throws {
    var random = SplitMix64(seed: 63)
    for _ in 0..<2000 {
      let (a, b, c) = (fraction(&random), fraction(&random), fraction(&random))
      #expect(try (a + b) + c == a + (b + c))
      #expect(try a + b == b + a)
      #expect(try (a * b) * c == a * (b * c))
      #expect(try a * (b + c) == a * b + a * c)
      #expect(try (a - b) + b == a)
      if !b.isZero { #expect(try (a / b) * b == a) }
    }
  }

  @Test(arguments: Rounding.allCases)
  func `rounding is monotone, within one step, and agrees with the tracer`(rounding: Rounding)
    throws
  {
    var random = SplitMix64(seed: 64)
    for _ in 0..<2000 {
      let (a, b) = (fraction(&random), fraction(&random))
      let (low, high) = try Rational.compare(a, b) <= 0 ? (a, b) : (b, a)
      #expect(low.rounded(rounding) <= high.rounded(rounding))
      let distance = try (Rational(whole: a.rounded(rounding)) - a).magnitude
      #expect(try Rational.compare(distance, .one) < 0)
      #expect(try Tracer.nearest(a, rounding) == Rational(whole: a.rounded(rounding)))
    }
  }

  @Test func `what 127 bits cannot hold is an error`() throws {
    let large = Rational(whole: .max)
    #expect(throws: ArithmeticOverflow.self) { try large + .one }
    #expect(throws: ArithmeticOverflow.self) { try large * Rational(2) }
    #expect(throws: ArithmeticOverflow.self) { try Rational(.min, over: 1) }
    #expect(throws: ArithmeticOverflow.self) { try Rational.zero.raised(to: -1) }
    #expect(roundedQuotient(1, 0, .up) == 0)
    #expect(roundedQuotient(.min, -1, .up) == 0)
  }

  @Test(arguments: [
    (Int128(1), Int128(8), "0.125"), (-7, 2, "-3.5"), (1, 3, "≈0.333333333333"),
    (2_000_000, 3, "≈666666.666667"), (1, 7000, "≈0.000142857142857"), (0, 5, "0"),
    (-44, 12, "≈-3.66666666667"),
  ])
  func `decimals that do not end are marked`(above: Int128, below: Int128, text: String) throws {
    #expect(try Rational(above, over: below).decimalText == text)
  }

  private func fraction(_ random: inout SplitMix64) -> Rational {
    let above = Int128.random(in: -5000...5000, using: &random)
    let below = Int128.random(in: 1...60, using: &random)
    return (try? Rational(above, over: below)) ?? .zero
  }
}
