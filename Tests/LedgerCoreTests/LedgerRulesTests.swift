// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities
import Testing

@Suite struct LedgerRulesTests {
  @Test func `codes are unique`() {
    #expect(Set(LedgerRules.all.map(\.code)).count == LedgerRules.all.count)
    #expect(LedgerRules.all.count == 37)
  }

  @Test(arguments: LedgerRules.all)
  func `a rule says what it demands, why, and what to do, in both languages`(rule: Rule) {
    #expect(rule.code.contains(#/^[A-Z]{3}-[0-9]+[A-Z]?$/#))
    #expect(!rule.source.isEmpty)
    for text in [rule.statement, rule.remedy] {
      #expect(text.chinese.hasSuffix("。") && !text.english.contains(#/\p{Han}/#))
      #expect(text.english.hasSuffix(".") && text.chinese.contains(#/\p{Han}/#))
    }
  }

  @Test func `a rejection is one sentence with rule, evidence and remedy`() {
    let rejection = Rejection(LedgerRules.balance, found: "9", required: "10", record: 3)
    let text = rejection.description
    for part in ["BAL-83", "record 3", "9", "10", LedgerRules.balance.remedy.english] {
      #expect(text.contains(part))
    }
  }
}
