// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

/// Laws that results keep, whatever the numbers.
@Suite struct LawTests {
  private static let day = SampleMethodology.date("2025-03-01")

  private static func rowsProgram(_ formula: String) throws -> BoundProgram {
    let methodology = SampleMethodology.make(
      inputs: [
        SampleMethodology.input(
          "rows",
          .list(
            [
              SampleMethodology.quantity("amount", "kg", 3, "0", "1000"),
              SampleMethodology.input("kind", .choice(["x", "y", "z"])),
            ], minimum: 0, maximum: 366))
      ],
      parameters: [
        SampleMethodology.parameter(
          "factor", "kgCO2e/kg", by: "rows.kind",
          [
            SampleMethodology.value("3.6", "x"), SampleMethodology.value("0.123456789", "y"),
            SampleMethodology.value("17", "z"),
          ])
      ], formula: formula)
    return try MethodologyProgram(methodology).bound(on: day, attributes: [])
  }

  @Test func `a sum does not depend on the order of its rows, nor on how they are grouped`() throws
  {
    var random = SplitMix64(seed: 65)
    var whole = try Self.rowsProgram("sum(r in rows: r.amount * factor[r.kind])")
    var exact = try Self.rowsProgram("sum(r in rows: r.amount * factor[r.kind] / 7) * 7")
    for _ in 0..<50 {
      var rows = (0..<Int.random(in: 1...366, using: &random)).map { _ in
        [Int64.random(in: 0...1_000_000, using: &random), Int64.random(in: 0...2, using: &random)]
      }
      let first = whole.evaluate([Int64(rows.count)] + rows.flatMap(\.self), duration: 0)
      rows.shuffle(using: &random)
      let flat = [Int64(rows.count)] + rows.flatMap(\.self)
      #expect(whole.evaluate(flat, duration: 0) == first)
      #expect(exact.evaluate(flat, duration: 0) == first)
      var parts = (Int64(0), Int64(0))
      let cut = rows.count / 2
      for (position, row) in rows.enumerated() {
        let factor: Int64 = [3_600_000_000, 123_456_789, 17_000_000_000][Int(row[1])]
        if position < cut { parts.0 += row[0] * factor } else { parts.1 += row[0] * factor }
      }
      #expect(first == .result((parts.0 + parts.1) / 10_000_000 * 10))
    }
  }

  @Test(arguments: Rounding.allCases)
  func `more distance never gives less`(rounding: Rounding) throws {
    var methodology = SampleMethodology.publicTransport
    methodology.result.rounding = rounding
    methodology.result.step = SampleMethodology.decimal("7")
    methodology.result.expression = Methodology.ExpressionText(
      "round(distance * factor[mode] / 3, 0.5 [gCO2e])")
    var bound = try MethodologyProgram(methodology).bound(on: Self.day, attributes: [])
    var last = Int64(0)
    for distance in stride(from: Int64(1), through: 200_000, by: 37) {
      guard case .result(let amount) = bound.evaluate([distance, 1], duration: 86_400) else {
        Issue.record("\(distance) m was refused")
        return
      }
      #expect(amount >= last && amount % 7000 == 0)
      last = amount
    }
  }

  @Test func `a unit conversion changes no result`() throws {
    var random = SplitMix64(seed: 66)
    let spellings = [
      ("km", "gCO2e/km", "46.7"), ("m", "kgCO2e/km", "0.0467"), ("km", "mgCO2e/m", "46.7"),
      ("cm", "tCO2e/km", "0.0000467"),
    ]
    let factors: [String: Int64] = ["km": 1, "m": 1000, "cm": 100_000]
    var programs: [(BoundProgram, Int64)] = []
    for (unit, factorUnit, value) in spellings {
      let methodology = SampleMethodology.make(
        inputs: [SampleMethodology.quantity("d", unit, 0, "0", "100000000")],
        parameters: [
          SampleMethodology.parameter("f", factorUnit, [SampleMethodology.value(value)])
        ], formula: "d * f")
      let bound = try MethodologyProgram(methodology).bound(on: Self.day, attributes: [])
      programs.append((bound, factors[unit] ?? 1))
    }
    for _ in 0..<500 {
      let kilometres = Int64.random(in: 0...1000, using: &random)
      for index in programs.indices {
        let outcome = programs[index].0.evaluate([kilometres * programs[index].1], duration: 0)
        #expect(outcome == .result(kilometres * 46_700))
      }
    }
  }

  @Test func `a copy of a bound program computes on its own`() throws {
    let first = try MethodologyProgram(SampleMethodology.publicTransport)
      .bound(on: Self.day, attributes: [])
    var (a, b) = (first, first)
    #expect(a.evaluate([1000, 0], duration: 600) == .result(26_900))
    #expect(b.evaluate([2000, 1], duration: 600) == .result(93_400))
    #expect(a.evaluate([1000, 0], duration: 600) == .result(26_900))
  }
}
