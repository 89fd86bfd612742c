// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

/// The compiled program and the tracer compute the same in different ways.
@Suite struct DifferentialTests {
  @Test(arguments: 0..<8 as Range<UInt64>)
  func `thousands of random programs give what their traces give`(part: UInt64) throws {
    var accepted = 0
    var traced = 0
    for number in 0..<400 as Range<UInt64> {
      let seed = part << 32 | number
      var random = RandomMethodology(seed: seed)
      let methodology = random.methodology()
      guard let program = try? MethodologyProgram(methodology) else { continue }
      accepted += 1
      for date in ["2022-06-30", "2022-07-01"] {
        let persons = Int64(1 + random.pick(8))
        var bound = try program.bound(on: SampleMethodology.date(date), attributes: [persons])
        for _ in 0..<2 {
          let (activity, duration) = (random.activity(), Int64(random.pick(86_401)))
          let found = bound.evaluate(activity, duration: duration)
          guard let trace = try? bound.trace(activity, duration: duration) else { continue }
          traced += 1
          let formula = methodology.result.expression.text
          #expect(found == trace.outcome, "seed \(seed), \(date), \(activity): \(formula)")
        }
      }
    }
    // Proofs of range and fractions too long for the tracer may fail, but not most of the time.
    #expect(accepted > 380)
    #expect(traced > accepted * 3)
  }
}
