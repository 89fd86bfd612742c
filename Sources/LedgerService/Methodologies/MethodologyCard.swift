// SPDX-License-Identifier: Apache-2.0
public import MethodologyEngine
public import Quantities

/// A methodology as a page that people read: what it applies to, its formula, its numbers and
/// where they come from.
public struct MethodologyCard: Sendable {
  let methodology: Methodology
  let language: Language
  private var lines: [String] = []
  private var sources: [Methodology.Source] = []

  /// The page's lines.
  public static func lines(of methodology: Methodology, in language: Language) -> [String] {
    var card = MethodologyCard(methodology: methodology, language: language)
    card.writeHead()
    card.writeActivity()
    card.writeParameters()
    card.writeFormula()
    card.writeExamples()
    card.writeSources()
    return card.lines
  }

  private init(methodology: Methodology, language: Language) {
    self.methodology = methodology
    self.language = language
  }

  func say(_ chinese: String, _ english: String) -> String {
    language == .chinese ? chinese : english
  }

  mutating func heading(_ chinese: String, _ english: String) {
    lines += ["", say(chinese, english)]
  }

  mutating func line(_ text: String) { lines.append("  " + text) }

  /// A value under its name; wide names push it to the right.
  private mutating func line(_ chinese: String, _ english: String, _ value: String) {
    let name = say(chinese, english)
    let width = language == .chinese ? 2 * name.count : name.count
    line(name + String(repeating: " ", count: max(1, 14 - width)) + value)
  }

  /// The number under which a source stands at the end of the page.
  mutating func mark(_ source: Methodology.Source) -> String {
    if let position = sources.firstIndex(of: source) { return "[\(position + 1)]" }
    sources.append(source)
    return "[\(sources.count)]"
  }

  private func text(_ source: Methodology.Source) -> String {
    source.date.map { "\(source.document) (\($0))" } ?? source.document
  }

  private func interval(_ from: CalendarDate?, _ through: CalendarDate?) -> String {
    switch (from, through) {
    case (let from?, let through?): say("\(from) 至 \(through)", "\(from) through \(through)")
    case (let from?, nil): say("\(from) 起", "from \(from)")
    case (nil, let through?): say("至 \(through)", "through \(through)")
    case (nil, nil): ""
    }
  }

  /// The number of documents for people: `26.9`, never `26.90`.
  func number(_ value: ExactDecimal) -> String { value.normalized.description }
}

extension MethodologyCard {
  private mutating func writeHead() {
    let item = methodology
    lines = [item.identity.description, item.title[language]]
    if let code = item.code { line("编号", "code", code) }
    let status = Methodology.Status.names[Int(item.status.rawValue)]
    line("地位", "status", say(Self.statusNames[Int(item.status.rawValue)], status))
    line("机关", "authority", item.authority[language])
    line("依据", "filing", text(item.filing))
    line("适用日期", "effective", interval(item.effectiveFrom, item.effectiveThrough))
    line("地域", "region", item.region[language])
    line(
      "归属", "earned by",
      item.crediting.holder == .person ? say("个人", "a person") : say("场址或项目", "the site"))
    if item.crediting.needsAuthorisation {
      line("授权", "authorisation", say("须由本人授权", "each person's is needed"))
    }
    if let years = item.crediting.maximumYears {
      line("计入期", "crediting", say("最长 \(years) 年", "at most \(years) years"))
    }
    if item.crediting.bufferBasisPoints > 0 {
      let share = try? ExactDecimal(
        coefficient: Int128(item.crediting.bufferBasisPoints), scale: 2)
      line("缓冲池", "buffer", "\(number(share ?? .zero)) %")
    }
    if let days = item.crediting.lateWindowDays {
      line("报送期限", "late window", say("活动日后 \(days) 天内", "\(days) days after the event"))
    }
    lines += ["", item.summary[language]]
    heading("额外性", "Additionality")
    line(item.additionality[language])
  }

  private static let statusNames = ["已备案", "已发布的标准", "未备案"]

