// SPDX-License-Identifier: Apache-2.0
import Quantities

/// What is said about YAML that is broken or not used here.
enum YAMLPhrases {
  static let anchor = BilingualText(
    "此处不用锚点 & 与引用 *;请把值写在使用之处。",
    "Anchors & and aliases * are not used here; write the value where it is used. A text that "
      + "starts with & or * needs quotes.")
  static let directive = BilingualText(
    "此处不用 %YAML、%TAG 指令;请删去。", "Directives (%YAML, %TAG) are not used here; delete them.")
  static let tooDeep = BilingualText(
    "嵌套超过 \(YAMLReader.depthLimit) 层。",
    "The nesting is deeper than \(YAMLReader.depthLimit) levels.")
  static let key = BilingualText(
    "冒号前应为一个词(键)。", "A key is expected here: one word before the colon.")

  static func tag(_ tag: String) -> BilingualText {
    BilingualText(
      "此处不用标签 \(tag);值的种类由键决定。",
      "Tags such as \(tag) are not used here; the key says what kind a value is.")
  }

  static func duplicate(_ key: String, _ line: Int) -> BilingualText {
    BilingualText(
      "键 \(key) 已在第 \(line) 行出现;每个键只写一次。",
      "The key `\(key)` stands on line \(line) already; a key is written once.")
  }

  /// The problems that are better shown where the thing begins than where its end is missed.
  static let openings: Set<String> = [
    "could not find expected ':'", "did not find expected ',' or ']'",
    "did not find expected ',' or '}'", "found unexpected end of stream",
  ]

  /// libyaml's messages, of which there are few that authors meet, with what to do.
  static func explain(_ failure: YAMLFailure, _ form: DocumentForm) -> BilingualText {
    switch failure.problem {
    case "mapping values are not allowed in this context":
      BilingualText(
        "此处不应有“: ”;若文字中有冒号加空格,请加引号,或改用 | 另起一行书写。",
        "A colon followed by a space is not allowed here; put the text in quotes, or write it as "
          + "a block: `|` and the text on the next, indented, lines.")
    case "found character that cannot start any token":
      BilingualText(
        "文字不能以此字符开头(制表符、@、` 或 %);缩进用空格,文字请加引号,如 unit: \"%\"。",
        "A text cannot start with this character (a tab, @, ` or %); indent with spaces, put "
          + "the text in quotes, as in unit: \"%\".")
    case "could not find expected ':'":
      BilingualText(
        "此行缺少“键: 值”的冒号。", "The colon of `key: value` is missing on this line.")
    case "did not find expected key":
      BilingualText(
        "此处应为一个键;请检查缩进与上一行的引号。",
        "A key is expected here; check the indentation, and the quotes of the line above.")
    case "did not find expected '-' indicator":
      BilingualText(
        "此处应为列表的下一项“- ”;请检查缩进。",
        "The next item of the list, `- `, is expected here; check the indentation.")
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
      BilingualText(
        "此括号没有闭合,或缺少逗号(至第 \(failure.place.line) 行才发现)。",
        "This bracket is not closed, or a comma is missing in it (noticed on line "
          + "\(failure.place.line)).")
    case "found unexpected end of stream":
      BilingualText("此引号没有闭合。", "This quotation mark is not closed.")
    case "found unknown escape character":
      BilingualText(
        "双引号内的反斜杠有特殊含义;请改用单引号。",
        "A backslash has a meaning inside double quotes; use single quotes.")
    case "too many items":
      BilingualText(
        "内容超过 \(form.items) 项。",
        "The document has more than \(form.items) items.")
    default:
      BilingualText("YAML 语法有误:\(failure.problem)。", "This is no YAML: \(failure.problem).")
    }
  }
}
