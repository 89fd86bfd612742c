// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// A system of processes drawn from a seed, the same on every machine: for laws, for speed, and to
/// compare with other programs.
struct RandomSystem {
  /// What to draw.
  struct Shape {
    /// The number of processes.
    var processes: Int
    /// The inputs that each process takes from others of the system.
    var inputs = 10
    /// Whether processes may need each other in circles.
    var hasLoops = false
    /// Whether every process draws on the one after it, so that all of them are needed.
    var isConnected = true
    /// Whether every output is one kilogram; else it is 0.1 to 10 kg.
    var hasUnitOutputs = false
    /// The share of a process's output, in thousandths, that all its inputs amount to at most.
    var intensity = 800
  }

  var model: FootprintModel
  let sources: SampleSources

  /// Draws a system.
  init(_ shape: Shape, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let factors = (0..<20).map { number in
      SampleFootprint.factor(
        "example/\(number)@1", Self.decimal(Int.random(in: 1...999_999, using: &random), 4),
        "kgCO2e/kg")
    }
    let processes = (0..<shape.processes).map { number in
      Self.process(number, shape, &random, factors)
    }
    model = SampleFootprint.model(processes)
    sources = SampleSources(factors)
  }

  private static func process(
    _ number: Int, _ shape: Shape, _ random: inout SplitMix64, _ factors: [EmissionFactor]
  ) -> ModelProcess {
    let output = shape.hasUnitOutputs ? 1_000 : Int.random(in: 100...10_000, using: &random)
    var lines: [ModelLine] = []
    lines.reserveCapacity(shape.inputs + 1)
    for input in 0..<shape.inputs {
      guard let target = target(of: number, input, shape, &random) else { continue }
      // All inputs together stay below the output, which leaves something to deliver.
      let largest = max(output * shape.intensity / 100 / shape.inputs, 1)
      let amount = decimal(Int.random(in: 1...largest, using: &random), 4)
      lines.append(SampleFootprint.line("input-\(input)", amount, "kg", .process("p\(target)")))
    }
    let code = factors[Int.random(in: factors.indices, using: &random)].code
    let emitted = decimal(Int.random(in: 1...999_999, using: &random), 5)
    lines.append(
      SampleFootprint.line("own", emitted, "kg", .factors([code], carbon: false), isPrimary: true))
    let stage: LifeCycleStage = number.isMultiple(of: 2) ? .manufacturing : .rawMaterials
    return SampleFootprint.process("p\(number)", decimal(output, 3), stage: stage, lines)
  }

  private static func target(
    of number: Int, _ input: Int, _ shape: Shape, _ random: inout SplitMix64
  ) -> Int? {
    if shape.hasLoops {
      if input == 0, shape.isConnected { return (number + 1) % shape.processes }
      return Int.random(in: 0..<shape.processes, using: &random)
    }
    guard number + 1 < shape.processes else { return nil }
    if input == 0, shape.isConnected { return number + 1 }
    return Int.random(in: number + 1..<shape.processes, using: &random)
  }

  /// `digits` with `places` decimal places.
  static func decimal(_ digits: Int, _ places: Int) -> ExactDecimal {
    (try? ExactDecimal(coefficient: Int128(digits), scale: places)) ?? .zero
  }
}
