// SPDX-License-Identifier: Apache-2.0
import Quantities

extension MethodologyProgram {
  /// What an author may have overlooked, though nothing is wrong: event dates for which a
  /// parameter that has values has none, and what nothing uses.
  public var notes: [MethodologyProblem] {
    methodology.parameters.flatMap(gaps) + unusedParts
  }

  private func note(_ path: String, _ chinese: String, _ english: String) -> MethodologyProblem {
    MethodologyProblem(path: path, line: 0, column: 0, message: BilingualText(chinese, english))
  }

  /// A note for each interval of dates on which a parameter has no value.
  private func gaps(of parameter: Methodology.ParameterDefinition) -> [MethodologyProblem] {
    let choices = Dictionary(grouping: parameter.values, by: \.choice)
    var names: [Gap: [String]] = [:]
    for (choice, values) in choices {
      for gap in gaps(between: values) { names[gap, default: []].append(choice ?? "") }
    }
    let ordered = names.sorted {
      ($0.key.from, $0.key.end) < ($1.key.from, $1.key.end)
    }
    return ordered.map { gap, found in
      let isWhole = found.count == choices.count
      let subject =
        isWhole ? parameter.name : "\(parameter.name)[\(found.sorted().joined(separator: ", "))]"
      let end = gap.through.map {
        BilingualText(" 至 \($0) ", "through \($0)")
      }
      return note(
        "parameters.\(parameter.name)",
        "\(subject) 自 \(gap.from)\(end?.chinese ?? " 起")没有取值;此间的活动不予计算。",
        "\(subject) has no value from \(gap.from) \(end?.english ?? "on"); activities of these "
          + "dates are refused.")
    }
  }

  /// Event dates without a value; `through` is `nil` where they do not end.
  private struct Gap: Hashable {
    var from: CalendarDate
    var through: CalendarDate?

    var end: CalendarDate { through ?? DateInterval.lastDate }
  }

  private func gaps(between values: [Methodology.ParameterValue]) -> [Gap] {
    let last = methodology.effectiveThrough ?? DateInterval.lastDate
    var next = methodology.effectiveFrom
    var gaps: [Gap] = []
    for value in values.sorted(by: { ($0.from ?? next) < ($1.from ?? next) }) {
      if let from = value.from, next < from {
        guard from <= last else { break }
        gaps.append(Gap(from: next, through: from.adding(days: -1)))
      }
      guard let through = value.through, through < last else { return gaps }
      next = max(next, through.adding(days: 1))
    }
    gaps.append(Gap(from: next, through: methodology.effectiveThrough))
    return gaps
  }

  /// A note for each parameter, definition, input or attribute that nothing uses.
  private var unusedParts: [MethodologyProblem] {
    let used = usedReferences
    var notes: [MethodologyProblem] = []
    func check(_ reference: TypedExpression.Reference, _ name: String, _ path: String) {
      guard !used.contains(reference) else { return }
      notes.append(note(path, "没有任何表达式使用 \(name)。", "Nothing uses \(name)."))
    }
    for (position, input) in methodology.activity.inputs.enumerated() {
      let path = "activity.inputs.\(input.name)"
      check(.input(position), input.name, path)
      guard used.contains(.input(position)), case .list(let fields, _, _) = input.kind else {
        continue
      }
      for (field, definition) in fields.enumerated() {
        let name = "\(input.name).\(definition.name)"
        check(.field(list: position, field), name, "\(path).\(definition.name)")
      }
    }
    for (position, attribute) in methodology.attributes.enumerated() {
      check(.attribute(position), attribute.name, "attributes.\(attribute.name)")
    }
    for (position, parameter) in methodology.parameters.enumerated() {
      check(.parameter(position), parameter.name, "parameters.\(parameter.name)")
    }
    for (position, definition) in methodology.definitions.enumerated() {
      check(.definition(position), definition.name, "definitions.\(definition.name)")
    }
    return notes
  }

  /// What expressions, limits and the claim of energy refer to; a list as its input.
  private var usedReferences: Set<TypedExpression.Reference> {
    var used: Set<TypedExpression.Reference> = []
    for expression in typed.definitions + typed.conditions + [typed.formula] {
      expression.visit { part in
        switch part.kind {
        case .reference(let reference): used.insert(reference)
        case .lookup(let parameter, _): used.insert(.parameter(parameter))
        case .aggregate(_, let list, _), .count(let list): used.insert(.input(list))
        default: break
        }
      }
    }
    var names = Set(methodology.limits.map(\.parameter))
    for limit in methodology.limits {
      if case .sum(let input) = limit.measure { names.insert(input) }
    }
    if let energy = methodology.exclusivity.energy { names.insert(energy) }
    for (position, input) in methodology.activity.inputs.enumerated()
    where names.contains(input.name) { used.insert(.input(position)) }
    for (position, parameter) in methodology.parameters.enumerated()
    where names.contains(parameter.name) { used.insert(.parameter(position)) }
    for (position, definition) in methodology.definitions.enumerated()
    where names.contains(definition.name) { used.insert(.definition(position)) }
    return used
  }
}
