// SPDX-License-Identifier: Apache-2.0
public import Quantities

extension TraceStep {
  /// The step as a sentence.
  public var text: BilingualText {
    let amount = unit.map { "\(value) \($0)" } ?? value
    let title = titles
    switch kind {
    case .condition(let isMet):
      return BilingualText(
        "条件 \(name ?? "")(\(label?.chinese ?? "")):\(expression ?? "") → \(isMet ? "满足" : "不满足")"
          + sourceText.chinese,
        "condition \(name ?? "") (\(label?.english ?? "")): \(expression ?? "") → "
          + (isMet ? "met" : "not met") + sourceText.english)
    case .operation:
      return BilingualText("\(expression ?? "") = \(amount)", "\(expression ?? "") = \(amount)")
    case .row(let number):
      return BilingualText("第 \(number) 行 = \(amount)", "row \(number) = \(amount)")
    case .result:
      guard let rounding else { return BilingualText("结果 \(amount)", "result \(amount)") }
      return BilingualText(
        "结果 \(amount)(\(rounding.rounding.label.chinese),步长 \(rounding.step))",
        "result \(amount) (\(rounding.rounding.label.english) to steps of \(rounding.step))")
    default:
      return BilingualText(
        "\(title.chinese)\(subject(.chinese)) = \(amount)\(sourceText.chinese)",
        "\(title.english)\(subject(.english)) = \(amount)\(sourceText.english)")
    }
  }

  private var titles: BilingualText {
    switch kind {
    case .date: BilingualText("活动日期", "event date")
    case .duration: BilingualText("时长", "duration")
    case .attribute: BilingualText("属性", "attribute")
    case .input: BilingualText("输入", "input")
    case .parameter: BilingualText("参数", "parameter")
    case .definition: BilingualText("定义", "definition")
    case .formula: BilingualText("公式", "formula")
    case .operation, .row, .condition, .result: BilingualText("", "")
    }
  }

  /// The name, the label in parentheses and the expression, as far as there are any.
  private func subject(_ language: Language) -> String {
    var text = name.map { " \($0)" } ?? ""
    if let label {
      text += language == .chinese ? "(\(label.chinese))" : " (\(label.english))"
    }
    if let expression { text += (name == nil ? " " : " = ") + expression }
    return text
  }

  private var sourceText: BilingualText {
    guard let source else { return BilingualText("", "") }
    let date = source.date.map { ", \($0)" } ?? ""
    return BilingualText("【来源:\(source.document)\(date)】", " [source: \(source.document)\(date)]")
  }
}

extension Rounding {
  /// The direction, as people read it.
  var label: BilingualText {
    switch self {
    case .down: BilingualText("向零舍去", "rounded toward zero")
    case .up: BilingualText("远离零进位", "rounded away from zero")
    case .floor: BilingualText("向下取整", "rounded down")
    case .ceiling: BilingualText("向上取整", "rounded up")
    case .halfEven: BilingualText("四舍六入五成双", "rounded half to even")
    case .halfUp: BilingualText("四舍五入", "rounded half up")
    }
  }
}
