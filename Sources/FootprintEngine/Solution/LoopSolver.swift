// SPDX-License-Identifier: Apache-2.0

/// The runs of activities that need each other: a system of linear equations, solved by Gaussian
/// elimination on intervals.
///
/// Zeros are skipped, and the next pivot is the one that can fill in the fewest of them
/// (Markowitz, Management Science 3 (1957) 255), on the diagonal where one will do, the first of
/// equals: so the work is the same on every machine. The exact solution is always inside the
/// bounds.
struct LoopSolver {
  /// The most activities of a loop; time grows with the third power, to a second or two here.
  static let largestLoop = 500

  private let size: Int
  private var matrix: [DecimalInterval]
  private var right: [DecimalInterval]
  private var isRowOpen: [Bool]
  private var isColumnOpen: [Bool]
  private var pivots: [(row: Int, column: Int)] = []
  /// How many entries that are not zero each open row has in open columns, and the reverse.
  private var rowCounts: [Int] = []
  private var columnCounts: [Int] = []

  /// The equations of a group: for each activity, what it makes is what the group and the rest of
  /// the system take of it.
  ///
  /// - Parameters:
  ///   - group: The activities, ascending.
  ///   - demand: What the rest of the system takes of each activity of the whole system.
  init(_ group: [Int], of system: ProductSystem, demand: [DecimalInterval]) {
    size = group.count
    matrix = [DecimalInterval](repeating: .zero, count: size * size)
    right = []
    isRowOpen = [Bool](repeating: true, count: size)
    isColumnOpen = isRowOpen
    var places: [Int: Int] = [:]
    for (place, node) in group.enumerated() { places[node] = place }
    for (column, node) in group.enumerated() {
      let activity = system.activities[node]
      right.append(demand[node] * activity.weight)
      matrix[column * size + column] = matrix[column * size + column] + activity.divisor
      for index in system.flows(of: activity.process) {
        let flow = system.flows[index]
        guard let row = places[flow.target] else { continue }
        let entry = flow.amount * system.activities[flow.target].weight
        matrix[row * size + column] = matrix[row * size + column] - entry
      }
    }
  }

  /// The runs of the activities, in the order of the group; `nil` when there is no one solution,
  /// or thirty-six digits do not show one.
  mutating func solve() -> [DecimalInterval]? {
    count()
    for _ in 0..<size {
      guard let pivot = nextPivot() else { return nil }
      guard eliminate(pivot) else { return nil }
    }
    var values = [DecimalInterval](repeating: .zero, count: size)
    for (row, column) in pivots.reversed() {
      var rest = right[row]
      for other in 0..<size where other != column {
        let entry = matrix[row * size + other]
        if !entry.isZero { rest = rest - entry * values[other] }
      }
      guard let value = rest.divided(by: matrix[row * size + column]) else { return nil }
      values[column] = value
    }
    return values
  }

  private mutating func count() {
    rowCounts = [Int](repeating: 0, count: size)
    columnCounts = rowCounts
    for row in 0..<size {
      for column in 0..<size where !matrix[row * size + column].isZero {
        rowCounts[row] += 1
        columnCounts[column] += 1
      }
    }
  }

  private func nextPivot() -> (row: Int, column: Int)? {
    var best: (row: Int, column: Int)?
    var cost = Int.max
    func consider(_ row: Int, _ column: Int) {
      let next = (rowCounts[row] - 1) * (columnCounts[column] - 1)
      guard next < cost, !matrix[row * size + column].holdsZero else { return }
      (best, cost) = ((row, column), next)
    }
    for place in 0..<size where isRowOpen[place] && isColumnOpen[place] { consider(place, place) }
    if let best { return best }
    for row in 0..<size where isRowOpen[row] {
      for column in 0..<size where isColumnOpen[column] { consider(row, column) }
    }
    return best
  }

  /// Removes the pivot's column from the other rows; `false` when the pivot may be zero.
  private mutating func eliminate(_ pivot: (row: Int, column: Int)) -> Bool {
    isRowOpen[pivot.row] = false
    isColumnOpen[pivot.column] = false
    pivots.append(pivot)
    let start = pivot.row * size
    let divisor = matrix[start + pivot.column]
    let columns = (0..<size).filter { isColumnOpen[$0] && !matrix[start + $0].isZero }
    for column in columns { columnCounts[column] -= 1 }
    for row in 0..<size where isRowOpen[row] {
      let entry = matrix[row * size + pivot.column]
      guard !entry.isZero else { continue }
      guard let factor = entry.divided(by: divisor) else { return false }
      matrix[row * size + pivot.column] = .zero
      rowCounts[row] -= 1
      for column in columns {
        let place = row * size + column
        let old = matrix[place]
        let new = old - factor * matrix[start + column]
        matrix[place] = new
        guard old.isZero != new.isZero else { continue }
        rowCounts[row] += new.isZero ? -1 : 1
        columnCounts[column] += new.isZero ? -1 : 1
      }
      right[row] = right[row] - factor * right[pivot.row]
    }
    return true
  }
}
