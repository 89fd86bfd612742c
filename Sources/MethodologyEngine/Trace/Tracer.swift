// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Evaluates the typed expressions over exact fractions and notes every step.
///
/// It shares nothing with the compiler but the typed expressions, so that each checks the other.
struct Tracer {
  let program: MethodologyProgram
  let date: CalendarDate
  let attributes: [Int64]
  let duration: Int64
  /// The values of each input: one, or one row after the other.
  let inputs: [[[Int64]]]

  var steps: [TraceStep] = []
  var depth = 0
  /// Whether operations are noted; not inside the rows of a list.
  var notesOperations = true
  /// The row at hand.
  var row: [Int64] = []
  /// The text that the expression at hand is cut from.
  var text: [Unicode.Scalar] = []
  private var definitions: [Rational?]
  private var shownParameters: Set<String> = []

  init(
    _ program: MethodologyProgram, date: CalendarDate, attributes: [Int64], inputs: [[[Int64]]],
    duration: Int64
  ) {
    self.program = program
    self.date = date
    self.attributes = attributes
    self.inputs = inputs
    self.duration = duration
    definitions = Array(repeating: nil, count: program.methodology.definitions.count)
  }

  var methodology: Methodology { program.methodology }

  /// Evaluates everything; returns what becomes of the activity.
  mutating func run() throws(ArithmeticOverflow) -> BoundProgram.Outcome {
    try noteGiven()
    for step in program.typed.order {
      switch step {
      case .definition(let position): try define(position)
      case .condition(let position):
        if try !isMet(position) { return .refused(condition: position) }
      }
    }
    return .result(try record())
  }

  // MARK: - What has a name

  private mutating func define(_ position: Int) throws(ArithmeticOverflow) {
    let definition = methodology.definitions[position]
    let expression = program.typed.definitions[position]
    let value = try whole(expression, definition.expression)
    definitions[position] = value
    var step = try self.step(.definition, value, expression.type)
    (step.name, step.label) = (definition.name, definition.label)
    step.expression = definition.expression.text
    steps.append(step)
  }

  private mutating func isMet(_ position: Int) throws(ArithmeticOverflow) -> Bool {
    let condition = methodology.conditions[position]
    let value = try whole(program.typed.conditions[position], condition.expression)
    let isMet = !value.isZero
    var step = try self.step(.condition(isMet: isMet), value, .truth)
    (step.name, step.label, step.source) = (condition.id, condition.text, condition.source)
    step.expression = condition.expression.text
    steps.append(step)
    return isMet
  }

  /// The formula and its rounding.
  private mutating func record() throws(ArithmeticOverflow) -> Int64 {
    let result = methodology.result
    let formula = program.typed.formula
    let value = try whole(formula, result.expression)
    var step = try self.step(.formula, value, formula.type)
    step.expression = result.expression.text
    steps.append(step)
    let rule = RecordingRule(result)
    let size = try rule.unit * Rational(whole: rule.step)
    let recorded = try Self.nearest(value / size, result.rounding) * Rational(whole: rule.step)
    let isReduction = result.kind == .reduction
    steps.append(
      TraceStep(
        kind: .result, depth: 0, value: recorded.decimalText,
        unit: isReduction ? "mgCO2e" : nil,
        rounding: TraceStep.RoundingNote(
          step: isReduction ? "\(result.step) \(result.stepUnit)" : "\(result.step)",
          rounding: result.rounding)))
    return Int64(clamping: recorded.numerator)
  }

  private mutating func whole(
    _ expression: TypedExpression, _ text: Methodology.ExpressionText
  ) throws(ArithmeticOverflow) -> Rational {
    self.text = Array(text.text.unicodeScalars)
    depth = 0
    return try evaluate(expression, isNoted: false)
  }

  // MARK: - What the activity brings along

