// SPDX-License-Identifier: Apache-2.0
import Quantities

extension MethodologyCheck {
  /// The step of the recorded result and the months in which points can be spent.
  mutating func checkResult() {
    let result = methodology.result
    if RecordingRule.unit(of: result) == nil {
      switch result.kind {
      case .reduction:
        report(
          "result.unit", "“\(result.stepUnit)”不是二氧化碳当量的质量单位,如 gCO2e。",
          "“\(result.stepUnit)” is no unit of a mass of CO2e, such as gCO2e.")
      case .points:
        report("result.unit", "积分的单位是 1。", "The unit of points is 1.")
      }
    } else if RecordingRule(result).step == 0 {
      switch result.kind {
      case .reduction:
        report(
          "result.step", "\(result.step) \(result.stepUnit) 不是毫克的整倍数,或不大于零。",
          "\(result.step) \(result.stepUnit) is no whole number of milligrams above zero.")
      case .points:
        report(
          "result.step", "积分的步长须为正整数。", "The step of points is a whole number above zero.")
      }
    }
    if let months = result.validityMonths {
      if result.kind == .reduction {
        report("result.validity_months", "减排量没有积分有效期。", "A reduction has no validity of points.")
      } else if !(1...120).contains(months) {
        report("result.validity_months", "须为 1 至 120 个月。", "It must be 1 to 120 months.")
      }
    }
  }

  /// The daily limits name parameters and inputs of the right kind.
  mutating func checkLimits() {
    for (position, limit) in methodology.limits.enumerated() {
      let path = "limits[\(position)]"
      requireText(limit.text, "\(path).text")
      let parameter = methodology.parameters.first { $0.name == limit.parameter }
      guard let parameter, parameter.by == nil else {
        report(
          "\(path).parameter", "没有名为“\(limit.parameter)”的单值参数。",
          "There is no parameter “\(limit.parameter)” with a single value.")
        continue
      }
      guard let unit = try? CompoundUnit(text: parameter.unit) else { continue }
      checkMeasure(limit.measure, unit, parameter.name, path)
      for value in parameter.values where value.value.isNegative {
        report("\(path).parameter", "限值不能为负。", "A limit cannot be negative.")
      }
    }
  }

  private mutating func checkMeasure(
    _ measure: Methodology.DailyLimit.Measure, _ unit: CompoundUnit, _ parameter: String,
    _ path: String
  ) {
    guard case .sum(let name) = measure else {
      if unit.dimension != .none {
        report(
          "\(path).parameter", "次数的限值须为纯数(单位 1),\(parameter) 却以 \(unit.text) 计。",
          "A number of activities is limited by a plain number, unit 1; \(parameter) is in "
            + "\(unit.text).")
      }
      return
    }
    let inputs = methodology.activity.inputs
    guard let position = inputs.firstIndex(where: { $0.name == name }),
      case .quantity(let text, _, let minimum, _) = inputs[position].kind
    else {
      report(
        "\(path).sum", "没有名为“\(name)”的数量输入。", "There is no quantity input “\(name)”.")
      return
    }
    if let input = try? CompoundUnit(text: text), input.dimension != unit.dimension {
      report(
        "\(path).parameter", "\(name) 以 \(text) 计,\(parameter) 却以 \(unit.text) 计。",
        "\(name) is in \(text), but \(parameter) in \(unit.text).")
    }
    if minimum.isNegative {
      report(
        "\(path).sum", "\(name) 可能为负,不能累计限量。", "\(name) can be negative and cannot be limited.")
    }
    // Its place among the flat values must not depend on how many rows a list has.
    if inputs[..<position].contains(where: \.isList) {
      report(
        "\(path).sum", "请把 \(name) 写在列表之前。", "Put \(name) in front of the lists.")
    }
  }

  /// The exclusivity group, subjects and the energy claimed.
  mutating func checkExclusivity() {
    let exclusivity = methodology.exclusivity
    if !Self.isIdentifier(exclusivity.group) {
      report(
        "exclusivity.group", "“\(exclusivity.group)”须由小写字母、数字、“.”和“-”组成。",
        "“\(exclusivity.group)” must be lower-case letters, digits, “.” and “-”.")
    }
    let subjects = ["site", "device", "parcel"]
    for subject in exclusivity.subjects where !subjects.contains(subject) {
      report(
        "exclusivity.subjects", "“\(subject)”须为 site、device 或 parcel。",
        "“\(subject)” must be site, device or parcel.")
    }
    if Set(exclusivity.subjects).count < exclusivity.subjects.count {
      report("exclusivity.subjects", "有重复的项。", "A subject is named twice.")
    }
    if exclusivity.schemes.contains("")
      || Set(exclusivity.schemes).count < exclusivity.schemes.count
    {
      report("exclusivity.schemes", "有空的或重复的项。", "A scheme is empty or named twice.")
    }
    if let energy = exclusivity.energy { checkEnergy(energy) }
  }

  private mutating func checkEnergy(_ name: String) {
    if methodology.definitions.contains(where: { $0.name == name }) { return }
    let input = methodology.activity.inputs.first { $0.name == name }
    guard let input else {
      report(
        "exclusivity.energy", "没有名为“\(name)”的输入或定义。",
        "There is no input or definition “\(name)”.")
      return
    }
    if case .quantity(let text, _, _, _) = input.kind,
      let unit = try? CompoundUnit(text: text), unit.dimension == .energy
    {
      return
    }
    report("exclusivity.energy", "\(name) 不是电量。", "\(name) is no energy.")
  }
}

extension Methodology.InputDefinition {
  /// Whether it holds rows.
  var isList: Bool {
    if case .list = kind { true } else { false }
  }
}
