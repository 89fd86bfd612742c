// SPDX-License-Identifier: Apache-2.0
import Quantities

extension Compiler {
  /// A comparison, decided at once where the ranges decide it.
  mutating func compare(
    _ comparison: TypedExpression.Comparison, _ left: CompiledValue, _ right: CompiledValue,
    _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledCondition {
    switch (left, right) {
    case (.constant(let a), .constant(let b)):
      let order = try exact(place) { () throws(ArithmeticOverflow) in try Rational.compare(a, b) }
      return CompiledCondition(value: comparison.holds(order) ? .truth : .falsity)
    case (.variable(let variable), .constant(let constant)):
      return try compare(variable, comparison, constant, place)
    case (.constant(let constant), .variable(let variable)):
      return try compare(variable, comparison.mirrored, constant, place)
    case (.variable(let a), .variable(let b)):
      return try compare(a, comparison, b, place)
    }
  }

  /// Compares a register with the number that its content would have to be.
  private mutating func compare(
    _ variable: Variable, _ comparison: TypedExpression.Comparison, _ constant: Rational,
    _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledCondition {
    let bound = try exact(place) { () throws(ArithmeticOverflow) in
      try constant / variable.factor
    }
    let (below, above) = (bound.rounded(.floor), bound.rounded(.ceiling))
    switch comparison {
    case .less: return atMost(try next(above, -1, place), variable)
    case .lessOrEqual: return atMost(below, variable)
    case .greater: return atLeast(try next(below, 1, place), variable)
    case .greaterOrEqual: return atLeast(above, variable)
    case .equal, .notEqual:
      let equal =
        bound.isWhole
        ? equals(bound.numerator, variable) : CompiledCondition(value: .falsity)
      return comparison == .equal ? equal : negated(equal)
    }
  }

  private func next(
    _ bound: Int128, _ step: Int128, _ place: TypedExpression
  ) throws(ExpressionFault) -> Int128 {
    try exact(place) { () throws(ArithmeticOverflow) in try checkedSum(bound, step) }
  }

  private mutating func atMost(_ bound: Int128, _ variable: Variable) -> CompiledCondition {
    if variable.range.high <= bound { return CompiledCondition(value: .truth) }
    if variable.range.low > bound { return CompiledCondition(value: .falsity) }
    var condition = CompiledCondition(
      value: truthValue(result(.lessOrEqualConstant, variable.register, constant: bound)))
    condition.whenTrue.add(variable.register, within: variable.range, low: nil, high: bound)
    condition.whenFalse.add(variable.register, within: variable.range, low: bound + 1, high: nil)
    return condition
  }

  private mutating func atLeast(_ bound: Int128, _ variable: Variable) -> CompiledCondition {
    if variable.range.low >= bound { return CompiledCondition(value: .truth) }
    if variable.range.high < bound { return CompiledCondition(value: .falsity) }
    var condition = CompiledCondition(
      value: truthValue(result(.greaterOrEqualConstant, variable.register, constant: bound)))
    condition.whenTrue.add(variable.register, within: variable.range, low: bound, high: nil)
    condition.whenFalse.add(variable.register, within: variable.range, low: nil, high: bound - 1)
    return condition
  }

  private mutating func equals(_ bound: Int128, _ variable: Variable) -> CompiledCondition {
    let range = variable.range
    guard range.contains(bound) else { return CompiledCondition(value: .falsity) }
    if range.isSingle { return CompiledCondition(value: .truth) }
    var condition = CompiledCondition(
      value: truthValue(result(.equalConstant, variable.register, constant: bound)))
    condition.whenTrue.add(variable.register, within: range, low: bound, high: bound)
    // A range has no holes, so a difference is known only at its ends.
    if bound == range.low {
      condition.whenFalse.add(variable.register, within: range, low: bound + 1, high: nil)
    } else if bound == range.high {
      condition.whenFalse.add(variable.register, within: range, low: nil, high: bound - 1)
    }
    return condition
  }

  /// Compares two registers, brought to a common factor.
  private mutating func compare(
    _ left: Variable, _ comparison: TypedExpression.Comparison, _ right: Variable,
    _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledCondition {
    let measure = try measure([left.factor, right.factor], place)
    let (a, b) = (try multiple(left, in: measure, place), try multiple(right, in: measure, place))
    switch comparison {
    case .less: return truth(.less, a, b)
    case .lessOrEqual: return truth(.lessOrEqual, a, b)
    case .greater: return truth(.less, b, a)
    case .greaterOrEqual: return truth(.lessOrEqual, b, a)
    case .equal: return truth(.equal, a, b)
    case .notEqual: return negated(truth(.equal, a, b))
    }
  }

  private mutating func truth(
    _ operation: Instruction.Operation, _ a: Variable, _ b: Variable
  ) -> CompiledCondition {
    CompiledCondition(value: truthValue(result(operation, a.register, b.register)))
  }

  private mutating func negated(_ condition: CompiledCondition) -> CompiledCondition {
    let value: CompiledValue
    switch condition.value {
    case .constant(let truth): value = truth.isZero ? .truth : .falsity
    case .variable(let variable): value = truthValue(result(.not, variable.register))
    }
    return CompiledCondition(
      value: value, whenTrue: condition.whenFalse, whenFalse: condition.whenTrue)
  }
}

extension TypedExpression.Comparison {
  /// The comparison with its sides exchanged.
  var mirrored: Self {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal: .equal
    case .notEqual: .notEqual
    }
  }

  /// Whether it is true of two values of which the first is below, at or above the second.
  func holds(_ order: Int) -> Bool {
    switch self {
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    case .equal: order == 0
    case .notEqual: order != 0
    }
  }
}