  private mutating func noteGiven() throws(ArithmeticOverflow) {
    steps.append(TraceStep(kind: .date, depth: 0, value: "\(date)"))
    if methodology.activity.timing == .interval {
      steps.append(TraceStep(kind: .duration, depth: 0, value: "\(duration)", unit: "s"))
    }
    for (attribute, value) in zip(methodology.attributes, attributes) {
      note(attribute, .attribute, [[value]])
    }
    for (input, rows) in zip(methodology.activity.inputs, inputs) { note(input, .input, rows) }
  }

  private mutating func note(
    _ input: Methodology.InputDefinition, _ kind: TraceStep.Kind, _ rows: [[Int64]]
  ) {
    var step = TraceStep(kind: kind, depth: 0, name: input.name, label: input.label, value: "")
    switch input.kind {
    case .list(let fields, _, _):
      step.value = "\(rows.count)"
      steps.append(step)
      for (number, row) in rows.enumerated() {
        let values = zip(fields, row).map { "\($0.name) \($0.text(raw: $1))\($0.unitSuffix)" }
        steps.append(
          TraceStep(kind: .row(number + 1), depth: 1, value: values.joined(separator: ", ")))
      }
    case .quantity(let unit, _, _, _):
      step.value = input.text(raw: rows[0][0])
      step.unit = unit == "1" ? nil : unit
      steps.append(step)
    default:
      step.value = input.text(raw: rows[0][0])
      steps.append(step)
    }
  }

  /// A parameter's value on the date; it is noted when it is used for the first time.
  mutating func parameter(
    _ position: Int, choice: String?
  ) throws(ArithmeticOverflow) -> Rational {
    let parameter = methodology.parameters[position]
    let found = parameter.values.first { $0.choice == choice && $0.covers(date) }
    guard let found, let unit = try? CompoundUnit(text: parameter.unit) else {
      preconditionFailure("a program was bound on a date without all parameters")
    }
    let name = choice.map { "\(parameter.name)[\"\($0)\"]" } ?? parameter.name
    if shownParameters.insert(name).inserted {
      steps.append(
        TraceStep(
          kind: .parameter, depth: max(0, depth - 1), name: name, label: parameter.label,
          value: found.value.normalized.description,
          unit: parameter.unit == "1" ? nil : parameter.unit, source: found.source))
    }
    return try Rational(found.value) * unit.factor
  }

  func definition(_ position: Int) -> Rational {
    guard let value = definitions[position] else {
      preconditionFailure("a definition was used before it was evaluated")
    }
    return value
  }

  func step(
    _ kind: TraceStep.Kind, _ value: Rational, _ type: ValueType
  ) throws(ArithmeticOverflow) -> TraceStep {
    let amount = try ExactAmount(value, type)
    return TraceStep(kind: kind, depth: depth, value: amount.value, unit: amount.unit)
  }

  /// The whole number next to a fraction, found from the distance to the one below.
  static func nearest(
    _ value: Rational, _ rounding: Rounding
  ) throws(ArithmeticOverflow) -> Rational {
    var below = value.numerator / value.denominator
    if value.isNegative, below * value.denominator != value.numerator { below -= 1 }
    let (floor, half) = (Rational(whole: below), try Rational(1, over: 2))
    let rest = try value - floor
    if rest.isZero { return floor }
    let above = try floor + .one
    let order = try Rational.compare(rest, half)
    switch rounding {
    case .floor: return floor
    case .ceiling: return above
    case .down: return value.isNegative ? above : floor
    case .up: return value.isNegative ? floor : above
    case .halfUp where order == 0: return value.isNegative ? floor : above
    case .halfEven where order == 0: return below.isMultiple(of: 2) ? floor : above
    case .halfUp, .halfEven: return order < 0 ? floor : above
    }
  }
}

extension Methodology.InputDefinition {
  /// The unit behind a number, with a space; empty for what has none.
  fileprivate var unitSuffix: String {
    guard case .quantity(let unit, _, _, _) = kind, unit != "1" else { return "" }
    return " \(unit)"
  }
}
