// SPDX-License-Identifier: Apache-2.0
import CEigen
import FootprintEngine

/// A matrix taken apart into single activities and loops.
final class Preparation {
  private(set) var matrix: SparseMatrix
  private let components: Components
  /// Where each activity's own output stands in the values; -1 when it has none.
  private let diagonals: [Int32]
  /// For the activity at each place of the order, where its entries in other components start.
  private let outsideStarts: [Int32]
  private let outsideRows: [Int32]
  private let outsidePositions: [Int32]
  /// The loops, by component.
  private let loops: [Loop?]

  init(_ matrix: SparseMatrix) throws(LinearSolverFailure) {
    guard Self.isWellFormed(matrix) else { throw .malformed }
    self.matrix = matrix
    let components = Components(
      size: matrix.size, columnStarts: matrix.columnStarts, rows: matrix.rows)
    self.components = components
    var local = [Int32](repeating: 0, count: matrix.size)
    var loops: [Loop?] = []
    for index in components.starts.indices.dropLast() {
      let range = Int(components.starts[index])..<Int(components.starts[index + 1])
      guard range.count > 1 else {
        loops.append(nil)
        continue
      }
      for place in range { local[Int(components.order[place])] = Int32(place - range.lowerBound) }
      loops.append(
        try Loop(
          members: components.order[range], matrix: matrix, components: components,
          local: local))
    }
    self.loops = loops
    var diagonals = [Int32](repeating: -1, count: matrix.size)
    var (starts, rows, positions): ([Int32], [Int32], [Int32]) = ([0], [], [])
    for activity in components.order {
      let column = Int(activity)
      for position in matrix.columnStarts[column]..<matrix.columnStarts[column + 1] {
        let row = matrix.rows[Int(position)]
        if row == activity { diagonals[column] = position }
        guard components.component[Int(row)] != components.component[column] else { continue }
        rows.append(row)
        positions.append(position)
      }
      starts.append(Int32(rows.count))
    }
    self.diagonals = diagonals
    (outsideStarts, outsideRows, outsidePositions) = (starts, rows, positions)
    try load(matrix)
  }

  /// Whether `other` differs in its values only.
  func takes(_ other: SparseMatrix) -> Bool {
    other.size == matrix.size && other.values.count == matrix.values.count
      && other.columnStarts == matrix.columnStarts && other.rows == matrix.rows
  }

  /// Takes the values of another matrix of the same pattern.
  func load(_ other: SparseMatrix) throws(LinearSolverFailure) {
    // One sum instead of one test a value: what is no number stays no number.
    var sum = 0.0
    for value in other.values { sum += value * 0 }
    guard sum == 0 else { throw .malformed }
    matrix = other
    for (index, loop) in loops.enumerated() {
      if let loop {
        loop.load(matrix.values)
        continue
      }
      let diagonal = diagonals[Int(components.order[Int(components.starts[index])])]
      guard diagonal >= 0, matrix.values[Int(diagonal)] != 0 else { throw .singular }
    }
  }

  /// Lets every loop begin with its first choice, so that history never shows in a result.
  func forgetMethods() {
    for case let loop? in loops { loop.forgetMethod() }
  }

  /// Which methods were used, for reports.
  var method: String {
    let used = loops.compactMap { $0?.method }
    var words: [String] = []
    if used.contains(.iteration) { words.append("Eigen BiCGSTAB + Gauss-Seidel") }
    if used.contains(.factors) { words.append("Eigen SparseLU") }
    return words.isEmpty ? "substitution" : words.joined(separator: ", ")
  }

  /// One pass through all components; loops that are iterated stop at `tolerance`.
  func solve(
    _ right: [Double], isTransposed: Bool, from guess: [Double]?, tolerance: Double
  ) throws(LinearSolverFailure) -> [Double] {
    var rest = right
    var solution = [Double](repeating: 0, count: matrix.size)
    if isTransposed {
      for index in loops.indices.reversed() {
        for place in places(of: index) { collect(place, solution, &rest) }
        try solve(index, rest, &solution, isTransposed, guess, tolerance)
      }
    } else {
      for index in loops.indices {
        try solve(index, rest, &solution, isTransposed, guess, tolerance)
        for place in places(of: index) { distribute(place, solution, &rest) }
      }
    }
    return solution
  }

  /// What is left of `right`, and the largest row of it relative to its terms without signs.
  func residual(
    _ right: [Double], _ solution: [Double], isTransposed: Bool
  ) -> (residual: Double, remainder: [Double]) {
    var remainder = [Double](repeating: 0, count: matrix.size)
    let residual = unsafe eigen_residual(
      Int32(matrix.size), matrix.columnStarts, matrix.rows, matrix.values, isTransposed ? 1 : 0,
      right, solution, &remainder)
    return (residual, remainder)
  }

  private func places(of index: Int) -> Range<Int> {
    Int(components.starts[index])..<Int(components.starts[index + 1])
  }

  private func solve(
    _ index: Int, _ rest: [Double], _ solution: inout [Double], _ isTransposed: Bool,
    _ guess: [Double]?, _ tolerance: Double
  ) throws(LinearSolverFailure) {
    guard let loop = loops[index] else {
      let activity = Int(components.order[Int(components.starts[index])])
      if rest[activity] != 0 {
        solution[activity] = rest[activity] / matrix.values[Int(diagonals[activity])]
      }
      return
    }
    var vector = loop.members.map { rest[Int($0)] }
    // What nobody asks for does not run.
    guard vector.contains(where: { $0 != 0 }) else { return }
    let start = guess.map { guess in loop.members.map { guess[Int($0)] } }
    try loop.solve(&vector, isTransposed: isTransposed, from: start, tolerance: tolerance)
    for (value, activity) in zip(vector, loop.members) { solution[Int(activity)] = value }
  }

  /// Takes what an activity draws from other components off what is left.
  private func distribute(_ place: Int, _ solution: [Double], _ rest: inout [Double]) {
    let value = solution[Int(components.order[place])]
    guard value != 0 else { return }
    for index in Int(outsideStarts[place])..<Int(outsideStarts[place + 1]) {
      rest[Int(outsideRows[index])] -= matrix.values[Int(outsidePositions[index])] * value
    }
  }

  private func collect(_ place: Int, _ solution: [Double], _ rest: inout [Double]) {
    var sum = rest[Int(components.order[place])]
    for index in Int(outsideStarts[place])..<Int(outsideStarts[place + 1]) {
      sum -= matrix.values[Int(outsidePositions[index])] * solution[Int(outsideRows[index])]
    }
    rest[Int(components.order[place])] = sum
  }

  private static func isWellFormed(_ matrix: SparseMatrix) -> Bool {
    let starts = matrix.columnStarts
    guard matrix.size >= 0, matrix.size < Int(Int32.max), starts.count == matrix.size + 1,
      starts.first == 0, starts.last.map(Int.init) == matrix.rows.count,
      matrix.rows.count == matrix.values.count
    else { return false }
    for column in 0..<matrix.size {
      guard starts[column] <= starts[column + 1], Int(starts[column + 1]) <= matrix.rows.count
      else { return false }
      var last: Int32 = -1
      for position in Int(starts[column])..<Int(starts[column + 1]) {
        guard matrix.rows[position] > last, Int(matrix.rows[position]) < matrix.size else {
          return false
        }
        last = matrix.rows[position]
      }
    }
    return true
  }
}
