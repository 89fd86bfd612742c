// SPDX-License-Identifier: Apache-2.0
import Quantities

extension MethodologyCheck {
  /// Units, choices, dated series and sources of the parameters.
  mutating func checkParameters() {
    for parameter in methodology.parameters {
      let path = "parameters.\(parameter.name)"
      requireText(parameter.label, "\(path).label")
      _ = checkUnit(parameter.unit, "\(path).unit")
      var choices: [String]?
      if let by = parameter.by {
        choices = methodology.choice(named: by)?.names
        if choices == nil {
          report(
            "\(path).by", "没有名为“\(by)”的选项输入、属性或行字段。",
            "There is no choice input, attribute or field of rows called “\(by)”.")
        }
      }
      for (position, value) in parameter.values.enumerated() {
        check(value, parameter, choices, "\(path).values[\(position)]")
      }
      checkSeries(parameter, path)
    }
  }

  private mutating func check(
    _ value: Methodology.ParameterValue, _ parameter: Methodology.ParameterDefinition,
    _ choices: [String]?, _ path: String
  ) {
    switch (value.choice, parameter.by) {
    case (nil, let by?):
      report(
        path, "参数按 \(by) 取值,须写明选项。", "The parameter has a value for each \(by); name the choice.")
    case (let choice?, nil):
      report(
        path, "参数只有一个取值,不能写选项“\(choice)”。",
        "The parameter has one value and takes no choice “\(choice)”.")
    case (let choice?, let by?):
      if let choices, !choices.contains(choice) {
        report(
          path, "\(by) 没有选项“\(choice)”;可选:\(choices.joined(separator: "、"))。",
          "\(by) has no choice “\(choice)”; it has \(choices.joined(separator: ", ")).")
      }
    case (nil, nil): break
    }
    if !Self.isModest(value.value) {
      report(
        path, "数字超过 \(MethodologyLimits.digits) 位。",
        "The number has more than \(MethodologyLimits.digits) digits.")
    }
    if let from = value.from, let through = value.through, through < from {
      report(
        path, "终止日 \(through) 早于起始日 \(from)。",
        "It ends on \(through), before it starts on \(from).")
    }
    if value.source.document.isEmpty {
      report("\(path).source", "缺少取值的来源。", "The source of the value is missing.")
    }
  }

  /// No two values of one choice hold on the same date.
  private mutating func checkSeries(
    _ parameter: Methodology.ParameterDefinition, _ path: String
  ) {
    let values = parameter.values
    for (position, value) in values.enumerated() {
      let earlier = values[..<position].first {
        $0.choice == value.choice && $0.overlaps(from: value.from, through: value.through)
      }
      guard let earlier else { continue }
      let choice = value.choice.map { "\($0): " } ?? ""
      report(
        "\(path).values[\(position)]",
        "\(choice)与取值 \(earlier.value)(\(earlier.from?.description ?? "…") 至 "
          + "\(earlier.through?.description ?? "…"))的日期重叠。",
        "\(choice)its dates overlap those of the value \(earlier.value) "
          + "(\(earlier.from?.description ?? "…") through \(earlier.through?.description ?? "…")).")
    }
  }
}
