// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities
import Testing

/// Whatever a methodology says, checking it ends with an answer: it neither traps nor hangs.
@Suite struct HostileTests {
  private static let words = [
    "distance", "use", "mode", "peak", "day", "meters", "factor", "ratio", "saved", "date", "r",
    "0",
    "1", "2.5", "999999999999999999", "0.000000000000001", "8 [km]", "1 [gCO2e]", "3 [%]",
    "\"bus\"",
    "\"2025-01-01\"", "if", "then", "else", "and", "or", "not", "true", "false", "in", "(", ")",
    "[",
    "]", ",", ":", ".", "+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "min(", "max(",
    "clamp(",
    "floor(", "round(", "divide(", "sum(r in meters:", "all(r in meters:", "count(", "years(",
    "r.use",
    "r.kind", "down", "\u{0}", "é", "÷", "“", "𝟘", "\n", "r.", "factor[mode]", "saved",
  ]

  @Test func `random words never trap`() {
    var random = SplitMix64(seed: 67)
    var methodology = TypeErrorTests.methodology
    var accepted = 0
    for _ in 0..<6000 {
      let count = Int.random(in: 1...14, using: &random)
      let picked = (0..<count).map { _ in
        Self.words[Int.random(in: 0..<Self.words.count, using: &random)]
      }
      methodology.result.expression = Methodology.ExpressionText(picked.joined(separator: " "))
      if (try? MethodologyProgram(methodology)) != nil { accepted += 1 }
    }
    #expect(accepted > 0)
  }

  @Test func `a formula with one character changed never traps, and what is accepted can be run`()
    throws
  {
    var random = SplitMix64(seed: 68)
    let characters = Array("abr0159.()[]{}+-*/<>=!\"',: _%\n时×≤")
    for seed in 0..<150 as Range<UInt64> {
      var generator = RandomMethodology(seed: seed)
      var methodology = generator.methodology()
      let text = Array(methodology.result.expression.text)
      for _ in 0..<8 {
        var changed = text
        let place = Int.random(in: 0..<changed.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: changed.remove(at: place)
        case 1:
          changed.insert(
            characters[Int.random(in: 0..<characters.count, using: &random)], at: place)
        default: changed[place] = characters[Int.random(in: 0..<characters.count, using: &random)]
        }
        methodology.result.expression = Methodology.ExpressionText(String(changed))
        guard let program = try? MethodologyProgram(methodology) else { continue }
        var bound = try program.bound(on: SampleMethodology.date("2022-07-01"), attributes: [4])
        let activity = generator.activity()
        let found = bound.evaluate(activity, duration: 60)
        if let trace = try? bound.trace(activity, duration: 60) { #expect(trace.outcome == found) }
      }
    }
  }

  @Test func `values that are no activity never trap`() throws {
    var random = SplitMix64(seed: 69)
    for seed in 0..<40 as Range<UInt64> {
      var generator = RandomMethodology(seed: seed)
      guard let program = try? MethodologyProgram(generator.methodology()) else { continue }
      var bound = try program.bound(on: SampleMethodology.date("2022-07-01"), attributes: [4])
      for _ in 0..<100 {
        var flat = generator.activity()
        let place = Int.random(in: 0..<flat.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: flat[place] = [.min, .max, -1, 366, 367][Int.random(in: 0..<5, using: &random)]
        case 1: flat.removeLast(Int.random(in: 0...flat.count, using: &random))
        case 2: flat.append(.max)
        default: flat = flat.map { _ in Int64.random(in: .min ... .max, using: &random) }
        }
        let duration = Int64.random(in: -5...90_000, using: &random)
        let found = bound.evaluate(flat, duration: duration)
        _ = bound.energyClaimed(flat, duration: duration)
        if let trace = try? bound.trace(flat, duration: duration) {
          #expect(trace.outcome == found)
        }
      }
    }
  }

  @Test func `extreme numbers in a document are problems, not traps`() throws {
    let extremes = try [Int128.max, .min, 1, -1, 0].flatMap { coefficient in
      try [0, 1, 18, 38].map { try ExactDecimal(coefficient: coefficient, scale: $0) }
    }
    let dates = [Int32.min, -719_163, 0, 2_932_897, .max].map(CalendarDate.init(daysSinceEpoch:))
    for value in extremes {
      for decimals in [Int.min, -1, 0, 9, 18, 38, .max] {
        var methodology = SampleMethodology.publicTransport
        methodology.activity.inputs[0].kind = .quantity(
          unit: "person·km", decimals: decimals, minimum: .zero, maximum: value)
        _ = try? MethodologyProgram(methodology)
        _ = methodology.activity.inputs[0].text(raw: .min)
        _ = try? methodology.activity.inputs[0].raw(text: "8.25")
        _ = methodology.activity.inputs[0].requirement
      }
      var methodology = SampleMethodology.publicTransport
      methodology.parameters[1].values[0].value = value
      _ = try? MethodologyProgram(methodology)
      methodology.parameters[0].values[0].value = value
      _ = try? MethodologyProgram(methodology)
      methodology.result.step = value
      _ = try? MethodologyProgram(methodology)
    }
    for from in dates {
      for through in dates {
        var methodology = SampleMethodology.publicTransport
        methodology.parameters[1].values[0].from = from
        methodology.parameters[1].values[0].through = through
        let program = try? MethodologyProgram(methodology)
        _ = try? program?.bound(on: from, attributes: [])
        _ = program?.refusal(attributes: [], on: through)
        methodology.effectiveFrom = from
        methodology.effectiveThrough = through
        _ = try? MethodologyProgram(methodology)
      }
    }
    for count in [Int.min, -1, 0, 366, 367, .max] {
      var methodology = SampleMethodology.publicTransport
      methodology.activity.inputs.append(
        SampleMethodology.input(
          "rows", .list([SampleMethodology.input("x", .flag)], minimum: count, maximum: count)))
      _ = try? MethodologyProgram(methodology)
      methodology.crediting.maximumYears = count
      methodology.crediting.bufferBasisPoints = count
      methodology.result.validityMonths = count
      _ = try? MethodologyProgram(methodology)
    }
  }
}
