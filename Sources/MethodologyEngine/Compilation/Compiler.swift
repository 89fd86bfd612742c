// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Turns typed expressions into instructions, with the parameters of one interval of dates, and
/// proves on the way that no number overflows and nothing is divided by zero.
///
/// A quantity is a whole number in a register times a factor that is known here: a constant
/// factor such as 44/12 costs nothing at run time and loses nothing. Adding and comparing bring
/// both sides to a common factor.
struct Compiler {
  /// The values of a parameter in base units: one, or one for each choice.
  enum ParameterValues {
    case single(Rational)
    case each([Rational])
  }

  let plan: RegisterPlan
  let parameters: [ParameterValues]
  /// What the inputs, attributes, date and duration can be.
  let given: [CompiledValue.Variable]
  /// What the fields of each list input can be.
  let fields: [[CompiledValue.Variable]]

  private(set) var definitions: [CompiledValue?]
  /// What is known where instructions are at the moment.
  var knowledge = Knowledge()
  /// What conditions over attributes alone demand.
  ///
  /// Only this is known to expressions over
  /// attributes alone, since an approval tests those before there is any activity.
  private var approvalKnowledge = Knowledge()
  var code = CompiledCode()
  /// Where instructions go: into the prelude or into the main part.
  private var isPrelude = false
  /// The registers of the row at hand.
  var rowRegisters: [CompiledValue.Variable] = []

  init(
    _ methodology: Methodology, given: [CompiledValue.Variable],
    fields: [[CompiledValue.Variable]], parameters: [ParameterValues]
  ) {
    plan = RegisterPlan(methodology)
    self.given = given
    self.fields = fields
    self.parameters = parameters
    definitions = Array(repeating: nil, count: methodology.definitions.count)
    code.registerCount = plan.free
  }

  /// Compiles a definition, and makes it known to what is compiled after it.
  mutating func define(
    _ position: Int, as expression: TypedExpression
  ) throws(ExpressionFault) {
    definitions[position] = try inItsPlace(expression) {
      (compiler) throws(ExpressionFault) in try compiler.compile(expression)
    }
  }

  /// Compiles a condition of the methodology and demands it from here on.
  mutating func demand(
    _ expression: TypedExpression, _ position: Int
  ) throws(ExpressionFault) {
    let (condition, register) = try inItsPlace(expression) {
      (compiler) throws(ExpressionFault) in
      let condition = try compiler.condition(expression)
      return (condition, compiler.plain(condition.value).register)
    }
    code.conditions.append(register)
    emit(
      Instruction(
        operation: .require, a: UInt16(truncatingIfNeeded: register), constant: Int128(position)))
    knowledge.add(condition.whenTrue)
    if expression.dependencies.isSubset(of: .attributes) {
      approvalKnowledge.add(condition.whenTrue)
    }
  }

  /// Compiles an expression into the part of the program where it belongs, with what is known
  /// there.
  private mutating func inItsPlace<Value>(
    _ expression: TypedExpression,
    _ body: (inout Compiler) throws(ExpressionFault) -> Value
  ) throws(ExpressionFault) -> Value {
    let outer = knowledge
    isPrelude = !expression.dependencies.contains(.activity)
    if expression.dependencies.isSubset(of: .attributes) { knowledge = approvalKnowledge }
    defer {
      isPrelude = false
      knowledge = outer
    }
    return try body(&self)
  }

