// SPDX-License-Identifier: Apache-2.0
import Quantities

/// A word or sign of an expression.
struct Token: Equatable {
  enum Kind: Equatable {
    /// A number, and the text of the unit in brackets behind it.
    case number(ExactDecimal, unit: UnitText?)
    /// A text in quotes: the name of a choice, or a date.
    case text(String)
    /// A name or a word of the language.
    case name(String)
    /// A sign, in its ASCII spelling.
    case sign(Sign)
    /// The end of the text.
    case end
  }

  /// The unit of a number, and where it starts.
  struct UnitText: Equatable {
    let text: String
    let offset: Int
  }

  enum Sign: String, CaseIterable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case open = "("
    case close = ")"
    case openBracket = "["
    case closeBracket = "]"
    case comma = ","
    case colon = ":"
    case dot = "."
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
  }

  let kind: Kind
  /// Where it starts and where it ends, in Unicode scalars.
  let range: Range<Int>

  var offset: Int { range.lowerBound }

  /// How messages name it.
  var spelling: String {
    switch kind {
    case .number(let value, _): "\(value)"
    case .text(let text): "\"\(text)\""
    case .name(let name): name
    case .sign(let sign): sign.rawValue
    case .end: ""
    }
  }
}
