// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite struct TidyTests {
  @Test func `every file keeps to the limits of the style`() {
    #expect(Repository.files.count > 40)
    let found = Repository.files.flatMap { file in TidyRules.all.flatMap { $0(file) } }
    #expect(found == [])
  }

  @Test func `every script stops at the first failure and can be run`() throws {
    let scripts = Repository.files.filter { TidyRules.isScript($0) && !$0.path.contains(".bash") }
    #expect(Set(scripts.map(\.path)).isSuperset(of: [".ci/run", "script/demo", "script/test"]))
    for script in scripts {
      #expect(script.text.hasPrefix("#!/usr/bin/env bash\n"), "\(script.path)")
      #expect(script.text.contains("\nset -euo pipefail\n"), "\(script.path)")
      let path = Repository.root.appending(path: script.path).path
      #expect(FileManager.default.isExecutableFile(atPath: path), "\(script.path)")
    }
  }
}

/// The rules above must be able to fail: each is fed what it exists to catch, and its neighbour
/// that it must leave alone.
@Suite struct TidyRulesSelfTests {
  private static let header = "// SPDX-License-Identifier: Apache-2.0\n"

  private func found(
    _ rule: TidyRules.Rule, in text: String, at path: String = "Sources/LedgerCore/Sample.swift"
  ) -> [Int] {
    rule(TextFile(path: path, text: text)).map(\.line)
  }

  @Test func `a file without its licence line is caught`() {
    #expect(found(TidyRules.licence, in: "import Swift\n") == [1])
    #expect(found(TidyRules.licence, in: "\n" + Self.header) == [1])
    #expect(found(TidyRules.licence, in: Self.header) == [])
    #expect(found(TidyRules.licence, in: "#!/bin/sh\necho\n", at: "script/go") == [2])
    #expect(found(TidyRules.licence, in: "#!/bin/sh\n#" + Self.header, at: "script/go") == [])
  }

  @Test(arguments: [
    ("Sources/LedgerCore/Sample.swift", TidyRules.linesInSources),
    ("Tests/LedgerCoreTests/Sample.swift", TidyRules.linesInTests),
  ])
  func `a file one line too long is caught`(path: String, limit: Int) {
    let text = String(repeating: "\n", count: limit)
    #expect(found(TidyRules.length, in: text, at: path) == [])
    #expect(found(TidyRules.length, in: text + "\n", at: path) == [limit])
  }

  @Test func `a line one column too wide is caught, counting characters`() {
    let wide = String(repeating: "碳", count: TidyRules.columnsInLine)
    #expect(found(TidyRules.columns, in: wide) == [])
    #expect(found(TidyRules.columns, in: "\n" + wide + "账") == [2])
  }

  @Test(arguments: ["func f()", "init<T>(_ t: T)", "init?()", "deinit", "subscript(i: Int) -> Int"])
  func `a function one line too long is caught`(declaration: String) {
    let body = { (count: Int) in
      "struct S {\n  \(declaration) {\n" + String(repeating: "    g(\"}\") // }\n", count: count)
        + "  }\n}\n"
    }
    #expect(found(TidyRules.functions, in: body(TidyRules.linesInFunction - 2)) == [])
    #expect(found(TidyRules.functions, in: body(TidyRules.linesInFunction - 1)) == [2])
  }