  /// Compiles an expression where the instructions are at the moment.
  mutating func compile(_ expression: TypedExpression) throws(ExpressionFault) -> CompiledValue {
    switch expression.kind {
    case .constant(let value): return .constant(value)
    case .reference(let reference): return value(of: reference)
    case .lookup(let parameter, let index):
      return try lookup(parameter, try compile(index), expression)
    case .negation(let part):
      return try scaled(try compile(part), by: Rational(-1), expression)
    case .sum(let left, let right):
      return try sum(try compile(left), try compile(right), expression)
    case .difference(let left, let right):
      let subtrahend = try scaled(try compile(right), by: Rational(-1), expression)
      return try sum(try compile(left), subtrahend, expression)
    case .product(let left, let right):
      return try product(try compile(left), try compile(right), expression)
    case .ratio(let left, let divisor):
      return try ratio(try compile(left), by: try compile(divisor), expression)
    case .conditional(let test, let then, let otherwise):
      return try conditional(test, then, otherwise, expression)
    case .minimum(let parts): return try extreme(parts, isMaximum: false, expression)
    case .maximum(let parts): return try extreme(parts, isMaximum: true, expression)
    case .rounded(let part, let step, let rounding):
      return try rounded(try compile(part), to: try compile(step), rounding, expression)
    case .quotient(let left, let right, let step, let rounding):
      return try quotient(
        try compile(left), by: try compile(right), to: try compile(step), rounding, expression)
    case .days(let from, let until):
      let negated = try scaled(try compile(from), by: Rational(-1), expression)
      let days = try sum(try compile(until), negated, expression)
      return try scaled(days, by: Rational(86_400), expression)
    case .years(let from, let until):
      return years(try compile(from), try compile(until))
    case .aggregate(let kind, let list, let body):
      return try aggregate(kind, list, body, expression)
    case .count(let list): return value(of: .input(list))
    case .not, .comparison, .and, .or: return try condition(expression).value
    }
  }

  // MARK: - Names

  private func value(of reference: TypedExpression.Reference) -> CompiledValue {
    switch reference {
    case .input(let position): return known(given[plan.input(position)])
    case .attribute(let position): return known(given[plan.attribute(position)])
    case .date: return known(given[plan.date])
    case .duration: return known(given[plan.duration])
    case .field(_, let position): return known(rowRegisters[position])
    case .parameter(let position):
      guard case .single(let value) = parameters[position] else {
        preconditionFailure("a parameter by choice was not looked up")
      }
      return .constant(value)
    case .definition(let position):
      guard let value = definitions[position] else {
        preconditionFailure("a definition was used before it was compiled")
      }
      guard case .variable(let variable) = value else { return value }
      return known(variable)
    }
  }

  /// The register with what is known of it here.
  func known(_ variable: CompiledValue.Variable) -> CompiledValue {
    guard let range = knowledge.ranges[variable.register]?.intersection(variable.range) else {
      return .variable(variable)
    }
    var narrowed = variable
    narrowed.range = range
    return .variable(narrowed)
  }

  // MARK: - Instructions

  /// A register that nothing else uses.
  mutating func register() -> Int {
    code.registerCount += 1
    return code.registerCount - 1
  }

  /// The position of the next instruction.
  var position: Int { isPrelude ? code.prelude.count : code.main.count }

  mutating func emit(_ instruction: Instruction) {
    if isPrelude {
      code.prelude.append(instruction)
    } else {
      code.main.append(instruction)
    }
  }

  mutating func patch(_ position: Int, _ change: (inout Instruction) -> Void) {
    if isPrelude {
      change(&code.prelude[position])
    } else {
      change(&code.main[position])
    }
  }

  /// Takes back the instructions from `position` on.
  mutating func discard(from position: Int) {
    if isPrelude {
      code.prelude.removeSubrange(position...)
    } else {
      code.main.removeSubrange(position...)
    }
  }

  /// Emits an instruction with a fresh register for its result.
  mutating func result(
    _ operation: Instruction.Operation, _ a: Int, _ b: Int = 0, constant: Int128 = 0,
    second: Int128 = 1, rounding: Rounding = .down
  ) -> Int {
    let to = register()
    emit(
      Instruction(
        operation: operation, rounding: rounding, to: UInt16(truncatingIfNeeded: to),
        a: UInt16(truncatingIfNeeded: a), b: UInt16(truncatingIfNeeded: b), constant: constant,
        second: second))
    return to
  }
}
