// SPDX-License-Identifier: Apache-2.0

/// How long each function is, from the line of its keyword to the line of its closing brace.
enum FunctionLengths {
  struct Function: Equatable {
    let name: String
    let line: Int
    let lines: Int
  }

  static func measure(_ text: String) -> [Function] {
    let code = Array(SwiftText.code(of: text))
    var found: [Function] = []
    var line = 1
    var index = 0
    while index < code.count {
      if code[index].isNewline { line += 1 }
      if let name = declaration(in: code, at: index),
        let open = bodyStart(in: code, from: index + 1)
      {
        let end = bodyEnd(in: code, from: open)
        let lines = code[index...min(end, code.count - 1)].count { $0.isNewline } + 1
        found.append(Function(name: name, line: line, lines: lines))
      }
      index += 1
    }
    return found
  }

  /// The name of the function that is declared at `index`, if one is.
  ///
  /// A call such as `.init(` or `self.init(` is not a declaration.
  private static func declaration(in code: [Character], at index: Int) -> String? {
    if index > 0 {
      let before = code[index - 1]
      guard before.isWhitespace || before == "{" || before == ";" || before == ")" else {
        return nil
      }
    }
    for keyword in ["func ", "init(", "init?(", "init<", "deinit ", "subscript(", "subscript<"]
    where code[index...].starts(with: keyword) {
      guard keyword == "func " else { return String(keyword.prefix { $0.isLetter }) }
      return String(code[(index + keyword.count)...].prefix { $0 != "(" && $0 != "<" })
    }
    return nil
  }

  /// Where the body begins; nil for a requirement of a protocol, which has none.
  private static func bodyStart(in code: [Character], from start: Int) -> Int? {
    var depth = 0
    var index = start
    while index < code.count {
      switch code[index] {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case "{" where depth == 0: return index
      case "}" where depth == 0: return nil
      case "\n" where depth == 0:
        if !continues(in: code, at: index) { return nil }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Whether a declaration goes on after the line break at `index`.
  private static func continues(in code: [Character], at index: Int) -> Bool {
    let before = code[..<index].last { $0 != " " }
    if let before, ",&:>=".contains(before), !endsResult(in: code, at: index) { return true }
    let next = code[index...].drop { $0.isWhitespace }
    return ["{", "where ", "->", "throws", "rethrows", "async", "&", ","]
      .contains { next.starts(with: $0) }
  }

  /// `>` before a line break is an arrow only after `-`; else it closes generic arguments.
  private static func endsResult(in code: [Character], at index: Int) -> Bool {
    let tail = code[..<index].reversed().drop { $0 == " " }.prefix(2)
    return tail.first == ">" && tail.dropFirst().first != "-"
  }

  private static func bodyEnd(in code: [Character], from open: Int) -> Int {
    var depth = 0
    for index in open..<code.count {
      if code[index] == "{" { depth += 1 }
      if code[index] == "}" {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return code.count
  }
}
