// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Puts the program for one interval of event dates together, or finds why it must not exist.
struct Assembler {
  let methodology: Methodology
  let typed: TypedMethodology
  let interval: DateInterval

  /// Why a part of the methodology cannot be compiled.
  struct Failure: Error {
    let part: Part
    let fault: ExpressionFault
  }

  enum Part {
    case definition(Int)
    case condition(Int)
    case formula
    case energy
  }

  /// The program, proved.
  func assemble() throws(Failure) -> CompiledCode {
    var compiler = Compiler(
      methodology, given: given, fields: fields, parameters: interval.parameters)
    for step in typed.order {
      switch step {
      case .definition(let position):
        let expression = typed.definitions[position]
        try at(.definition(position)) { () throws(ExpressionFault) in
          try compiler.define(position, as: expression)
        }
      case .condition(let position):
        let expression = typed.conditions[position]
        try at(.condition(position)) { () throws(ExpressionFault) in
          try compiler.demand(expression, position)
        }
      }
    }
    try at(.formula) { () throws(ExpressionFault) in try formula(&compiler) }
    try at(.energy) { () throws(ExpressionFault) in try energy(&compiler) }
    try at(.formula) { () throws(ExpressionFault) in
      // Registers are numbered with 16 bits; the limits of expressions keep far below that.
      if compiler.code.registerCount > Int(UInt16.max) { throw Self.tooLong(typed.formula) }
    }
    compiler.code.limits = methodology.limits.map(limit)
    return compiler.code
  }

  private func at<Value>(
    _ part: Part, _ body: () throws(ExpressionFault) -> Value
  ) throws(Failure) -> Value {
    do { return try body() } catch { throw Failure(part: part, fault: error) }
  }

  private func formula(_ compiler: inout Compiler) throws(ExpressionFault) {
    let place = typed.formula
    let value = try compiler.compile(place)
    let rule = RecordingRule(methodology.result)
    try requireNotNegative(value, place, rule.dimension)
    let recorded = try compiler.record(
      value, unit: rule.unit, step: rule.step, methodology.result.rounding, place)
    guard recorded.range.high <= Int128(Int64.max) else { throw Self.tooLarge(place) }
    compiler.code.result = recorded.register
  }

  private func energy(_ compiler: inout Compiler) throws(ExpressionFault) {
    guard let name = methodology.exclusivity.energy, let place = energyReference(name) else {
      return
    }
    let value = try compiler.compile(place)
    try requireNotNegative(value, place, .energy)
    let recorded = try compiler.record(value, unit: .one, step: 1, .up, place)
    guard recorded.range.high <= Int128(Int64.max) else { throw Self.tooLarge(place) }
    compiler.code.energy = recorded.register
  }

  /// The input or definition whose energy is claimed, as an expression.
  private func energyReference(_ name: String) -> TypedExpression? {
    let reference: TypedExpression.Reference
    if let position = methodology.definitions.firstIndex(where: { $0.name == name }) {
      reference = .definition(position)
    } else if let position = methodology.activity.inputs.firstIndex(where: { $0.name == name }) {
      reference = .input(position)
    } else {
      return nil
    }
    return TypedExpression(
      kind: .reference(reference), type: .quantity(.energy), dependencies: .activity, range: 0..<0)
  }

  private func requireNotNegative(
    _ value: CompiledValue, _ place: TypedExpression, _ dimension: PhysicalDimension
  ) throws(ExpressionFault) {
    let lowest: Rational?
    switch value {
    case .constant(let constant): lowest = constant
    case .variable(let variable):
      lowest = try? Rational(whole: variable.range.low) * variable.factor
    }
    if let lowest, !lowest.isNegative { return }
    let unit = dimension.displayUnit
    let shown = lowest.flatMap { try? $0 / unit.factor }.map { " \($0.decimalText) \(unit.text)" }
    throw ExpressionFault(
      place.range.lowerBound,
      "结果可能为负\(shown.map { "(最低\($0))" } ?? "");请写作 max(…, 0)。",
      "The result can be negative\(shown.map { ", as low as\($0)" } ?? ""); write max(…, 0).")
  }

  private static func tooLarge(_ place: TypedExpression) -> ExpressionFault {
    ExpressionFault(
      place.range.lowerBound, "结果可能超过 64 位整数(毫克);请缩小输入的上限。",
      "The result can exceed 64 bits of milligrams; lower the maximum of the inputs.")
  }

  private static func tooLong(_ place: TypedExpression) -> ExpressionFault {
    ExpressionFault(
      place.range.lowerBound, "表达式太长;请简化。", "The expressions are too long; simplify them.")
  }

  // MARK: - What activities bring along

  private var given: [CompiledValue.Variable] {
    let plan = RegisterPlan(methodology)
    var kinds = methodology.activity.inputs.map(\.kind) + methodology.attributes.map(\.kind)
    kinds.append(.date)
    var given = kinds.enumerated().map { register, kind in
      CompiledValue.Variable(register: register, range: kind.rawRange, factor: kind.rawFactor)
    }
    given[plan.date].range = RawRange(
      Int128(interval.from.daysSinceEpoch), Int128(interval.through.daysSinceEpoch))
    given.append(
      CompiledValue.Variable(
        register: plan.duration, range: RawRange(0, Int128(MethodologyLimits.durationSeconds)),
        factor: .one))
    return given
  }

  private var fields: [[CompiledValue.Variable]] {
    methodology.activity.inputs.map { input in
      guard case .list(let fields, _, _) = input.kind else { return [] }
      return fields.map { field in
        CompiledValue.Variable(
          register: 0, range: field.kind.rawRange, factor: field.kind.rawFactor)
      }
    }
  }

  private func limit(_ limit: Methodology.DailyLimit) -> BoundProgram.Limit {
    let position = methodology.parameters.firstIndex { $0.name == limit.parameter } ?? 0
    guard case .single(let value) = interval.parameters[position] else {
      preconditionFailure("the check let a limit with several values through")
    }
    var input: Int?
    var factor = Rational.one
    if case .sum(let name) = limit.measure {
      input = methodology.activity.inputs.firstIndex { $0.name == name }
      factor = input.map { methodology.activity.inputs[$0].kind.rawFactor } ?? .one
    }
    let most = (try? value / factor).map { $0.rounded(.floor) } ?? Int128(Int64.max)
    return BoundProgram.Limit(input: input, maximum: Int64(clamping: most))
  }
}
