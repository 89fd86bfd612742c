// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import MethodologyEngine
import Quantities
import Testing

@Suite struct FoldedTextTests {
  private func summary(_ written: String) throws -> String {
    let text = Sample.text.replacing("  zh: 计算什么;不能计算什么。", with: "  zh: \(written)")
    return try MethodologyDocument.read(Array(text.utf8)).summary.chinese
  }

  @Test(arguments: [
    (">-\n    甲乙\n    丙 丁\n", "甲乙丙 丁"), (">\n    甲乙\n    km\n    丙\n", "甲乙 km 丙"),
    ("甲 乙\n    丙", "甲 乙丙"), ("\"甲\n    乙\"", "甲 乙"),
    (">-\n    甲\n\n    乙\n", "甲\n乙"), ("|\n    甲\n    乙\n", "甲\n乙"), ("甲 乙", "甲 乙"),
    (">-\n    甲 乙\n", "甲 乙"),
  ])
  func `lines of Chinese are joined without a space, other spaces stay`(
    written: String, text: String
  ) throws {
    #expect(try summary(written) == text)
  }
}
