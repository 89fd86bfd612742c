// SPDX-License-Identifier: Apache-2.0

/// Reads the tokens of one expression by precedence; it stops at the first mistake.
///
/// Its recursion is bounded by ``MethodologyLimits/expressionDepth``, whatever the text.
struct Parser {
  private let tokens: [Token]
  private var position = 0
  private var nesting = 0

  private init(_ tokens: [Token]) {
    self.tokens = tokens
  }

  /// The whole text as one expression.
  static func parse(_ text: String) throws(ExpressionFault) -> Syntax {
    var parser = Parser(try Lexer.tokens(text))
    guard parser.token.kind != .end else {
      throw ExpressionFault(0, "缺少表达式。", "An expression is missing.")
    }
    let syntax = try parser.expression(0)
    guard parser.token.kind == .end else {
      throw parser.unexpected("运算符或表达式的结尾", "an operator or the end of the expression")
    }
    return syntax
  }

  private var token: Token { tokens[position] }

  /// An expression whose operators bind at least as tightly as `minimum`.
  private mutating func expression(_ minimum: Int) throws(ExpressionFault) -> Syntax {
    nesting += 1
    defer { nesting -= 1 }
    try checkDepth(nesting, at: token.offset)
    if token.kind == .name("if") {
      guard minimum == 0 else {
        throw ExpressionFault(
          token.offset, "运算符后的 if 要放进括号:( if … then … else … )。",
          "Behind an operator, put if in parentheses: (if … then … else …).")
      }
      return try conditional()
    }
    var left = try operand()
    while let found = infix, found.precedence >= minimum {
      if found.isComparison, case .binary(let other, _, _, _) = left.kind, other.isComparison,
        !left.isParenthesised
      {
        throw ExpressionFault(
          token.offset, "比较不能连写;写作 a < b and b < c。",
          "Comparisons cannot be chained; write a < b and b < c.")
      }
      let place = token.offset
      position += 1
      let right = try expression(found.precedence + 1)
      left = try node(
        .binary(found, at: place, left, right), left.range.lowerBound..<right.range.upperBound)
    }
    return left
  }

  private mutating func conditional() throws(ExpressionFault) -> Syntax {
    let first = token
    position += 1
    let condition = try expression(0)
    try expect("then", "if")
    let then = try expression(0)
    try expect("else", "if")
    let otherwise = try expression(0)
    return try node(
      .conditional(condition, then: then, otherwise: otherwise),
      through(first))
  }

  private mutating func expect(_ word: String, _ opener: String) throws(ExpressionFault) {
    guard token.kind == .name(word) else {
      throw unexpected("\(opener) 之后的 \(word)", "\(word) for this \(opener)")
    }
    position += 1
  }

  private var infix: Syntax.Operator? {
    switch token.kind {
    case .sign(let sign): Syntax.Operator(rawValue: sign.rawValue)
    case .name("and"): .and
    case .name("or"): .or
    default: nil
    }
  }

  private mutating func operand() throws(ExpressionFault) -> Syntax {
    let first = token
    switch first.kind {
    case .number(let value, let unit):
      position += 1
      return try node(.number(value, unit: unit), first.range)
    case .text(let text):
      position += 1
      return try node(.text(text), first.range)
    case .sign(.minus):
      position += 1
      let part = try expression(Syntax.Operator.sign)
      return try node(.negation(part), first.offset..<part.range.upperBound)
    case .sign(.open):
      position += 1
      let inside = try expression(0)
      try close(.close, of: first)
      return Syntax(inside.kind, through(first), isParenthesised: true)
    case .name(let name):
      position += 1
      return try named(name, first)
    default:
      throw unexpected("数字、名称或左括号", "a number, a name or (")
    }
  }

