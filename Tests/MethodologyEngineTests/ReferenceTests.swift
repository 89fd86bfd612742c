// SPDX-License-Identifier: Apache-2.0
import Foundation
import Quantities
import Testing

@testable import MethodologyEngine

/// docs/EXPRESSIONS.md says what is true.
@Suite struct ReferenceTests {
  private static let text: String = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in ["ReferenceTests.swift", "MethodologyEngineTests", "Tests"] {
      url.deleteLastPathComponent()
    }
    return (try? String(contentsOf: url.appending(path: "docs/EXPRESSIONS.md"), encoding: .utf8))
      ?? ""
  }()

  /// The lines of all blocks of a language.
  private static func lines(ofBlocks language: String) -> [String] {
    text.components(separatedBy: "```\(language)\n").dropFirst()
      .flatMap { $0.components(separatedBy: "```")[0].split(separator: "\n").map(String.init) }
  }

  /// The rows of the table below a heading, without the names of its columns.
  private static func rows(below heading: String) -> [[String]] {
    guard let section = text.components(separatedBy: "\n## \(heading)\n").dropFirst().first else {
      return []
    }
    let table = section.components(separatedBy: "\n## ")[0].split(separator: "\n")
      .filter { $0.hasPrefix("| ") }
    return table.dropFirst().map { row in
      row.dropFirst(2).dropLast(2).components(separatedBy: " | ")
    }
  }

  /// The methodology that the reference speaks about.
  private static func methodology(_ expression: String) -> Methodology {
    let modes = ["bus", "metro", "bike"]
    return SampleMethodology.make(
      inputs: [
        SampleMethodology.quantity("distance", "km", 2, "0", "300"),
        SampleMethodology.quantity("used", "kWh", 1, "0", "1000"),
        SampleMethodology.quantity("generation", "kWh", 1, "0", "1000"),
        SampleMethodology.input("mode", .choice(modes)), SampleMethodology.input("peak", .flag),
        SampleMethodology.input("connected", .date),
        SampleMethodology.input(
          "week",
          .list(
            [
              SampleMethodology.input("day", .date),
              SampleMethodology.quantity("used", "kWh", 1, "0", "1000"),
              SampleMethodology.input("kind", .choice(modes)),
            ], minimum: 0, maximum: 7)),
      ],
      parameters: [
        SampleMethodology.parameter(
          "factor", "gCO2e/km", by: "mode",
          zip(["26.9", "46.7", "33.88"], modes).map { SampleMethodology.value($0, $1) }),
        SampleMethodology.parameter("ratio", "%", [SampleMethodology.value("25")]),
      ],
      conditions: [
        SampleMethodology.condition("moves", "distance > 0"),
        SampleMethodology.condition("line", expression),
      ], formula: "1 [gCO2e]")
  }

  @Test(arguments: lines(ofBlocks: "expression"))
  func `every line of the reference is true`(line: String) throws {
    let methodology = Self.methodology(line)
    let bound = try MethodologyProgram(methodology)
      .bound(on: SampleMethodology.date("2025-03-01"), attributes: [])
    let inputs = try methodology.inputLayout.flat([
      "distance": .text("8"), "used": .text("6.5"), "generation": .text("120"),
      "mode": .text("metro"), "peak": .text("true"), "connected": .text("2000-02-29"),
      "week": .rows([
        ["day": "2025-02-27", "used": "6", "kind": "bike"],
        ["day": "2025-02-28", "used": "7", "kind": "bus"],
        ["day": "2025-02-26", "used": "8", "kind": "bus"],
      ]),
    ])
    var program = bound
    #expect(program.evaluate(inputs, duration: 1200) == .result(1000))
    #expect(try bound.trace(inputs, duration: 1200).outcome == .result(1000))
  }

  @Test(arguments: rows(below: "Errors"))
  func `every error of the reference is what an author reads`(row: [String]) throws {
    try #require(row.count == 3)
    var methodology = Self.methodology(row[0].trimmingCharacters(in: ["`"]))
    methodology.conditions.removeFirst()
    let problems = #expect(throws: MethodologyProblems.self) {
      try MethodologyProgram(methodology)
    }
    let problem = try #require(problems?.problems.first)
    #expect("\(problem.column)" == row[1])
    #expect(problem.message.english == row[2])
  }

  @Test func `the reference has examples, and every unit, function and limit of the language`() {
    #expect(Self.lines(ofBlocks: "expression").count >= 35)
    #expect(Self.rows(below: "Errors").count > 12)
    let units = Self.rows(below: "Units").map { $0[1] }.joined(separator: " ")
    for symbol in UnitSymbols.symbols { #expect(units.contains("`\(symbol)`"), "\(symbol)") }
    let functions = Self.rows(below: "Functions").map { $0[0] }.joined(separator: " ")
    for name in ReservedWords.functions { #expect(functions.contains("`\(name)("), "\(name)") }
    let limits = Self.rows(below: "What a check proves").map { $0[1] }
    #expect(limits.count == 7)
    for number in [
      MethodologyLimits.expressionBytes, MethodologyLimits.expressionDepth,
      MethodologyLimits.expressionNodes, MethodologyLimits.digits, MethodologyLimits.rows,
      MethodologyLimits.evaluationSteps, MethodologyLimits.dateIntervals,
      MethodologyLimits.checkedNodes,
    ] {
      let found = limits.contains { $0.replacing(" ", with: "").contains("\(number)") }
      #expect(found, "\(number)")
    }
  }
}
