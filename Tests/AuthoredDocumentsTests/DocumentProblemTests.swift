// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import MethodologyEngine
import Quantities
import Testing

/// A document with one thing broken, and all that is said about it.
struct BrokenDocument: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  let problems: [String]

  var testDescription: String { name }

  /// The sample with the first `old` replaced by `new`.
  init(_ name: String, _ old: String, _ new: String, _ problems: String...) {
    self.name = name
    precondition(Sample.text.contains(old), "the template no longer has “\(old)”")
    text = Sample.text.replacing(old, with: new, maxReplacements: 1)
    self.problems = problems
  }

  init(_ name: String, text: String, _ problems: String...) {
    self.name = name
    self.text = text
    self.problems = problems
  }

  /// What is found: `line:column path: message`.
  static func found(in bytes: [UInt8], _ language: Language = .english) -> [String] {
    do throws(MethodologyProblems) {
      _ = try MethodologyDocument.read(bytes)
      return []
    } catch {
      return error.problems.map {
        "\($0.line):\($0.column) \($0.path): \($0.message[language])"
      }
    }
  }
}

@Suite struct DocumentProblemTests {
  @Test(arguments: BrokenDocument.keys + BrokenDocument.values + BrokenDocument.syntax)
  func `a broken document says what is wrong, where, and what was expected`(
    document: BrokenDocument
  ) {
    #expect(BrokenDocument.found(in: Array(document.text.utf8)) == document.problems)
    let chinese = BrokenDocument.found(in: Array(document.text.utf8), .chinese)
    #expect(chinese.count == document.problems.count)
    #expect(chinese.allSatisfy { $0.contains { $0 >= "\u{4E00}" && $0 <= "\u{9FFF}" } })
  }

  @Test func `there are enough broken documents`() {
    let all = BrokenDocument.keys + BrokenDocument.values + BrokenDocument.syntax
    #expect(all.count >= 25)
    #expect(Set(all.map(\.name)).count == all.count)
  }

  @Test func `all problems are reported, in the order of the document`() {
    let text = Sample.text.replacing("status: unfiled", with: "status: file")
      .replacing("decimals: 3", with: "decimals: three")
      .replacing("refusal: plausible-speed", with: "result: 5 km")
      .replacing("authorisation: true\n", with: "\n")
    #expect(BrokenDocument.found(in: Array(text.utf8)).map { $0.prefix { $0 != " " } }.count == 3)
  }

  @Test func `bytes that are no text are refused where they stand`() {
    var bytes = Array(Sample.text.utf8)
    bytes.replaceSubrange(0..<0, with: Array("# 碳\n# ".utf8) + [0xFF])
    #expect(
      BrokenDocument.found(in: bytes) == ["2:3 : This is no UTF-8; save the document as UTF-8."])
  }

  @Test func `a document that is too large is refused before it is read`() {
    let text = Sample.text + String(repeating: "#\n", count: MethodologyLimits.documentBytes / 2)
    let found = BrokenDocument.found(in: Array(text.utf8))
    #expect(found.count == 1)
    #expect(found[0].hasSuffix("bytes, at most 240000 are read."))
  }

  @Test func `nesting without end is refused`() {
    for (open, count) in [("[", 5_000), ("{a: ", 5_000), ("- ", 2_000), ("? ", 2_000)] {
      let text = String(repeating: open, count: count)
      #expect(!BrokenDocument.found(in: Array(text.utf8)).isEmpty, "\(open)")
    }
  }

  @Test func `documents cut or changed anywhere never trap`() {
    let bytes = Array(Sample.text.utf8)
    for end in stride(from: 0, to: bytes.count, by: 97) {
      _ = BrokenDocument.found(in: Array(bytes[..<end]))
    }
    let marks = Array("\"'[]{}:-&*!|>%#\t\n\0,?".utf8)
    for (position, start) in stride(from: 0, to: bytes.count, by: 31).enumerated() {
      var changed = bytes
      changed[start] = marks[position % marks.count]
      _ = BrokenDocument.found(in: changed)
    }
  }
}
