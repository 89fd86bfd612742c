// SPDX-License-Identifier: Apache-2.0

/// How much a footprint depends on each line.
public struct Sensitivity: Sendable {
  /// A line and what it means for the total.
  public struct Elasticity: Sendable, Hashable {
    /// The process.
    public let process: String
    /// The line.
    public let line: String
    /// The per cent by which the total grows when the amount grows by one, for small changes.
    public let value: Double
  }

  /// A line and the totals when its amount alone is changed.
  public struct Swing: Sendable, Hashable {
    /// The process.
    public let process: String
    /// The line.
    public let line: String
    /// The total with the amount made smaller, in kilograms of CO2 equivalent.
    public let low: Double
    /// The total with the amount made larger.
    public let high: Double
  }

  /// The total with the amounts as stated, in kilograms of CO2 equivalent.
  public let total: Double
  /// Every line, the largest elasticity without its sign first; equal ones in the model's order.
  ///
  /// Empty when the total is zero, since a share of nothing means nothing.
  public let elasticities: [Elasticity]

  /// Finds the elasticity of every line with two solutions.
  ///
  /// With x the runs and y the transposed solution for the direct emissions, the derivative of the
  /// total by an entry a(i, j) is −yᵢxⱼ and by a direct emission xⱼ: exact, not a difference.
  public init(
    _ system: LinearSystem, with solver: inout some LinearSolver
  ) throws(LinearSolverFailure) {
    try solver.prepare(system.matrix)
    let runs = try solver.solve(system.demand).values
    let intensities = try solver.solveTransposed(system.direct).values
    let sum = LinearSystem.total(system.direct, runs)
    total = sum
    guard sum != 0 else {
      elasticities = []
      return
    }
    let columns = system.matrix.columns
    var found: [Elasticity] = []
    for parameter in system.parameters {
      var derivative = 0.0
      for term in parameter.terms {
        switch term {
        case .entry(let index, let value):
          let row = Int(system.matrix.rows[index])
          derivative -= intensities[row] * runs[Int(columns[index])] * value
        case .direct(let activity, let value):
          derivative += runs[activity] * value
        }
      }
      found.append(
        Elasticity(
          process: parameter.process, line: parameter.line, value: derivative / sum))
    }
    // The order of the model decides between equals: offsets keep the sort stable.
    elasticities = found.enumerated().sorted { left, right in
      let (a, b) = (left.element.value.magnitude, right.element.value.magnitude)
      return a != b ? a > b : left.offset < right.offset
    }.map(\.element)
  }

  /// The totals when one line at a time is changed by `share` of its amount, for the lines with
  /// the `count` largest elasticities.
  ///
  /// The system is solved anew for each: large changes in loops are not proportional.
  public func swings(
    of system: LinearSystem, by share: Double = 0.1, count: Int = 20,
    with solver: inout some LinearSolver
  ) throws(LinearSolverFailure) -> [Swing] {
    var parameters: [[String]: LinearSystem.Parameter] = [:]
    for parameter in system.parameters {
      parameters[[parameter.process, parameter.line]] = parameter
    }
    var swings: [Swing] = []
    for line in elasticities.prefix(count) {
      guard let parameter = parameters[[line.process, line.line]] else { continue }
      swings.append(
        Swing(
          process: line.process, line: line.line,
          low: try Self.total(of: system, parameter, -share, &solver),
          high: try Self.total(of: system, parameter, share, &solver)))
    }
    return swings
  }

  private static func total(
    of system: LinearSystem, _ parameter: LinearSystem.Parameter, _ change: Double,
    _ solver: inout some LinearSolver
  ) throws(LinearSolverFailure) -> Double {
    var changed = system
    for term in parameter.terms {
      switch term {
      case .entry(let index, let value): changed.matrix.values[index] += value * change
      case .direct(let activity, let value): changed.direct[activity] += value * change
      }
    }
    try solver.prepare(changed.matrix)
    return LinearSystem.total(changed.direct, try solver.solve(changed.demand).values)
  }
}

extension SparseMatrix {
  /// The column of each value.
  var columns: [Int32] {
    var columns: [Int32] = []
    columns.reserveCapacity(rows.count)
    for column in 0..<size {
      for _ in columnStarts[column]..<columnStarts[column + 1] { columns.append(Int32(column)) }
    }
    return columns
  }
}
