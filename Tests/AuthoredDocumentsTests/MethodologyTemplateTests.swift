// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import MethodologyEngine
import Quantities
import Testing

@Suite struct MethodologyTemplateTests {
  @Test func `the template is a document as it stands`() throws {
    let methodology = try MethodologyDocument.read(Array(Sample.text.utf8))
    #expect(methodology.identity.description == "example/new@1")
    #expect(methodology.effectiveFrom == Sample.date)
    #expect(MethodologySchema.document.keys.filter(\.isRequired).count > 10)
  }

  @Test func `the template shows every key of a document but the optional ones it names`() {
    for key in MethodologySchema.document.keys
    where !["code", "definitions", "limits"].contains(key.name) {
      #expect(Sample.text.contains("\n\(key.name):"), "\(key.name)")
    }
  }
}

/// A document that is right; tests break it.
enum Sample {
  static let date = CalendarDate(daysSinceEpoch: 20_000)
  static let text = MethodologyDocument.template(
    for: Methodology.Identity(scheme: "example", id: "new", version: "1"), from: date)
}
