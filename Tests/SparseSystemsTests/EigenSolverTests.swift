// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import SparseSystems
import Testing

@Suite struct EigenSolverTests {
  @Test(arguments: RandomSystem.Shape.allCases, [1, 2, 7, 40, 120, 200])
  func `agrees with dense elimination, straight and transposed`(
    _ shape: RandomSystem.Shape, _ size: Int
  ) throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      let random = RandomSystem(shape, size: size, inputs: 5, share: 0.8, seed: seed)
      let matrix = random.matrix
      var solver = EigenSolver()
      try solver.prepare(matrix)
      let straight = try solver.solve(random.demand)
      let transposed = try solver.solveTransposed(random.direct)
      let dense = try #require(eliminated(matrix, random.demand, isTransposed: false))
      let denseTransposed = try #require(
        eliminated(matrix, random.direct, isTransposed: true))
      #expect(distance(straight.values, dense) < 1e-10, "seed \(seed)")
      #expect(distance(transposed.values, denseTransposed) < 1e-10, "seed \(seed)")
      #expect(straight.residual <= EigenSolver.accuracy)
      if shape == .acyclic { #expect(straight.method == "substitution") }
    }
  }

  @Test func `a large loop is iterated, a small one factorised`() throws {
    var solver = EigenSolver()
    let large = RandomSystem(.random, size: 2_000, inputs: 10, seed: 3)
    try solver.prepare(large.matrix)
    let solution = try solver.solve(large.demand)
    #expect(solution.method == "Eigen BiCGSTAB + Gauss-Seidel")
    let circles = RandomSystem(.circles, size: 30, inputs: 1, seed: 4)
    try solver.prepare(circles.matrix)
    #expect(try solver.solve(circles.demand).method == "Eigen SparseLU")
  }

  @Test func `history never shows: the same call gives the same bits`() throws {
    let first = RandomSystem(.random, size: 500, inputs: 6, seed: 8)
    var matrix = first.matrix
    var fresh = EigenSolver()
    try fresh.prepare(matrix)
    let expected = try fresh.solve(first.demand).values
    var used = EigenSolver()
    for index in matrix.values.indices { matrix.values[index] *= 0.9 }
    try used.prepare(matrix)
    _ = try used.solve(first.direct)
    try used.prepare(first.matrix)
    _ = try used.solveTransposed(first.direct)
    #expect(try used.solve(first.demand).values == expected)
  }

  @Test func `a guess saves work and not accuracy`() throws {
    let random = RandomSystem(.random, size: 500, inputs: 6, seed: 9)
    var solver = EigenSolver()
    try solver.prepare(random.matrix)
    let cold = try solver.solve(random.demand)
    let warm = try solver.solve(random.demand, from: cold.values.map { $0 * 1.1 })
    #expect(distance(cold.values, warm.values) < 1e-10)
    #expect(warm.residual <= EigenSolver.accuracy)
  }

  @Test func `a copy of a solver is a solver of its own`() throws {
    let one = RandomSystem(.random, size: 90, inputs: 4, seed: 1)
    let other = RandomSystem(.random, size: 90, inputs: 4, seed: 2)
    var solver = EigenSolver()
    try solver.prepare(one.matrix)
    var copy = solver
    try copy.prepare(other.matrix)
    let dense = try #require(eliminated(one.matrix, one.demand, isTransposed: false))
    #expect(distance(try solver.solve(one.demand).values, dense) < 1e-10)
    var second = solver
    #expect(distance(try second.solve(one.demand).values, dense) < 1e-10)
  }

  @Test(arguments: [2, 3, 200])
  func `a circle that eats all it makes is singular`(_ size: Int) throws {
    var elements: [(row: Int32, column: Int32, value: Double)] = []
    for index in 0..<Int32(size) {
      elements.append((index, index, 1))
      elements.append(((index + 1) % Int32(size), index, -1))
    }
    var solver = EigenSolver()
    try solver.prepare(SparseMatrix(size: size, elements: elements))
    var demand = [Double](repeating: 0, count: size)
    demand[0] = 1
    #expect(throws: LinearSolverFailure.singular) { try solver.solve(demand) }
  }

  @Test func `an activity without output is singular`() {
    var solver = EigenSolver()
    let matrix = SparseMatrix(size: 2, elements: [(0, 0, 1), (1, 0, -1)])
    #expect(throws: LinearSolverFailure.singular) { try solver.prepare(matrix) }
  }

  @Test func `a loop whose outputs stand off the diagonal is factorised`() throws {
    let matrix = SparseMatrix(size: 2, elements: [(0, 1, 2), (1, 0, 4)])
    var solver = EigenSolver()
    try solver.prepare(matrix)
    #expect(try solver.solve([2, 4]).values == [1, 1])
  }

  @Test func `what is not well-formed is refused`() {
    let good = SparseMatrix(size: 2, elements: [(0, 0, 1), (1, 1, 1)])
    var broken: [SparseMatrix] = []
    for change in [
      { $0.rows[0] = 2 }, { $0.rows[0] = -1 }, { $0.columnStarts[1] = 3 },
      { $0.columnStarts = [0, 2] }, { $0.values[0] = .nan }, { $0.values[1] = .infinity },
      { $0.values = [1] },
      {
        $0.columnStarts = [0, 2, 2]; $0.rows = [1, 0]
      },
    ] as [(inout SparseMatrix) -> Void] {
      var matrix = good
      change(&matrix)
      broken.append(matrix)
    }
    for matrix in broken {
      var solver = EigenSolver()
      #expect(throws: LinearSolverFailure.malformed) { try solver.prepare(matrix) }
    }
    var solver = EigenSolver()
    #expect(throws: LinearSolverFailure.malformed) { try solver.solve([1]) }
  }

  @Test func `after a refusal the solver is as good as new`() throws {
    let good = SparseMatrix(size: 1, elements: [(0, 0, 2)])
    var solver = EigenSolver()
    try solver.prepare(good)
    var bad = good
    bad.values[0] = 0
    #expect(throws: LinearSolverFailure.singular) { try solver.prepare(bad) }
    #expect(throws: LinearSolverFailure.malformed) { try solver.solve([1]) }
    try solver.prepare(good)
    #expect(try solver.solve([1]).values == [0.5])
  }

  @Test func `amounts over thirty orders of magnitude are solved row by row`() throws {
    // A circle of a hundred, each drawing a thousandth of the next: the last runs 10⁻³⁰⁰ times.
    let size = 100
    var elements: [(row: Int32, column: Int32, value: Double)] = []
    for index in 0..<Int32(size) {
      elements.append((index, index, 1))
      elements.append(((index + 1) % Int32(size), index, -1e-3))
    }
    var solver = EigenSolver()
    try solver.prepare(SparseMatrix(size: size, elements: elements))
    var demand = [Double](repeating: 0, count: size)
    demand[0] = 1
    let solution = try solver.solve(demand)
    #expect(solution.residual <= EigenSolver.accuracy)
    #expect(abs(solution.values[10] / 1e-30 - 1) < 1e-12)
  }

  @Test func `an ill-conditioned loop is solved, and says how few digits are known`() throws {
    // A circle of a hundred that gives back all but a hundred-millionth.
    let size = 100
    var elements: [(row: Int32, column: Int32, value: Double)] = []
    for index in 0..<Int32(size) {
      elements.append((index, index, 1))
      elements.append(((index + 1) % Int32(size), index, index == 0 ? -(1 - 1e-8) : -1))
    }
    var demand = [Double](repeating: 0, count: size)
    demand[0] = 1
    let system = LinearSystem(
      matrix: SparseMatrix(size: size, elements: elements), demand: demand,
      direct: [Double](repeating: 1, count: size), parameters: [])
    var solver = EigenSolver()
    let estimate = try system.estimate(with: &solver)
    #expect((1...8).contains(estimate.significantDigits))
    // 10¹⁰ − 99; but the binary number nearest to 1 − 10⁻⁸ moves it by a billionth or so.
    let error = try #require(estimate.error)
    #expect(abs(estimate.total - (1e10 - 99)) <= error + 100)
  }

  private func distance(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).map { abs($0 - $1) / max(abs($1), 1e-12) }.max() ?? 0
  }
}
