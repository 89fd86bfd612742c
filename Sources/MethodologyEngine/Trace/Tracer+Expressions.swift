// SPDX-License-Identifier: Apache-2.0
import Quantities

extension Tracer {
  /// The exact value of an expression: a number in base units, 1 or 0, a position, or days.
  mutating func evaluate(
    _ expression: TypedExpression, isNoted: Bool = true
  ) throws(ArithmeticOverflow) -> Rational {
    depth += 1
    let value = try compute(expression)
    depth -= 1
    if isNoted, notesOperations, expression.isOperation {
      var step = try self.step(.operation, value, expression.type)
      step.expression = String(String.UnicodeScalarView(text[expression.range]))
      steps.append(step)
    }
    return value
  }

  private mutating func compute(
    _ expression: TypedExpression
  ) throws(ArithmeticOverflow) -> Rational {
    switch expression.kind {
    case .constant(let value): return value
    case .reference(let reference): return try value(of: reference)
    case .lookup(let position, let index):
      let choice = try evaluate(index)
      guard case .choice(let names) = index.type else { return .zero }
      return try parameter(position, choice: names[Int(choice.numerator)])
    case .negation(let part): return try evaluate(part).negated
    case .sum(let left, let right): return try evaluate(left) + evaluate(right)
    case .difference(let left, let right): return try evaluate(left) - evaluate(right)
    case .product(let left, let right): return try evaluate(left) * evaluate(right)
    case .ratio(let left, let right): return try quotient(try evaluate(left), try evaluate(right))
    case .conditional(let test, let then, let otherwise):
      return try evaluate(test).isZero ? evaluate(otherwise) : evaluate(then)
    case .minimum(let parts): return try extreme(parts, expression.range, sign: 1)
    case .maximum(let parts): return try extreme(parts, expression.range, sign: -1)
    case .rounded(let part, let step, let rounding):
      let (value, size) = (try evaluate(part), try evaluate(step))
      return try Self.nearest(quotient(value, size), rounding) * size
    case .quotient(let left, let right, let step, let rounding):
      let (above, below) = (try evaluate(left), try evaluate(right))
      let size = try evaluate(step)
      return try Self.nearest(quotient(quotient(above, below), size), rounding) * size
    case .days(let from, let until):
      return try (evaluate(until) - evaluate(from)) * Rational(86_400)
    case .years(let from, let until):
      let (first, last) = (try evaluate(from), try evaluate(until))
      // As numbers of eight digits, dates differ by ten thousand a year.
      return Rational((Self.digits(last) - Self.digits(first)) / 10_000)
    case .count(let list): return Rational(inputs[list].count)
    case .aggregate(let kind, let list, let body): return try aggregate(kind, list, body)
    case .not, .comparison, .and, .or: return try truth(expression) ? .one : .zero
    }
  }

  private mutating func truth(_ expression: TypedExpression) throws(ArithmeticOverflow) -> Bool {
    switch expression.kind {
    case .not(let part): return try evaluate(part).isZero
    case .and(let left, let right):
      if try evaluate(left).isZero { return false }
      return try !evaluate(right).isZero
    case .or(let left, let right):
      if try !evaluate(left).isZero { return true }
      return try !evaluate(right).isZero
    case .comparison(let comparison, let left, let right):
      let (first, second) = (try evaluate(left), try evaluate(right))
      let order = try Rational.compare(first, second)
      switch comparison {
      case .less: return order < 0
      case .lessOrEqual: return order <= 0
      case .greater: return order > 0
      case .greaterOrEqual: return order >= 0
      case .equal: return order == 0
      case .notEqual: return order != 0
      }
    default: return try !evaluate(expression).isZero
    }
  }

  private mutating func value(
    of reference: TypedExpression.Reference
  ) throws(ArithmeticOverflow) -> Rational {
    switch reference {
    case .input(let position):
      return try Self.amount(inputs[position][0][0], methodology.activity.inputs[position].kind)
    case .attribute(let position):
      return try Self.amount(attributes[position], methodology.attributes[position].kind)
    case .parameter(let position): return try parameter(position, choice: nil)
    case .definition(let position): return definition(position)
    case .date: return Rational(Int(date.daysSinceEpoch))
    case .duration: return Rational(Int(duration))
    case .field(let list, let position):
      guard case .list(let fields, _, _) = methodology.activity.inputs[list].kind else {
        return .zero
      }
      return try Self.amount(row[position], fields[position].kind)
    }
  }

  /// An integer of an activity in base units.
  private static func amount(
    _ raw: Int64, _ kind: Methodology.InputDefinition.Kind
  ) throws(ArithmeticOverflow) -> Rational {
    guard case .quantity(let text, let decimals, _, _) = kind,
      let unit = try? CompoundUnit(text: text),
      let number = try? ExactDecimal(coefficient: Int128(raw), scale: decimals)
    else { return Rational(whole: Int128(raw)) }
    return try Rational(number) * unit.factor
  }

  /// The smallest of several for the sign 1, the largest for −1.
  private mutating func extreme(
    _ parts: [TypedExpression], _ range: Range<Int>, sign: Int
  ) throws(ArithmeticOverflow) -> Rational {
    var best: Rational?
    for part in parts {
      // A clamp is a minimum around a maximum; it is noted once.
      let value = try evaluate(part, isNoted: part.range != range)
      guard let known = best else {
        best = value
        continue
      }
      if try Rational.compare(value, known) * sign < 0 { best = value }
    }
    return best ?? .zero
  }

  private mutating func aggregate(
    _ kind: TypedExpression.Aggregate, _ list: Int, _ body: TypedExpression
  ) throws(ArithmeticOverflow) -> Rational {
    let notes = notesOperations
    notesOperations = false
    defer { notesOperations = notes }
    var values: [Rational] = []
    for (number, fields) in inputs[list].enumerated() {
      row = fields
      let value = try evaluate(body, isNoted: false)
      values.append(value)
      steps.append(try step(.row(number + 1), value, body.type))
    }
    switch kind {
    case .sum:
      var total = Rational.zero
      for value in values { total = try total + value }
      return total
    case .all: return values.allSatisfy { !$0.isZero } ? .one : .zero
    case .any: return values.contains { !$0.isZero } ? .one : .zero
    case .distinct: return Set(values).count == values.count ? .one : .zero
    }
  }

  /// A quotient whose divisor the check has proved not to be zero.
  private func quotient(
    _ dividend: Rational, _ divisor: Rational
  ) throws(ArithmeticOverflow) -> Rational {
    guard !divisor.isZero else { throw ArithmeticOverflow() }
    return try dividend / divisor
  }

  /// A date as the number that its eight digits make.
  private static func digits(_ days: Rational) -> Int {
    let date = CalendarDate(daysSinceEpoch: Int32(clamping: days.numerator))
    return date.year * 10_000 + date.month * 100 + date.day
  }
}

extension TypedExpression {
  /// Whether something is computed: names, numbers and lookups show their values elsewhere.
  var isOperation: Bool {
    switch kind {
    case .constant, .reference, .lookup: false
    default: true
    }
  }
}
