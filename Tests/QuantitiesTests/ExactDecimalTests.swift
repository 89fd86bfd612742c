// SPDX-License-Identifier: Apache-2.0
import Quantities
import Testing

/// Laws: ring (commutative, associative, distributive, inverse), order, text round trip,
/// division within one unit of the last place on the side the rounding names.
@Suite struct ExactDecimalTests {
  private func decimal(_ text: String) throws -> ExactDecimal { try ExactDecimal(text: text) }

  private func draw(_ random: inout SplitMix64) throws -> ExactDecimal {
    let bits = Int.random(in: 0...36, using: &random)
    let magnitude = Int128.random(in: 0...(Int128(1) << Int128(bits)), using: &random)
    return try ExactDecimal(
      coefficient: Bool.random(using: &random) ? magnitude : -magnitude,
      scale: Int.random(in: 0...9, using: &random))
  }

  @Test(arguments: UInt64(1)...20)
  func `decimals are a ring`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let (a, b, c) = (try draw(&random), try draw(&random), try draw(&random))
      #expect(try a + b == b + a)
      #expect(try a * b == b * a)
      #expect(try (a + b) + c == a + (b + c))
      #expect(try (a * b) * c == a * (b * c))
      #expect(try a * (b + c) == a * b + a * c)
      #expect(try a - b == a + b.negated())
      #expect(try (a - a).isZero)
      #expect(try a + .zero == a && a * .one == a)
      #expect(try (a < b) == (a - b).isNegative)
      #expect(try decimal(a.description) == a)
      #expect(a.normalized == a && a.normalized.hashValue == a.hashValue)
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `division is bounded by its rounding`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let (a, b) = (try draw(&random), try draw(&random))
      if b.isZero { continue }
      let scale = Int.random(in: 0...8, using: &random)
      let unit = try ExactDecimal(coefficient: 1, scale: scale)
      let floor = try a.divided(by: b, scale: scale, rounding: .floor)
      let ceiling = try a.divided(by: b, scale: scale, rounding: .ceiling)
      let isExact = try floor * b == a
      #expect(try ceiling - floor == (isExact ? .zero : unit))
      // floor ≤ a/b ≤ ceiling, multiplied out; a negative divisor turns the signs.
      let (low, high) = (try floor * b, try ceiling * b)
      #expect(b.isNegative ? (high <= a && a <= low) : (low <= a && a <= high))
      let isNegative = a.isNegative != b.isNegative
      #expect(
        try a.divided(by: b, scale: scale, rounding: .down) == (isNegative ? ceiling : floor))
      #expect(try a.divided(by: b, scale: scale, rounding: .up) == (isNegative ? floor : ceiling))
      let near = try a.divided(by: b, scale: scale, rounding: .halfUp)
      let twice = try (a - near * b) * ExactDecimal(2)
      let limit = try unit * b
      let (bound, opposite) = (limit, try limit.negated())
      #expect(max(bound, opposite) >= twice && twice >= min(bound, opposite))
    }
  }

  @Test(arguments: [
    (Rounding.down, ["2", "2", "2", "-2", "-2", "-2", "3"]),
    (.up, ["3", "3", "3", "-3", "-3", "-3", "4"]),
    (.floor, ["2", "2", "2", "-3", "-3", "-3", "3"]),
    (.ceiling, ["3", "3", "3", "-2", "-2", "-2", "4"]),
    (.halfEven, ["2", "2", "3", "-2", "-2", "-3", "4"]),
    (.halfUp, ["2", "3", "3", "-2", "-3", "-3", "4"]),
  ])
  func `each rounding cuts as named`(rounding: Rounding, expected: [String]) throws {
    let inputs = ["2.4", "2.5", "2.6", "-2.4", "-2.5", "-2.6", "3.5"]
    for (input, result) in zip(inputs, expected) {
      let value = try decimal(input)
      #expect(value.rounded(scale: 0, rounding: rounding).description == result)
      let quotient = try value.divided(by: .one, scale: 0, rounding: rounding)
      #expect(quotient.description == result)
    }
  }

  @Test func `a tenth and two tenths are three tenths`() throws {
    #expect(try decimal("0.1") + decimal("0.2") == decimal("0.3"))
    #expect(try decimal("1.50") == decimal("1.5"))
    #expect(try decimal("1.50").description == "1.50")
    #expect(Set([try decimal("1.50"), try decimal("1.5")]).count == 1)
    #expect(
      try ExactDecimal(420_000).divided(by: decimal("0.1229"), scale: 0, rounding: .floor)
        == ExactDecimal(3_417_412))
  }

  @Test(arguments: [
    "", "-", ".5", "5.", "1e3", "+1", "1,000", "1.2.3", "-.5", " 1", "1 ", "１", "0x1",
  ])
  func `what is not a plain decimal is refused`(text: String) {
    #expect(throws: QuantityError.self) { try ExactDecimal(text: text) }
  }

  @Test(arguments: [
    ("2,345,900.5", "2345900.5"), ("2 345 900", "2345900"), ("-1,000", "-1000"), ("12", "12"),
    ("1234.5", "1234.5"),
  ])
  func `groups of three are read where asked for`(text: String, plain: String) throws {
    #expect(try ExactDecimal(groupedText: text).description == plain)
  }

  @Test(arguments: ["23,45", "1,234 567", ",123", "1,,234", "1234,567", "1,234,", "1,23.4"])
  func `ambiguous groups are refused`(text: String) {
    #expect(throws: QuantityError.self) { try ExactDecimal(groupedText: text) }
  }

  @Test func `what does not fit is an error, never a wrong number`() throws {
    let largest = try decimal("170141183460469231731687303715884105727")
    let smallest = try decimal("-170141183460469231731687303715884105728")
    #expect(throws: QuantityError.overflow(.addition)) { try largest + .one }
    #expect(throws: QuantityError.overflow(.subtraction)) { try smallest - .one }
    #expect(throws: QuantityError.overflow(.multiplication)) { try largest * ExactDecimal(2) }
    #expect(throws: QuantityError.overflow(.negation)) { try smallest.negated() }
    #expect(throws: QuantityError.overflow(.division)) {
      try largest.divided(by: .one, scale: 1, rounding: .down)
    }
    #expect(throws: QuantityError.overflow(.division)) {
      try smallest.divided(by: ExactDecimal(-1), scale: 0, rounding: .down)
    }
    #expect(throws: QuantityError.divisionByZero) {
      try ExactDecimal.one.divided(by: .zero, scale: 0, rounding: .down)
    }
    #expect(throws: QuantityError.outOfRange(.decimal, text: "1" + largest.description)) {
      try decimal("1" + largest.description)
    }
    #expect(smallest.description == "-170141183460469231731687303715884105728")
    #expect(try smallest < decimal("0.00000000000000000000000000000000000001"))
    #expect(try largest > decimal("1.00000000000000000000000000000000000000"))
    #expect(try decimal("1.00000000000000000000000000000000000000") + largest.dividedByTwo > .one)
    let tiny = try ExactDecimal(coefficient: 1, scale: 38)
    #expect(try tiny.divided(by: largest, scale: 0, rounding: .up) == .one)
    #expect(try tiny.divided(by: largest, scale: 0, rounding: .halfUp) == .zero)
  }
}

extension ExactDecimal {
  fileprivate var dividedByTwo: ExactDecimal {
    get throws { try divided(by: ExactDecimal(2), scale: 0, rounding: .down) }
  }
}
