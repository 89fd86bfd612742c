// SPDX-License-Identifier: Apache-2.0
import FootprintEngine

/// Repeatable pseudo-random numbers.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Systems as lists, so that any solver can be asked.
struct RandomSystem {
  var size: Int
  /// Inputs: the activity `column` draws `value` of product `row`.
  var inputs: [(row: Int32, column: Int32, value: Double)] = []
  var direct: [Double] = []
  var demand: [Double]

  /// Shapes of systems.
  enum Shape: CaseIterable {
    /// Inputs only from activities with larger numbers.
    case acyclic
    /// Inputs from anywhere: almost everything is one loop.
    case random
    /// Nine of ten inputs from larger numbers: some loops.
    case mixed
    /// Short circles of three.
    case circles
  }

  /// `share` is what an activity's inputs add up to on average, for one of output.
  init(_ shape: Shape, size: Int, inputs count: Int, share: Double = 0.5, seed: UInt64) {
    var random = SplitMix64(state: seed)
    self.size = size
    demand = [Double](repeating: 0, count: size)
    demand[0] = 1
    for column in 0..<size {
      var rows: Set<Int> = []
      for _ in 0..<count {
        let isForward: Bool
        switch shape {
        case .acyclic, .circles: isForward = true
        case .random: isForward = false
        case .mixed: isForward = Int.random(in: 0..<10, using: &random) > 0
        }
        let candidates = isForward ? column + 1..<size : 0..<size
        if !candidates.isEmpty { rows.insert(Int.random(in: candidates, using: &random)) }
      }
      if shape == .circles, column % 3 == 2 { rows.insert(column - 2) }
      if shape == .circles, column % 3 < 2, column + 1 < size { rows.insert(column + 1) }
      rows.remove(column)
      for row in rows.sorted() {
        let value = Double.random(in: 0..<2 * share / Double(count), using: &random)
        inputs.append((Int32(row), Int32(column), value))
      }
      direct.append(Double.random(in: 0..<1, using: &random))
    }
  }

  /// Ones on the diagonal, inputs below zero.
  var matrix: SparseMatrix {
    let ones = (0..<Int32(size)).map { (row: $0, column: $0, value: 1.0) }
    return SparseMatrix(
      size: size, elements: ones + inputs.map { ($0.row, $0.column, -$0.value) })
  }

  /// The system with one parameter an input, as uncertain as said.
  func system(_ uncertainty: Uncertainty? = nil) -> LinearSystem {
    let matrix = matrix
    var parameters: [LinearSystem.Parameter] = []
    for column in 0..<size {
      for index in Int(matrix.columnStarts[column])..<Int(matrix.columnStarts[column + 1])
      where Int(matrix.rows[index]) != column {
        parameters.append(
          LinearSystem.Parameter(
            process: "p\(column)", line: "l\(matrix.rows[index])", uncertainty: uncertainty,
            terms: [.entry(index: index, value: matrix.values[index])]))
      }
      parameters.append(
        LinearSystem.Parameter(
          process: "p\(column)", line: "direct", uncertainty: uncertainty,
          terms: [.direct(activity: column, value: direct[column])]))
    }
    return LinearSystem(matrix: matrix, demand: demand, direct: direct, parameters: parameters)
  }
}

/// Gaussian elimination with the largest pivot: slow and plain.
func eliminated(_ matrix: SparseMatrix, _ right: [Double], isTransposed: Bool) -> [Double]? {
  let size = matrix.size
  var rows = [[Double]](
    repeating: [Double](repeating: 0, count: size + 1), count: size)
  for column in 0..<size {
    for index in Int(matrix.columnStarts[column])..<Int(matrix.columnStarts[column + 1]) {
      let row = Int(matrix.rows[index])
      rows[isTransposed ? column : row][isTransposed ? row : column] += matrix.values[index]
    }
    rows[column][size] = right[column]
  }
  for step in 0..<size {
    guard
      let pivot = (step..<size).max(by: {
        rows[$0][step].magnitude < rows[$1][step].magnitude
      }), rows[pivot][step] != 0
    else { return nil }
    rows.swapAt(step, pivot)
    for row in step + 1..<max(size, step + 1) where rows[row][step] != 0 {
      let factor = rows[row][step] / rows[step][step]
      for column in step...size { rows[row][column] -= factor * rows[step][column] }
    }
  }
  var solution = [Double](repeating: 0, count: size)
  for row in (0..<size).reversed() {
    var sum = rows[row][size]
    for column in row + 1..<max(size, row + 1) { sum -= rows[row][column] * solution[column] }
    solution[row] = sum / rows[row][row]
  }
  return solution
}