  @Test func `the length of a function is from its keyword to its closing brace`() {
    let text = """
      protocol P {
        func required() throws(E) -> [Int]
        func other<T>(_ t: T)
      }
      extension P {
        func long<T>(
          _ first: T,
          then: () -> Void = { print("{") }
        ) throws(E)
          -> Result<T, E>
        where T: Sendable {
          self.init(first)
          let text = "\\(map { "}" })"
        }
        func short() { if true { f() } }
      }
      """
    #expect(
      FunctionLengths.measure(text) == [
        .init(name: "long", line: 6, lines: 9), .init(name: "short", line: 15, lines: 1),
      ])
  }

  @Test(arguments: ["TO" + "DO", "FIX" + "ME", "XX" + "X"])
  func `a leftover is caught, even in a comment`(word: String) {
    #expect(found(TidyRules.leftovers, in: "\n// \(word): later") == [2])
    #expect(found(TidyRules.leftovers, in: "let \(word)X = 1") == [])
  }

  @Test(arguments: [
    "let a = try! f()", "let b = c as! D", "struct S: @unchecked Sendable {}",
    "nonisolated(unsafe) var x = 1", "fatalError(\"no\")",
  ])
  func `an escape from the compiler is caught in Sources`(code: String) {
    #expect(found(TidyRules.escapes, in: code) == [1])
    #expect(found(TidyRules.escapes, in: "// " + code) == [])
    #expect(found(TidyRules.escapes, in: code, at: "Tests/LedgerCoreTests/Sample.swift") == [])
  }

  @Test(arguments: ["Double", "Swift.Double", "Float", "Float32", "CGFloat"])
  func `binary floating point is caught in Sources`(type: String) {
    #expect(found(TidyRules.floatingPoint, in: "let mass: \(type) = 1") == [1])
    #expect(found(TidyRules.floatingPoint, in: "let text = \"\(type)\"") == [])
    #expect(found(TidyRules.floatingPoint, in: "let entry = \(type)Entry()") == [])
  }

  @Test func `printing outside the command line is caught`() {
    #expect(found(TidyRules.printing, in: "  print(1)") == [1])
    #expect(found(TidyRules.printing, in: "  Swift.print(1)") == [1])
    #expect(found(TidyRules.printing, in: "  footprint(1); page.print(1)") == [])
    #expect(found(TidyRules.printing, in: "print(1)", at: "Sources/tanzhang/Sample.swift") == [])
  }

  @Test(arguments: [
    "let a = unsafe b", "let p: UnsafeRawPointer", "x.withUnsafeBytes { f($0) }",
  ])
  func `unsafe code outside its modules is caught`(code: String) {
    #expect(found(TidyRules.unsafeCode, in: code) == [1])
    #expect(found(TidyRules.unsafeCode, in: "// " + code) == [])
    #expect(found(TidyRules.unsafeCode, in: code, at: "Sources/FileStorage/Sample.swift") == [])
  }

  @Test func `a path of one machine and a registry host are caught`() {
    let folder = "/" + ["ro" + "ot", "key"].joined(separator: "/")
    #expect(found(TidyRules.places, in: "read \(folder)", at: "docs/A.md") == [1])
    #expect(found(TidyRules.places, in: "see https://" + "py" + "pi" + ".org/x") == [1])
    #expect(found(TidyRules.places, in: "frame" + folder, at: "docs/A.md") == [])
  }

  @Test func `space at the end, tabs and a missing newline are caught`() {
    #expect(found(TidyRules.whitespace, in: "a \nb\tc\nd") == [1, 2, 3])
    #expect(found(TidyRules.whitespace, in: "\tgo\n", at: "Makefile") == [])
  }
}

/// The scanner behind the rules: what is code, and what only looks like it.
@Suite struct SwiftTextTests {
  @Test(arguments: [
    ("a // b\nc", "a     \nc"),
    ("a /* /* b */ */ c", "a               c"),
    ("f(\"b\\\"c\") d", "f(      ) d"),
    ("f(\"b\\(g(\"x\"))c\") d", "f(             ) d"),
    ("f(#\"b\"c\"#) d", "f(       ) d"),
    ("\"\"\"\n x \" y\n\"\"\" z", "   \n      \n    z"),
    ("\"open\nnext", "     \nnext"),
  ])
  func `comments and literals are blanked, and nothing moves`(text: String, code: String) {
    #expect(SwiftText.code(of: text) == code)
    #expect(SwiftText.code(of: text, keepingStrings: true).count == text.count)
  }
}
