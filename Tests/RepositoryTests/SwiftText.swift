// SPDX-License-Identifier: Apache-2.0

/// Swift source seen as code.
///
/// What stands in comments and string literals is blanked out, so that a rule about code is not
/// tripped by prose. Lines and columns stay where they were.
enum SwiftText {
  static func code(of text: String, keepingStrings: Bool = false) -> String {
    var scanner = Scanner(text, keepingStrings: keepingStrings)
    return scanner.run()
  }

  private struct Scanner {
    let input: [Character]
    let keepingStrings: Bool
    var output: [Character] = []
    var index = 0

    init(_ text: String, keepingStrings: Bool) {
      input = Array(text)
      self.keepingStrings = keepingStrings
      output.reserveCapacity(input.count)
    }

    mutating func run() -> String {
      while index < input.count {
        if sees("//") {
          while index < input.count, input[index] != "\n" { blank() }
        } else if sees("/*") {
          skipBlockComment()
        } else if let hashes = hashesBeforeQuote() {
          skipString(hashes: hashes)
        } else {
          keep()
        }
      }
      return String(output)
    }

    func sees(_ text: String) -> Bool {
      input[index...].starts(with: text)
    }

    mutating func keep() {
      output.append(input[index])
      index += 1
    }

    mutating func blank(inString: Bool = false) {
      let kept = input[index].isNewline || (inString && keepingStrings)
      output.append(kept ? input[index] : " ")
      index += 1
    }

    mutating func skipBlockComment() {
      var depth = 0
      repeat {
        let step = sees("/*") ? 1 : sees("*/") ? -1 : 0
        depth += step
        for _ in 0..<(step == 0 ? 1 : 2) where index < input.count { blank() }
      } while depth > 0 && index < input.count
    }

    /// The number of `#` that open a raw string here; 0 for a plain quote, nil for no string.
    func hashesBeforeQuote() -> Int? {
      var end = index
      while end < input.count, input[end] == "#" { end += 1 }
      return end < input.count && input[end] == "\"" ? end - index : nil
    }

    /// Interpolations are blanked with the literal around them: only a nested literal matters, and
    /// parentheses are counted so that its quotes do not end the outer one.
    mutating func skipString(hashes: Int) {
      let sharp = String(repeating: "#", count: hashes)
      let isMultiline = input[(index + hashes)...].starts(with: "\"\"\"")
      let quote = (isMultiline ? "\"\"\"" : "\"")
      for _ in 0..<(hashes + quote.count) { blank(inString: true) }
      while index < input.count {
        if sees(quote + sharp) {
          for _ in 0..<(quote.count + hashes) { blank(inString: true) }
          return
        }
        if sees("\\" + sharp + "(") {
          skipInterpolation(opening: hashes + 2)
        } else if sees("\\" + sharp) {
          for _ in 0..<(hashes + 2) where index < input.count { blank(inString: true) }
        } else if !isMultiline, input[index] == "\n" {
          return
        } else {
          blank(inString: true)
        }
      }
    }

    mutating func skipInterpolation(opening: Int) {
      for _ in 0..<opening { blank(inString: true) }
      var depth = 1
      while depth > 0, index < input.count {
        if let hashes = hashesBeforeQuote() {
          skipString(hashes: hashes)
          continue
        }
        if input[index] == "(" { depth += 1 }
        if input[index] == ")" { depth -= 1 }
        blank(inString: true)
      }
    }
  }
}
