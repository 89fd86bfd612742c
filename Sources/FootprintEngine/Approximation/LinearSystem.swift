// SPDX-License-Identifier: Apache-2.0

/// A square sparse matrix in compressed columns.
public struct SparseMatrix: Sendable, Hashable {
  /// The number of rows and columns.
  public var size: Int
  /// Where each column starts in `rows` and `values`, and at last their number.
  public var columnStarts: [Int32]
  /// The row of each value; ascending within a column.
  public var rows: [Int32]
  /// The values.
  public var values: [Double]

  /// Creates a matrix.
  public init(size: Int, columnStarts: [Int32], rows: [Int32], values: [Double]) {
    self.size = size
    self.columnStarts = columnStarts
    self.rows = rows
    self.values = values
  }
}

/// A footprint's system in binary floating point: `matrix · runs = demand`, and the footprint is
/// `direct · runs` in kilograms of CO2 equivalent.
///
/// Column j is an activity: its output on the diagonal, its inputs below zero.
public struct LinearSystem: Sendable {
  /// The matrix.
  public var matrix: SparseMatrix
  /// What is asked of each product.
  public var demand: [Double]
  /// What one run of each activity emits itself.
  public var direct: [Double]
  /// The lines of the model, and the numbers that change with their amounts.
  public var parameters: [Parameter]

  /// A line of the model.
  public struct Parameter: Sendable, Hashable {
    /// The process.
    public var process: String
    /// The line.
    public var line: String
    /// How uncertain its amount is.
    public var uncertainty: Uncertainty?
    /// What it adds to at its stated amount: each term grows in proportion to the amount.
    public var terms: [Term]

    /// Creates a parameter.
    public init(process: String, line: String, uncertainty: Uncertainty?, terms: [Term]) {
      self.process = process
      self.line = line
      self.uncertainty = uncertainty
      self.terms = terms
    }
  }

  /// One of the numbers a line adds to.
  public enum Term: Sendable, Hashable {
    /// `matrix.values[index]` holds `value` of this line.
    case entry(index: Int, value: Double)
    /// `direct[activity]` holds `value` of this line.
    case direct(activity: Int, value: Double)
  }

  /// Creates a system.
  public init(
    matrix: SparseMatrix, demand: [Double], direct: [Double], parameters: [Parameter]
  ) {
    self.matrix = matrix
    self.demand = demand
    self.direct = direct
    self.parameters = parameters
  }
}

/// What solves sparse systems: a library, handed in from above.
public protocol LinearSolver {
  /// Prepares for `matrix`; a later matrix of the same pattern may be prepared faster.
  mutating func prepare(_ matrix: SparseMatrix) throws(LinearSolverFailure)
  /// Solves `matrix · x = right`.
  mutating func solve(_ right: [Double]) throws(LinearSolverFailure) -> LinearSolution
  /// Solves `transpose(matrix) · x = right`.
  mutating func solveTransposed(_ right: [Double]) throws(LinearSolverFailure) -> LinearSolution
}

/// A solution with what is known of its quality.
public struct LinearSolution: Sendable {
  /// The unknowns.
  public var values: [Double]
  /// The largest residual of a row, relative to the sum of the row's terms without signs.
  public var residual: Double
  /// Which method solved it, for reports.
  public var method: String

  /// Creates a solution.
  public init(values: [Double], residual: Double, method: String) {
    self.values = values
    self.residual = residual
    self.method = method
  }
}

/// Why a system could not be solved.
public enum LinearSolverFailure: Error, Sendable, Equatable {
  /// The matrix is singular, or too near to it.
  case singular
  /// The residual stayed above what counts as solved.
  case notConverged(residual: Double)
  /// The matrix is not well-formed.
  case malformed
}
