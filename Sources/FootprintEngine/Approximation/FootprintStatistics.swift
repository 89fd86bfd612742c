// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// The distribution of a footprint, in decimals that are read by people and never recorded.
public struct FootprintStatistics: Sendable, Hashable {
  /// A percentile.
  public struct Percentile: Sendable, Hashable {
    /// The per cent of samples at or below `value`.
    public let percent: ExactDecimal
    /// Kilograms of CO2 equivalent, to six significant digits.
    public let value: ExactDecimal
  }

  /// The number of samples.
  public let iterations: Int
  /// The seed: the same seed gives the same digits everywhere.
  public let seed: UInt64
  /// The mean, to six significant digits.
  public let mean: ExactDecimal
  /// The standard deviation, to six significant digits.
  public let standardDeviation: ExactDecimal
  /// The percentiles, ascending.
  public let percentiles: [Percentile]
  /// How the systems were solved.
  public let method: String

  /// Reads a result of ``MonteCarlo``.
  public init(_ result: MonteCarloResult) {
    iterations = result.iterations
    seed = result.seed
    mean = ExactDecimal(approximating: result.mean, digits: 6)
    standardDeviation = ExactDecimal(approximating: result.standardDeviation, digits: 6)
    percentiles = zip(MonteCarloResult.percents, result.percentiles).map {
      Percentile(
        percent: ExactDecimal(approximating: $0, digits: 6),
        value: ExactDecimal(approximating: $1, digits: 6))
    }
    method = result.method
  }
}

/// How much a footprint depends on one line, in decimals for people.
public struct LineSensitivity: Sendable, Hashable {
  /// The process.
  public let process: String
  /// The line.
  public let line: String
  /// The per cent by which the total grows when the amount grows by one per cent, to four
  /// significant digits.
  public let elasticity: ExactDecimal
}

/// What flows along one line from a process that supplies it, in decimals for people.
public struct EmbodiedFlow: Sendable, Hashable {
  /// The process that draws on the other.
  public let process: String
  /// The line.
  public let line: String
  /// Kilograms of CO2 equivalent embodied in what the line draws for the unit, to six significant
  /// digits.
  public let amount: ExactDecimal
}

extension FootprintCalculation {
  /// The emissions embodied in what processes draw on each other, for the links of a supply chain.
  ///
  /// An input carries the emissions of everything behind it: the transposed solution gives them for
  /// a unit of each product.
  public func embodiedFlows(
    with solver: inout some LinearSolver
  ) throws(LinearSolverFailure) -> [EmbodiedFlow] {
    let system = linearSystem
    try solver.prepare(system.matrix)
    let runs = try solver.solve(system.demand).values
    let intensities = try solver.solveTransposed(system.direct).values
    let columns = system.matrix.columns
    return system.parameters.compactMap { parameter in
      var sum = 0.0
      var isSupplied = false
      for case .entry(let index, let value) in parameter.terms {
        isSupplied = true
        let row = Int(system.matrix.rows[index])
        sum -= intensities[row] * value * runs[Int(columns[index])]
      }
      guard isSupplied else { return nil }
      return EmbodiedFlow(
        process: parameter.process, line: parameter.line,
        amount: ExactDecimal(approximating: sum, digits: 6))
    }
  }

  /// Draws the uncertain amounts `iterations` times.
  public func statistics(
    iterations: Int, seed: UInt64, with solver: inout some LinearSolver
  ) throws(StatisticsFailure) -> FootprintStatistics {
    let experiment = MonteCarlo(iterations: iterations, seed: seed)
    return FootprintStatistics(try experiment.run(linearSystem, with: &solver))
  }

  /// Every line by what it means for the total, the largest first.
  public func sensitivities(
    with solver: inout some LinearSolver
  ) throws(LinearSolverFailure) -> [LineSensitivity] {
    try Sensitivity(linearSystem, with: &solver).elasticities.map {
      LineSensitivity(
        process: $0.process, line: $0.line,
        elasticity: ExactDecimal(approximating: $0.value, digits: 4))
    }
  }
}

extension ExactDecimal {
  /// The decimal nearest to `number` with so many significant digits, ties to even; zero for what
  /// is no finite number.
  init(approximating number: Double, digits: Int) {
    self = .zero
    guard number.isFinite, number != 0 else { return }
    // The shortest text that reads back to the same number: the same on every machine.
    let parts = "\(number)".split(separator: "e")
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    guard let mantissa = try? ExactDecimal(text: String(parts[0])),
      let exact = mantissa.shifted(byPowerOfTen: exponent)
    else { return }
    let places = digits - "\(exact.coefficient.magnitude)".count + exact.scale
    if places >= 0 {
      self = exact.rounded(scale: min(places, Self.maximumScale), rounding: .halfEven).normalized
    } else {
      let shortened = exact.shifted(byPowerOfTen: places)?.rounded(scale: 0, rounding: .halfEven)
      self = shortened?.shifted(byPowerOfTen: -places) ?? .zero
    }
  }
}
