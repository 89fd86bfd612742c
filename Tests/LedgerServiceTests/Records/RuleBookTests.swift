// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities
import Testing

@Suite struct RuleBookTests {
  @Test func `the committed rule book is that of the source code`() throws {
    try CommittedFile("docs/RULES.md").expect(RuleBook.rulesPage)
  }

  @Test func `the committed parameters are those of the source code`() throws {
    try CommittedFile("docs/PARAMETERS.md").expect(RuleBook.parametersPage)
  }

  @Test func `a code stands for one rule`() {
    let codes = RuleBook.rules.flatMap(\.rules).map(\.code)
    #expect(Set(codes).count == codes.count)
    #expect(!codes.isEmpty)
  }

  @Test func `every rule says in both languages what it demands and what to do`() {
    for rule in RuleBook.rules.flatMap(\.rules) {
      for text in [rule.statement, rule.remedy] {
        #expect(text.english.hasSuffix(".") && text.chinese.hasSuffix("。"), "\(rule.code)")
      }
      #expect(!rule.source.isEmpty, "\(rule.code)")
    }
  }

  @Test func `a parameter's name is used once`() {
    let names = RuleBook.parameters.flatMap(\.parameters).map(\.name)
    #expect(Set(names).count == names.count)
  }
}
