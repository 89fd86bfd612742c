// SPDX-License-Identifier: Apache-2.0
import Quantities
import Testing

@testable import FootprintEngine

@Suite struct DecimalIntervalTests {
  @Test func `decimals stay exact while they end`() {
    let tenth = DecimalInterval("0.1" as ExactDecimal)
    let fifth = DecimalInterval("0.2" as ExactDecimal)
    #expect((tenth + fifth).exactDecimal == "0.3")
    #expect((tenth * fifth).exactDecimal == "0.02")
    #expect(tenth.divided(by: fifth)?.exactDecimal == "0.5")
    #expect((tenth - tenth).isZero)
  }

  @Test func `a third is enclosed by two neighbours of thirty-five digits`() throws {
    let third = try #require(DecimalInterval.one.divided(by: DecimalInterval(3)))
    #expect(!third.isExact)
    #expect(third.upper - third.lower == 1)
    #expect(PowersOfTen.digits(of: third.lower.magnitude) == 35)
    #expect((third * DecimalInterval(3)).holds(.one))
    #expect(third.decimalText == "≈0.333333333333")
  }

  @Test func `nothing is divided by what may be zero`() {
    #expect(DecimalInterval.one.divided(by: .zero) == nil)
    let around = DecimalInterval(lower: -1, upper: 1, exponent: -30)
    #expect(DecimalInterval.one.divided(by: around) == nil)
  }

  @Test func `thirds that cancel round as the number they leave`() throws {
    let third = try #require(DecimalInterval.one.divided(by: DecimalInterval(3)))
    let half = (third + third + third) * DecimalInterval("0.125" as ExactDecimal)
    #expect(!half.isExact)
    #expect(half.rounded(scale: 2, rounding: .halfEven) == "0.12")
    #expect((half * DecimalInterval(3)).rounded(scale: 2, rounding: .halfEven) == "0.38")
    #expect((half * DecimalInterval(8)).rounded(scale: 2, rounding: .down) == 1)
  }

  @Test func `bounds that disagree give no number`() {
    let wide = DecimalInterval(lower: 124, upper: 126, exponent: -3)
    #expect(wide.rounded(scale: 2, rounding: .halfEven) == nil)
    #expect(wide.rounded(scale: 1, rounding: .halfEven) == "0.1")
  }

  @Test func `the number of digits is right around every power of ten`() {
    for exponent in 1...38 {
      let power = PowersOfTen.table[exponent]
      #expect(PowersOfTen.digits(of: power) == exponent + 1)
      #expect(PowersOfTen.digits(of: power - 1) == exponent)
    }
    #expect(PowersOfTen.digits(of: UInt128.max) == 39)
    #expect(PowersOfTen.digits(of: 0) == 1)
  }

  @Test func `decimals and fractions of any size are enclosed`() throws {
    let largest = try ExactDecimal(coefficient: .max, scale: 38)
    let interval = DecimalInterval(largest)
    #expect(Self.holds(interval, BigFraction(.max, exponent: -38)))
    let smallest = try ExactDecimal(coefficient: .min, scale: 0)
    #expect(Self.holds(DecimalInterval(smallest), BigFraction(.min)))
    let fraction = try Rational(.max, over: .max - 6)
    let exact = BigFraction(
      BigInteger(fraction.numerator), over: BigInteger(fraction.denominator))
    #expect(Self.holds(DecimalInterval(fraction), exact))
  }

  // MARK: Laws

  /// A number that was computed: its interval, and what it exactly is.
  private struct Pair {
    let interval: DecimalInterval
    let exact: BigFraction
  }

  static func holds(_ interval: DecimalInterval, _ exact: BigFraction) -> Bool {
    BigFraction(interval.lower, exponent: interval.exponent) <= exact
      && exact <= BigFraction(interval.upper, exponent: interval.exponent)
  }

  private static func draw(_ random: inout SplitMix64) -> Pair {
    let bits = Int.random(in: 1...119, using: &random)
    let wide = UInt128(random.next()) << 64 | UInt128(random.next())
    let digits = Int128(wide >> UInt128(128 - bits)) * (Bool.random(using: &random) ? 1 : -1)
    let exponent = Int.random(in: -40...20, using: &random)
    // Every third number has a little room around it.
    let room = Int.random(in: 0..<3, using: &random) == 0 ? Int128(digits.magnitude >> 90) : 0
    let interval = DecimalInterval(
      lower: digits - room, upper: digits + room, exponent: exponent)
    return Pair(interval: interval, exact: BigFraction(digits, exponent: exponent))
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `every operation encloses the exact number`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for round in 0..<400 {
      let (left, right) = (Self.draw(&random), Self.draw(&random))
      let comment = Comment(rawValue: "seed \(seed), round \(round)")
      #expect(
        Self.holds(left.interval + right.interval, left.exact + right.exact), comment)
      #expect(
        Self.holds(left.interval - right.interval, left.exact - right.exact), comment)
      let product = left.interval * right.interval
      #expect(Self.holds(product, left.exact * right.exact), comment)
      for bound in [product.lower, product.upper] {
        #expect(bound.magnitude <= DecimalInterval.limit, comment)
      }
      guard let quotient = left.interval.divided(by: right.interval) else { continue }
      #expect(Self.holds(quotient, left.exact / right.exact), comment)
      for bound in [quotient.lower, quotient.upper] {
        #expect(bound.magnitude <= DecimalInterval.limit, comment)
      }
    }
  }

  @Test func `products of intervals on both sides of zero hold all products`() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<2_000 {
      func draw() -> (DecimalInterval, [Int]) {
        let ends = [
          Int.random(in: -20...20, using: &random), .random(in: -20...20, using: &random),
        ]
        let (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
        let interval = DecimalInterval(lower: Int128(low), upper: Int128(high), exponent: 0)
        return (interval, [low, (low + high) / 2, high])
      }
      let (left, right) = (draw(), draw())
      let product = left.0 * right.0
      var (smallest, largest) = (Int.max, Int.min)
      for a in left.1 {
        for b in right.1 { (smallest, largest) = (min(smallest, a * b), max(largest, a * b)) }
      }
      #expect(product.lower == Int128(smallest) && product.upper == Int128(largest))
      guard let quotient = left.0.divided(by: right.0) else { continue }
      for a in left.1 {
        for b in right.1 {
          #expect(Self.holds(quotient, BigFraction(Int128(a)) / BigFraction(Int128(b))))
        }
      }
    }
  }

  @Test func `a sum loses only what lies beyond thirty-six digits`() {
    let large = DecimalInterval(lower: 1, upper: 1, exponent: 40)
    let small = DecimalInterval(lower: 7, upper: 7, exponent: -60)
    let sum = large + small
    #expect(!sum.isExact)
    #expect(sum.lower == PowersOfTen.table.map(Int128.init)[35])
    #expect(sum.upper == sum.lower + 1)
    #expect((large - small).upper == sum.lower)
  }

  @Test func `rounding an exact number is that of the decimals`() throws {
    var random = SplitMix64(seed: 6)
    for _ in 0..<2_000 {
      let digits = Int.random(in: -1_000_000...1_000_000, using: &random)
      let decimal = try ExactDecimal(
        coefficient: Int128(digits), scale: Int.random(in: 0...8, using: &random))
      let scale = Int.random(in: 0...8, using: &random)
      for rounding in Rounding.allCases {
        #expect(
          DecimalInterval(decimal).rounded(scale: scale, rounding: rounding)
            == decimal.rounded(scale: scale, rounding: rounding))
      }
    }
  }
}
