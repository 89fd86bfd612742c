// SPDX-License-Identifier: Apache-2.0
import Quantities

extension TypeChecker {
  /// An operator between two operands.
  func binary(
    _ sign: Syntax.Operator, _ place: Int, _ left: Syntax, _ right: Syntax, _ syntax: Syntax
  ) throws(Failure) -> TypedExpression {
    switch sign {
    case .and, .or:
      let (first, second) = (try truth(left), try truth(right))
      let kind: Kind = sign == .and ? .and(first, second) : .or(first, second)
      return make(kind, .truth, syntax, first, second)
    case .plus, .minus:
      let (first, second) = (try quantity(left), try quantity(right))
      let type = try common(first, second, at: place)
      let kind: Kind = sign == .plus ? .sum(first, second) : .difference(first, second)
      return make(kind, type, syntax, first, second)
    case .times:
      let (first, second) = (try quantity(left), try quantity(right))
      let dimension = try combined(first, second, at: place) { $0.multiplied(by: $1) }
      return make(.product(first, second), .quantity(dimension), syntax, first, second)
    case .over:
      let (first, second) = (try quantity(left), try quantity(right))
      try requireDivisor(second)
      let dimension = try combined(first, second, at: place) { $0.divided(by: $1) }
      return make(.ratio(first, by: second), .quantity(dimension), syntax, first, second)
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
      return try comparison(sign, place, left, right, syntax)
    }
  }

  private func comparison(
    _ sign: Syntax.Operator, _ place: Int, _ left: Syntax, _ right: Syntax, _ syntax: Syntax
  ) throws(Failure) -> TypedExpression {
    var (first, second) = (try check(left), try check(right))
    if case .text = first.type { first = try adapted(first, to: second.type) }
    if case .text = second.type { second = try adapted(second, to: first.type) }
    let type = try common(first, second, at: place)
    let kind: TypedExpression.Comparison
    switch sign {
    case .less: kind = .less
    case .lessOrEqual: kind = .lessOrEqual
    case .greater: kind = .greater
    case .greaterOrEqual: kind = .greaterOrEqual
    case .notEqual: kind = .notEqual
    default: kind = .equal
    }
    if kind != .equal, kind != .notEqual {
      switch type {
      case .quantity, .zero, .date: break
      default:
        throw fault(
          place, "\(type.name.chinese)只能用 == 或 != 比较。",
          "\(type.name.english.capitalizedSentence) can be compared with == or != only.")
      }
    }
    return make(.comparison(kind, first, second), .truth, syntax, first, second)
  }

  /// A text as the choice or date that it is compared with.
  func adapted(_ expression: TypedExpression, to type: ValueType) throws(Failure)
    -> TypedExpression
  {
    guard case .text(let text) = expression.type else {
      guard expression.type == type else { throw wrong(expression, type.name) }
      return expression
    }
    let place = expression.range.lowerBound
    let value: Int
    switch type {
    case .choice(let names):
      guard let position = names.firstIndex(of: text) else {
        throw fault(
          place, "没有选项“\(text)”;可选:\(names.joined(separator: "、"))。",
          "There is no choice “\(text)”; there are \(names.joined(separator: ", ")).")
      }
      value = position
    case .date:
      guard let date = try? CalendarDate(text: text) else {
        throw fault(
          place, "“\(text)”不是日期;写作 2025-02-28。",
          "“\(text)” is no date; write it as 2025-02-28.")
      }
      value = Int(date.daysSinceEpoch)
    case .text: throw wrong(expression, Self.comparable)
    default: throw wrong(expression, type.name)
    }
    return TypedExpression(
      kind: .constant(Rational(value)), type: type, dependencies: [], range: expression.range)
  }

  /// A number with its dimension.
  func quantity(_ syntax: Syntax) throws(Failure) -> TypedExpression {
    let value = try check(syntax)
    guard value.type.dimension != nil else {
      throw wrong(value, BilingualText("数", "a number"))
    }
    return value
  }

  /// The type that two values share.
  func common(
    _ first: TypedExpression, _ second: TypedExpression, at place: Int
  ) throws(Failure) -> ValueType {
    if case .text = first.type { throw wrong(first, Self.comparable) }
    if let type = first.type.unified(with: second.type) { return type }
    let (left, right) = (first.type.name, second.type.name)
    var hint = BilingualText("", "")
    let isLiteral = [first, second].contains {
      if case .constant = $0.kind { $0.type == .quantity(.none) } else { false }
    }
    switch (first.type, second.type) {
    case (.quantity(let one), .quantity(let other))
    where !isLiteral && one.counts(from: other) != nil:
      hint = Self.countingHint(one, other)
    case (.quantity(.none), .quantity(let other)), (.quantity(let other), .quantity(.none)):
      let unit = other.displayUnit.text
      hint = BilingualText(
        "数字的单位写在方括号里,如 8 [\(unit)]。",
        " Write the unit of a number in brackets, as in 8 [\(unit)].")
    default: break
    }
    throw fault(
      place, "两边不同类:一边是\(left.chinese),一边是\(right.chinese)。\(hint.chinese)",
      "The two sides differ: \(left.english) and \(right.english).\(hint.english)")
  }

  /// What to do where nothing but a counting unit keeps two dimensions apart; else empty.
  static func countingHint(_ one: PhysicalDimension, _ other: PhysicalDimension) -> BilingualText {
    guard let unit = one.counts(from: other)?.text else { return BilingualText("", "") }
    return BilingualText(
      "只差计数单位:请除以 1 [\(unit)],或乘以它。",
      " Only a counting unit differs: divide by 1 [\(unit)], or multiply by it.")
  }

  private static var comparable: BilingualText {
    BilingualText("与选项或日期比较的文字", "a text to be compared with a choice or a date")
  }

  /// Makes sure that an exact quotient exists.
  private func requireDivisor(_ divisor: TypedExpression) throws(Failure) {
    guard !divisor.isConstant else { return }
    throw fault(
      divisor.range.lowerBound,
      "/ 只能除以参数和数字;除以会变的量用 divide(a, b, 步长, down)。",
      "/ divides by parameters and numbers only; to divide by what varies, write "
        + "divide(a, b, step, down).")
  }

  /// The dimension of a product or quotient.
  func combined(
    _ first: TypedExpression, _ second: TypedExpression, at place: Int,
    _ operation: (PhysicalDimension, PhysicalDimension) -> PhysicalDimension?
  ) throws(Failure) -> PhysicalDimension {
    guard let left = first.type.dimension, let right = second.type.dimension else {
      throw wrong(first, BilingualText("数", "a number"))
    }
    guard let dimension = operation(left, right) else {
      throw fault(
        place, "单位的幂超过 \(PhysicalDimension.largestExponent)。",
        "The power of a unit exceeds \(PhysicalDimension.largestExponent).")
    }
    return dimension
  }
}

extension String {
  /// The text with a capital letter at its start.
  var capitalizedSentence: String {
    prefix(1).uppercased() + dropFirst()
  }
}
