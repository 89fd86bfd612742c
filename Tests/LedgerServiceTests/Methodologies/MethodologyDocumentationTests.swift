// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import Foundation
import LedgerService
import Testing

@Suite struct MethodologyDocumentationTests {
  private static let root: URL = {
    var url = URL(fileURLWithPath: #filePath)
    let names = ["MethodologyDocumentationTests.swift", "Methodologies", "LedgerServiceTests"]
    for _ in names + ["Tests"] { url.deleteLastPathComponent() }
    return url
  }()

  private var folder: MethodologyFolder {
    MethodologyFolder(Self.root.appending(path: "Methodologies").path)
  }

  @Test func `the page of the schema is what documents are checked by`() throws {
    try CommittedFile("docs/METHODOLOGY_SCHEMA.md").expect(SchemaBook.page)
  }

  @Test func `the list of methodologies names every document and what is still open`() throws {
    let reviews = try folder.identities().map {
      try MethodologyReview(path: folder.file(of: $0))
    }
    #expect(reviews.count >= 11)
    #expect(reviews.filter { !$0.isSound }.map(\.path) == [])
    try CommittedFile("Methodologies/README.md").expect(SchemaBook.list(reviews))
  }

  @Test func `every key of the schema is explained by the author's guide`() {
    let guide = CommittedFile("docs/METHODOLOGIES.md").text
    let keys = Set(MethodologySchema.tables.flatMap(\.keys).map(\.name))
    #expect(keys.filter { !guide.contains($0) }.sorted() == [])
  }

  @Test func `the documents of the author's guide check, and print what the guide shows`() throws {
    let guide = CommittedFile("docs/METHODOLOGIES.md").text
    let blocks = guide.split(separator: "```").filter { $0.hasPrefix("yaml\nmethodology:") }
    #expect(blocks.count == 2)
    let reviews = blocks.map {
      MethodologyReview(path: "guide", bytes: Array($0.dropFirst("yaml\n".count).utf8))
    }
    #expect(reviews.flatMap(\.problems) == [])
    #expect(reviews.flatMap(\.notes) == [])
    let review = try #require(reviews.first)
    #expect(guide.contains("not set     \(review.openParameters.joined(separator: ", "))\n"))
    #expect(guide.contains("examples    all \(review.examples.count) hold\n"))
  }
}
