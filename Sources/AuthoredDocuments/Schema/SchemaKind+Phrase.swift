// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
public import Quantities

extension SchemaKind {
  /// What the kind asks for, as a phrase for a sentence, with an example where one helps.
  public var phrase: BilingualText {
    switch self {
    case .text: BilingualText("文字", "a text")
    case .bilingual: BilingualText("双语文字 {zh: …, en: …}", "a text {zh: …, en: …}")
    case .identity:
      BilingualText(
        "名称 体系/编号@版本(小写字母、数字、. 与 -)",
        "a name `scheme/id@version` of lower-case letters, digits, . and -")
    case .name:
      BilingualText(
        "名称(小写字母、数字与 _,以字母开头)",
        "a name of lower-case letters, digits and _, a letter first,")
    case .choice:
      BilingualText(
        "名称(小写字母、数字、- 与 _)", "a name of lower-case letters, digits, - and _")
    case .short: BilingualText("一行短文字", "a short text on one line")
    case .word(let words):
      BilingualText("下列之一:\(words.joined(separator: "、"))", "one of \(SchemaPhrases.list(words))")
    case .flag: BilingualText("true 或 false", "`true` or `false`")
    case .integer(let range):
      BilingualText(
        "\(range.lowerBound) 至 \(range.upperBound) 的整数",
        "a whole number from \(range.lowerBound) to \(range.upperBound)")
    case .decimal:
      BilingualText(
        "数(如 26.9,最多 \(MethodologyLimits.digits) 位,不用指数)",
        "a number such as 26.9, of at most \(MethodologyLimits.digits) digits and no exponent,")
    case .percent: BilingualText("比例(如 20 %,0 至 100)", "a share such as `20 %`, 0 to 100,")
    case .date: BilingualText("日期(如 2024-03-01)", "a date such as 2024-03-01")
    case .amount:
      BilingualText("数与单位(如 0.01 gCO2e)", "a number and a unit such as `0.01 gCO2e`")
    case .duration: BilingualText("时长(如 25 min)", "a duration such as `25 min`")
    case .expression: BilingualText("表达式", "an expression")
    case .source:
      BilingualText(
        "出处 {document: …, date: …} 或其名称", "a source {document: …, date: …}, or its name,")
    case .number(let digits):
      BilingualText(
        "数(如 26.9,最多 \(digits) 位有效数字,不用指数)",
        "a number such as 26.9, of at most \(digits) significant digits and no exponent,")
    case .measure:
      BilingualText("数与单位(如 12.5 kWh)", "a number and a unit such as `12.5 kWh`")
    case .share: BilingualText("比例(如 0.4 %)", "a share such as `0.4 %`")
    case .uuid: BilingualText("UUID", "a UUID")
    case .digest:
      BilingualText("摘要(64 位十六进制数字)", "a digest of 64 hexadecimal digits")
    case .oneOrMore(let item, _):
      BilingualText(
        "\(item.phrase.chinese),或其列表", "\(item.phrase.english) or a list of them")
    case .list(let item, _):
      BilingualText("列表(每项为\(item.phrase.chinese))", "a list, each item \(item.phrase.english),")
    case .table(let table):
      BilingualText(
        "\(table.phrase.chinese)的各键(\(Self.some(table, "、")))",
        "\(table.phrase.english) with its keys (\(Self.some(table, ", ")))")
    case .named(let kind):
      BilingualText(
        "若干“名称: 值”(值为\(kind.phrase.chinese))",
        "a group of `name: value`, each value \(kind.phrase.english),")
    case .exampleValue: BilingualText("值,或若干行值", "a value, or rows of values,")
    case .setting: BilingualText("数,或按选项的数", "a number, or numbers by choice,")
    }
  }

  /// The first keys of a table.
  private static func some(_ table: SchemaTable, _ separator: String) -> String {
    let names = table.keys.map(\.name)
    return names.prefix(4).joined(separator: separator) + (names.count > 4 ? " …" : "")
  }
}
