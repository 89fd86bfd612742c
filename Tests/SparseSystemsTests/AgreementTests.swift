// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Foundation
import Quantities
import SparseSystems
import Testing

/// The exact calculation, the sparse solver and, where it is installed, bw2calc say the same.
@Suite struct AgreementTests {
  static let count = 200

  private static func system(_ number: Int) -> DecimalSystem {
    DecimalSystem(
      size: 2 + number * 7 % 40, inputs: 1 + number % 6, hasLoops: number % 2 == 1,
      seed: UInt64(number))
  }

  private static func totals(_ system: DecimalSystem) throws -> (exact: String, eigen: Double) {
    let calculation = try system.calculation()
    var solver = EigenSolver()
    let estimate = try calculation.linearSystem.estimate(with: &solver)
    #expect(estimate.isProven)
    #expect(estimate.significantDigits >= 11)
    return ("\(try calculation.result().includingBiogenicUptake)", estimate.total)
  }

  @Test func `exact and approximate totals agree to eleven digits, and the error is proven`() throws
  {
    for number in 0..<Self.count {
      let (exact, eigen) = try Self.totals(Self.system(number))
      let expected = try #require(Double(exact))
      #expect(abs(eigen / expected - 1) < 1e-11, "system \(number)")
    }
  }

  static let python = ProcessInfo.processInfo.environment["TANZHANG_BW2CALC"]

  @Test(
    .enabled(
      if: python != nil,
      "needs an independent program: set TANZHANG_BW2CALC to a python that has bw2calc"))
  func `200 random systems agree with bw2calc to nine significant digits`() throws {
    var text = ""
    for number in 0..<Self.count {
      let system = Self.system(number)
      let (exact, eigen) = try Self.totals(system)
      text += system.text(name: "random-\(number)")
      text += "total exact \(exact)\ntotal eigen \(eigen)\n"
    }
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("footprints-\(UUID().uuidString).txt")
    defer { try? FileManager.default.removeItem(at: file) }
    try text.write(to: file, atomically: true, encoding: .utf8)
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: try #require(Self.python))
    process.arguments = [
      root.appendingPathComponent("Benchmarks/oracles/footprints.py").path, "agree", file.path,
    ]
    process.standardOutput = output
    try process.run()
    let said = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said)")
    #expect(said.contains("\(Self.count) systems, exact"))
  }
}

/// A random model in decimals, small enough to be solved exactly.
private struct DecimalSystem {
  /// In thousandths of a kilogram.
  var outputs: [Int] = []
  /// In millionths of a kilogram of CO2 equivalent.
  var direct: [Int] = []
  /// In millionths of a kilogram; one for each row and column.
  var inputs: [(row: Int, column: Int, amount: Int)] = []

  init(size: Int, inputs count: Int, hasLoops: Bool, seed: UInt64) {
    var random = SplitMix64(state: seed)
    for column in 0..<size {
      let output = Int.random(in: 100...10_000, using: &random)
      outputs.append(output)
      direct.append(Int.random(in: 1...9_999_999, using: &random))
      // The one after it, so that everything is needed; then any.
      var rows: Set<Int> = column + 1 < size ? [column + 1] : hasLoops ? [0] : []
      while rows.count < count, rows.count < (hasLoops ? size - 1 : size - column - 1) {
        rows.insert(Int.random(in: hasLoops ? 0..<size : column + 1..<size, using: &random))
        rows.remove(column)
      }
      for row in rows.sorted() {
        // All inputs together stay below nine tenths of the output: it is in thousandths.
        let largest = max(output * 900 / count, 1)
        inputs.append((row, column, Int.random(in: 1...largest, using: &random)))
      }
    }
  }

  func calculation() throws -> FootprintCalculation {
    let factor = EmissionFactor(
      code: "unity@1", name: BilingualText("示例", "Example"), value: .one, unit: "kgCO2e/kg",
      basis: "CO2e", purpose: .product, assessment: .ar6, dataYear: 2023, lagYears: 2,
      published: try CalendarDate(text: "2025-01-23"), source: "test", isExample: true)
    var processes: [ModelProcess] = []
    for column in outputs.indices {
      var lines = [
        try line("own", direct[column], .factors([factor.code], carbon: false))
      ]
      for input in inputs where input.column == column {
        lines.append(try line("from-\(input.row)", input.amount, .process("p\(input.row)")))
      }
      processes.append(
        ModelProcess(
          id: "p\(column)", name: BilingualText("示例", "Example"), stage: .manufacturing,
          output: Measure(
            try ExactDecimal(coefficient: Int128(outputs[column]), scale: 3), "kg"),
          lines: lines))
    }
    let statement = FootprintStatement(
      identifier: "00000000-0000-4000-8000-000000000001",
      productIds: ["urn:gtin:06901234567892"], productName: BilingualText("示例", "Example"),
      unit: ReferenceUnit(amount: .one, unit: "kg"), massPerUnit: .one, boundary: .cradleToGate,
      period: try DatePeriod(
        start: try CalendarDate(text: "2024-01-01"), end: try CalendarDate(text: "2025-01-01")),
      geography: "CN", standards: ["GB/T 24067-2024"], assessments: [.ar6])
    return try FootprintCalculation(
      FootprintModel(
        statement: statement, product: "p0", electricity: .locationBased, processes: processes),
      from: OneFactor(known: factor), on: try CalendarDate(text: "2026-03-01"))
  }

  private func line(_ id: String, _ millionths: Int, _ source: LineSource) throws -> ModelLine {
    ModelLine(
      id: id, name: BilingualText("示例", "Example"),
      measures: [Measure(try ExactDecimal(coefficient: Int128(millionths), scale: 6), "kg")],
      source: source)
  }

  /// The same numbers for another program.
  func text(name: String) -> String {
    var text = "system \(name) \(outputs.count) 1\n"
    for column in outputs.indices {
      text += "process \(column) \(outputs[column])e-3 \(direct[column])e-6\n"
    }
    for input in inputs { text += "input \(input.row) \(input.column) \(input.amount)e-6\n" }
    return text
  }
}

private struct OneFactor: FootprintSources {
  var known: EmissionFactor

  func factor(_ code: String) -> EmissionFactor? { code == known.code ? known : nil }
  func footprint(_ identifier: String) -> UpstreamFootprint? { nil }
  func certifiedEnergy(of process: String) -> ExactDecimal { .zero }
}
