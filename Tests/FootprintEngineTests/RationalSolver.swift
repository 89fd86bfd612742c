// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities

/// Solves a model of plain processes and factors in integers of any size, straight from the
/// model: by Bareiss' elimination (Mathematics of Computation 22 (1968) 565), without the engine.
struct RationalSolver {
  /// The exact amount of each stage, in kilograms.
  private(set) var stages: [LifeCycleStage: BigFraction] = [:]

  init(_ model: FootprintModel, _ sources: SampleSources) {
    let count = model.processes.count
    var places: [String: Int] = [:]
    for (place, process) in model.processes.enumerated() { places[process.id] = place }
    var matrix = [[BigInteger]](
      repeating: [BigInteger](repeating: .zero, count: count + 1), count: count)
    for (column, process) in model.processes.enumerated() {
      matrix[column][column] = matrix[column][column] + Self.integer(process.output.amount)
      for line in process.lines {
        guard case .process(let name) = line.source, let row = places[name] else { continue }
        matrix[row][column] = matrix[row][column] - Self.integer(line.measures[0].amount)
      }
    }
    if let product = places[model.product] {
      matrix[product][count] = Self.integer(model.statement.unit.amount)
    }
    let runs = Self.solve(matrix)
    for (process, run) in zip(model.processes, runs) {
      for line in process.lines {
        guard case .factors(let codes, _) = line.source else { continue }
        var amount = Self.fraction(line.measures[0].amount)
        for code in codes {
          amount = amount * Self.fraction(sources.factor(code)?.value ?? .zero)
        }
        stages[process.stage] =
          (stages[process.stage] ?? BigFraction(0)) + amount * run
      }
    }
  }

  /// Everything is scaled alike, which changes no solution.
  private static func integer(_ decimal: ExactDecimal) -> BigInteger {
    BigInteger(decimal.coefficient(atScale: 12) ?? 0)
  }

  private static func fraction(_ decimal: ExactDecimal) -> BigFraction {
    BigFraction(decimal.coefficient, exponent: -decimal.scale)
  }

  private static func solve(_ equations: [[BigInteger]]) -> [BigFraction] {
    var rows = equations
    let count = rows.count
    var last = BigInteger.one
    for step in 0..<count {
      if rows[step][step].isZero,
        let other = (step + 1..<count).first(where: { !rows[$0][step].isZero })
      {
        rows.swapAt(step, other)
      }
      for row in 0..<count where row != step {
        let factor = rows[row][step]
        for column in 0...count where column != step {
          let product =
            rows[row][column] * rows[step][step] - factor * rows[step][column]
          rows[row][column] = product.divided(by: last)
        }
        rows[row][step] = .zero
      }
      last = rows[step][step]
      for earlier in 0..<step { rows[earlier][earlier] = last }
    }
    return (0..<count).map { BigFraction(rows[$0][count], over: rows[$0][$0]) }
  }
}