  /// What begins with a name: a word of the language, a call, a lookup, a field, or the name.
  private mutating func named(_ name: String, _ first: Token) throws(ExpressionFault) -> Syntax {
    switch name {
    case "true", "false": return try node(.truth(name == "true"), first.range)
    case "not":
      let part = try expression(Syntax.Operator.comparison)
      return try node(.not(part), first.offset..<part.range.upperBound)
    case "then", "else", "and", "or", "in", "if":
      position -= 1
      throw unexpected("数字、名称或左括号", "a number, a name or (")
    default: break
    }
    switch token.kind {
    case .sign(.open): return try call(name, first)
    case .sign(.openBracket):
      let open = token
      position += 1
      let index = try expression(0)
      try close(.closeBracket, of: open)
      return try node(.index(name, index), through(first))
    case .sign(.dot):
      position += 1
      guard case .name = token.kind else { throw unexpected("字段名", "the name of a field") }
      let field = token
      position += 1
      return try node(.field(row: name, name: field), first.offset..<field.range.upperBound)
    default:
      return try node(.name(name), first.range)
    }
  }

  private mutating func call(_ name: String, _ first: Token) throws(ExpressionFault) -> Syntax {
    let open = token
    position += 1
    if ReservedWords.aggregates.contains(name) { return try aggregate(name, first, open) }
    var arguments: [Syntax] = []
    if token.kind != .sign(.close) {
      arguments.append(try expression(0))
      while token.kind == .sign(.comma) {
        position += 1
        arguments.append(try expression(0))
      }
    }
    try close(.close, of: open)
    return try node(
      .call(name, arguments), through(first))
  }

  private mutating func aggregate(
    _ name: String, _ first: Token, _ open: Token
  ) throws(ExpressionFault) -> Syntax {
    guard case .name(let row) = token.kind, tokens[position + 1].kind == .name("in") else {
      throw unexpected(
        "行的名称和 in,如 \(name)(r in 列表: …)",
        "a name for the row and in, as in \(name)(r in list: …)")
    }
    position += 2
    guard case .name = token.kind else { throw unexpected("列表的名称", "the name of a list") }
    let list = token
    position += 1
    guard token.kind == .sign(.colon) else {
      throw unexpected("列表名称后的 :", "a : behind the list")
    }
    position += 1
    let body = try expression(0)
    try close(.close, of: open)
    return try node(
      .aggregate(name, row: row, list: list, body: body),
      through(first))
  }

  private mutating func close(_ sign: Token.Sign, of open: Token) throws(ExpressionFault) {
    guard token.kind == .sign(sign) else {
      let english = sign == .close ? ", or a , or an operator" : ""
      throw unexpected("\(sign.rawValue)", "\(sign.rawValue)\(english)")
    }
    position += 1
  }

  /// From the start of a token to the end of the token read last.
  private func through(_ first: Token) -> Range<Int> {
    first.offset..<tokens[position - 1].range.upperBound
  }

  private func node(_ kind: Syntax.Kind, _ range: Range<Int>) throws(ExpressionFault) -> Syntax {
    let syntax = Syntax(kind, range)
    try checkDepth(syntax.depth, at: range.lowerBound)
    return syntax
  }

  private func checkDepth(_ depth: Int, at offset: Int) throws(ExpressionFault) {
    guard depth > MethodologyLimits.expressionDepth else { return }
    throw ExpressionFault(
      offset, "嵌套或连写超过 \(MethodologyLimits.expressionDepth) 层;请把部分写成命名的定义。",
      "Nested or chained more than \(MethodologyLimits.expressionDepth) deep; name parts of it as "
        + "definitions.")
  }

  private func unexpected(_ chinese: String, _ english: String) -> ExpressionFault {
    let found = token
    if found.kind == .end {
      return ExpressionFault(
        found.offset, "表达式在此中断;此处应有\(chinese)。",
        "The expression ends here; expected \(english).")
    }
    return ExpressionFault(
      found.offset, "“\(found.spelling)”不能在此处;此处应有\(chinese)。",
      "“\(found.spelling)” cannot stand here; expected \(english).")
  }
}
