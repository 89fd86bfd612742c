// SPDX-License-Identifier: Apache-2.0
import Testing

/// docs/THREAT_MODEL.md names the test behind each claim; a name that is no test is no claim.
@Suite struct ThreatModelTests {
  /// The names in the last column of the tables.
  static func claimed(in page: TextFile) -> [String] {
    page.lines.flatMap { line -> [String] in
      let cells = line.split(separator: "|", omittingEmptySubsequences: true)
      guard line.hasPrefix("| "), cells.count == 3, cells[2].contains("`") else { return [] }
      return cells[2].split(separator: "`").enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
  }

  static let tests: Set<String> = Set(
    Repository.files.filter { $0.path.hasPrefix("Tests/") && $0.isSwift }.flatMap { file in
      file.text.split(separator: "func `").dropFirst().compactMap {
        $0.split(separator: "`", maxSplits: 1).first.map(String.init)
      }
    })

  @Test func `every claim of the threat model names a test`() throws {
    let page = try #require(Repository.read("docs/THREAT_MODEL.md"))
    let claimed = Self.claimed(in: page)
    #expect(claimed.count >= 45)
    #expect(claimed.filter { !Self.tests.contains($0) } == [])
  }

  @Test func `a name that is no test is caught`() {
    let page = TextFile(path: "p.md", text: "| a | b | `no such test` |\n| a | b | c |")
    #expect(Self.claimed(in: page) == ["no such test"])
    #expect(!Self.tests.contains("no such test"))
  }
}
