// SPDX-License-Identifier: Apache-2.0
import CEigen
import FootprintEngine

/// Activities that draw on each other, directly or through others: one system for Eigen.
@safe final class Loop {
  /// The largest loop that is factorised at once: below it, factors are cheaper than iterating.
  static let factorisedAtOnce = 64
  /// A factorisation beyond these is not tried: 10⁷ entries are 120 MB, 2·10¹⁰ multiplications
  /// some twenty seconds.
  static let largestFill = (entries: 1e7, multiplications: 2e10)
  /// What an iteration may take; those that converge take ten to fifty.
  static let mostIterations: Int32 = 300

  /// The activities, in the order of the local rows and columns.
  let members: ArraySlice<Int32>
  /// Which method solved last.
  private(set) var method: Method
  private let handle: OpaquePointer

  enum Method: Sendable {
    case factors
    case iteration
  }

  /// Takes the entries of `matrix` between `members`; `local` holds their local numbers.
  init(
    members: ArraySlice<Int32>, matrix: SparseMatrix, components: Components, local: [Int32]
  ) throws(LinearSolverFailure) {
    self.members = members
    method = members.count <= Self.factorisedAtOnce ? .factors : .iteration
    var rows: [Int32] = []
    var columns: [Int32] = []
    var positions: [Int32] = []
    for activity in members {
      let column = Int(activity)
      for position in matrix.columnStarts[column]..<matrix.columnStarts[column + 1] {
        let row = Int(matrix.rows[Int(position)])
        guard components.component[row] == components.component[column] else { continue }
        rows.append(local[row])
        columns.append(local[column])
        positions.append(position)
      }
    }
    let made = unsafe eigen_loop_create(
      Int32(members.count), Int32(rows.count), rows, columns, positions)
    guard let made = unsafe made else { throw .malformed }
    unsafe handle = made
  }

  deinit { unsafe eigen_loop_destroy(handle) }

  /// Begins with the first choice again.
  func forgetMethod() {
    method = members.count <= Self.factorisedAtOnce ? .factors : .iteration
  }

  /// Takes the values of another matrix of the same pattern.
  func load(_ values: [Double]) { unsafe eigen_loop_load(handle, values) }

  /// Solves for `vector` in place, starting from `guess` and to a residual of `tolerance` where
  /// the method asks for them.
  func solve(
    _ vector: inout [Double], isTransposed: Bool, from guess: [Double]?, tolerance: Double
  ) throws(LinearSolverFailure) {
    if method == .iteration {
      if iterate(&vector, isTransposed, guess, tolerance) { return }
      method = .factors
    }
    let status = unsafe eigen_loop_factorise(
      handle, Self.largestFill.entries, Self.largestFill.multiplications)
    try check(status)
    try check(unsafe eigen_loop_solve(handle, isTransposed ? 1 : 0, &vector))
  }

  private func iterate(
    _ vector: inout [Double], _ isTransposed: Bool, _ guess: [Double]?, _ tolerance: Double
  ) -> Bool {
    var solution = guess ?? [Double](repeating: 0, count: vector.count)
    var iterations = Self.mostIterations
    let status = unsafe eigen_loop_iterate(
      handle, isTransposed ? 1 : 0, vector, &solution, tolerance, &iterations)
    guard status == Int32(EIGEN_LOOP_SOLVED) else { return false }
    vector = solution
    return true
  }

  private func check(_ status: Int32) throws(LinearSolverFailure) {
    switch Int(status) {
    case Int(EIGEN_LOOP_SOLVED): return
    case Int(EIGEN_LOOP_SINGULAR): throw .singular
    case Int(EIGEN_LOOP_TOO_LARGE): throw .notConverged(residual: .infinity)
    default: throw .malformed
    }
  }
}
