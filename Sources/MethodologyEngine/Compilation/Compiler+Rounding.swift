// SPDX-License-Identifier: Apache-2.0
import Quantities

extension Compiler {
  /// A whole multiple of a step.
  mutating func rounded(
    _ value: CompiledValue, to step: CompiledValue, _ rounding: Rounding, _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledValue {
    let step = try positive(step, place)
    switch value {
    case .constant(let constant):
      return .constant(
        try exact(place) { () throws(ArithmeticOverflow) in
          try Rational(whole: (try constant / step).rounded(rounding)) * step
        })
    case .variable(let variable):
      let steps = try exact(place) { () throws(ArithmeticOverflow) in try variable.factor / step }
      // A whole number of steps for each unit of the register: there is nothing to round.
      if steps.isWhole { return value }
      return .variable(try self.steps(variable, steps, rounding, of: step, place))
    }
  }

  /// The register's value as a number of steps, of which one unit of the register has `ratio`.
  private mutating func steps(
    _ variable: Variable, _ ratio: Rational, _ rounding: Rounding, of step: Rational,
    _ place: TypedExpression
  ) throws(ExpressionFault) -> Variable {
    let range = try exact(place) { () throws(ArithmeticOverflow) in
      try (variable.range * RawRange(ratio.numerator))
        .quotient(by: RawRange(ratio.denominator), rounding)
    }
    let register = result(
      .quotientConstant, variable.register, constant: ratio.numerator,
      second: ratio.denominator, rounding: rounding)
    return Variable(register: register, range: range, factor: step)
  }

  /// A quotient by what varies, as a whole multiple of a step.
  mutating func quotient(
    _ dividend: CompiledValue, by divisor: CompiledValue, to step: CompiledValue,
    _ rounding: Rounding, _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledValue {
    if case .constant = divisor {
      return try rounded(try ratio(dividend, by: divisor, place), to: step, rounding, place)
    }
    let step = try positive(step, place)
    let (above, below) = (variable(dividend), variable(divisor))
    if below.range.contains(0) { throw Self.divisionByZero(place) }
    let ratio = try exact(place) { () throws(ArithmeticOverflow) in
      try above.factor / (below.factor * step)
    }
    let range = try exact(place) { () throws(ArithmeticOverflow) in
      try (above.range * RawRange(ratio.numerator))
        .quotient(by: below.range * RawRange(ratio.denominator), rounding)
    }
    let register = result(
      .quotient, above.register, below.register, constant: ratio.numerator,
      second: ratio.denominator, rounding: rounding)
    return .variable(Variable(register: register, range: range, factor: step))
  }

  /// Whole calendar years between two dates.
  mutating func years(_ from: CompiledValue, _ until: CompiledValue) -> CompiledValue {
    if case .constant(let a) = from, case .constant(let b) = until {
      return .constant(Rational(whole: wholeYears(from: a.numerator, until: b.numerator)))
    }
    let (first, second) = (plain(from), plain(until))
    let range = RawRange(
      wholeYears(from: first.range.high, until: second.range.low),
      wholeYears(from: first.range.low, until: second.range.high))
    let register = result(.years, first.register, second.register)
    return .variable(Variable(register: register, range: range, factor: .one))
  }

  /// The recorded result: a whole number of milligrams or points.
  ///
  /// - Parameters:
  ///   - unit: Base units to one unit recorded.
  ///   - step: Units recorded to one step.
  mutating func record(
    _ value: CompiledValue, unit: Rational, step: Int128, _ rounding: Rounding,
    _ place: TypedExpression
  ) throws(ExpressionFault) -> (register: Int, range: RawRange) {
    let size = try exact(place) { () throws(ArithmeticOverflow) in
      try unit * Rational(whole: step)
    }
    let cut = try rounded(value, to: .constant(size), rounding, place)
    switch cut {
    case .constant(let constant):
      let recorded = try whole(constant, in: unit, place)
      return (result(.constant, 0, constant: recorded), RawRange(recorded))
    case .variable(let variable):
      let recorded = try multiple(variable, in: unit, place)
      return (recorded.register, recorded.range)
    }
  }

  private func positive(
    _ step: CompiledValue, _ place: TypedExpression
  ) throws(ExpressionFault) -> Rational {
    guard case .constant(let constant) = step else {
      preconditionFailure("the type checker let a step that varies through")
    }
    guard !constant.isZero, !constant.isNegative else {
      throw ExpressionFault(
        place.range.lowerBound, "步长须大于零。", "The step must be greater than zero.")
    }
    return constant
  }

  /// The value in a register; a constant is one unit of itself, or minus one.
  mutating func variable(_ value: CompiledValue) -> Variable {
    switch value {
    case .variable(let variable): return variable
    case .constant(let constant):
      let raw: Int128 = constant.isZero ? 0 : constant.isNegative ? -1 : 1
      return Variable(
        register: result(.constant, 0, constant: raw), range: RawRange(raw),
        factor: constant.isZero ? .one : constant.magnitude)
    }
  }

  /// A date, choice or truth in a register, whose factor is always 1.
  mutating func plain(_ value: CompiledValue) -> Variable {
    guard case .constant(let constant) = value else { return variable(value) }
    let register = result(.constant, 0, constant: constant.numerator)
    return Variable(register: register, range: RawRange(constant.numerator), factor: .one)
  }
}

/// Whole calendar years from one day to another; negative when the other is earlier.
///
/// A year is over on the anniversary; that of 29 February is 1 March in years without it. Days
/// beyond the calendar stand for its ends, so that no number traps.
func wholeYears(from: Int128, until: Int128) -> Int128 {
  if until < from { return -wholeYears(from: until, until: from) }
  let first = CalendarDate(daysSinceEpoch: Int32(clamping: from))
  let last = CalendarDate(daysSinceEpoch: Int32(clamping: until))
  let isBefore = (last.month, last.day) < (first.month, first.day)
  return Int128(last.year - first.year - (isBefore ? 1 : 0))
}
