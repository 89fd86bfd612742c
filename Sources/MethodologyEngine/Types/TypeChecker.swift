// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Resolves the names of one expression and makes sure that its dimensions agree.
///
/// It stops at the first mistake, so that no mistake is reported for what another one caused.
struct TypeChecker {
  typealias Kind = TypedExpression.Kind

  /// Why an expression has no type.
  enum Failure: Error {
    /// A mistake of the expression.
    case fault(ExpressionFault)
    /// A name stands for something that is broken, about which enough has been said.
    case silent
  }

  let scope: Scope
  /// The name and list of the row at hand.
  var row: (name: String, list: Scope.List)?

  init(_ scope: Scope) {
    self.scope = scope
  }

  /// The expression with its type, or what is wrong with it.
  func check(_ syntax: Syntax) throws(Failure) -> TypedExpression {
    switch syntax.kind {
    case .number(let value, let unit): return try number(value, unit, syntax)
    case .text(let text): return make(.constant(.zero), .text(text), syntax)
    case .truth(let isTrue): return make(.constant(isTrue ? .one : .zero), .truth, syntax)
    case .name(let name): return try reference(name, syntax)
    case .index(let name, let index): return try lookup(name, index, syntax)
    case .field(let name, let field): return try self.field(name, field, syntax)
    case .negation(let part):
      let operand = try check(part)
      guard operand.type.dimension != nil else { throw wrong(operand, .init("数", "a number")) }
      return make(.negation(operand), operand.type, syntax, operand)
    case .not(let part):
      let operand = try truth(part)
      return make(.not(operand), .truth, syntax, operand)
    case .binary(let sign, let place, let left, let right):
      return try binary(sign, place, left, right, syntax)
    case .conditional(let condition, let then, let otherwise):
      let test = try truth(condition)
      let (first, second) = (try check(then), try check(otherwise))
      let type = try common(first, second, at: second.range.lowerBound)
      return make(
        .conditional(test, then: first, otherwise: second), type, syntax, test, first, second)
    case .call(let name, let arguments): return try call(name, arguments, syntax)
    case .aggregate(let name, let row, let list, let body):
      return try aggregate(name, row, list, body, syntax)
    }
  }

  // MARK: - Names and numbers

  private func number(
    _ value: ExactDecimal, _ unitText: Token.UnitText?, _ syntax: Syntax
  ) throws(Failure) -> TypedExpression {
    var unit = CompoundUnit.none
    if let unitText {
      do { unit = try CompoundUnit(text: unitText.text) } catch {
        throw .fault(
          ExpressionFault(
            unitText.offset + error.offset, error.message.chinese, error.message.english))
      }
    }
    guard let amount = try? Rational(value) * unit.factor else {
      throw fault(syntax.range.lowerBound, "数字太大。", "The number is too large.")
    }
    let type: ValueType = value.isZero && unitText == nil ? .zero : .quantity(unit.dimension)
    return make(.constant(amount), type, syntax)
  }

  private func reference(_ name: String, _ syntax: Syntax) throws(Failure) -> TypedExpression {
    let place = syntax.range.lowerBound
    if name == row?.name {
      throw fault(
        place, "\(name) 是一行;写出它的字段,如 \(name).\(row?.list.fields.first?.name ?? "")。",
        "\(name) is a row; name a field of it, as in \(name).\(row?.list.fields.first?.name ?? "")."
      )
    }
    if let list = scope.lists[name] {
      let field = list.fields.first?.name ?? "…"
      throw fault(
        place, "\(name) 是列表;用 sum(r in \(name): r.\(field))、count(\(name)) 等。",
        "\(name) is a list; use sum(r in \(name): r.\(field)), count(\(name)) and so on.")
    }
    let symbol = try self.symbol(name, at: place)
    if let names = symbol.selector {
      throw fault(
        place, "\(name) 按选项取值;写作 \(name)[选项],可选:\(names.joined(separator: "、"))。",
        "\(name) has a value for each choice; write \(name)[choice], of "
          + "\(names.joined(separator: ", ")).")
    }
    return TypedExpression(
      kind: .reference(symbol.reference), type: symbol.type, dependencies: symbol.dependencies,
      range: syntax.range)
  }

  private func symbol(_ name: String, at place: Int) throws(Failure) -> Scope.Symbol {
    if let symbol = scope.symbols[name] { return symbol }
    if scope.broken.contains(name) { throw .silent }
    if scope.later.contains(name) {
      throw fault(
        place, "\(name) 在后面才定义;定义只能用前面的定义。",
        "\(name) is defined further down; a definition can use only those above it.")
    }
    if name == "duration" {
      throw fault(
        place, "只有按时段(interval)记录的活动才有 duration。",
        "Only activities with an interval have a duration.")
    }
    if ReservedWords.functions.contains(name) {
      throw fault(
        place, "\(name) 是函数,后面要有括号。", "\(name) is a function; put ( behind it.")
    }
    let near = scope.suggestions(for: name)
    if !near.isEmpty {
      throw fault(
        place, "没有名称“\(name)”;是否为 \(near.joined(separator: "、"))?",
        "There is no name “\(name)”; did you mean \(near.joined(separator: " or "))?")
    }
    let known = scope.symbols.keys.sorted().prefix(12)
    throw fault(
      place, "没有名称“\(name)”;已有:\(known.joined(separator: "、"))。",
      "There is no name “\(name)”; there are \(known.joined(separator: ", ")).")
  }

