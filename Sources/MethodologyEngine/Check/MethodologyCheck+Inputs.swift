// SPDX-License-Identifier: Apache-2.0
import Quantities

extension MethodologyCheck {
  /// Inputs and the natural key.
  mutating func checkActivity() {
    for input in methodology.activity.inputs {
      check(input, "activity.inputs.\(input.name)", mayBeList: true)
    }
    let key = methodology.activity.naturalKey
    if key.isEmpty || key.contains("") {
      report(
        "activity.natural_key", "须写明使一项活动唯一的各项文字。",
        "The texts that make an activity unique must be named.")
    }
    if Set(key).count < key.count {
      report("activity.natural_key", "有重复的项。", "A part is named twice.")
    }
  }

  /// Facts fixed at approval.
  mutating func checkAttributes() {
    for attribute in methodology.attributes {
      check(attribute, "attributes.\(attribute.name)", mayBeList: false)
    }
  }

  private mutating func check(
    _ input: Methodology.InputDefinition, _ path: String, mayBeList: Bool
  ) {
    requireText(input.label, "\(path).label")
    switch input.kind {
    case .quantity(let unit, let decimals, let minimum, let maximum):
      if checkUnit(unit, "\(path).unit") { checkBounds(decimals, minimum, maximum, path) }
    case .choice(let names): check(choices: names, "\(path).choices")
    case .flag, .date: break
    case .list(let fields, let minimum, let maximum):
      guard mayBeList else {
        report(path, "此处不能是列表。", "A list cannot stand here.")
        return
      }
      check(rows: fields, minimum, maximum, path)
    }
  }

  /// Whether a text is a unit; a text that is none is reported.
  mutating func checkUnit(_ text: String, _ path: String) -> Bool {
    guard text.utf8.count <= MethodologyLimits.nameBytes else {
      report(path, "单位太长。", "The unit is too long.")
      return false
    }
    do {
      _ = try CompoundUnit(text: text)
      return true
    } catch {
      report(path, error.message)
      return false
    }
  }

  private mutating func checkBounds(
    _ decimals: Int, _ minimum: ExactDecimal, _ maximum: ExactDecimal, _ path: String
  ) {
    guard (0...MethodologyLimits.decimals).contains(decimals) else {
      report(
        "\(path).decimals", "小数位数须为 0 至 \(MethodologyLimits.decimals)。",
        "There can be 0 to \(MethodologyLimits.decimals) decimal places.")
      return
    }
    for (name, bound) in [("minimum", minimum), ("maximum", maximum)] {
      if bound.normalized.scale > decimals {
        report(
          "\(path).\(name)", "\(bound) 的小数超过 \(decimals) 位。",
          "\(bound) has more than \(decimals) decimal places.")
      }
      if !Self.isModest(bound) {
        report(
          "\(path).\(name)", "数字超过 \(MethodologyLimits.digits) 位。",
          "The number has more than \(MethodologyLimits.digits) digits.")
      } else if let power = Methodology.InputDefinition.Kind.powerOfTen(decimals),
        bound.normalized.coefficient.magnitude > UInt128(1_000_000_000_000_000_000 / power)
      {
        report(
          "\(path).\(name)", "连同小数位超过 \(MethodologyLimits.digits) 位。",
          "With its decimal places it has more than \(MethodologyLimits.digits) digits.")
      }
    }
    if maximum < minimum {
      report(
        "\(path).maximum", "上限 \(maximum) 低于下限 \(minimum)。",
        "The maximum \(maximum) is below the minimum \(minimum).")
    }
  }

  private mutating func check(choices names: [String], _ path: String) {
    if !(1...MethodologyLimits.choices).contains(names.count) {
      report(
        path, "选项须为 1 至 \(MethodologyLimits.choices) 个。",
        "There must be 1 to \(MethodologyLimits.choices) choices.")
    }
    if Set(names).count < names.count { report(path, "有重复的选项。", "A choice is named twice.") }
    for name in names where !Self.isChoice(name) {
      report(
        path, "选项“\(name)”不能为空,不能含引号、方括号或控制字符,不超过 64 字节。",
        "The choice “\(name)” must not be empty, hold quotes, brackets or control characters, or "
          + "exceed 64 bytes.")
    }
  }

  private mutating func check(
    rows fields: [Methodology.InputDefinition], _ minimum: Int, _ maximum: Int, _ path: String
  ) {
    if minimum < 0 || maximum < max(1, minimum) || maximum > MethodologyLimits.rows {
      report(
        path, "行数须为 0 至 \(MethodologyLimits.rows),且上限不低于下限、不为零。",
        "The rows must be 0 to \(MethodologyLimits.rows), the maximum not below the minimum nor 0.")
    }
    if fields.isEmpty { report(path, "行没有字段。", "The rows have no fields.") }
    var names: Set<String> = []
    for field in fields {
      checkName(field.name, "\(path).\(field.name)", &names)
      check(field, "\(path).\(field.name)", mayBeList: false)
    }
  }

  /// Every name of an expression is well-formed and stands for one thing.
  mutating func checkNames() {
    var names: Set<String> = []
    for input in methodology.activity.inputs {
      checkName(input.name, "activity.inputs.\(input.name)", &names)
    }
    for attribute in methodology.attributes {
      checkName(attribute.name, "attributes.\(attribute.name)", &names)
    }
    for parameter in methodology.parameters {
      checkName(parameter.name, "parameters.\(parameter.name)", &names)
    }
    for definition in methodology.definitions {
      checkName(definition.name, "definitions.\(definition.name)", &names)
    }
  }

  private mutating func checkName(_ name: String, _ path: String, _ taken: inout Set<String>) {
    if !Self.isName(name) {
      report(
        path, "名称“\(name)”须以小写字母开头,只含小写字母、数字和“_”,不超过 64 字节。",
        "The name “\(name)” must start with a lower-case letter and hold only lower-case letters, "
          + "digits and “_”, at most 64 bytes.")
    } else if ReservedWords.all.contains(name) {
      report(
        path, "“\(name)”是表达式语言的词,不能作名称。",
        "“\(name)” is a word of the expression language and cannot be a name.")
    } else if !taken.insert(name).inserted {
      report(path, "名称“\(name)”已经用过。", "The name “\(name)” is taken already.")
    }
  }

  private static func isChoice(_ name: String) -> Bool {
    let banned: Set<Unicode.Scalar> = ["\"", "'", "“", "”", "[", "]", ","]
    return !name.isEmpty && name.utf8.count <= MethodologyLimits.nameBytes
      && name.unicodeScalars.allSatisfy {
        !banned.contains($0) && $0.value >= 0x20 && $0.value != 0x7F
      } && name.first != " " && name.last != " "
  }

  /// Whether a number has no more digits than a document may have.
  static func isModest(_ number: ExactDecimal) -> Bool {
    number.scale <= MethodologyLimits.digits
      && number.coefficient.magnitude <= 1_000_000_000_000_000_000
  }
}