  private mutating func writeActivity() {
    let timing = Int(methodology.activity.timing.rawValue)
    let names = ["有起止时间的活动", "按日", "按月"]
    heading(
      "监测数据(\(names[timing]))",
      "Inputs (\(Methodology.ActivityShape.Timing.names[timing]))")
    for input in methodology.activity.inputs { write(input, indent: "") }
    line(
      "唯一性", "unique by",
      methodology.activity.naturalKey.joined(separator: language == .chinese ? "、" : "; "))
    guard !methodology.attributes.isEmpty else { return }
    heading("批准时确定的属性", "Attributes, fixed at approval")
    for attribute in methodology.attributes { write(attribute, indent: "") }
  }

  private mutating func write(_ input: Methodology.InputDefinition, indent: String) {
    let name = "\(indent)\(input.name): \(input.label[language])"
    switch input.kind {
    case .quantity(let unit, let decimals, let minimum, let maximum):
      line(
        name + say(",单位 \(unit),", ", in \(unit), ") + "\(number(minimum)) … \(number(maximum)), "
          + say("小数 \(decimals) 位", "\(decimals) decimal places"))
    case .choice(let names): line("\(name): \(names.joined(separator: " | "))")
    case .flag: line(name + say(",是或否", ", true or false"))
    case .date: line(name + say(",日期", ", a date"))
    case .list(let fields, let minimum, let maximum):
      line(name + say(",\(minimum) 至 \(maximum) 行:", ", \(minimum) to \(maximum) rows of"))
      for field in fields { write(field, indent: indent + "  ") }
    }
    if let evidence = input.evidence {
      line("\(indent)    \(say("证据", "evidence")): \(evidence[language])")
    }
  }

  private mutating func writeParameters() {
    guard !methodology.parameters.isEmpty else { return }
    heading("参数", "Parameters")
    for parameter in methodology.parameters {
      let by = parameter.by.map { "[\($0)]" } ?? ""
      let unset = say("未定,备案时由运营方设定", "not set, the operator sets it when filing")
      line(
        "\(parameter.name)\(by): \(parameter.label[language]), \(parameter.unit)"
          + (parameter.values.isEmpty ? " — \(unset)" : ""))
      for value in parameter.values {
        let dates = interval(value.from, value.through)
        let parts = [value.choice ?? "", number(value.value), dates, mark(value.source)]
        line("  " + parts.filter { !$0.isEmpty }.joined(separator: "  "))
      }
    }
  }

  private mutating func writeFormula() {
    heading("公式", "Formula")
    for definition in methodology.definitions {
      line("\(definition.name) (\(definition.label[language])) =")
      write(definition.expression)
    }
    let result = methodology.result
    line(result.kind == .points ? say("积分 =", "points =") : say("减排量 =", "reduction ="))
    write(result.expression)
    let unit = result.stepUnit == "1" ? "" : " \(result.stepUnit)"
    let step = number(result.step) + unit
    let rounding = Self.phrase(of: result.rounding)[language]
    line(say("\(rounding),步长 \(step)", "\(rounding) to whole steps of \(step)"))
    if !methodology.conditions.isEmpty { heading("条件", "Conditions") }
    for condition in methodology.conditions {
      let source = condition.source.map { "  \(mark($0))" } ?? ""
      line("\(condition.id): \(condition.text[language])\(source)")
      write(condition.expression)
    }
    writeLimits()
    let exclusivity = methodology.exclusivity
    heading("排他", "Excludes")
    line("组", "group", exclusivity.group)
    if !exclusivity.schemes.isEmpty {
      line("其他机制", "schemes", exclusivity.schemes.joined(separator: ", "))
    }
    if !exclusivity.subjects.isEmpty {
      line("主张对象", "claims", exclusivity.subjects.joined(separator: ", "))
    }
    if let energy = exclusivity.energy { line("主张电量", "energy", energy) }
  }

  private static func phrase(of rounding: Rounding) -> BilingualText {
    switch rounding {
    case .down, .floor: BilingualText("向下取整", "rounded down")
    case .up, .ceiling: BilingualText("向上取整", "rounded up")
    case .halfEven: BilingualText("四舍六入五成双", "rounded half to even")
    case .halfUp: BilingualText("四舍五入", "rounded half up")
    }
  }

  private mutating func write(_ expression: Methodology.ExpressionText) {
    for part in expression.text.split(separator: "\n") { line("    " + part) }
  }

  private mutating func writeSources() {
    guard !sources.isEmpty else { return }
    heading("出处", "Sources")
    for (position, source) in sources.enumerated() { line("[\(position + 1)] \(text(source))") }
  }
}
