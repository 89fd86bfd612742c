// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// What is said about a document that is YAML and yet not what the schema asks for.
enum SchemaPhrases {
  /// The form of a bilingual text.
  static let bilingualTable = SchemaTable(
    "bilingual text", BilingualText("双语文字", "a text in both languages"),
    [
      SchemaKey("zh", .text, "中文。", "The Chinese text."),
      SchemaKey("en", .text, "英文。", "The English text."),
    ])

  static func expected(_ kind: SchemaKind, found node: YAMLNode) -> BilingualText {
    let phrase = kind.phrase
    return BilingualText(
      "此处应为\(phrase.chinese),而非\(found(node).chinese)。",
      "\(capitalised(phrase.english)) is expected here, not \(found(node).english).")
  }

  static func expected(_ kind: SchemaKind, foundText text: String) -> BilingualText {
    let phrase = kind.phrase
    var hint = BilingualText("", "")
    if case .word(let words) = kind, let near = Spelling.nearest(to: text, among: words) {
      hint = BilingualText("是否想写 \(near)?", " Did you mean `\(near)`?")
    }
    if case .decimal = kind, hasUnit(text) {
      hint = BilingualText(
        "只写数字,单位由 unit 给出。", " Write the number only, in the unit that `unit` names.")
    }
    let shown = text.count > 60 ? text.prefix(60) + "…" : text[...]
    return BilingualText(
      "此处应为\(phrase.chinese),而非“\(shown)”。\(hint.chinese)",
      "\(capitalised(phrase.english)) is expected here, not “\(shown)”.\(hint.english)")
  }

  /// Whether a number is followed by what looks like a unit.
  private static func hasUnit(_ text: String) -> Bool {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
    let rest = text.dropFirst(number.count).drop { $0 == " " }
    guard let first = rest.first, SchemaScalar.decimal(String(number)) != nil else { return false }
    return first == "%" || (first.isLetter && first != "e" && first != "E")
  }

  private static func found(_ node: YAMLNode) -> BilingualText {
    switch node.content {
    case .scalar(let scalar) where scalar.isNothing: BilingualText("空", "nothing")
    case .scalar(let scalar): BilingualText("“\(scalar.text)”", "“\(scalar.text)”")
    case .list: BilingualText("列表", "a list")
    case .mapping: BilingualText("一组键", "a group of keys")
    }
  }

  static let cutOff = BilingualText(
    "花括号内的逗号会把文字截断;请给文字加引号,或改用全角逗号。",
    "Inside { } a comma ends a text; put the text in quotes.")

  static func unknown(_ key: String, in table: SchemaTable) -> BilingualText {
    let names = table.keys.map(\.name)
    let (chinese, english) = (table.phrase.chinese, table.phrase.english)
    if let near = Spelling.nearest(to: key, among: names) {
      return BilingualText(
        "\(chinese)没有 \(key) 这个键;是否想写 \(near)?",
        "`\(key)` is no key of \(english); did you mean `\(near)`?")
    }
    return BilingualText(
      "\(chinese)没有 \(key) 这个键;可用:\(names.joined(separator: "、"))。",
      "`\(key)` is no key of \(english); its keys are \(list(names)).")
  }

  static func missing(
    _ key: SchemaKey, in table: SchemaTable, _ variant: String?
  ) -> BilingualText {
    let kind = key.variants.isEmpty ? nil : variant
    let suffix = BilingualText(
      kind.map { "(kind 为 \($0))" } ?? "", kind.map { " of kind \($0)" } ?? "")
    let meaning = key.meaning
    return BilingualText(
      "\(table.phrase.chinese)\(suffix.chinese)缺少 \(key.name):\(meaning.chinese)",
      "\(capitalised(table.phrase.english))\(suffix.english) needs `\(key.name)`: "
        + meaning.english)
  }

  static func misplaced(
    _ key: SchemaKey, in table: SchemaTable, _ variant: String
  ) -> BilingualText {
    let words = key.variants.joined(separator: ", ")
    return BilingualText(
      "\(key.name) 只用于 kind 为 \(words) 的\(table.phrase.chinese),此处为 \(variant)。",
      "`\(key.name)` is used with kind \(words) only; this is of kind \(variant).")
  }

  static func oneOf(
    _ names: [String], of table: SchemaTable, _ given: Int
  ) -> BilingualText {
    let (chinese, english) = (table.phrase.chinese, capitalised(table.phrase.english))
    return BilingualText(
      "\(chinese)须有且只有其一:\(names.joined(separator: "、")),此处有 \(given) 个。",
      "\(english) has exactly one of \(list(names)), not \(given).")
  }

  static func count(_ range: ClosedRange<Int>, found: Int) -> BilingualText {
    BilingualText(
      "此列表应有 \(range.lowerBound) 至 \(range.upperBound) 项,现有 \(found) 项。",
      "\(range.lowerBound) to \(range.upperBound) items are expected here, not \(found).")
  }

  static func badName(_ name: String) -> BilingualText {
    BilingualText(
      "名称只用小写字母、数字、- 与 _,以字母或数字开头,“\(name)”不是。",
      "A name has lower-case letters, digits, - and _, and starts with a letter or digit; "
        + "“\(name)” is none.")
  }

  static func tooLong(_ limit: Int) -> BilingualText {
    BilingualText("文字超过 \(limit) 字节。", "The text is longer than \(limit) bytes.")
  }

  static func unknownSource(_ name: String, _ names: [String]) -> BilingualText {
    let known = names.sorted()
    let near = Spelling.nearest(to: name, among: known)
    let hint = BilingualText(
      near.map { "是否想写 \($0)?" } ?? "", near.map { " Did you mean `\($0)`?" } ?? "")
    return BilingualText(
      "sources 中没有名为“\(name)”的出处;请写 {document: …, date: …},或引用 "
        + "\(known.joined(separator: "、"))。\(hint.chinese)",
      "There is no source called “\(name)”; write {document: …, date: …}, or the name of one: "
        + "\(list(known)).\(hint.english)")
  }

  static func list(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }

  static func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
