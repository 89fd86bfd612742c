// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The accounting tool of others, if the machine has it.
enum Hledger {
  static let path: String? = ["/usr/bin/hledger", "/usr/local/bin/hledger"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  static func run(_ arguments: [String], journal: String) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("tanzhang-\(UUID().uuidString).journal")
    defer { try? FileManager.default.removeItem(at: file) }
    try journal.write(to: file, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "")
    process.arguments = ["-f", file.path] + arguments
    process.environment = ["LANG": "C.UTF-8"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }
}
