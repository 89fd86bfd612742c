// SPDX-License-Identifier: Apache-2.0

/// A footprint from a system in binary floating point, with what is known of its error.
public struct FootprintEstimate: Sendable {
  /// Kilograms of CO2 equivalent.
  public let total: Double
  /// The runs of each activity.
  public let runs: [Double]
  /// How far `total` is at most from the exact footprint of the same binary numbers; `nil` when
  /// not even an estimate could be made.
  public let error: Double?
  /// Whether `error` is proven, with every rounding counted; otherwise it is an estimate that
  /// leaves out terms of second order.
  public let isProven: Bool
  /// The largest residual of a row, relative to the sum of the row's terms without signs.
  public let residual: Double
  /// How the system was solved.
  public let method: String

  /// How many decimal digits of `total` are significant, at most 15; 0 when nothing is known.
  ///
  /// The error is below half a unit of the last of them.
  public var significantDigits: Int {
    guard let error, total != 0 else { return 0 }
    var relative = error / total.magnitude
    var digits = 0
    while digits < 15, relative <= 0.05 {
      relative *= 10
      digits += 1
    }
    return digits
  }
}

extension LinearSystem {
  /// The footprint of `runs`.
  static func total(_ direct: [Double], _ runs: [Double]) -> Double {
    var sum = 0.0
    for index in direct.indices { sum += direct[index] * runs[index] }
    return sum
  }

  /// Solves the system and bounds the error of the total.
  ///
  /// The proof: let C be the comparison matrix (the diagonal without signs, everything else
  /// without signs below zero). If some v above zero has Cv above zero, C is an M-matrix and
  /// |A⁻¹| ≤ C⁻¹ (Ostrowski 1937), so that the solution is off by at most
  /// max(tᵢ / (Cv)ᵢ) · v, where t bounds the residual with its rounding (Rump, Acta Numerica 19,
  /// 2010, 10.4). Any v will do, however it was found; here it solves Cv = t, which makes
  /// the bound sharp. Systems that draw on themselves less than they make are of this kind.
  ///
  /// Otherwise the error is estimated from the transposed solution y as Σ|yᵢ|tᵢ: exact but for the
  /// error of y itself.
  public func estimate(
    with solver: inout some LinearSolver
  ) throws(LinearSolverFailure) -> FootprintEstimate {
    try solver.prepare(matrix)
    let solution = try solver.solve(demand)
    let total = Self.total(direct, solution.values)
    let rests = residualBounds(solution.values)
    var error = provenError(solution.values, rests, &solver)
    let isProven = error != nil
    if error == nil {
      do throws(LinearSolverFailure) {
        try solver.prepare(matrix)
        let adjoint = try solver.solveTransposed(direct).values
        error = zip(adjoint, rests).reduce(summingError(solution.values)) {
          $0 + $1.0.magnitude * $1.1
        }
      } catch {}
    }
    return FootprintEstimate(
      total: total, runs: solution.values, error: error, isProven: isProven,
      residual: solution.residual, method: solution.method)
  }

  /// Half the distance from 1 to the next number.
  private static var unit: Double { 0x1p-53 }

  /// A bound of each residual |b − Ax|, rounding included.
  ///
  /// A sum of k products is off by at most k u / (1 − k u) of the sum without signs (Higham,
  /// Accuracy and Stability, 3.1); a tenth more covers the rounding of the bound itself.
  private func residualBounds(_ runs: [Double]) -> [Double] {
    var rests = demand
    var scales = demand.map(\.magnitude)
    var counts = [Double](repeating: 2, count: matrix.size)
    for column in 0..<matrix.size {
      let value = runs[column]
      for index in matrix.entries(of: column) {
        let row = Int(matrix.rows[index])
        rests[row] -= matrix.values[index] * value
        scales[row] += (matrix.values[index] * value).magnitude
        counts[row] += 1
      }
    }
    return rests.indices.map { row in
      (rests[row].magnitude + counts[row] * Self.unit * scales[row]) * 1.1
    }
  }

  /// What adding up the total can lose.
  private func summingError(_ runs: [Double]) -> Double {
    let count = Double(matrix.size + 2)
    let scale = zip(direct, runs).reduce(0) { $0 + ($1.0 * $1.1).magnitude }
    return scale * count * Self.unit * 1.1
  }

  private func provenError(
    _ runs: [Double], _ rests: [Double], _ solver: inout some LinearSolver
  ) -> Double? {
    var comparison = matrix
    for column in 0..<matrix.size {
      for index in matrix.entries(of: column) {
        let magnitude = matrix.values[index].magnitude
        comparison.values[index] = Int(matrix.rows[index]) == column ? magnitude : -magnitude
      }
    }
    // What nobody draws on has no residual; it still needs something above zero.
    let floor = max((rests.max() ?? 0) * 1e-30, 1e-290)
    let target = rests.map { $0 + floor }
    do throws(LinearSolverFailure) {
      if comparison != matrix { try solver.prepare(comparison) }
      let vector = try solver.solve(target).values
      guard let factor = comparison.provenFactor(vector, target) else { return nil }
      let sum = zip(direct, vector).reduce(0) { $0 + $1.0.magnitude * $1.1 }
      return (sum * factor + summingError(runs)) * 1.1
    } catch {
      return nil
    }
  }
}

extension SparseMatrix {
  /// Where the entries of a column stand.
  func entries(of column: Int) -> Range<Int> {
    Int(columnStarts[column])..<Int(columnStarts[column + 1])
  }

  /// The largest tᵢ / (Cv)ᵢ with (Cv)ᵢ rounded down, or `nil` when v or Cv is not above zero.
  fileprivate func provenFactor(_ vector: [Double], _ target: [Double]) -> Double? {
    var sums = [Double](repeating: 0, count: size)
    var scales = sums
    var counts = sums
    for column in 0..<size {
      guard vector[column] > 0, vector[column].isFinite else { return nil }
      for index in entries(of: column) {
        let row = Int(rows[index])
        sums[row] += values[index] * vector[column]
        scales[row] += (values[index] * vector[column]).magnitude
        counts[row] += 1
      }
    }
    var factor = 0.0
    for row in 0..<size {
      let lower = sums[row] - (counts[row] + 2) * 0x1p-53 * scales[row] * 1.1
      guard lower > 0 else { return nil }
      factor = max(factor, target[row] / lower)
    }
    return factor * 1.01
  }
}
