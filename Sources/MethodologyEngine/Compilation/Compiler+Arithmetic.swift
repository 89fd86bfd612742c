// SPDX-License-Identifier: Apache-2.0
import Quantities

extension Compiler {
  typealias Variable = CompiledValue.Variable

  /// The sum; both sides are brought to a common factor first.
  mutating func sum(
    _ left: CompiledValue, _ right: CompiledValue, _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledValue {
    switch (left, right) {
    case (.constant(let a), .constant(let b)):
      return .constant(try exact(place) { () throws(ArithmeticOverflow) in try a + b })
    case (.variable(let variable), .constant(let constant)),
      (.constant(let constant), .variable(let variable)):
      if constant.isZero { return .variable(variable) }
      let measure = try measure([variable.factor, constant.magnitude], place)
      let scaled = try multiple(variable, in: measure, place)
      let added = try whole(constant, in: measure, place)
      let range = try exact(place) { () throws(ArithmeticOverflow) in
        try scaled.range + RawRange(added)
      }
      let register = result(.addConstant, scaled.register, constant: added)
      return .variable(Variable(register: register, range: range, factor: measure))
    case (.variable(let a), .variable(let b)):
      let measure = try measure([a.factor, b.factor], place)
      let (first, second) = (
        try multiple(a, in: measure, place), try multiple(b, in: measure, place)
      )
      let range = try exact(place) { () throws(ArithmeticOverflow) in
        try first.range + second.range
      }
      let register = result(.add, first.register, second.register)
      return .variable(Variable(register: register, range: range, factor: measure))
    }
  }

  /// The product; a constant goes into the factor and costs nothing.
  mutating func product(
    _ left: CompiledValue, _ right: CompiledValue, _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledValue {
    switch (left, right) {
    case (let other, .constant(let constant)), (.constant(let constant), let other):
      return try scaled(other, by: constant, place)
    case (.variable(let a), .variable(let b)):
      let (factor, range) = try exact(place) { () throws(ArithmeticOverflow) in
        (try a.factor * b.factor, try a.range * b.range)
      }
      let register = result(.multiply, a.register, b.register)
      return .variable(Variable(register: register, range: range, factor: factor))
    }
  }

  /// A value times a constant.
  mutating func scaled(
    _ value: CompiledValue, by constant: Rational, _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledValue {
    switch value {
    case .constant(let other):
      return .constant(try exact(place) { () throws(ArithmeticOverflow) in try other * constant })
    case .variable(var variable):
      if constant.isZero { return .constant(.zero) }
      variable.factor = try exact(place) { () throws(ArithmeticOverflow) in
        try variable.factor * constant.magnitude
      }
      return .variable(constant.isNegative ? try times(variable, -1, place) : variable)
    }
  }

  /// An exact quotient by a constant.
  mutating func ratio(
    _ value: CompiledValue, by divisor: CompiledValue, _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledValue {
    guard case .constant(let constant) = divisor else {
      preconditionFailure("the type checker let a divisor that varies through")
    }
    if constant.isZero { throw Self.divisionByZero(place) }
    let inverse = try exact(place) { () throws(ArithmeticOverflow) in try Rational.one / constant }
    return try scaled(value, by: inverse, place)
  }

  /// The smallest or largest of several.
  mutating func extreme(
    _ parts: [TypedExpression], isMaximum: Bool, _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledValue {
    var best: CompiledValue?
    for part in parts {
      let value = try compile(part)
      best = if let best { try extreme(best, value, isMaximum, place) } else { value }
    }
    return best ?? .constant(.zero)
  }

  private mutating func extreme(
    _ left: CompiledValue, _ right: CompiledValue, _ isMaximum: Bool, _ place: TypedExpression
  ) throws(ExpressionFault) -> CompiledValue {
    switch (left, right) {
    case (.constant(let a), .constant(let b)):
      let order = try exact(place) { () throws(ArithmeticOverflow) in try Rational.compare(a, b) }
      return .constant((order > 0) == isMaximum ? a : b)
    case (.variable(let variable), .constant(let constant)),
      (.constant(let constant), .variable(let variable)):
      let measure =
        try constant.isZero
        ? variable.factor : measure([variable.factor, constant.magnitude], place)
      let bound = try whole(constant, in: measure, place)
      let scaled = try multiple(variable, in: measure, place)
      // The range may decide already which it is.
      if isMaximum ? scaled.range.low >= bound : scaled.range.high <= bound {
        return .variable(scaled)
      }
      if isMaximum ? scaled.range.high <= bound : scaled.range.low >= bound {
        return .constant(constant)
      }
      let range =
        isMaximum
        ? RawRange(max(scaled.range.low, bound), scaled.range.high)
        : RawRange(scaled.range.low, min(scaled.range.high, bound))
      let register = result(
        isMaximum ? .maximumConstant : .minimumConstant, scaled.register, constant: bound)
      return .variable(Variable(register: register, range: range, factor: measure))
    case (.variable(let a), .variable(let b)):
      let measure = try measure([a.factor, b.factor], place)
      let (first, second) = (
        try multiple(a, in: measure, place), try multiple(b, in: measure, place)
      )
      let pick: (Int128, Int128) -> Int128 = isMaximum ? { max($0, $1) } : { min($0, $1) }
      let range = RawRange(
        pick(first.range.low, second.range.low), pick(first.range.high, second.range.high))
      let register = result(isMaximum ? .maximum : .minimum, first.register, second.register)
      return .variable(Variable(register: register, range: range, factor: measure))
    }
  }

  // MARK: - Common factors

  /// The largest factor of which all are whole multiples.
  func measure(
    _ factors: [Rational], _ place: TypedExpression
  ) throws(ExpressionFault) -> Rational {
    var measure: Rational?
    for factor in factors where !factor.isZero {
      measure = try exact(place) { () throws(ArithmeticOverflow) in
        if let measure { try Rational.commonMeasure(measure, factor) } else { factor }
      }
    }
    return measure ?? .one
  }

  /// The register's value in another factor that divides its own.
  mutating func multiple(
    _ variable: Variable, in measure: Rational, _ place: TypedExpression
  ) throws(ExpressionFault) -> Variable {
    let multiplier = try whole(variable.factor, in: measure, place)
    var result = try times(variable, multiplier, place)
    result.factor = measure
    return result
  }

  /// How often `measure` goes into a constant, which it must do exactly.
  func whole(
    _ constant: Rational, in measure: Rational, _ place: TypedExpression
  ) throws(ExpressionFault) -> Int128 {
    let count = try exact(place) { () throws(ArithmeticOverflow) in try constant / measure }
    precondition(count.isWhole, "a common factor does not divide what it is common to")
    return count.numerator
  }

  /// The register times a whole number; the factor stays.
  mutating func times(
    _ variable: Variable, _ multiplier: Int128, _ place: TypedExpression
  ) throws(ExpressionFault) -> Variable {
    if multiplier == 1 { return variable }
    let range = try exact(place) { () throws(ArithmeticOverflow) in
      try variable.range * RawRange(multiplier)
    }
    let register = result(.multiplyConstant, variable.register, constant: multiplier)
    return Variable(register: register, range: range, factor: variable.factor)
  }

  /// Arithmetic while compiling; what does not fit is a problem of the document.
  func exact<Value>(
    _ place: TypedExpression, _ body: () throws(ArithmeticOverflow) -> Value
  ) throws(ExpressionFault) -> Value {
    do { return try body() } catch {
      throw ExpressionFault(
        place.range.lowerBound,
        "精确值可能有太多位数;请缩小输入的上下限,或用 round(x, 步长) 截短中间结果。",
        "The exact value can have too many digits; narrow the bounds of the inputs, or shorten an "
          + "intermediate result with round(x, step).")
    }
  }

  static func divisionByZero(_ place: TypedExpression) -> ExpressionFault {
    ExpressionFault(
      place.range.lowerBound, "除数可能为零;写作 if b > 0 then … else …。",
      "The divisor can be zero; guard it with if b > 0 then … else ….")
  }
}
