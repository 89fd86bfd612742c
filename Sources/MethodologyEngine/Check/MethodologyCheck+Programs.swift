// SPDX-License-Identifier: Apache-2.0
import Quantities

extension MethodologyCheck {
  typealias Programs = [(dates: DateInterval, code: CompiledCode)]

  /// Compiles the program of every interval of dates, which proves it; `nil` if one must not exist.
  ///
  /// While parameters are unset, the programs are proved for specimens and thrown away.
  mutating func checkPrograms(_ typed: TypedMethodology) -> Programs? {
    guard checkCost(typed) else { return nil }
    let starts = DateInterval.starts(of: methodology).count
    let nodes = typed.nodeCount
    guard starts <= MethodologyLimits.dateIntervals,
      starts * nodes <= MethodologyLimits.checkedNodes
    else {
      report(
        "parameters",
        "参数在 \(starts) 个日期变化,太多;最多 \(MethodologyLimits.dateIntervals) 个,公式越长越少。",
        "The parameters change on \(starts) dates, too many; at most "
          + "\(MethodologyLimits.dateIntervals), and fewer with long formulas.")
      return nil
    }
    let open = methodology.openParameters
    guard open.isEmpty else {
      for isLarge in [false, true] {
        _ = programs(typed, specimen: { Self.specimen($0, isLarge: isLarge) })
        guard problems.isEmpty else { return nil }
      }
      return []
    }
    return programs(typed, specimen: { _ in .one })
  }

  /// Whether one activity takes no longer than it may.
  private mutating func checkCost(_ typed: TypedMethodology) -> Bool {
    let steps = typed.steps { list in
      Int(clamping: methodology.activity.inputs[list].kind.rawRange.high)
    }
    guard steps > MethodologyLimits.evaluationSteps else { return true }
    report(
      "result.formula",
      "一项活动最多要算 \(steps) 步,上限为 \(MethodologyLimits.evaluationSteps);请减少列表函数或行数。",
      "One activity can take \(steps) steps, at most \(MethodologyLimits.evaluationSteps) are "
        + "allowed; use fewer functions over lists, or fewer rows.")
    return false
  }

  /// What stands for a parameter that nobody has set, in base units.
  private static func specimen(_ unit: CompoundUnit, isLarge: Bool) -> Rational {
    let number =
      isLarge
      ? Rational(unit.dimension == .none ? 1 : 1000) : (try? Rational(1, over: 1000)) ?? .one
    if unit.dimension == .none { return number }
    return (try? number * unit.factor) ?? .one
  }

  private mutating func programs(
    _ typed: TypedMethodology, specimen: (CompoundUnit) -> Rational
  ) -> Programs? {
    let intervals = DateInterval.intervals(of: methodology, specimen: specimen)
    guard !intervals.isEmpty else {
      report(
        "parameters", "没有一天所有参数都有取值。", "There is no date on which every parameter has a value.")
      return nil
    }
    var programs: Programs = []
    for interval in intervals {
      do {
        let code = try Assembler(methodology: methodology, typed: typed, interval: interval)
          .assemble()
        programs.append((interval, code))
      } catch {
        report(error, isOnlyInterval: intervals.count == 1, interval)
        return nil
      }
    }
    return programs
  }

  private mutating func report(
    _ failure: Assembler.Failure, isOnlyInterval: Bool, _ interval: DateInterval
  ) {
    var (chinese, english) = (failure.fault.message.chinese, failure.fault.message.english)
    if !methodology.openParameters.isEmpty {
      let open = methodology.openParameters.map(\.name)
      let names = Set(open).sorted()
      chinese += "(未设定的参数 \(names.joined(separator: "、")) 按很小和很大的值检验。)"
      english +=
        " (Parameters not set, \(names.joined(separator: ", ")), are tried small and large.)"
    }
    if !isOnlyInterval {
      chinese += "(活动日期 \(interval.from) 起。)"
      english += " (For event dates from \(interval.from).)"
    }
    let fault = ExpressionFault(failure.fault.offset, chinese, english)
    switch failure.part {
    case .definition(let position):
      let definition = methodology.definitions[position]
      report("definitions.\(definition.name)", definition.expression, fault)
    case .condition(let position):
      let condition = methodology.conditions[position]
      report("conditions.\(condition.id)", condition.expression, fault)
    case .formula: report("result.formula", methodology.result.expression, fault)
    case .energy: report("exclusivity.energy", fault.message)
    }
  }
}

extension TypedMethodology {
  /// The number of nodes of all expressions.
  var nodeCount: Int {
    var count = 0
    for expression in definitions + conditions + [formula] { expression.visit { _ in count += 1 } }
    return count
  }
}
