// SPDX-License-Identifier: Apache-2.0

/// The limits of docs/STYLE.md that a machine can hold us to.
///
/// Each rule takes a file and returns what is wrong with it, so that each can be shown to catch
/// what it exists for.
enum TidyRules {
  typealias Rule = @Sendable (TextFile) -> [Violation]

  static let all: [Rule] = [
    licence, length, columns, functions, leftovers, escapes, floatingPoint, printing, unsafeCode,
    places, whitespace,
  ]

  static let linesInSources = 300
  static let linesInTests = 500
  static let linesInFunction = 60
  static let columnsInLine = 100

  /// The modules that may touch memory the compiler cannot vouch for: C libraries and files.
  static let modulesWithUnsafeCode: Set<String> = [
    "Cryptography", "FileStorage", "StateStorage", "LedgerVerification", "AuthoredDocuments",
    "SparseSystems", "QRCodes", "KeyTokens",
  ]

  /// Where statistics may use binary floating point; nothing of it is ever recorded.
  static let foldersWithFloatingPoint = [
    "Sources/FootprintEngine/Approximation/", "Sources/SparseSystems/",
  ]

  static let licence: Rule = { file in
    let marker = "SPDX-License-Identifier: Apache-2.0"
    let endings = [".swift", ".h", ".bash", ".py", ".sh"]
    guard endings.contains(where: file.path.hasSuffix) || isScript(file) else { return [] }
    // Line 1; or line 2 where line 1 has a meaning: the tools version, or the interpreter.
    let first = file.lines.first ?? ""
    let isTaken = first.hasPrefix("#!") || first.hasPrefix("// swift-tools-version")
    let place = isTaken ? file.lines.dropFirst().first : first
    guard place?.contains(marker) != true else { return [] }
    return [Violation(path: file.path, line: isTaken ? 2 : 1, rule: "no \(marker) here")]
  }

  static let length: Rule = { file in
    guard file.isSwift, let limit = lineLimit(of: file) else { return [] }
    let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
    guard count > limit else { return [] }
    return [Violation(path: file.path, line: limit, rule: "\(count) lines, at most \(limit)")]
  }

  static let columns: Rule = { file in
    guard !file.isMarkdown, !isScript(file) else { return [] }
    return lines(of: file) { line in
      line.count > columnsInLine ? "\(line.count) columns, at most \(columnsInLine)" : nil
    }
  }

  static let functions: Rule = { file in
    guard file.isSwift else { return [] }
    return FunctionLengths.measure(file.text).compactMap { function in
      guard function.lines > linesInFunction else { return nil }
      let rule = "\(function.name) has \(function.lines) lines, at most \(linesInFunction)"
      return Violation(path: file.path, line: function.line, rule: rule)
    }
  }

  static let leftovers: Rule = { file in
    // Put together here so that this file does not contain what it looks for.
    let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    return lines(of: file) { line in
      words.first { word in line.split { !$0.isLetter }.contains { $0 == word } }
        .map { "leftover \($0)" }
    }
  }

  static let escapes: Rule = { file in
    guard isSource(file) else { return [] }
    let banned = [
      "try!", "as!", "@unchecked Sendable", "nonisolated(unsafe)", "fatalError(",
    ]
    return codeLines(of: file) { line in
      banned.first { line.contains($0) }.map { "\($0) hides a failure from the compiler" }
    }
  }

  static let floatingPoint: Rule = { file in
    guard isSource(file), !foldersWithFloatingPoint.contains(where: file.path.hasPrefix) else {
      return []
    }
    // Simple boundaries: by Unicode's, "Swift.Double" is one word.
    return codeLines(of: file) { line in
      line.firstMatch(
        of: #/\b(?:Double|Float(?:16|32|64|80)?|CGFloat)\b/#.wordBoundaryKind(.simple)
      )
      .map { "\($0.output) cannot hold a recorded quantity exactly" }
    }
  }

  static let printing: Rule = { file in
    guard isSource(file), module(of: file) != "tanzhang" else { return [] }
    return codeLines(of: file) { line in
      line.contains(#/(?:^|[^.\w])(?:Swift\.)?(?:debugPrint|print|dump)\(/#)
        ? "only the command line prints" : nil
    }
  }

  static let unsafeCode: Rule = { file in
    guard isSource(file), !modulesWithUnsafeCode.contains(module(of: file)) else { return [] }
    return codeLines(of: file) { line in
      line.contains(#/\bunsafe\b|\bUnsafe\w*Pointer\b|\bwithUnsafe\w*/#.wordBoundaryKind(.simple))
        ? "unsafe code outside \(modulesWithUnsafeCode.sorted().joined(separator: ", "))" : nil
    }
  }

  /// Paths of one machine and hosts of package registries do not belong in a project.
  static let places: Rule = { file in
    let folders = ["work", "root", "farm", "opt/swift"].map { "/" + $0 + "/" }
    let hosts = [["py" + "pi", "org"], ["python" + "hosted", "org"], ["debian", "org"]]
      .map { $0.joined(separator: ".") }
    return lines(of: file) { line in
      for folder in folders {
        let found = line.ranges(of: folder).contains { range in
          // A folder of the same name inside the project ("docs/…") is not a machine's.
          let before = line[..<range.lowerBound].last
          return before.map { !$0.isLetter && !$0.isNumber && !"._}\"$".contains($0) } ?? true
        }
        if found { return "path of one machine: \(folder)" }
      }
      return hosts.first { line.contains($0) }.map { "registry host: \($0)" }
    }
  }

  static let whitespace: Rule = { file in
    var found = lines(of: file) { line in
      if line.last == " " || line.last == "\t" { return "space at the end of the line" }
      let isMakefile = file.path == "Makefile"
      return line.contains("\t") && !isMakefile ? "tab" : nil
    }
    if !file.text.hasSuffix("\n") {
      found.append(
        Violation(path: file.path, line: file.lines.count, rule: "no newline at the end"))
    }
    return found
  }

  // MARK: - What a file is

  static func isScript(_ file: TextFile) -> Bool {
    file.path.hasPrefix("script/") || file.path.hasPrefix(".ci/")
  }

  private static func isSource(_ file: TextFile) -> Bool {
    file.isSwift && file.path.hasPrefix("Sources/")
  }

  private static func module(of file: TextFile) -> String {
    String(file.path.split(separator: "/").dropFirst().first ?? "")
  }

  private static func lineLimit(of file: TextFile) -> Int? {
    if file.path.hasPrefix("Sources/") { return linesInSources }
    return file.path.hasPrefix("Tests/") ? linesInTests : nil
  }

  private static func lines(
    of file: TextFile, _ check: (Substring) -> String?
  ) -> [Violation] {
    file.lines.enumerated().compactMap { number, line in
      check(line).map { Violation(path: file.path, line: number + 1, rule: $0) }
    }
  }

  private static func codeLines(
    of file: TextFile, _ check: (Substring) -> String?
  ) -> [Violation] {
    lines(of: TextFile(path: file.path, text: SwiftText.code(of: file.text)), check)
  }
}
