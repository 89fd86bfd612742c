// SPDX-License-Identifier: Apache-2.0

extension FootprintCalculation {
  /// The system in binary floating point, for statistics; never for anything recorded.
  ///
  /// It holds the activities that the product needs, in the order of the model.
  public var linearSystem: LinearSystem {
    LinearSystemBuilder(model: model, system: system).build()
  }
}

/// Turns an exact system into binary floating point.
private struct LinearSystemBuilder {
  let model: FootprintModel
  let system: ProductSystem

  /// What a column holds in a row: one number, made of what lines add.
  private struct Entry {
    let row: Int
    let value: Double
    /// The line, or below zero for what no line changes: the output and credits.
    let line: Int
  }

  func build() -> LinearSystem {
    let nodes = SystemOrder(of: system).nodes.sorted()
    var columns = [Int](repeating: -1, count: system.activities.count)
    for (column, node) in nodes.enumerated() { columns[node] = column }
    var matrix = SparseMatrix(size: nodes.count, columnStarts: [0], rows: [], values: [])
    var direct = [Double](repeating: 0, count: nodes.count)
    var terms = LineTerms(model)
    for (column, node) in nodes.enumerated() {
      let activity = system.activities[node]
      let share = activity.weight.approximate / activity.weights.approximate
      var entries = [Entry(row: column, value: activity.amount.approximate, line: -1)]
      for index in system.flows(of: activity.process) {
        let flow = system.flows[index]
        entries.append(
          Entry(
            row: columns[flow.target], value: -flow.amount.approximate * share, line: flow.line))
      }
      for entry in entries.sorted(by: { ($0.row, $0.line) < ($1.row, $1.line) }) {
        let isNew =
          matrix.rows.count == Int(matrix.columnStarts[column])
          || matrix.rows.last != Int32(entry.row)
        if isNew {
          matrix.rows.append(Int32(entry.row))
          matrix.values.append(0)
        }
        matrix.values[matrix.values.count - 1] += entry.value
        guard entry.line >= 0 else { continue }
        terms.append(
          .entry(index: matrix.values.count - 1, value: entry.value), activity.process, entry.line)
      }
      matrix.columnStarts.append(Int32(matrix.rows.count))
      for index in system.emissions(of: activity.process) {
        let emission = system.emissions[index]
        let value = emission.kilograms.approximate * share
        direct[column] += value
        guard emission.line >= 0 else { continue }
        terms.append(.direct(activity: column, value: value), activity.process, emission.line)
      }
    }
    var demand = [Double](repeating: 0, count: nodes.count)
    demand[columns[system.product]] = system.demand.approximate
    let needed = Set(nodes.map { system.activities[$0].process })
    return LinearSystem(
      matrix: matrix, demand: demand, direct: direct,
      parameters: terms.parameters(of: needed, in: model))
  }
}

/// The terms of every line of a model.
private struct LineTerms {
  private var starts: [Int] = []
  private var terms: [[LinearSystem.Term]]

  init(_ model: FootprintModel) {
    var count = 0
    for process in model.processes {
      starts.append(count)
      count += process.lines.count
    }
    terms = [[LinearSystem.Term]](repeating: [], count: count)
  }

  mutating func append(_ term: LinearSystem.Term, _ process: Int, _ line: Int) {
    terms[starts[process] + line].append(term)
  }

  func parameters(of needed: Set<Int>, in model: FootprintModel) -> [LinearSystem.Parameter] {
    var parameters: [LinearSystem.Parameter] = []
    for (index, process) in model.processes.enumerated() where needed.contains(index) {
      for (number, line) in process.lines.enumerated() {
        parameters.append(
          LinearSystem.Parameter(
            process: process.id, line: line.id, uncertainty: line.uncertainty,
            terms: terms[starts[index] + number]))
      }
    }
    return parameters
  }
}

extension DecimalInterval {
  /// The lower bound as the nearest binary number.
  var approximate: Double {
    // Up to 2⁵³ and 10²² both are exact, and one operation rounds once.
    if lower.magnitude < 1 << 53, (-22...22).contains(exponent) {
      let (digits, power) = (
        Double(Int64(truncatingIfNeeded: lower)), Self.exactPowers[abs(exponent)]
      )
      return exponent < 0 ? digits / power : digits * power
    }
    return Double("\(lower)e\(exponent)") ?? 0
  }

  private static let exactPowers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
