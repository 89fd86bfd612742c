// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Cuts the text of an expression into tokens.
///
/// Signs may be written as people print them: `×`, `÷`, `≤`, `≥`, `≠`, `−`, full-width signs.
struct Lexer {
  /// The text as it was written: what stands in quotes and brackets is taken from here.
  private let written: [Unicode.Scalar]
  /// The text with signs in their ASCII spelling, scalar for scalar.
  private let scalars: [Unicode.Scalar]
  private var offset = 0

  init(_ text: String) {
    written = Array(text.unicodeScalars)
    scalars = written.map(Self.plain)
  }

  /// The tokens with an ``Token/Kind/end`` behind them, or the first thing that is none.
  static func tokens(_ text: String) throws(ExpressionFault) -> [Token] {
    guard text.utf8.count <= MethodologyLimits.expressionBytes else {
      throw ExpressionFault(
        0, "表达式超过 \(MethodologyLimits.expressionBytes) 字节;请拆成命名的定义。",
        "The expression has more than \(MethodologyLimits.expressionBytes) bytes; name parts of "
          + "it as definitions.")
    }
    var lexer = Lexer(text)
    var tokens: [Token] = []
    while let token = try lexer.next() { tokens.append(token) }
    tokens.append(Token(kind: .end, range: lexer.scalars.count..<lexer.scalars.count))
    return tokens
  }

  private mutating func next() throws(ExpressionFault) -> Token? {
    while let scalar = peek(), scalar.properties.isWhitespace { offset += 1 }
    guard let scalar = peek() else { return nil }
    let start = offset
    let kind: Token.Kind
    if Self.isDigit(scalar) {
      kind = try number()
    } else if Self.isLetter(scalar) {
      while let next = peek(), Self.isLetter(next) || Self.isDigit(next) { offset += 1 }
      kind = .name(plainString(start..<offset))
    } else if scalar == "\"" || scalar == "'" {
      kind = try text(closing: scalar)
    } else {
      kind = .sign(try sign())
    }
    return Token(kind: kind, range: start..<offset)
  }

  private mutating func number() throws(ExpressionFault) -> Token.Kind {
    let start = offset
    while let next = peek(), Self.isDigit(next) { offset += 1 }
    if peek() == "." {
      offset += 1
      guard let digit = peek(), Self.isDigit(digit) else {
        throw ExpressionFault(offset, "小数点后缺少数字。", "A digit is missing after the point.")
      }
      while let next = peek(), Self.isDigit(next) { offset += 1 }
    }
    if let next = peek(), Self.isLetter(next) {
      throw ExpressionFault(
        offset, "数字后不能紧接字母;单位写在方括号里,如 8 [km]。",
        "A letter cannot follow a number; write its unit in brackets, as in 8 [km].")
    }
    let digits = plainString(start..<offset)
    guard digits.utf8.count <= MethodologyLimits.digits + 1,
      let value = try? ExactDecimal(text: digits)
    else {
      throw ExpressionFault(
        start, "数字超过 \(MethodologyLimits.digits) 位。",
        "The number has more than \(MethodologyLimits.digits) digits.")
    }
    return .number(value, unit: try unit())
  }

  /// The unit in brackets behind a number, if there is one.
  private mutating func unit() throws(ExpressionFault) -> Token.UnitText? {
    var open = offset
    while open < scalars.count, scalars[open] == " " { open += 1 }
    guard open < scalars.count, scalars[open] == "[" else { return nil }
    guard let close = scalars[open...].firstIndex(of: "]") else {
      throw ExpressionFault(open, "缺少与 [ 配对的 ]。", "The ] that closes this [ is missing.")
    }
    offset = close + 1
    return Token.UnitText(text: string(open + 1..<close), offset: open + 1)
  }

  private mutating func text(closing: Unicode.Scalar) throws(ExpressionFault) -> Token.Kind {
    let start = offset + 1
    guard let end = scalars[start...].firstIndex(of: closing) else {
      throw ExpressionFault(offset, "引号没有闭合。", "The quotation mark is not closed.")
    }
    offset = end + 1
    return .text(string(start..<end))
  }

  private mutating func sign() throws(ExpressionFault) -> Token.Sign {
    for length in [2, 1] where offset + length <= scalars.count {
      let spelling = plainString(offset..<offset + length)
      if let sign = Token.Sign(rawValue: spelling) ?? Self.printedSigns[spelling] {
        offset += length
        return sign
      }
    }
    throw Self.unknown(string(offset..<offset + 1), at: offset)
  }

  private static let printedSigns: [String: Token.Sign] = [
    "≤": .lessOrEqual, "≥": .greaterOrEqual, "≠": .notEqual,
  ]

  private static func unknown(_ sign: String, at offset: Int) -> ExpressionFault {
    switch sign {
    case "=":
      ExpressionFault(offset, "相等写作 ==。", "Equality is written ==.")
    case "&":
      ExpressionFault(offset, "“并且”写作 and。", "Write and.")
    case "|":
      ExpressionFault(offset, "“或者”写作 or。", "Write or.")
    case "!":
      ExpressionFault(offset, "“非”写作 not,不等写作 !=。", "Write not, or != for “differs”.")
    case "^":
      ExpressionFault(
        offset, "没有乘方;请把因数乘起来。", "There is no power; multiply the factors.")
    case "%":
      ExpressionFault(
        offset, "百分数写作 25 [%]。", "A percentage is written 25 [%].")
    default:
      ExpressionFault(
        offset, "表达式中不能有“\(sign)”。", "“\(sign)” has no meaning in an expression.")
    }
  }

  private func peek() -> Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }

  private func string(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(written[range]))
  }

  private func plainString(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
  }

  /// One scalar for one, so that places stay places: full-width and typographic signs as ASCII.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "×", "·", "⋅", "・": "*"
    case "÷": "/"
    case "−": "-"
    case "“", "”": "\""
    case "‘", "’": "'"
    case "\u{3000}": " "
    case "\u{FF01}"..."\u{FF5E}": Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    default: scalar
    }
  }
}
