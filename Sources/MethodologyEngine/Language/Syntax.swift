// SPDX-License-Identifier: Apache-2.0
import Quantities

/// An expression as it was written, not yet understood.
struct Syntax {
  indirect enum Kind {
    case number(ExactDecimal, unit: Token.UnitText?)
    /// A text in quotes.
    case text(String)
    case truth(Bool)
    case name(String)
    /// `factor[mode]`.
    case index(String, Syntax)
    /// `trip.distance`, a field of the row at hand.
    case field(row: String, name: Token)
    case call(String, [Syntax])
    /// `sum(trip in trips: …)`.
    case aggregate(String, row: String, list: Token, body: Syntax)
    case negation(Syntax)
    case not(Syntax)
    /// An operator between two operands, and where it stands.
    case binary(Operator, at: Int, Syntax, Syntax)
    case conditional(Syntax, then: Syntax, otherwise: Syntax)
  }

  /// The operators between two operands.
  enum Operator: String {
    case or, and
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"

    /// How tightly it binds.
    var precedence: Int {
      switch self {
      case .or: 1
      case .and: 2
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: Self.comparison
      case .plus, .minus: 5
      case .times, .over: 6
      }
    }

    /// The precedence of comparisons, which `not` takes as its operand.
    static let comparison = 4
    /// The precedence of a sign in front of an operand.
    static let sign = 7

    var isComparison: Bool { precedence == Self.comparison }
  }

  let kind: Kind
  /// Where it stands, in Unicode scalars; parentheses around it are part of it.
  let range: Range<Int>
  /// Whether it stands in parentheses.
  let isParenthesised: Bool
  /// How deep it goes: 1 for a name or a number.
  let depth: Int

  /// The number of names, numbers and operators in it.
  let count: Int

  init(_ kind: Kind, _ range: Range<Int>, isParenthesised: Bool = false) {
    self.kind = kind
    self.range = range
    self.isParenthesised = isParenthesised
    let parts = Self.parts(kind)
    depth = 1 + (parts.map(\.depth).max() ?? 0)
    count = 1 + parts.reduce(0) { $0 + $1.count }
  }

  private static func parts(_ kind: Kind) -> [Syntax] {
    switch kind {
    case .number, .text, .truth, .name, .field: []
    case .index(_, let part), .negation(let part), .not(let part): [part]
    case .call(_, let parts): parts
    case .aggregate(_, _, _, let body): [body]
    case .binary(_, _, let left, let right): [left, right]
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    }
  }
}

/// The words that names may not be.
enum ReservedWords {
  static let all: Set<String> = functions.union([
    "if", "then", "else", "and", "or", "not", "true", "false", "in", "date", "duration", "down",
    "up", "half_even", "half_up",
  ])

  static let functions: Set<String> = [
    "min", "max", "clamp", "floor", "ceil", "round", "divide", "years", "days", "sum", "all", "any",
    "distinct", "count",
  ]

  /// The functions over the rows of a list.
  static let aggregates: Set<String> = ["sum", "all", "any", "distinct"]
}
