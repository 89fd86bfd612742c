// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Quantities
import Testing

/// What holds for every system; systems are drawn from seeds.
@Suite struct FootprintLawTests {
  private static let seeds = Array(UInt64(1)...20)

  private func shape(_ seed: UInt64, processes: Int = 7) -> RandomSystem.Shape {
    RandomSystem.Shape(
      processes: processes, inputs: 3, hasLoops: !seed.isMultiple(of: 3),
      hasUnitOutputs: seed.isMultiple(of: 5))
  }

  @Test(arguments: seeds)
  func `results are those of exact fractions, rounded`(seed: UInt64) throws {
    let random = RandomSystem(shape(seed), seed: seed)
    let result = try SampleFootprint.result(random.model, random.sources)
    let exact = RationalSolver(random.model, random.sources)
    let half = BigFraction(5, exponent: -result.scale - 1)
    for stage in LifeCycleStage.allCases {
      let sum = result.sum { $0.stage == stage }
      let found = BigFraction(sum.coefficient, exponent: -sum.scale)
      let difference = found - (exact.stages[stage] ?? BigFraction(0))
      #expect(difference <= half && BigFraction(0) - half <= difference, "seed \(seed)")
    }
  }

  @Test(arguments: seeds)
  func `twice the demand is twice the footprint`(seed: UInt64) throws {
    var random = RandomSystem(shape(seed, processes: 30), seed: seed)
    let once = try SampleFootprint.result(random.model, random.sources)
    random.model.statement.unit.amount = 2
    let twice = try SampleFootprint.result(random.model, random.sources)
    // Either is rounded by at most half of its last place in each of two cells.
    let limit = try ExactDecimal(coefficient: 4, scale: min(once.scale, twice.scale))
    let difference = try twice.excludingBiogenicUptake - once.excludingBiogenicUptake * 2
    #expect(difference.isWithin(limit), "seed \(seed)")
  }

  @Test(arguments: seeds)
  func `the order of the processes changes no byte of a cell`(seed: UInt64) throws {
    var random = RandomSystem(shape(seed, processes: 40), seed: seed)
    let first = try SampleFootprint.result(random.model, random.sources)
    var generator = SplitMix64(seed: seed)
    for _ in 0..<3 {
      random.model.processes.shuffle(using: &generator)
      for index in random.model.processes.indices {
        random.model.processes[index].lines.shuffle(using: &generator)
      }
      let next = try SampleFootprint.result(random.model, random.sources)
      #expect(next.scale == first.scale)
      #expect(next.cells.map(\.amount.description) == first.cells.map(\.amount.description))
      #expect(next.primaryDataShare == first.primaryDataShare)
      let sorted = [first, next].map { result in
        result.contributions.map { "\($0.process) \($0.line) \($0.amount)" }.sorted()
      }
      #expect(sorted[0] == sorted[1], "seed \(seed)")
    }
  }

  @Test(arguments: seeds)
  func `contributions add up to the total, and cells exactly`(seed: UInt64) throws {
    let random = RandomSystem(shape(seed, processes: 60), seed: seed)
    let result = try SampleFootprint.result(random.model, random.sources)
    var cells = ExactDecimal.zero
    for cell in result.cells { cells = try cells + cell.amount }
    #expect(cells == result.includingBiogenicUptake)
    var sum = ExactDecimal.zero
    for contribution in result.contributions { sum = try sum + contribution.amount }
    let difference = try sum - cells
    // Sixty half places two beyond the scale, and two half places of the cells.
    let limit = try ExactDecimal(coefficient: 2, scale: result.scale)
    #expect(difference.isWithin(limit), "seed \(seed)")
  }

  @Test(arguments: seeds)
  func `binary floating point agrees with the exact result to nine digits`(seed: UInt64) throws {
    let random = RandomSystem(shape(seed, processes: 25), seed: seed)
    let calculation = try FootprintCalculation(
      random.model, from: random.sources, on: SampleFootprint.date)
    let system = calculation.linearSystem
    let total = try #require(
      Double(calculation.result().excludingBiogenicUptake.description))
    #expect(abs(Self.total(of: system) - total) <= total * 1e-9, "seed \(seed)")
    #expect(Self.areColumnsAscending(system.matrix))
    try expectTermsAddUp(system)
  }

  /// Gauss without any care, which small systems of this kind allow.
  static func total(of system: LinearSystem) -> Double {
    let size = system.matrix.size
    var rows = [[Double]](repeating: [Double](repeating: 0, count: size + 1), count: size)
    for column in 0..<size {
      let range = system.matrix.columnStarts[column]..<system.matrix.columnStarts[column + 1]
      for index in range.map(Int.init) {
        rows[Int(system.matrix.rows[index])][column] = system.matrix.values[index]
      }
      rows[column][size] = system.demand[column]
    }
    for step in 0..<size {
      for row in 0..<size where row != step {
        let factor = rows[row][step] / rows[step][step]
        for column in step...size { rows[row][column] -= factor * rows[step][column] }
      }
    }
    return (0..<size).reduce(0) { $0 + rows[$1][size] / rows[$1][$1] * system.direct[$1] }
  }

  private static func areColumnsAscending(_ matrix: SparseMatrix) -> Bool {
    (0..<matrix.size).allSatisfy { column in
      let range = Int(matrix.columnStarts[column])..<Int(matrix.columnStarts[column + 1])
      let rows = matrix.rows[range]
      return zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 }
    }
  }

  /// Without what lines add, only outputs are left on the diagonal, and nothing is emitted.
  private func expectTermsAddUp(_ system: LinearSystem) throws {
    var (values, direct) = (system.matrix.values, system.direct)
    for term in system.parameters.flatMap(\.terms) {
      switch term {
      case .entry(let index, let value): values[index] -= value
      case .direct(let activity, let value): direct[activity] -= value
      }
    }
    #expect(direct.allSatisfy { abs($0) < 1e-12 })
    for column in 0..<system.matrix.size {
      let range = system.matrix.columnStarts[column]..<system.matrix.columnStarts[column + 1]
      for index in range.map(Int.init) {
        let isDiagonal = Int(system.matrix.rows[index]) == column
        #expect(isDiagonal ? values[index] > 0.09 : abs(values[index]) < 1e-12)
      }
    }
  }

  @Test func `a chain of twenty thousand processes does not overflow the stack`() throws {
    let processes = (0..<20_000).map { number in
      SampleFootprint.process(
        "p\(number)", 1, "kg",
        number == 19_999
          ? [SampleFootprint.line("own", 7, "kg", .factors(["unity@1"], carbon: false))]
          : [SampleFootprint.line("next", 1, "kg", .process("p\(number + 1)"))])
    }
    let result = try SampleFootprint.result(SampleFootprint.model(processes))
    #expect(result.excludingBiogenicUptake == 7)
  }
}
