// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct DocumentationLinksTests {
  @Test func `no Markdown page has a dead relative link`() {
    let pages = Repository.markdown
    #expect(pages.count >= 8)
    #expect(pages.flatMap { DocumentationLinks.ofRepository.dead(in: $0) } == [])
  }

  @Test func `the table of contents lists every page of docs`() throws {
    let contents = try #require(Repository.read("docs/README.md"))
    #expect(unlisted(in: contents, pages: Repository.markdown.map(\.path)) == [])
  }

  @Test func `the two readmes lead to each other`() throws {
    let english = try #require(Repository.read("README.md"))
    let chinese = try #require(Repository.read("README.zh-Hans.md"))
    #expect(DocumentationLinks.targets(of: english).contains(chinese.path))
    #expect(DocumentationLinks.targets(of: chinese).contains(english.path))
  }

  private func unlisted(in contents: TextFile, pages: [String]) -> [String] {
    let listed = DocumentationLinks.targets(of: contents)
    return pages.filter {
      $0.hasPrefix("docs/") && $0 != contents.path && !listed.contains($0)
    }
  }

  // The checks above must be able to fail.

  @Test(arguments: [
    "[a](missing.md)", "![a](../missing.svg \"title\")", "[a](<missing.md>)", "[a]: missing.md",
    "[a](B.md#no-such-heading)", "[a](#nowhere)", "[a](/docs/missing.md)", "[a](../../docs/B.md)",
  ])
  func `a dead link is caught`(link: String) {
    #expect(dead("# Title\n\n\(link)\n").map(\.line) == [3])
  }

  @Test(arguments: [
    "[a](B.md)", "[a](./B.md#第-1-节-one)", "[a](#title)", "[a](../docs/B.md)", "[a](/docs/B.md)",
    "[a](https://example.org/missing.md)", "[a](mailto:a@example.org)", "`[a](missing.md)`",
    "```\n[a](missing.md)\n```", "~~~~\n```\n[a](missing.md)\n~~~~",
  ])
  func `a good link, a foreign one and code are left alone`(link: String) {
    #expect(dead("# Title\n\n\(link)\n") == [])
  }

  @Test func `a page missing from the table of contents is caught`() {
    let contents = TextFile(path: "docs/README.md", text: "[a](A.md), [d](decisions/0001-d.md)")
    let pages = [
      "README.md", "docs/README.md", "docs/A.md", "docs/B.md", "docs/decisions/0001-d.md",
    ]
    #expect(unlisted(in: contents, pages: pages) == ["docs/B.md"])
  }

  private func dead(_ text: String) -> [Violation] {
    let links = DocumentationLinks(
      exists: { ["docs/A.md", "docs/B.md"].contains($0) },
      page: { _ in "# 第 1 节: `One`\n" })
    return links.dead(in: TextFile(path: "docs/A.md", text: text))
  }
}
