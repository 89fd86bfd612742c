// SPDX-License-Identifier: Apache-2.0
import Quantities

extension TypeChecker {
  /// A call of a function by name.
  func call(
    _ name: String, _ arguments: [Syntax], _ syntax: Syntax
  ) throws(Failure) -> TypedExpression {
    switch name {
    case "min", "max":
      try require(2..., arguments, of: name, "(a, b, …)", syntax)
      let (parts, type) = try alike(arguments)
      let kind: Kind = name == "min" ? .minimum(parts) : .maximum(parts)
      return make(kind, type, syntax, parts)
    case "clamp":
      try require(3...3, arguments, of: name, "(x, low, high)", syntax)
      let (parts, type) = try alike(arguments)
      let raised = make(.maximum([parts[0], parts[1]]), type, syntax, [parts[0], parts[1]])
      return make(.minimum([raised, parts[2]]), type, syntax, parts)
    case "floor", "ceil", "round":
      try require(2...2, arguments, of: name, "(x, step)", syntax)
      let (parts, type) = try alike(arguments)
      try requireStep(parts[1])
      let rounding: Rounding = name == "floor" ? .floor : name == "ceil" ? .ceiling : .halfEven
      return make(.rounded(parts[0], step: parts[1], rounding), type, syntax, parts)
    case "divide": return try divide(arguments, syntax)
    case "years", "days":
      try require(2...2, arguments, of: name, "(from, until)", syntax)
      let from = try adapted(try check(arguments[0]), to: .date)
      let until = try adapted(try check(arguments[1]), to: .date)
      return name == "years"
        ? make(.years(from, until), .quantity(.year), syntax, from, until)
        : make(.days(from, until), .quantity(.time), syntax, from, until)
    case "count":
      try require(1...1, arguments, of: name, "(list)", syntax)
      guard case .name(let text) = arguments[0].kind else {
        throw fault(
          arguments[0].range.lowerBound, "count 需要列表的名称。", "count needs the name of a list.")
      }
      let list = try list(text, at: arguments[0].range.lowerBound)
      return TypedExpression(
        kind: .count(list: list.input), type: .quantity(.none), dependencies: .activity,
        range: syntax.range)
    default:
      let names = ReservedWords.functions.sorted()
      throw fault(
        syntax.range.lowerBound, "没有函数“\(name)”;有:\(names.joined(separator: "、"))。",
        "There is no function “\(name)”; there are \(names.joined(separator: ", ")).")
    }
  }

  private func divide(
    _ arguments: [Syntax], _ syntax: Syntax
  ) throws(Failure) -> TypedExpression {
    try require(4...4, arguments, of: "divide", "(a, b, step, down)", syntax)
    let (dividend, divisor) = (try quantity(arguments[0]), try quantity(arguments[1]))
    let step = try quantity(arguments[2])
    try requireStep(step)
    let place = arguments[1].range.lowerBound
    let dimension = try combined(dividend, divisor, at: place) { $0.divided(by: $1) }
    guard step.type.dimension == dimension else {
      throw wrong(step, ValueType.quantity(dimension).name)
    }
    let rounding: Rounding
    switch arguments[3].kind {
    case .name("down"): rounding = .down
    case .name("up"): rounding = .up
    case .name("half_even"): rounding = .halfEven
    case .name("half_up"): rounding = .halfUp
    default:
      throw fault(
        arguments[3].range.lowerBound, "进位方式须为 down、up、half_even 或 half_up。",
        "The rounding is down, up, half_even or half_up.")
    }
    return make(
      .quotient(dividend, by: divisor, step: step, rounding), .quantity(dimension), syntax,
      [dividend, divisor])
  }

  /// Numbers of one dimension.
  private func alike(
    _ arguments: [Syntax]
  ) throws(Failure) -> (parts: [TypedExpression], type: ValueType) {
    var parts: [TypedExpression] = []
    var type = ValueType.zero
    for argument in arguments {
      let part = try quantity(argument)
      guard let both = type.unified(with: part.type) else {
        throw wrong(part, type.name)
      }
      type = both
      parts.append(part)
    }
    return (parts, type)
  }

  private func requireStep(_ step: TypedExpression) throws(Failure) {
    guard !step.isConstant else { return }
    throw fault(
      step.range.lowerBound, "步长须是数字或参数,如 0.01 [kg]。",
      "The step is a number or a parameter, such as 0.01 [kg].")
  }

  private func require(
    _ count: some RangeExpression<Int>, _ arguments: [Syntax], of name: String, _ form: String,
    _ syntax: Syntax
  ) throws(Failure) {
    guard !count.contains(arguments.count) else { return }
    throw fault(
      syntax.range.lowerBound, "应写作 \(name)\(form);此处有 \(arguments.count) 项。",
      "Write \(name)\(form); \(arguments.count) given.")
  }

  private func make(
    _ kind: Kind, _ type: ValueType, _ syntax: Syntax, _ parts: [TypedExpression]
  ) -> TypedExpression {
    let dependencies = parts.reduce(into: TypedExpression.Dependencies()) {
      $0.formUnion($1.dependencies)
    }
    return TypedExpression(
      kind: kind, type: type, dependencies: dependencies, range: syntax.range)
  }
}
