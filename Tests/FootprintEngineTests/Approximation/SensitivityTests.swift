// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FootprintEngine

@Suite struct SensitivityTests {
  @Test func `elasticities are the derivatives`() throws {
    let system = MonteCarloTests.loop()
    var solver = PlainSolver()
    let sensitivity = try Sensitivity(system, with: &solver)
    // Runs 1.25 and 0.625: 2.5 + 1.875.
    #expect(abs(sensitivity.total - 4.375) < 1e-14)
    for line in sensitivity.elasticities {
      let parameter = try #require(
        system.parameters.first { ($0.process, $0.line) == (line.process, line.line) })
      let step = 1e-6
      let difference =
        try total(system, parameter, step) - total(system, parameter, -step)
      #expect(abs(difference / (2 * step) / sensitivity.total - line.value) < 1e-8)
    }
    let sizes = sensitivity.elasticities.map(\.value.magnitude)
    #expect(sizes == sizes.sorted(by: >))
  }

  @Test func `elasticities of emissions alone add up to one`() throws {
    var solver = PlainSolver()
    let sensitivity = try Sensitivity(MonteCarloTests.loop(), with: &solver)
    let sum = sensitivity.elasticities.filter { $0.line == "air" }.reduce(0) { $0 + $1.value }
    #expect(abs(sum - 1) < 1e-14)
  }

  @Test func `swings solve anew, the largest lines first`() throws {
    let system = MonteCarloTests.loop()
    var solver = PlainSolver()
    let sensitivity = try Sensitivity(system, with: &solver)
    let swings = try sensitivity.swings(of: system, count: 3, with: &solver)
    #expect(swings.map(\.line) == sensitivity.elasticities.prefix(3).map(\.line))
    let draw = try #require(swings.first { ($0.process, $0.line) == ("p", "q") })
    // 0.55 instead of 0.5: runs 1 / 0.78 and 0.55 / 0.78.
    #expect(abs(draw.high - (2 + 3 * 0.55) / 0.78) < 1e-13)
    #expect(abs(draw.low - (2 + 3 * 0.45) / 0.82) < 1e-13)
  }

  @Test func `a total of zero has no shares`() throws {
    var system = MonteCarloTests.loop()
    system.direct = [0, 0]
    var solver = PlainSolver()
    #expect(try Sensitivity(system, with: &solver).elasticities.isEmpty)
  }

  @Test func `the error of a plain system is proven and small`() throws {
    var solver = PlainSolver()
    let estimate = try MonteCarloTests.loop().estimate(with: &solver)
    #expect(estimate.isProven)
    #expect(estimate.significantDigits >= 13)
    let error = try #require(estimate.error)
    #expect(abs(estimate.total - 4.375) <= error)
  }

  @Test func `a loop that gives back more than it takes has an estimate only`() throws {
    // p draws 3 of q, and q makes 0.5 of p besides: not an M-matrix, but solvable.
    let matrix = SparseMatrix(
      size: 2, elements: [(0, 0, 1), (1, 0, -3), (0, 1, 0.5), (1, 1, 1)])
    let system = LinearSystem(matrix: matrix, demand: [1, 0], direct: [1, 1], parameters: [])
    var solver = PlainSolver()
    let estimate = try system.estimate(with: &solver)
    #expect(!estimate.isProven)
    #expect(abs(estimate.total - 4 / 2.5) < 1e-15)
    #expect(estimate.significantDigits >= 13)
  }

  @Test func `the error covers what an inexact solver leaves`() throws {
    for spoiling in [1e-3, 1e-6, 1e-9] {
      var solver = SpoiledSolver(spoiling: spoiling)
      let estimate = try MonteCarloTests.loop().estimate(with: &solver)
      let error = try #require(estimate.error)
      #expect(abs(estimate.total - 4.375) <= error)
      #expect(error < 4.375 * 10 * spoiling)
      #expect(estimate.isProven)
    }
  }

  @Test func `nearly singular systems say that few digits are known`() throws {
    // Each of two takes all but a billionth of the other.
    let matrix = SparseMatrix(
      size: 2, elements: [(0, 0, 1), (1, 0, -(1 - 1e-9)), (0, 1, -1), (1, 1, 1)])
    let system = LinearSystem(matrix: matrix, demand: [1, 0], direct: [1, 1], parameters: [])
    var solver = PlainSolver()
    #expect(try system.estimate(with: &solver).significantDigits <= 7)
  }

  private func total(
    _ system: LinearSystem, _ parameter: LinearSystem.Parameter, _ change: Double
  ) throws -> Double {
    var changed = system
    for term in parameter.terms {
      switch term {
      case .entry(let index, let value): changed.matrix.values[index] += value * change
      case .direct(let activity, let value): changed.direct[activity] += value * change
      }
    }
    var solver = PlainSolver()
    solver.prepare(changed.matrix)
    return LinearSystem.total(changed.direct, try solver.solve(changed.demand).values)
  }
}

/// A solver whose unknowns are off by a share of themselves.
struct SpoiledSolver: LinearSolver {
  var plain = PlainSolver()
  let spoiling: Double

  init(spoiling: Double) { self.spoiling = spoiling }

  mutating func prepare(_ matrix: SparseMatrix) { plain.prepare(matrix) }

  mutating func solve(
    _ right: [Double], from guess: [Double]?
  ) throws(LinearSolverFailure) -> LinearSolution {
    var solution = try plain.solve(right, from: guess)
    for index in solution.values.indices {
      solution.values[index] *= 1 + (index % 2 == 0 ? spoiling : -spoiling)
    }
    return solution
  }

  mutating func solveTransposed(
    _ right: [Double], from guess: [Double]?
  ) throws(LinearSolverFailure) -> LinearSolution {
    try plain.solveTransposed(right, from: guess)
  }
}
