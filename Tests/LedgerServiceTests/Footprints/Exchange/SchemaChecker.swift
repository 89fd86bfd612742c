// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedgerService

/// PyPI's jsonschema, run on documents of ours: an oracle, never part of the project.
enum SchemaChecker {
  static let environment = ProcessInfo.processInfo.environment
  /// A Python with jsonschema, and PyYAML for schemas in YAML.
  static let python = environment["TANZHANG_JSONSCHEMA"]
  /// PACT's `spec/v3/openapi.yaml`.
  static let pact = environment["TANZHANG_PACT_SCHEMA"]
  /// Catena-X's `io.catenax.pcf/9.0.0/gen/Pcf-schema.json`.
  static let catenaX = environment["TANZHANG_CATENAX_SCHEMA"]
  /// PACT's `spec/v3/examples`.
  static let examples = environment["TANZHANG_PACT"]

  static let isReady = python != nil && pact != nil
  static let skipped = "TANZHANG_JSONSCHEMA and TANZHANG_PACT_SCHEMA name no python and no schema"

  /// What the checker prints: its complaints, and at last the number of valid documents.
  static func lines(_ documents: [JSONValue], schema: String) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appending(path: "footprints.jsonl")
    try documents.map { $0.encoded() + "\n" }.joined()
      .write(to: input, atomically: true, encoding: .utf8)
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: python ?? "")
    process.arguments = [fixtures.appending(path: "check_schema.py").path, schema, input.path]
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// `Tests/Fixtures/FootprintExchange`: no target holds it, since it holds no Swift.
  static let fixtures: URL = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.lastPathComponent != "Tests" { folder.deleteLastPathComponent() }
    return folder.appending(path: "Fixtures/FootprintExchange")
  }()

  static func fixture(_ name: String) throws -> JSONValue {
    try JSONValue(parsing: Array(Data(contentsOf: fixtures.appending(path: name))))
  }
}
