// SPDX-License-Identifier: Apache-2.0
import Quantities

extension Compiler {
  /// Compiles a truth, and finds out what is known when it is true and when it is false.
  mutating func condition(
    _ expression: TypedExpression
  ) throws(ExpressionFault) -> CompiledCondition {
    switch expression.kind {
    case .not(let part): return inverted(try condition(part))
    case .and(let left, let right): return try both(left, right)
    case .or(let left, let right): return try either(left, right)
    case .comparison(let comparison, let left, let right):
      return try compare(comparison, try compile(left), try compile(right), expression)
    default:
      var condition = CompiledCondition(value: try compile(expression))
      if case .variable(let variable) = condition.value {
        condition.whenTrue.add(variable.register, within: variable.range, low: 1, high: nil)
        condition.whenFalse.add(variable.register, within: variable.range, low: nil, high: 0)
      }
      return condition
    }
  }

  private mutating func inverted(_ condition: CompiledCondition) -> CompiledCondition {
    let value: CompiledValue
    switch condition.value {
    case .constant(let truth): value = truth.isZero ? .truth : .falsity
    case .variable(let variable): value = truthValue(result(.not, variable.register))
    }
    return CompiledCondition(
      value: value, whenTrue: condition.whenFalse, whenFalse: condition.whenTrue)
  }

  /// `and`: the right side is computed, and proved, only where the left one is true.
  private mutating func both(
    _ left: TypedExpression, _ right: TypedExpression
  ) throws(ExpressionFault) -> CompiledCondition {
    let first = try condition(left)
    guard case .variable(let variable) = first.value else {
      if case .constant(.zero) = first.value { return first }
      return try condition(right)
    }
    let (outcome, jump) = shortCut(variable, .jumpIfZero)
    let outer = knowledge
    knowledge.add(first.whenTrue)
    let second = try rest(right, into: outcome, jump)
    knowledge = outer
    var condition = CompiledCondition(value: truthValue(outcome))
    condition.whenTrue.add(first.whenTrue)
    condition.whenTrue.add(second.whenTrue)
    return condition
  }

  /// `or`: the right side is computed, and proved, only where the left one is false.
  private mutating func either(
    _ left: TypedExpression, _ right: TypedExpression
  ) throws(ExpressionFault) -> CompiledCondition {
    let first = try condition(left)
    guard case .variable(let variable) = first.value else {
      if case .constant(.one) = first.value { return first }
      return try condition(right)
    }
    let (outcome, jump) = shortCut(variable, .jumpIfNotZero)
    let outer = knowledge
    knowledge.add(first.whenFalse)
    let second = try rest(right, into: outcome, jump)
    knowledge = outer
    var condition = CompiledCondition(value: truthValue(outcome))
    condition.whenFalse.add(first.whenFalse)
    condition.whenFalse.add(second.whenFalse)
    return condition
  }

  private mutating func shortCut(
    _ variable: Variable, _ operation: Instruction.Operation
  ) -> (outcome: Int, jump: Int) {
    let outcome = result(.move, variable.register)
    let jump = position
    emit(Instruction(operation: operation, a: UInt16(truncatingIfNeeded: outcome)))
    return (outcome, jump)
  }

  private mutating func rest(
    _ right: TypedExpression, into outcome: Int, _ jump: Int
  ) throws(ExpressionFault) -> CompiledCondition {
    // Nobody comes here if the left side already excludes it; then any value will do.
    let second =
      knowledge.isImpossible
      ? CompiledCondition(value: .falsity) : try condition(right)
    store(second.value, in: outcome)
    let end = Int128(position)
    patch(jump) { $0.constant = end }
    return second
  }

  /// Puts a date, choice or truth into a register.
  mutating func store(_ value: CompiledValue, in register: Int) {
    let to = UInt16(truncatingIfNeeded: register)
    switch value {
    case .constant(let constant):
      emit(Instruction(operation: .constant, to: to, constant: constant.numerator))
    case .variable(let variable):
      emit(
        Instruction(operation: .move, to: to, a: UInt16(truncatingIfNeeded: variable.register)))
    }
  }

  func truthValue(_ register: Int) -> CompiledValue {
    .variable(Variable(register: register, range: .truth, factor: .one))
  }
}
