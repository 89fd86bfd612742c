// SPDX-License-Identifier: Apache-2.0
import Quantities
import Testing

@testable import FootprintEngine

/// Gaussian elimination without pivoting, for systems a test can look through.
struct PlainSolver: LinearSolver {
  var matrix = SparseMatrix(size: 0, columnStarts: [0], rows: [], values: [])

  mutating func prepare(_ matrix: SparseMatrix) { self.matrix = matrix }

  mutating func solve(
    _ right: [Double], from guess: [Double]?
  ) throws(LinearSolverFailure) -> LinearSolution { try solve(right, false) }

  mutating func solveTransposed(
    _ right: [Double], from guess: [Double]?
  ) throws(LinearSolverFailure) -> LinearSolution { try solve(right, true) }

  private func solve(
    _ right: [Double], _ isTransposed: Bool
  ) throws(LinearSolverFailure) -> LinearSolution {
    let size = matrix.size
    var rows = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    for column in 0..<size {
      for index in matrix.entries(of: column) {
        let row = Int(matrix.rows[index])
        rows[isTransposed ? column : row][isTransposed ? row : column] = matrix.values[index]
      }
    }
    var values = right
    for step in 0..<size {
      guard rows[step][step] != 0 else { throw .singular }
      for row in 0..<size where row != step {
        let factor = rows[row][step] / rows[step][step]
        for column in 0..<size { rows[row][column] -= factor * rows[step][column] }
        values[row] -= factor * values[step]
      }
    }
    for row in 0..<size { values[row] /= rows[row][row] }
    return LinearSolution(values: values, residual: 0, method: "plain")
  }
}

@Suite struct MonteCarloTests {
  /// One activity, whose only line emits `amount`.
  static func single(_ uncertainty: Uncertainty?, amount: Double = 1) -> LinearSystem {
    LinearSystem(
      matrix: SparseMatrix(size: 1, elements: [(0, 0, 1)]), demand: [1], direct: [amount],
      parameters: [
        LinearSystem.Parameter(
          process: "p", line: "l", uncertainty: uncertainty,
          terms: [.direct(activity: 0, value: amount)])
      ])
  }

  /// A loop: p needs 0.5 q, q needs 0.4 p; p emits 2, q emits 3.
  static func loop(_ uncertainty: Uncertainty? = nil) -> LinearSystem {
    let matrix = SparseMatrix(
      size: 2, elements: [(0, 0, 1), (1, 0, -0.5), (0, 1, -0.4), (1, 1, 1)])
    return LinearSystem(
      matrix: matrix, demand: [1, 0], direct: [2, 3],
      parameters: [
        .init(
          process: "p", line: "q", uncertainty: uncertainty,
          terms: [.entry(index: 1, value: -0.5)]),
        .init(
          process: "q", line: "p", uncertainty: uncertainty,
          terms: [.entry(index: 2, value: -0.4)]),
        .init(
          process: "p", line: "air", uncertainty: uncertainty,
          terms: [.direct(activity: 0, value: 2)]),
        .init(
          process: "q", line: "air", uncertainty: uncertainty,
          terms: [.direct(activity: 1, value: 3)]),
      ])
  }

  private func run(
    _ uncertainty: Uncertainty, seed: UInt64 = 1, iterations: Int = 20_000
  ) throws -> MonteCarloResult {
    var solver = PlainSolver()
    return try MonteCarlo(iterations: iterations, seed: seed, keepsSamples: true)
      .run(Self.single(uncertainty), with: &solver)
  }

  @Test func `a uniform amount has its mean, its deviation and its ends`() throws {
    let result = try run(.uniform(lowPercent: ExactDecimal(80), highPercent: ExactDecimal(140)))
    #expect(abs(result.mean - 1.1) < 0.004)
    #expect(abs(result.standardDeviation - 0.6 / 12.squareRoot()) < 0.003)
    #expect(result.samples.allSatisfy { 0.8 <= $0 && $0 <= 1.4 })
    #expect(abs(result.percentiles[0] - 0.815) < 0.004)
    #expect(abs(result.percentiles[6] - 1.385) < 0.004)
    #expect(result.stated == 1)
  }

  @Test func `a log-normal amount has the stated one as median`() throws {
    let result = try run(.lognormal(geometricDeviation: ExactDecimal(2)))
    #expect(abs(result.percentiles[3] - 1) < 0.02)
    // The mean is exp(ln²2 / 2), the 97.5th percentile 2^1.95996.
    #expect(abs(result.mean - 1.27153) < 0.025)
    #expect(abs(result.percentiles[6] / 3.8906 - 1) < 0.05)
    #expect(result.samples.allSatisfy { $0 > 0 })
  }

  @Test func `a normal amount has its mean and deviation`() throws {
    let result = try run(.normal(percent: ExactDecimal(10)))
    #expect(abs(result.mean - 1) < 0.003)
    #expect(abs(result.standardDeviation - 0.1) < 0.002)
  }

