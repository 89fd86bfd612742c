// SPDX-License-Identifier: Apache-2.0
import Cryptography
import LedgerCore
import Mechanisms
import Testing

@Suite struct FormatTests {
  static let file = CommittedFile("Ledger/FORMAT.md")

  @Test func `the examples of the format are what the software writes`() throws {
    let page = Self.file.text
    var examples: [String: String] = [:]
    for suite in Suite.all {
      examples.merge(try FormatExamples(suite, keeping: page).all()) { $1 }
    }
    var lines: [Substring] = []
    var isInside = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "<!-- end -->" { isInside = false }
      if !isInside { lines.append(line) }
      guard let match = line.wholeMatch(of: #/<!-- example:([\w-]+) -->/#) else { continue }
      let found = examples.removeValue(forKey: String(match.1))
      let example = try #require(found, "no example is called \(match.1)")
      lines += example.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
      isInside = true
    }
    #expect(examples.isEmpty, "not on the page: \(examples.keys.sorted())")
    try Self.file.expect(lines.joined(separator: "\n"))
  }

  @Test(arguments: Suite.names)
  func `the ledger admits the statements of the examples`(name: String) throws {
    let suite = try #require(Suite(name: name))
    let examples = try FormatExamples(suite, keeping: Self.file.text)
    var state = LedgerState(mechanisms: Mechanisms.all)
    for (index, statement) in try examples.statements().enumerated() {
      let key = try state.signingKey(of: statement)
      let verifying = try VerifyingKey(algorithm: suite.signature, bytes: key.bytes)
      #expect(statement.isSigned(by: verifying))
      _ = try state.apply(statement, registered: FormatExamples.times[index])
    }
    #expect(state.size == 2)
    #expect(state.header.origin == examples.origin)
  }

  @Test func `the fixed numbers of the page are those of the source code`() {
    for text in [
      Statement.contentType, "\(Entry.maximumLength)".grouped,
      "\(Entry.maximumStatementLength)".grouped, "ledger.example/sm2-sm3/v1", "1234567812345678",
      "\(SignatureAlgorithm.sm2.coseIdentifier)",
    ] {
      #expect(Self.file.text.contains(text), "\(text)")
    }
  }
}

extension String {
  /// The digits in groups of three, as the page writes numbers.
  fileprivate var grouped: String {
    var text = ""
    for (position, digit) in enumerated() {
      if position > 0, (count - position).isMultiple(of: 3) { text += " " }
      text.append(digit)
    }
    return text
  }
}
