// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine

/// Solves sparse systems: what has no loops by substitution, loops with Eigen.
///
/// A loop of up to 64 activities is factorised (SparseLU). A larger one is iterated (BiCGSTAB
/// behind a Gauss-Seidel sweep): factors of randomly connected activities fill up with the square
/// of their number. Where the iteration fails, factors are tried, within limits of memory and
/// time. The residual is computed for every solution, and refined until it is below `accuracy`.
///
/// One thread; the same input gives the same bits on every machine and with every history.
public struct EigenSolver: LinearSolver {
  /// The largest residual of a solution, relative to the row's terms without signs.
  public static let accuracy = 1e-11
  /// How often a solution is refined at most.
  static let mostRefinements = 4

  private var prepared: Preparation?

  /// Creates a solver.
  public init() {}

  /// Prepares for `matrix`; one of the same pattern keeps what was found out about it.
  ///
  /// - Throws: `malformed` for indices out of order or range, or a value that is no number;
  ///   `singular` when an activity outside loops has no output.
  public mutating func prepare(_ matrix: SparseMatrix) throws(LinearSolverFailure) {
    if isKnownUniquelyReferenced(&prepared), let known = prepared, known.takes(matrix) {
      // Put back only when it went well.
      prepared = nil
      try known.load(matrix)
      prepared = known
    } else {
      prepared = nil
      prepared = try Preparation(matrix)
    }
  }

  /// Solves `matrix · x = right`; a good `guess` saves iterations.
  ///
  /// - Throws: `singular`; `notConverged` when the residual stays above `accuracy`, or a loop that
  ///   cannot be iterated is too large to be factorised.
  public mutating func solve(
    _ right: [Double], from guess: [Double]?
  ) throws(LinearSolverFailure) -> LinearSolution {
    try refined(right, isTransposed: false, guess)
  }

  /// Solves `transpose(matrix) · x = right`; throws like `solve`.
  public mutating func solveTransposed(
    _ right: [Double], from guess: [Double]?
  ) throws(LinearSolverFailure) -> LinearSolution {
    try refined(right, isTransposed: true, guess)
  }

  private mutating func refined(
    _ right: [Double], isTransposed: Bool, _ guess: [Double]?
  ) throws(LinearSolverFailure) -> LinearSolution {
    // A copy of the solver prepares for itself: handles into C++ have one owner.
    if prepared != nil, !isKnownUniquelyReferenced(&prepared), let matrix = prepared?.matrix {
      prepared = try Preparation(matrix)
    }
    guard let prepared, prepared.matrix.size == right.count,
      guess == nil || guess?.count == right.count
    else { throw .malformed }
    prepared.forgetMethods()
    var solution = try prepared.solve(
      right, isTransposed: isTransposed, from: guess, tolerance: Self.accuracy / 4)
    var (residual, remainder) = prepared.residual(right, solution, isTransposed: isTransposed)
    var rounds = 0
    while residual > Self.accuracy, residual.isFinite, rounds < Self.mostRefinements {
      // As many digits as are missing, and one or two more.
      let missing = max(min(Self.accuracy / residual / 30, 1e-2), 1e-12)
      let step = try prepared.solve(
        remainder, isTransposed: isTransposed, from: nil, tolerance: missing)
      var better = solution
      for index in better.indices { better[index] += step[index] }
      let next = prepared.residual(right, better, isTransposed: isTransposed)
      guard next.residual < residual else { break }
      (solution, residual, remainder) = (better, next.residual, next.remainder)
      rounds += 1
    }
    guard residual <= Self.accuracy else { throw .notConverged(residual: residual) }
    return LinearSolution(
      values: solution, residual: residual,
      method: prepared.method + (rounds > 0 ? ", refined" : ""))
  }
}
