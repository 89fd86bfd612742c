// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The tour of the READMEs, run as it stands.
@Suite struct ReadmeTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The commands of a README's code blocks, with continued lines joined.
  private static func commands(of name: String) throws -> [String] {
    let text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
    return text.replacingOccurrences(of: "\\\n", with: " ")
      .split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("tanzhang ") }
      .map { String($0.dropFirst("tanzhang ".count)) }
  }

  @Test(arguments: ["README.md", "README.zh-Hans.md"])
  func `every line of the tour does what it says`(name: String) throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    for folder in ["Ledger/examples", "Ledger/factors", "Ledger/footprints", "Methodologies"] {
      let place = command.directory.appendingPathComponent(folder)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: Self.root.appendingPathComponent(folder), to: place)
    }
    let commands = try Self.commands(of: name)
    #expect(commands.count >= 10)
    for line in commands {
      let result = try command.run(GoldenFile.arguments(of: line))
      #expect(result.code == 0, "\(line): \(result.messages)")
    }
  }

  @Test func `both READMEs tell the same tour`() throws {
    #expect(try Self.commands(of: "README.md") == Self.commands(of: "README.zh-Hans.md"))
  }
}
