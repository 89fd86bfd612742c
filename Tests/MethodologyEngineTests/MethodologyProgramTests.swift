// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

@Suite struct MethodologyProgramTests {
  @Test func `a metro trip of 8 km gives 373.6 g and a bus trip of 10 km 269 g`() throws {
    let program = try MethodologyProgram(SampleMethodology.publicTransport)
    var bound = try program.bound(on: SampleMethodology.date("2025-03-01"), attributes: [])
    #expect(bound.evaluate([8000, 1], duration: 900) == .result(373_600))
    #expect(bound.evaluate([10_000, 0], duration: 1800) == .result(269_000))
    #expect(bound.evaluate([0, 0], duration: 1800) == .refused(condition: 0))
    #expect(bound.evaluate([10_000, 0], duration: 60) == .refused(condition: 1))
    #expect(bound.evaluate([10_000, 2], duration: 60) == .outOfBounds(input: 1))
    #expect(bound.evaluate([200_001, 0], duration: 60) == .outOfBounds(input: 0))
    #expect(bound.evaluate([10_000], duration: 60) == .malformed)
    #expect(bound.evaluate([10_000, 1], duration: -1) == .malformed)
  }
}
