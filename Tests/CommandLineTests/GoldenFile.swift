// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// A plain-text test: commands and what they must print.
///
///     # a comment
///     @ FILE            the lines up to the next `@` are written to FILE
///     $ balance "A B"   runs `tanzhang balance "A B"`
///     a line            expected on the standard output
///     ! a line          expected on the standard error
///     >= 3              expected exit code; 0 when left out
struct GoldenFile: Sendable, CustomTestStringConvertible {
  struct Step: Sendable, Equatable {
    var line: Int
    var command: String
    var output: [String] = []
    var messages: [String] = []
    var code: Int32 = 0
    var files: [String: String] = [:]
  }

  let name: String
  let steps: [Step]

  var testDescription: String { name }

  init(name: String, text: String) {
    self.name = name
    var steps: [Step] = []
    var files: [String: String] = [:]
    var open: String?
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if let path = open {
        if line == "@" { open = nil } else { files[path, default: ""] += line + "\n" }
      } else if line.hasPrefix("@ ") {
        open = String(line.dropFirst(2))
        files[String(line.dropFirst(2))] = ""
      } else if line.hasPrefix("$ ") {
        steps.append(
          Step(line: number + 1, command: String(line.dropFirst(2)), files: files))
        files = [:]
      } else if line.hasPrefix(">= ") {
        steps[steps.count - 1].code = Int32(line.dropFirst(3)) ?? -1
      } else if line.hasPrefix("! ") {
        steps[steps.count - 1].messages.append(String(line.dropFirst(2)))
      } else if !line.isEmpty, !line.hasPrefix("# ") {
        steps[steps.count - 1].output.append(String(line))
      }
    }
    self.steps = steps
  }

  /// All files of Tests/Golden.
  static let all: [GoldenFile] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Golden")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".test") }.sorted().compactMap { name in
      guard let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      else { return nil }
      return GoldenFile(name: name, text: text)
    }
  }()

  /// The arguments of a command line, with double quotes around what has spaces.
  static func arguments(of command: String) -> [String] {
    var arguments: [String] = []
    var current = ""
    var (isQuoted, isOpen) = (false, false)
    for character in command {
      switch character {
      case "\"":
        isQuoted.toggle()
        isOpen = true
      case " " where !isQuoted:
        if isOpen || !current.isEmpty { arguments.append(current) }
        (current, isOpen) = ("", false)
      default: current.append(character)
      }
    }
    if isOpen || !current.isEmpty { arguments.append(current) }
    return arguments
  }

  /// What differs from run to run replaced: digests, keys, signatures.
  static func normalized(_ text: String) -> [String] {
    text.split(separator: "\n").map { line in
      var line = String(line)
      for (pattern, name) in [
        (#/\+[0-9a-f]{8}\+[A-Za-z0-9+\/]{44,}={0,2}/#, "+<key>"),
        (#/[A-Za-z0-9+\/]{90,}={0,2}/#, "<signature>"),
        (#/[A-Za-z0-9+\/]{43}=/#, "<root>"),
      ] as [(Regex<Substring>, String)] {
        line = line.replacing(pattern, with: name)
      }
      return line.replacing(#/\b(?:[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{16})\b/#, with: "<hex>")
    }
  }
}
