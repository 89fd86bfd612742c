// SPDX-License-Identifier: Apache-2.0
import Quantities

extension MethodologyCheck {
  /// Names, types and dimensions of every expression; `nil` when one is wrong.
  mutating func checkExpressions() -> TypedMethodology? {
    var scope = Scope(methodology)
    var nodes = 0
    var definitions: [TypedExpression?] = []
    for (position, definition) in methodology.definitions.enumerated() {
      let path = "definitions.\(definition.name)"
      requireText(definition.label, "\(path).label")
      let typed = typed(definition.expression, path, scope, &nodes)
      if let typed, case .text = typed.type {
        report(
          path, definition.expression,
          ExpressionFault(0, "文字不能单独成为定义。", "A text alone is no definition."))
        definitions.append(nil)
      } else {
        definitions.append(typed)
      }
      scope.define(definition.name, position, as: definitions[position])
    }
    var conditions: [TypedExpression?] = []
    for condition in methodology.conditions {
      conditions.append(checkCondition(condition, scope, &nodes))
    }
    checkConditionNames()
    let formula = typed(methodology.result.expression, "result.formula", scope, &nodes)
    let isWhole = if let formula { checkFormula(formula) } else { false }
    checkEnergy(definitions)
    if nodes > MethodologyLimits.expressionNodes {
      report(
        "result.formula",
        "全部表达式共 \(nodes) 个名称、数字和运算符,最多 \(MethodologyLimits.expressionNodes) 个。",
        "All expressions together have \(nodes) names, numbers and operators, at most "
          + "\(MethodologyLimits.expressionNodes) are allowed.")
      return nil
    }
    let (known, demanded) = (definitions.compactMap(\.self), conditions.compactMap(\.self))
    guard let formula, isWhole, known.count == definitions.count,
      demanded.count == conditions.count
    else { return nil }
    return TypedMethodology(definitions: known, conditions: demanded, formula: formula)
  }

  private mutating func typed(
    _ expression: Methodology.ExpressionText, _ path: String, _ scope: Scope, _ nodes: inout Int
  ) -> TypedExpression? {
    do {
      let syntax = try Parser.parse(expression.text)
      nodes += syntax.count
      return try TypeChecker(scope).check(syntax)
    } catch let fault as ExpressionFault {
      report(path, expression, fault)
    } catch TypeChecker.Failure.fault(let fault) {
      report(path, expression, fault)
    } catch {
      // A name stands for something about which enough has been said.
    }
    return nil
  }

  private mutating func checkCondition(
    _ condition: Methodology.Condition, _ scope: Scope, _ nodes: inout Int
  ) -> TypedExpression? {
    let path = "conditions.\(condition.id)"
    requireText(condition.text, "\(path).text")
    guard let typed = typed(condition.expression, path, scope, &nodes) else { return nil }
    guard typed.type == .truth else {
      report(
        path, condition.expression,
        ExpressionFault(
          0, "条件须为真假值,却是\(typed.type.name.chinese)。",
          "A condition is true or false; this is \(typed.type.name.english)."))
      return nil
    }
    return typed
  }

  private mutating func checkConditionNames() {
    var names: Set<String> = []
    for condition in methodology.conditions {
      let path = "conditions.\(condition.id)"
      if !Self.isIdentifier(condition.id.lowercased().replacing("_", with: "-")) {
        report(
          path, "条件编号“\(condition.id)”须由字母、数字、“.”、“-”和“_”组成。",
          "The id “\(condition.id)” must be letters, digits, “.”, “-” and “_”.")
      }
      if !names.insert(condition.id).inserted {
        report(path, "条件编号“\(condition.id)”重复。", "The id “\(condition.id)” is taken already.")
      }
    }
  }

  /// A definition whose energy is claimed is an energy.
  private mutating func checkEnergy(_ definitions: [TypedExpression?]) {
    let position = methodology.definitions.firstIndex { $0.name == methodology.exclusivity.energy }
    guard let position, let typed = definitions[position] else { return }
    guard typed.type != .quantity(.energy), typed.type != .zero else { return }
    report(
      "exclusivity.energy",
      "\(methodology.definitions[position].name) 不是电量,而是\(typed.type.name.chinese)。",
      "\(methodology.definitions[position].name) is no energy, but \(typed.type.name.english).")
  }

  private mutating func checkFormula(_ formula: TypedExpression) -> Bool {
    let required = ValueType.quantity(RecordingRule(methodology.result).dimension)
    if formula.type == required || formula.type == .zero { return true }
    let isPoints = methodology.result.kind == .points
    let wanted = RecordingRule(methodology.result).dimension
    let hint = formula.type.dimension.map { TypeChecker.countingHint($0, wanted) }
    report(
      "result.formula", methodology.result.expression,
      ExpressionFault(
        0,
        isPoints
          ? "积分公式须得出纯数,却是\(formula.type.name.chinese)。\(hint?.chinese ?? "")"
          : "公式须得出二氧化碳当量的质量(如 gCO2e),却是\(formula.type.name.chinese)。"
            + (hint?.chinese ?? ""),
        isPoints
          ? "Points are a plain number; the formula gives \(formula.type.name.english)."
            + (hint?.english ?? "")
          : "The formula must give a mass of CO2e, such as gCO2e; it gives "
            + "\(formula.type.name.english).\(hint?.english ?? "")"))
    return false
  }
}
