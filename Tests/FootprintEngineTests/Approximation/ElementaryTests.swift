// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FootprintEngine

/// The expected numbers are those of Python 3.11: `math.exp`, `math.log` and
/// `statistics.NormalDist().inv_cdf`.
@Suite struct ElementaryTests {
  @Test(arguments: [
    (0, 1.0), (1, 2.718281828459045), (-1, 0.36787944117144233), (0.5, 1.6487212707001282),
    (10.25, 28282.541920334977), (-37.5, 5.175555005801869e-17), (300.1, 2.1467131625231985e+130),
  ])
  func `exp agrees with the mathematics of C`(_ argument: Double, _ expected: Double) {
    #expect(abs(Elementary.exp(argument) / expected - 1) < 4e-15)
  }

  @Test func `exp stays finite where the range of a double ends`() {
    #expect(Elementary.exp(1e9).isFinite)
    #expect(Elementary.exp(-1e9) > 0)
  }

  @Test(arguments: [
    (1, 0.0), (2, 0.6931471805599453), (1.1, 0.09531017980432493), (0.7, -0.35667494393873245),
    (1e-300, -690.7755278982137), (3.7e8, 19.729013563602543),
  ])
  func `log agrees with the mathematics of C`(_ argument: Double, _ expected: Double) {
    #expect(abs(Elementary.log(argument) - expected) <= 1e-15 * max(1, abs(expected)))
  }

  @Test func `exp undoes log`() {
    for step in 1...2_000 {
      let value = Double(step) * Double(step) / 7
      #expect(abs(Elementary.exp(Elementary.log(value)) / value - 1) < 3e-14)
    }
  }

  @Test(arguments: [
    (0.5, 0.0), (0.6, 0.2533471031357998), (0.01, -2.3263478740408408),
    (0.97725, 2.0000024438996027), (1e-8, -5.61200124417479),
    (0.999999999999, 7.0344869100478356), (0x1p-53, -8.209536151601386),
  ])
  func `the normal quantile agrees with Python`(_ probability: Double, _ expected: Double) {
    let found = Elementary.normalQuantile(probability)
    #expect(abs(found - expected) <= 4e-15 * max(1, abs(expected)))
  }

  @Test func `the normal quantile grows, and is odd`() {
    var last = -9.0
    for step in 1..<4_096 {
      let probability = Double(step) / 4_096
      let value = Elementary.normalQuantile(probability)
      #expect(value > last)
      #expect(value == -Elementary.normalQuantile(1 - probability))
      last = value
    }
  }

  @Test func `numbers of lines depend on seed, iteration and name alone`() {
    let a = LinearSystem.Parameter(process: "a", line: "x", uncertainty: nil, terms: [])
    let b = LinearSystem.Parameter(process: "b", line: "x", uncertainty: nil, terms: [])
    let alone = LineNumbers(seed: 7, lines: [b])
    let together = LineNumbers(seed: 7, lines: [a, b])
    #expect(alone.marks[0] == together.marks[1])
    #expect(LineNumbers.mark("ab", "c") != LineNumbers.mark("a", "bc"))
    #expect(alone.base(of: 0) != alone.base(of: 1))
    #expect(alone.base(of: 0) != LineNumbers(seed: 8, lines: []).base(of: 0))
    // SplitMix64's first output from state 0, published with the algorithm.
    #expect(LineNumbers.mix(0x9e37_79b9_7f4a_7c15) == 0xe220_a839_7b1d_cdaf)
    #expect(LineNumbers.uniform(0, 0) > 0)
  }
}
