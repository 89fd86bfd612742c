// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// A ledger changed behind the command's back is noticed, whatever is asked.
@Suite struct TamperTests {
  @Test func `one changed byte makes verify say where and balance refuse to answer`() throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    let made = try command.run([
      "init", "--origin", "ledger.example/city", "--authority", "91330400MA2EX00010",
      "--name-zh", "示例市发改委", "--name-en", "Example City DRC", "--province", "CN-ZJ",
    ])
    #expect(made.code == 0)
    #expect(try command.run(["verify"]) == BuiltCommand.Result(output: "", messages: "", code: 0))
    try flipByte(300, of: "ledger/entries", in: command)
    let verified = try command.run(["verify", "--json"])
    #expect(verified.code == 4)
    #expect(verified.output.contains("\"sound\": false"))
    #expect(verified.output.contains("\"file\": \"entries/"))
    let text = try command.run(["verify", "--lang", "zh"])
    #expect(text.code == 4)
    #expect(text.output.contains("条目 0"))
    #expect(text.messages.contains("处问题"))
    let balance = try command.run(["balance"])
    #expect(balance.code == 4)
    #expect(balance.output.isEmpty)
    #expect(balance.messages.contains("tanzhang verify"))
    let rebuilt = try command.run(["rebuild"])
    #expect(rebuilt.code == 4)
  }

  @Test func `an answer that cannot be written is a failure`() throws {
    let command = try BuiltCommand()
    defer { command.remove() }
    #expect(
      try command.run([
        "init", "--origin", "ledger.example/city", "--authority", "91330400MA2EX00010",
        "--name-zh", "示例市发改委", "--name-en", "Example City DRC", "--province", "CN-ZJ",
      ]).code == 0)
    let result = try command.run(["participant", "list"], printingTo: "/dev/full")
    #expect(result.code == 1)
    #expect(result.messages.contains("could not be written"))
  }

  private func flipByte(_ offset: Int, of folder: String, in command: BuiltCommand) throws {
    let directory = command.directory.appendingPathComponent(folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    let file = directory.appendingPathComponent(try #require(names.first))
    var bytes = try Data(contentsOf: file)
    bytes[offset] ^= 1
    try bytes.write(to: file)
  }
}
