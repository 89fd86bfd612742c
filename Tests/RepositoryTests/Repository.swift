// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A text file of the project, named by its path from the root.
struct TextFile: Sendable {
  let path: String
  let text: String

  var lines: [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  var isSwift: Bool { path.hasSuffix(".swift") }
  var isMarkdown: Bool { path.hasSuffix(".md") }
}

/// One thing a check found, said so that a reader knows where to go and what to change.
struct Violation: Equatable, CustomStringConvertible {
  let path: String
  let line: Int
  let rule: String

  var description: String { "\(path):\(line): \(rule)" }
}

/// The checked-out project these tests were compiled from.
enum Repository {
  static let root: URL = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in ["Repository.swift", "RepositoryTests", "Tests"] { url.deleteLastPathComponent() }
    return url
  }()

  /// Every text file written by hand: no build products, no ledgers that a demo created.
  static let files: [TextFile] = {
    let folders =
      ["Sources", "Tests", "docs", "script", ".ci", "Ledger", "Methodologies"]
      + ["Benchmarks", "Fuzz", "Witness"]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    var paths = names.filter { isHandWritten($0) }
    for folder in folders {
      let inside = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
      while let path = inside?.nextObject() as? String {
        if [".build", "data"].contains(path) { inside?.skipDescendants() }
        if isHandWritten(path) { paths.append(folder + "/" + path) }
      }
    }
    return paths.sorted().compactMap(read)
  }()

  static var swiftSources: [TextFile] {
    files.filter { $0.isSwift && $0.path.hasPrefix("Sources/") }
  }

  static var swiftTests: [TextFile] {
    files.filter { $0.isSwift && $0.path.hasPrefix("Tests/") }
  }

  static var markdown: [TextFile] { files.filter(\.isMarkdown) }

  static func read(_ path: String) -> TextFile? {
    guard let data = FileManager.default.contents(atPath: root.appending(path: path).path),
      let text = String(data: data, encoding: .utf8)
    else { return nil }
    return TextFile(path: path, text: text)
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  private static func isHandWritten(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    let endings = [".swift", ".md", ".h", ".modulemap", ".bash", ".cddl", ".py", ".sh", ".yml"]
    let scripts = [
      "setup", "build", "demo", "test", "test-witness", "format", "run", "Makefile",
      ".editorconfig",
    ]
    return !path.hasPrefix(".build") && !path.contains("/.build")
      && (endings.contains { name.hasSuffix($0) } || scripts.contains(String(name)))
  }
}
