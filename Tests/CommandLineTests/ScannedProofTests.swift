// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedgerService
import Testing

/// From a QR code on a terminal or paper back to what it proves, without a ledger.
@Suite struct ScannedProofTests {
  let command: BuiltCommand

  init() throws {
    command = try BuiltCommand()
    try succeed([
      "init", "--origin", "ledger.example/city", "--authority", "91330400MA2EX00010",
      "--name-zh", "示例市发改委", "--name-en", "Example City DRC", "--province", "CN-ZJ",
    ])
    try command.write(try succeed(["vkey"]), to: "ledger.vkey")
  }

  @discardableResult
  private func succeed(
    _ arguments: [String], _ code: Int32 = 0, input: String? = nil
  ) throws -> String {
    let result = try command.run(arguments, input: input)
    #expect(result.code == code, "\(arguments): \(result.messages)")
    return result.output + (code == 0 ? "" : result.messages)
  }

  @Test func `the text of a code is checked from a file and from the standard input`() throws {
    defer { command.remove() }
    try succeed(["prove", "0", "--format", "bundle", "-o", "bundle"])
    let file = command.directory.appendingPathComponent("bundle")
    let bundle = try ProofFile(parsing: Array(try Data(contentsOf: file)))
    try command.write(ProofCode(bundle, entry: []).text + "\n", to: "scanned")
    let known = try succeed(["check-proof", "bundle", "--vkey", "ledger.vkey"])
    #expect(known.hasPrefix("Entry 0 of the ledger ledger.example/city was registered"))
    #expect(try succeed(["check-proof", "scanned", "--vkey", "ledger.vkey"]) == known)
    let piped = ["check-proof", "-", "--vkey", "ledger.vkey"]
    #expect(try succeed(piped, input: "scanned") == known)
    try command.write(ProofCode(bundle, entry: []).text.replacing("A", with: "B"), to: "scanned")
    try succeed(piped, 4, input: "scanned")
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zbarimg"), "no zbarimg"),
    arguments: ["tlog", "bundle"])
  func `a scanner's text of a code on a terminal is a proof`(format: String) throws {
    defer { command.remove() }
    let blocks = try succeed(["prove", "0", "--format", format, "--qr"])
    try Self.picture(blocks).write(to: command.directory.appendingPathComponent("code.pgm"))
    let scanner = Process()
    scanner.executableURL = URL(fileURLWithPath: "/usr/bin/zbarimg")
    scanner.currentDirectoryURL = command.directory
    scanner.arguments = ["--quiet", "--raw", "code.pgm"]
    let output = Pipe()
    scanner.standardOutput = output
    scanner.standardError = FileHandle.nullDevice
    try scanner.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    scanner.waitUntilExit()
    try command.write(String(decoding: data, as: UTF8.self), to: "scanned")
    let checked = try succeed(["check-proof", "-", "--vkey", "ledger.vkey"], input: "scanned")
    #expect(checked.contains("ntry 0 of the ledger ledger.example/city"))
    #expect(checked.contains("genesis"))
  }

  /// Half blocks as a picture, four pixels a module.
  private static func picture(_ blocks: String) -> Data {
    let lines = blocks.split(separator: "\n").map(Array.init)
    let (width, height) = (lines[0].count, lines.count * 2)
    var bytes = Array("P5 \(width * 4) \(height * 4) 255\n".utf8)
    for row in 0..<height * 4 {
      for column in 0..<width * 4 {
        let character = lines[row / 8][column / 4]
        let isLight = character == "█" || character == (row % 8 < 4 ? "▀" : "▄")
        bytes.append(isLight ? 255 : 0)
      }
    }
    return Data(bytes)
  }
}
