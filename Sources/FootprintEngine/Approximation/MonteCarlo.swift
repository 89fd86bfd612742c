// SPDX-License-Identifier: Apache-2.0

/// What uncertain amounts make of a footprint: the system is solved again and again with amounts
/// drawn from their distributions.
///
/// Seeded, and the same on every machine: see `LineNumbers` and `Elementary`.
public struct MonteCarlo: Sendable {
  /// More iterations are refused: the mean would not become better known than the model.
  public static let mostIterations = 100_000

  /// How many times the system is solved.
  public var iterations: Int
  /// The seed.
  public var seed: UInt64
  /// Whether the result holds every total.
  public var keepsSamples: Bool

  /// Creates an experiment.
  public init(iterations: Int, seed: UInt64, keepsSamples: Bool = false) {
    self.iterations = iterations
    self.seed = seed
    self.keepsSamples = keepsSamples
  }

  /// Carries it out.
  ///
  /// A line is drawn once an iteration, and its amount changes everything it adds to: entries and
  /// direct emissions, and the copies that allocation made. The draws are independent.
  ///
  /// - Throws: `iterations` outside 1 and the limit; `uncertainty` for numbers that describe no
  ///   distribution; `unsolved` with the iteration whose system has no solution.
  public func run(
    _ system: LinearSystem, with solver: inout some LinearSolver
  ) throws(StatisticsFailure) -> MonteCarloResult {
    guard 1...Self.mostIterations ~= iterations else {
      throw .iterations(limit: Self.mostIterations)
    }
    let draw = try Draw(system, seed: seed)
    let stated = try Self.solve(system.matrix, system.demand, nil, -1, &solver)
    var matrix = system.matrix
    var direct = system.direct
    var totals: [Double] = []
    totals.reserveCapacity(iterations)
    var residual = stated.residual
    for iteration in 0..<iterations {
      draw.change(&matrix.values, &direct, in: iteration, from: system)
      let solution = try Self.solve(matrix, system.demand, stated.values, iteration, &solver)
      residual = max(residual, solution.residual)
      totals.append(LinearSystem.total(direct, solution.values))
    }
    return MonteCarloResult(
      seed: seed, stated: LinearSystem.total(system.direct, stated.values), totals: totals,
      keepsSamples: keepsSamples, residual: residual, method: stated.method)
  }

  private static func solve(
    _ matrix: SparseMatrix, _ demand: [Double], _ guess: [Double]?, _ iteration: Int,
    _ solver: inout some LinearSolver
  ) throws(StatisticsFailure) -> LinearSolution {
    do throws(LinearSolverFailure) {
      try solver.prepare(matrix)
      return try solver.solve(demand, from: guess)
    } catch {
      throw .unsolved(iteration: iteration < 0 ? nil : iteration, error)
    }
  }
}

/// Why statistics were refused.
public enum StatisticsFailure: Error, Sendable, Equatable {
  /// The number of iterations is below one or above the limit.
  case iterations(limit: Int)
  /// The uncertainty of a line describes no distribution.
  case uncertainty(process: String, line: String)
  /// The system has no solution: as stated, or with the amounts of an iteration.
  case unsolved(iteration: Int?, LinearSolverFailure)
}

/// The uncertain lines, laid out for speed.
private struct Draw {
  private var distributions: [RelativeDistribution] = []
  private var starts: [Int32] = [0]
  /// An index of the values; of direct emissions, its complement.
  private var targets: [Int32] = []
  private var values: [Double] = []
  private let numbers: LineNumbers

  init(_ system: LinearSystem, seed: UInt64) throws(StatisticsFailure) {
    var uncertain: [LinearSystem.Parameter] = []
    for parameter in system.parameters {
      guard let uncertainty = parameter.uncertainty else { continue }
      guard let distribution = RelativeDistribution(uncertainty) else {
        throw .uncertainty(process: parameter.process, line: parameter.line)
      }
      uncertain.append(parameter)
      distributions.append(distribution)
      for term in parameter.terms {
        switch term {
        case .entry(let index, let value):
          targets.append(Int32(index))
          values.append(value)
        case .direct(let activity, let value):
          targets.append(~Int32(activity))
          values.append(value)
        }
      }
      starts.append(Int32(targets.count))
    }
    numbers = LineNumbers(seed: seed, lines: uncertain)
  }

  /// Puts the amounts of an iteration into copies of the system's numbers.
  func change(
    _ entries: inout [Double], _ direct: inout [Double], in iteration: Int,
    from system: LinearSystem
  ) {
    entries = system.matrix.values
    direct = system.direct
    let base = numbers.base(of: iteration)
    for index in distributions.indices {
      let number = LineNumbers.uniform(base, numbers.marks[index])
      let change = distributions[index].quantile(number) - 1
      for term in Int(starts[index])..<Int(starts[index + 1]) {
        let target = targets[term]
        if target >= 0 {
          entries[Int(target)] += values[term] * change
        } else {
          direct[Int(~target)] += values[term] * change
        }
      }
    }
  }
}

/// The distribution of a footprint, in kilograms of CO2 equivalent.
public struct MonteCarloResult: Sendable, Hashable {
  /// The percentiles reported, in per cent.
  public static let percents = [2.5, 5, 25, 50, 75, 95, 97.5]

  /// The seed.
  public let seed: UInt64
  /// How many times the system was solved.
  public let iterations: Int
  /// The total with the amounts as stated.
  public let stated: Double
  /// The mean of the totals.
  public let mean: Double
  /// Their standard deviation, with n − 1; zero for one iteration.
  public let standardDeviation: Double
  /// Their percentiles at `percents`, interpolated between neighbours (Hyndman and Fan, type 7).
  public let percentiles: [Double]
  /// The totals in the order of the iterations; empty unless asked for.
  public let samples: [Double]
  /// The largest residual of any solution.
  public let residual: Double
  /// How the stated system was solved.
  public let method: String

  init(
    seed: UInt64, stated: Double, totals: [Double], keepsSamples: Bool, residual: Double,
    method: String
  ) {
    self.seed = seed
    self.stated = stated
    self.residual = residual
    self.method = method
    iterations = totals.count
    let count = Double(totals.count)
    // Around the stated total, so that large equal totals do not drown their differences.
    let mean = stated + totals.reduce(0) { $0 + ($1 - stated) } / count
    self.mean = mean
    let squares = totals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardDeviation = totals.count > 1 ? (squares / (count - 1)).squareRoot() : 0
    let sorted = totals.sorted()
    percentiles = Self.percents.map { Self.percentile($0, of: sorted) }
    samples = keepsSamples ? totals : []
  }

  /// The percentile of an ascending list that is not empty.
  static func percentile(_ percent: Double, of sorted: [Double]) -> Double {
    let place = percent * Double(sorted.count - 1) / 100
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
