// SPDX-License-Identifier: Apache-2.0
public import Quantities

extension Methodology {
  /// The methodology with a value added to a parameter that its sources leave open.
  ///
  /// A value that the document fixes stays: another value for the same choice and dates is
  /// another version of the methodology, and is refused here.
  ///
  /// - Parameters:
  ///   - setting: The parameter, its choice if it has `by`, and the value in its unit.
  ///   - from: The first event date; `nil` from the beginning.
  ///   - through: The last event date; `nil` for no end.
  ///   - source: Who sets the value, and by what.
  /// - Throws: One problem, at the parameter: an unknown name or choice, a choice where there is
  ///   none to make, dates in the wrong order or covered already.
  public func setting(
    _ setting: ParameterSetting, from: CalendarDate? = nil, through: CalendarDate? = nil,
    source: Source
  ) throws(MethodologyProblems) -> Methodology {
    guard let position = parameters.firstIndex(where: { $0.name == setting.name }) else {
      throw Self.problem(setting.name, unknownParameter(setting.name))
    }
    let parameter = parameters[position]
    if let message = choiceProblem(setting, of: parameter) {
      throw Self.problem(setting.name, message)
    }
    if let from, let through, through < from {
      throw Self.problem(
        setting.name,
        BilingualText(
          "起始日 \(from) 晚于终止日 \(through)。",
          "It starts on \(from) and ends on \(through), before that."))
    }
    let covered = parameter.values.first {
      $0.choice == setting.choice && $0.overlaps(from: from, through: through)
    }
    if let covered {
      throw Self.problem(
        setting.name,
        BilingualText(
          "文本已规定 \(parameter.name) 的取值 \(covered.value)(\(covered.source.document));要改动须另立版本。",
          "The document fixes \(parameter.name) at \(covered.value) "
            + "(\(covered.source.document)); to change it, make another version."))
    }
    var result = self
    result.parameters[position].values.append(
      ParameterValue(
        choice: setting.choice, value: setting.value, from: from, through: through,
        source: source))
    return result
  }

  private func unknownParameter(_ name: String) -> BilingualText {
    let names = parameters.map(\.name)
    if let near = Scope.suggestions(for: name, among: names).first {
      return BilingualText(
        "没有参数 \(name);是否想写 \(near)?", "There is no parameter \(name); did you mean \(near)?")
    }
    return BilingualText(
      "没有参数 \(name);参数有:\(names.joined(separator: "、"))。",
      "There is no parameter \(name); there are: \(names.joined(separator: ", ")).")
  }

  /// What is wrong with the choice, or `nil`.
  private func choiceProblem(
    _ setting: ParameterSetting, of parameter: ParameterDefinition
  ) -> BilingualText? {
    guard let by = parameter.by else {
      guard let choice = setting.choice else { return nil }
      return BilingualText(
        "参数 \(parameter.name) 只有一个取值,不能按 \(choice) 设定。",
        "\(parameter.name) has one value; it cannot be set for \(choice).")
    }
    let names = choice(named: by)?.names ?? []
    guard let choice = setting.choice else {
      return BilingualText(
        "参数 \(parameter.name) 按 \(by) 取值,须指明其一:\(names.joined(separator: "、"))。",
        "\(parameter.name) has a value for each \(by); name one of "
          + "\(names.joined(separator: ", ")).")
    }
    guard !names.contains(choice) else { return nil }
    return BilingualText(
      "\(by) 没有 \(choice);可选:\(names.joined(separator: "、"))。",
      "\(by) has no \(choice); it has \(names.joined(separator: ", ")).")
  }

  private static func problem(_ name: String, _ message: BilingualText) -> MethodologyProblems {
    MethodologyProblems([
      MethodologyProblem(path: "parameters.\(name)", line: 0, column: 0, message: message)
    ])
  }
}

extension Methodology.ParameterValue {
  /// Whether an event date lies in this value's interval and in the other.
  func overlaps(from otherFrom: CalendarDate?, through otherThrough: CalendarDate?) -> Bool {
    if let through, let otherFrom, through < otherFrom { return false }
    if let from, let otherThrough, otherThrough < from { return false }
    return true
  }
}
