// SPDX-License-Identifier: Apache-2.0
import Foundation
import FootprintEngine
import Measuring
import Quantities
import SparseSystems

/// `FootprintBenchmark make random|database SIZE` writes a system as text;
/// `FootprintBenchmark time FILE ITERATIONS` solves it and prints JSON.
///
/// `oracles/footprints.py bench` calls both, and bw2calc.
@main
struct FootprintBenchmark {
  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    if words.count == 3, words[0] == "make", let size = Int(words[2]), size > 1 {
      FileHandle.standardOutput.write(Data(ListedSystem(words[1], size: size).text.utf8))
    } else if words.count == 3, words[0] == "time", let iterations = Int(words[2]) {
      let text = try String(contentsOfFile: words[1], encoding: .utf8)
      try time(ListedSystem(text: text), iterations)
    } else {
      print("FootprintBenchmark make random|database SIZE | time FILE ITERATIONS")
      exit(2)
    }
  }

  /// From the lists to the total, matrix included; then Monte Carlo, matrix included.
  static func time(_ lists: ListedSystem, _ iterations: Int) throws {
    var solver = EigenSolver()
    var start = processorSeconds()
    let matrix = lists.matrix
    try solver.prepare(matrix)
    let solution = try solver.solve(lists.demand)
    let total = zip(lists.direct, solution.values).reduce(0) { $0 + $1.0 * $1.1 }
    let first = processorSeconds() - start
    start = processorSeconds()
    let estimate = try LinearSystem(
      matrix: matrix, demand: lists.demand, direct: lists.direct, parameters: []
    ).estimate(with: &solver)
    let estimating = processorSeconds() - start
    start = processorSeconds()
    let system = lists.uncertain(.lognormal(geometricDeviation: try ExactDecimal(text: "1.1")))
    var other = EigenSolver()
    let result = try MonteCarlo(iterations: iterations, seed: 1).run(system, with: &other)
    let experiment = processorSeconds() - start
    print(
      """
      {"first": \(first), "score": \(total), "method": "\(solution.method)", \
      "residual": \(solution.residual), "estimate": \(estimating), \
      "digits": \(estimate.significantDigits), "proven": \(estimate.isProven), \
      "monte_carlo": \(experiment), "median": \(result.percentiles[3]), \
      "residuals": \(result.residual)}
      """)
  }

  /// What this thread has used of the processor: other work on the machine changes it least.
  static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// A system as lists, which is what both programs begin with.
struct ListedSystem {
  var demand: [Double] = []
  var direct: [Double] = []
  var elements: [(row: Int32, column: Int32, value: Double)] = []

  /// Ten inputs a process that add up to half of its output on average: `random` from anywhere;
  /// `database` from a process with a larger number, but for one input of every twentieth process:
  /// databases can mostly be numbered like this, and have loops.
  init(_ shape: String, size: Int) {
    var random = SplitMix64(state: UInt64(size))
    demand = [1] + [Double](repeating: 0, count: size - 1)
    for column in 0..<size {
      elements.append((Int32(column), Int32(column), 1))
      direct.append(Double.random(in: 0.001..<1, using: &random))
      var rows: Set<Int> = []
      for input in 0..<10 {
        let isBack = input == 0 && Int.random(in: 0..<20, using: &random) == 0
        let isForward = shape == "database" && !isBack && column + 1 < size
        rows.insert(Int.random(in: isForward ? column + 1..<size : 0..<size, using: &random))
      }
      rows.remove(column)
      for row in rows.sorted() {
        elements.append(
          (Int32(row), Int32(column), -Double.random(in: 0.0001..<0.1, using: &random)))
      }
    }
  }

  /// Reads what `text` wrote.
  init(text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      switch words[0] {
      case "system":
        demand = [Double](repeating: 0, count: Int(words[2]) ?? 0)
        demand[0] = Double(words[3]) ?? 0
      case "process":
        let column = Int32(words[1]) ?? 0
        elements.append((column, column, Double(words[2]) ?? 0))
        direct.append(Double(words[3]) ?? 0)
      case "input":
        elements.append((Int32(words[1]) ?? 0, Int32(words[2]) ?? 0, -(Double(words[3]) ?? 0)))
      default: break
      }
    }
  }

  var text: String {
    var text = "system random \(demand.count) \(demand[0])\n"
    for element in elements {
      text +=
        element.row == element.column
        ? "process \(element.column) \(element.value) \(direct[Int(element.column)])\n"
        : "input \(element.row) \(element.column) \(-element.value)\n"
    }
    return text
  }

  var matrix: SparseMatrix { SparseMatrix(size: demand.count, elements: elements) }

  /// Every input and every emission is uncertain.
  func uncertain(_ uncertainty: Uncertainty) -> LinearSystem {
    let matrix = matrix
    var parameters: [LinearSystem.Parameter] = []
    parameters.reserveCapacity(elements.count)
    for column in 0..<matrix.size {
      let process = "p\(column)"
      for index in Int(matrix.columnStarts[column])..<Int(matrix.columnStarts[column + 1]) {
        let row = Int(matrix.rows[index])
        parameters.append(
          LinearSystem.Parameter(
            process: process, line: row == column ? "own" : "l\(row)", uncertainty: uncertainty,
            terms: [
              row == column
                ? .direct(activity: column, value: direct[column])
                : .entry(index: index, value: matrix.values[index])
            ]))
      }
    }
    return LinearSystem(matrix: matrix, demand: demand, direct: direct, parameters: parameters)
  }
}
