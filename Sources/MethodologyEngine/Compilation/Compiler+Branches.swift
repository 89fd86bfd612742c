// SPDX-License-Identifier: Apache-2.0
import Quantities

extension Compiler {
  /// `if … then … else …`: each branch is computed, and proved, only where it is taken.
  mutating func conditional(
    _ test: TypedExpression, _ then: TypedExpression, _ otherwise: TypedExpression,
    _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledValue {
    let decided = try condition(test)
    guard case .variable(let variable) = decided.value else {
      if case .constant(.zero) = decided.value { return try compile(otherwise) }
      return try compile(then)
    }
    let outer = knowledge
    let skip = position
    emit(
      Instruction(operation: .jumpIfZero, a: UInt16(truncatingIfNeeded: variable.register)))
    knowledge.add(decided.whenTrue)
    let first = knowledge.isImpossible ? nil : try compile(then)
    // Where the branches meet is known only when both are compiled; it is filled in then.
    let firstStore = position
    emit(Instruction(operation: .move))
    let leave = position
    emit(Instruction(operation: .jump))
    let start = Int128(position)
    patch(skip) { $0.constant = start }
    knowledge = outer
    knowledge.add(decided.whenFalse)
    let second = knowledge.isImpossible ? nil : try compile(otherwise)
    knowledge = outer
    let secondStore = position
    emit(Instruction(operation: .move))
    let end = Int128(position)
    patch(leave) { $0.constant = end }
    let branches = [first, second].compactMap { $0 }
    let isNumber = place.type.dimension != nil
    let measure = isNumber ? try measure(branches.map(\.factor), place) : .one
    let to = register()
    var range: RawRange?
    for (value, store) in [(first, firstStore), (second, secondStore)] {
      guard let value else { continue }
      let stored = try meet(value, in: measure, to, store, place)
      range = range?.union(stored) ?? stored
    }
    guard let range else { return .constant(.zero) }
    return .variable(Variable(register: to, range: range, factor: measure))
  }

  /// Fills in what brings a branch's value into the register where both meet.
  private mutating func meet(
    _ value: CompiledValue, in measure: Rational, _ to: Int, _ store: Int,
    _ place: TypedExpression
  ) throws(ExpressionFault) -> RawRange {
    let target = UInt16(truncatingIfNeeded: to)
    switch value {
    case .constant(let constant):
      let raw = try whole(constant, in: measure, place)
      patch(store) { $0 = Instruction(operation: .constant, to: target, constant: raw) }
      return RawRange(raw)
    case .variable(let variable):
      let multiplier = try whole(variable.factor, in: measure, place)
      let source = UInt16(truncatingIfNeeded: variable.register)
      patch(store) {
        $0 = Instruction(
          operation: multiplier == 1 ? .move : .multiplyConstant, to: target, a: source,
          constant: multiplier)
      }
      return try exact(place) { () throws(ArithmeticOverflow) in
        try variable.range * RawRange(multiplier)
      }
    }
  }
}

extension CompiledValue {
  /// What measures the value: its factor, or a constant without its sign.
  var factor: Rational {
    switch self {
    case .constant(let constant): constant.magnitude
    case .variable(let variable): variable.factor
    }
  }
}
