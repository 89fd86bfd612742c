// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Mechanisms
import Quantities

/// The rule book and the list of parameters as Markdown.
enum RuleBook {
  static var rules: [(chapter: String, rules: [Rule])] {
    [("The ledger", LedgerRules.all)] + Mechanisms.all.map { (chapter($0.name), $0.rules) }
  }

  static var parameters: [(chapter: String, parameters: [ParameterDescription])] {
    [("The ledger", LedgerParameters.all)]
      + Mechanisms.all.map { (chapter($0.name), $0.parameters) }
  }

  static var rulesPage: String {
    var page = """
      # Rules

      Every rule that can refuse a statement, with what it rests on and what to do about a refusal.
      This page is made from the source code by a test (`TANZHANG_UPDATE=1 script/test` writes it);
      the code of a rule is never reused. Values that no source fixes for ever are
      [parameters](PARAMETERS.md).

      本页由源代码生成:凡可能拒绝声明的规则,均列出其依据与处理办法。

      """
    for (chapter, rules) in rules {
      page += "\n## \(chapter)\n"
      for rule in rules {
        page += """

          ### \(rule.code)

          \(rule.statement.chinese) \(rule.statement.english)

          - Source 依据: \(rule.source)
          - Remedy 处理: \(rule.remedy.chinese) \(rule.remedy.english)

          """
      }
    }
    return page
  }

  static var parametersPage: String {
    var page = """
      # Parameters

      What the rules need to know and no source fixes for ever. The authority sets a parameter by a
      `parameter.set` record that names its source; a value applies from its effective date on, and
      earlier business dates keep the earlier value. This page is made from the source code by a
      test (`TANZHANG_UPDATE=1 script/test` writes it). The rules are in [RULES.md](RULES.md).

      规则参数由主管部门以 parameter.set 记录设定,须注明来源,自适用起始日起生效。

      """
    for (chapter, parameters) in parameters {
      page += "\n## \(chapter)\n\n"
      guard !parameters.isEmpty else {
        page += "None. 无。\n"
        continue
      }
      page += "| parameter | unit | allowed | meaning |\n|---|---|---|---|\n"
      for item in parameters {
        page += "| `\(item.name)` | \(cell(item.unit)) | \(item.range.lowerBound)…"
        page += "\(item.range.upperBound) | \(cell(item.meaning.chinese)) "
        page += "\(cell(item.meaning.english)) |\n"
      }
    }
    return page
  }

  /// `green-certificates` as `Green certificates`.
  private static func chapter(_ name: String) -> String {
    let words = name.replacing("-", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
