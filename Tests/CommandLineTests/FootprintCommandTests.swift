// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// What golden files cannot hold: packages that are archives, and pictures.
@Suite struct FootprintCommandTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures")

  private static let conversion = [
    "footprint", "convert", fixtures.appendingPathComponent("openlca.zip").path,
    "--id", "20000000-0000-4000-8000-000000000009", "--from", "2025-01-01",
    "--through", "2025-12-31", "--model", "model.yaml",
  ]

  @Test func `an openLCA package becomes a model and factors that calculate without a ledger`()
    throws
  {
    let command = try BuiltCommand()
    defer { command.remove() }
    let bare = try command.run(Self.conversion)
    #expect(bare.code == 0)
    #expect(bare.messages.contains("write them with --factors"))
    let converted = try command.run(Self.conversion + ["--factors", "factors.csv"])
    #expect(converted.code == 0)
    #expect(!converted.messages.contains("write them with --factors"))
    let calculated = try command.run([
      "footprint", "calculate", "model.yaml", "--factors", "factors.csv", "--no-ledger",
    ])
    #expect(calculated.code == 0)
    #expect(calculated.output.contains("17.4074844932 kgCO2e / 2 piece"))
    let missing = try command.run(["footprint", "calculate", "model.yaml", "--no-ledger"])
    #expect(missing.code == 5)
    #expect(missing.messages.contains("FCT-13 remedy: "))
  }

  @Test func `a refused conversion writes no model`() throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    var arguments = Self.conversion
    arguments[4] = "not-a-uuid"
    #expect(try command.run(arguments).code == 5)
    let model = command.directory.appendingPathComponent("model.yaml").path
    #expect(!FileManager.default.fileExists(atPath: model))
  }

  @Test(arguments: ["zh", "en"])
  func `pictures and reports are written in the language asked for`(language: String) throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    _ = try command.run(Self.conversion + ["--factors", "factors.csv"])
    let result = try command.run([
      "footprint", "calculate", "model.yaml", "--factors", "factors.csv", "--no-ledger",
      "--chart", "chart.svg", "--sankey", "sankey.svg", "--report", "report.html",
      "--lang", language,
    ])
    #expect(result.code == 0)
    func text(_ name: String) throws -> String {
      try String(contentsOf: command.directory.appendingPathComponent(name), encoding: .utf8)
    }
    #expect(try text("chart.svg").contains("<svg"))
    #expect(try text("sankey.svg").contains("<svg"))
    let report = try text("report.html")
    #expect(report.contains(language == "zh" ? "产品碳足迹" : "Product carbon footprint"))
  }
}
