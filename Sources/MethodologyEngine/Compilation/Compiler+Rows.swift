// SPDX-License-Identifier: Apache-2.0
import Quantities

extension Compiler {
  /// The value of a parameter for a choice.
  mutating func lookup(
    _ parameter: Int, _ index: CompiledValue, _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledValue {
    guard case .each(let values) = parameters[parameter] else {
      preconditionFailure("a parameter with one value was looked up")
    }
    switch index {
    case .constant(let position): return .constant(values[Int(position.numerator)])
    case .variable(let variable):
      // Only the choices that are possible here count.
      let possible = values[Int(variable.range.low)...Int(variable.range.high)]
      if let first = possible.first, possible.allSatisfy({ $0 == first }) {
        return .constant(first)
      }
      let measure = try measure(possible.map(\.magnitude), place)
      let start = Int128(code.table.count) - variable.range.low
      var range: RawRange?
      for value in possible {
        let raw = try whole(value, in: measure, place)
        code.table.append(raw)
        range = range?.union(RawRange(raw)) ?? RawRange(raw)
      }
      let register = result(.lookup, variable.register, constant: start)
      return .variable(
        Variable(register: register, range: range ?? RawRange(0), factor: measure))
    }
  }

  /// A function over the rows of a list.
  mutating func aggregate(
    _ kind: TypedExpression.Aggregate, _ list: Int, _ body: TypedExpression,
    _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledValue {
    guard case .variable(let count) = known(given[plan.input(list)]) else {
      preconditionFailure("the number of rows is always in a register")
    }
    let (outer, start) = (knowledge, position)
    rowRegisters = fields[list].map { field in
      Variable(register: register(), range: field.range, factor: field.factor)
    }
    defer {
      rowRegisters = []
      knowledge = outer
    }
    let total = register()
    let target = UInt16(truncatingIfNeeded: total)
    emit(
      kind == .distinct
        ? Instruction(operation: .distinctBegin, to: target)
        : Instruction(operation: .constant, to: target, constant: kind == .all ? 1 : 0))
    let begin = position
    let first = UInt16(truncatingIfNeeded: rowRegisters.first?.register ?? 0)
    let source = UInt16(truncatingIfNeeded: count.register)
    emit(
      Instruction(
        operation: .rowsBegin, to: first, a: source,
        b: UInt16(truncatingIfNeeded: rowRegisters.count)))
    let top = Int128(position)
    let value = try compile(body)
    if kind == .sum, case .constant(let constant) = value {
      // The same for every row: no loop is needed.
      discard(from: start)
      return try scaled(.variable(count), by: constant, place)
    }
    let row = kind == .sum ? variable(value) : distinctive(value, place)
    accumulate(kind, row, into: target)
    emit(
      Instruction(
        operation: .rowsEnd, to: first, a: source,
        b: UInt16(truncatingIfNeeded: rowRegisters.count), constant: top))
    let end = Int128(position)
    patch(begin) { $0.constant = end }
    guard kind == .sum else { return truthValue(total) }
    let range = try exact(place) { () throws(ArithmeticOverflow) in
      try Self.total(of: row.range, rows: count.range)
    }
    return .variable(Variable(register: total, range: range, factor: row.factor))
  }

  /// A value in a register: a number may keep its factor, for only equality counts.
  private mutating func distinctive(_ value: CompiledValue, _ place: TypedExpression) -> Variable {
    switch value {
    case .variable(let variable): variable
    case .constant(let constant):
      constant.isWhole ? plain(value) : variable(value)
    }
  }

  private mutating func accumulate(
    _ kind: TypedExpression.Aggregate, _ row: Variable, into target: UInt16
  ) {
    let operation: Instruction.Operation
    switch kind {
    case .sum: operation = .add
    case .all: operation = .minimum
    case .any: operation = .maximum
    case .distinct:
      emit(
        Instruction(
          operation: .distinctNext, to: target, a: UInt16(truncatingIfNeeded: row.register)))
      return
    }
    emit(
      Instruction(
        operation: operation, to: target, a: target, b: UInt16(truncatingIfNeeded: row.register)))
  }

  /// What a sum of so many rows can be, and every partial sum on the way.
  private static func total(
    of row: RawRange, rows: RawRange
  ) throws(ArithmeticOverflow) -> RawRange {
    let (fewest, most) = (max(0, rows.low), max(0, rows.high))
    return RawRange(
      try checkedProduct(row.low, row.low < 0 ? most : fewest),
      try checkedProduct(row.high, row.high < 0 ? fewest : most))
  }
}
