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

  /// Creates a matrix from its elements in any order; those of one place are added up, in their
  /// order.
  public init(size: Int, elements: [(row: Int32, column: Int32, value: Double)]) {
    self.init(size: size, columnStarts: [], rows: [], values: [])
    // Twice distributed, by rows and then by columns: rows ascend within a column.
    var rowEnds = [Int](repeating: 0, count: size + 1)
    var columnEnds = rowEnds
    for element in elements {
      rowEnds[Int(element.row) + 1] += 1
      columnEnds[Int(element.column) + 1] += 1
    }
    for index in 0..<size {
      rowEnds[index + 1] += rowEnds[index]
      columnEnds[index + 1] += columnEnds[index]
    }
    let starts = columnEnds
    var byRow = [Int](repeating: 0, count: elements.count)
    for (position, element) in elements.enumerated() {
      byRow[rowEnds[Int(element.row)]] = position
      rowEnds[Int(element.row)] += 1
    }
    var byColumn = byRow
    for position in byRow {
      let column = Int(elements[position].column)
      byColumn[columnEnds[column]] = position
      columnEnds[column] += 1
    }
    columnStarts.reserveCapacity(size + 1)
    rows.reserveCapacity(elements.count)
    values.reserveCapacity(elements.count)
    columnStarts.append(0)
    for column in 0..<size {
      for place in starts[column]..<starts[column + 1] {
        let element = elements[byColumn[place]]
        if rows.count > Int(columnStarts[column]), rows.last == element.row {
          values[values.count - 1] += element.value
        } else {
          rows.append(element.row)
          values.append(element.value)
        }
      }
      columnStarts.append(Int32(rows.count))
    }
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
///
/// The same calls give the same bits, whatever was solved before: statistics rest on it.
public protocol LinearSolver {
  /// Prepares for `matrix`; a later matrix of the same pattern may be prepared faster.
  mutating func prepare(_ matrix: SparseMatrix) throws(LinearSolverFailure)
  /// Solves `matrix · x = right`; `guess` may save work, and never costs accuracy.
  mutating func solve(
    _ right: [Double], from guess: [Double]?
  ) throws(LinearSolverFailure) -> LinearSolution
  /// Solves `transpose(matrix) · x = right`, likewise.
  mutating func solveTransposed(
    _ right: [Double], from guess: [Double]?
  ) throws(LinearSolverFailure) -> LinearSolution
}

extension LinearSolver {
  /// Solves `matrix · x = right`.
  public mutating func solve(_ right: [Double]) throws(LinearSolverFailure) -> LinearSolution {
    try solve(right, from: nil)
  }

  /// Solves `transpose(matrix) · x = right`.
  public mutating func solveTransposed(
    _ right: [Double]
  ) throws(LinearSolverFailure) -> LinearSolution {
    try solveTransposed(right, from: nil)
  }
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
