// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The command built beside these tests, run in a directory of its own.
struct BuiltCommand {
  struct Result: Equatable {
    var output: String
    var messages: String
    var code: Int32
  }

  let directory: URL
  /// The day every command takes for today.
  static let today = "2026-07-05"

  /// Where the build put the command: beside the running test bundle.
  static let executable: URL = {
    let running = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    var folder = URL(fileURLWithPath: running ?? CommandLine.arguments[0])
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("tanzhang")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
    }
    return URL(fileURLWithPath: "tanzhang")
  }()

  static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: executable.path) }

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("tanzhang-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: directory) }

  func write(_ text: String, to name: String) throws {
    try text.write(
      to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }

  /// Runs the command; output goes through files, so that no pipe can fill up.
  func run(
    _ arguments: [String], printingTo device: String? = nil, input: String? = nil,
    environment: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    process.executableURL = Self.executable
    process.currentDirectoryURL = directory
    let hasToday = arguments.contains("--today")
    process.arguments = arguments + (hasToday ? [] : ["--today", Self.today])
    process.environment = [
      "TANZHANG_LEDGER": "ledger", "TANZHANG_KEYS": "keys", "LANG": "C",
      "COLUMNS": "100", "PATH": "/usr/bin:/bin",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
    ].merging(environment) { $1 }
    let names = ["stdout", "stderr"].map { directory.appendingPathComponent(".\($0)") }
    for name in names { _ = FileManager.default.createFile(atPath: name.path, contents: nil) }
    let handles = try names.map { try FileHandle(forWritingTo: $0) }
    process.standardOutput =
      try device.map {
        try FileHandle(forWritingTo: URL(fileURLWithPath: $0))
      } ?? handles[0]
    process.standardError = handles[1]
    process.standardInput =
      try input.map {
        try FileHandle(forReadingFrom: directory.appendingPathComponent($0))
      } ?? FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let texts = try names.map { try String(contentsOf: $0, encoding: .utf8) }
    return Result(output: texts[0], messages: texts[1], code: process.terminationStatus)
  }
}