  private func lookup(
    _ name: String, _ index: Syntax, _ syntax: Syntax
  ) throws(Failure) -> TypedExpression {
    let symbol = try self.symbol(name, at: syntax.range.lowerBound)
    guard let names = symbol.selector, case .parameter(let position) = symbol.reference else {
      throw fault(
        syntax.range.lowerBound, "\(name) 不按选项取值,后面不能有方括号。",
        "\(name) has one value and takes no choice in brackets.")
    }
    guard !names.isEmpty else { throw .silent }
    let choice = try adapted(try check(index), to: .choice(names))
    return make(.lookup(parameter: position, index: choice), symbol.type, syntax, choice)
  }

  private func field(
    _ name: String, _ field: Token, _ syntax: Syntax
  ) throws(Failure) -> TypedExpression {
    guard let row, row.name == name else {
      throw fault(
        syntax.range.lowerBound, "没有名为“\(name)”的行;字段只能在 sum(\(name) in 列表: …) 等之内使用。",
        "There is no row “\(name)”; fields stand inside sum(\(name) in list: …) and the like.")
    }
    guard let position = row.list.fields.firstIndex(where: { $0.name == field.spelling }) else {
      let known = row.list.fields.map(\.name)
      throw fault(
        field.offset, "行中没有字段“\(field.spelling)”;有:\(known.joined(separator: "、"))。",
        "The rows have no field “\(field.spelling)”; they have \(known.joined(separator: ", ")).")
    }
    return TypedExpression(
      kind: .reference(.field(list: row.list.input, position)),
      type: row.list.fields[position].type, dependencies: .activity, range: syntax.range)
  }

  private func aggregate(
    _ name: String, _ rowName: String, _ list: Token, _ body: Syntax, _ syntax: Syntax
  ) throws(Failure) -> TypedExpression {
    guard row == nil else {
      throw fault(
        syntax.range.lowerBound, "\(name) 不能放在另一个列表函数之内。",
        "\(name) cannot stand inside another function over a list.")
    }
    let rows = try self.list(list.spelling, at: list.offset)
    guard scope.symbols[rowName] == nil, scope.lists[rowName] == nil,
      !ReservedWords.all.contains(rowName)
    else {
      throw fault(
        syntax.range.lowerBound + name.unicodeScalars.count + 1,
        "“\(rowName)”已有含义;请给行另取名称。",
        "“\(rowName)” has a meaning already; choose another name for the row.")
    }
    var inner = self
    inner.row = (rowName, rows)
    let value = try inner.check(body)
    let kind: TypedExpression.Aggregate
    switch name {
    case "sum": kind = .sum
    case "all": kind = .all
    case "any": kind = .any
    default: kind = .distinct
    }
    if kind == .sum, value.type.dimension == nil { throw wrong(value, .init("数", "a number")) }
    if kind == .all || kind == .any, value.type != .truth {
      throw wrong(value, ValueType.truth.name)
    }
    if kind == .distinct, case .text = value.type { throw wrong(value, .init("字段", "a field")) }
    let type = kind == .sum ? value.type : .truth
    return TypedExpression(
      kind: .aggregate(kind, list: rows.input, body: value), type: type,
      dependencies: value.dependencies.union(.activity), range: syntax.range)
  }

  func list(_ name: String, at place: Int) throws(Failure) -> Scope.List {
    if let list = scope.lists[name] { return list }
    if scope.broken.contains(name) { throw .silent }
    let known = scope.lists.keys.sorted()
    throw fault(
      place, "“\(name)”不是列表;列表有:\(known.isEmpty ? "无" : known.joined(separator: "、"))。",
      "“\(name)” is no list; lists are: \(known.isEmpty ? "none" : known.joined(separator: ", ")).")
  }

  // MARK: - What the other parts use

  func truth(_ syntax: Syntax) throws(Failure) -> TypedExpression {
    let value = try check(syntax)
    guard value.type == .truth else { throw wrong(value, ValueType.truth.name) }
    return value
  }

  func make(
    _ kind: Kind, _ type: ValueType, _ syntax: Syntax, _ parts: TypedExpression...
  ) -> TypedExpression {
    let dependencies = parts.reduce(into: TypedExpression.Dependencies()) {
      $0.formUnion($1.dependencies)
    }
    return TypedExpression(
      kind: kind, type: type, dependencies: dependencies, range: syntax.range)
  }

  func wrong(_ found: TypedExpression, _ required: BilingualText) -> Failure {
    fault(
      found.range.lowerBound, "此处应为\(required.chinese),却是\(found.type.name.chinese)。",
      "Expected \(required.english) here, found \(found.type.name.english).")
  }

  func fault(_ offset: Int, _ chinese: String, _ english: String) -> Failure {
    .fault(ExpressionFault(offset, chinese, english))
  }
}