  @Test func `a triangular amount has its mean and stays inside`() throws {
    let result = try run(.triangular(lowPercent: ExactDecimal(70), highPercent: ExactDecimal(160)))
    #expect(abs(result.mean - 1.1) < 0.004)
    // Variance (a² + b² + c² − ab − ac − bc) / 18.
    #expect(abs(result.standardDeviation - 0.035.squareRoot()) < 0.003)
    #expect(result.samples.allSatisfy { 0.7 <= $0 && $0 <= 1.6 })
  }

  @Test func `the same seed gives the same bits, another seed another result`() throws {
    let uncertainty = Uncertainty.lognormal(geometricDeviation: try ExactDecimal(text: "1.3"))
    let first = try run(uncertainty, seed: 42, iterations: 300)
    #expect(try run(uncertainty, seed: 42, iterations: 300) == first)
    #expect(try run(uncertainty, seed: 43, iterations: 300) != first)
    // Longer experiments begin with the shorter ones.
    #expect(
      Array(try run(uncertainty, seed: 42, iterations: 400).samples.prefix(300)) == first.samples)
  }

  @Test func `a recorded experiment comes out the same on every machine`() throws {
    var solver = PlainSolver()
    let system = Self.loop(.lognormal(geometricDeviation: try ExactDecimal(text: "1.2")))
    let result = try MonteCarlo(iterations: 3, seed: 20_26, keepsSamples: true)
      .run(system, with: &solver)
    #expect(result.samples == Self.recorded)
  }

  // An independent program in Python gives these to fourteen digits.
  private static let recorded = [4.058139453538066, 3.7600689632038535, 4.035796933460945]

  @Test func `what allocation copied moves together`() throws {
    var system = Self.loop()
    // One line adds to both activities: their emissions keep their proportion.
    system.parameters = [
      .init(
        process: "p", line: "l",
        uncertainty: .uniform(lowPercent: ExactDecimal(0), highPercent: ExactDecimal(200)),
        terms: [.direct(activity: 0, value: 2), .direct(activity: 1, value: 3)])
    ]
    var solver = PlainSolver()
    let result = try MonteCarlo(iterations: 500, seed: 3, keepsSamples: true)
      .run(system, with: &solver)
    let one = result.stated
    #expect(result.samples.allSatisfy { -1e-12 <= $0 && $0 <= 2 * one + 1e-12 })
    // Independent draws would rarely come so near to both ends.
    #expect(result.samples.min().map { $0 < 0.02 * one } == true)
    #expect(result.samples.max().map { $0 > 1.98 * one } == true)
  }

  @Test func `what is certain has no deviation, and samples are kept only when asked for`() throws {
    var solver = PlainSolver()
    let result = try MonteCarlo(iterations: 10, seed: 1).run(Self.loop(), with: &solver)
    #expect(result.standardDeviation == 0)
    #expect(result.mean == result.stated)
    #expect(result.samples.isEmpty && result.iterations == 10)
  }

  @Test func `percentiles are interpolated between neighbours`() {
    #expect(MonteCarloResult.percentile(50, of: [1, 2, 3, 4]) == 2.5)
    #expect(MonteCarloResult.percentile(25, of: [1, 2, 3, 4, 5]) == 2)
    #expect(MonteCarloResult.percentile(97.5, of: [7]) == 7)
  }

  @Test(arguments: [0, -1, MonteCarlo.mostIterations + 1])
  func `numbers of iterations outside the limits are refused`(_ iterations: Int) {
    var solver = PlainSolver()
    #expect(throws: StatisticsFailure.iterations(limit: MonteCarlo.mostIterations)) {
      try MonteCarlo(iterations: iterations, seed: 1).run(Self.loop(), with: &solver)
    }
  }

  @Test(arguments: [
    Uncertainty.lognormal(geometricDeviation: .one), .normal(percent: .zero),
    .triangular(lowPercent: ExactDecimal(101), highPercent: ExactDecimal(130)),
    .triangular(lowPercent: ExactDecimal(80), highPercent: ExactDecimal(99)),
    .uniform(lowPercent: ExactDecimal(120), highPercent: ExactDecimal(120)),
  ])
  func `numbers that describe no distribution are refused by name`(_ uncertainty: Uncertainty) {
    var solver = PlainSolver()
    #expect(throws: StatisticsFailure.uncertainty(process: "p", line: "l")) {
      try MonteCarlo(iterations: 1, seed: 1).run(Self.single(uncertainty), with: &solver)
    }
  }

  @Test func `a system without a solution is named`() {
    var solver = PlainSolver()
    var system = Self.single(nil)
    system.matrix.values[0] = 0
    #expect(throws: StatisticsFailure.unsolved(iteration: nil, .singular)) {
      try MonteCarlo(iterations: 1, seed: 1).run(system, with: &solver)
    }
  }
}
