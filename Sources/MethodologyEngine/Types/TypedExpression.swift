// SPDX-License-Identifier: Apache-2.0
import Quantities

/// An expression whose names are resolved and whose dimensions agree.
struct TypedExpression: Sendable {
  indirect enum Kind: Sendable {
    /// A number in base units, 1 or 0 for true or false, the position of a choice, or the days of
    /// a date.
    case constant(Rational)
    case reference(Reference)
    /// A parameter's value for a choice.
    case lookup(parameter: Int, index: TypedExpression)
    case negation(TypedExpression)
    case not(TypedExpression)
    case sum(TypedExpression, TypedExpression)
    case difference(TypedExpression, TypedExpression)
    case product(TypedExpression, TypedExpression)
    /// A quotient by a constant, which is exact.
    case ratio(TypedExpression, by: TypedExpression)
    case comparison(Comparison, TypedExpression, TypedExpression)
    case and(TypedExpression, TypedExpression)
    case or(TypedExpression, TypedExpression)
    case conditional(TypedExpression, then: TypedExpression, otherwise: TypedExpression)
    case minimum([TypedExpression])
    case maximum([TypedExpression])
    /// A whole multiple of a constant step.
    case rounded(TypedExpression, step: TypedExpression, Rounding)
    /// A quotient by what is not constant, as a whole multiple of a constant step.
    case quotient(TypedExpression, by: TypedExpression, step: TypedExpression, Rounding)
    /// Days from the first date to the second.
    case days(TypedExpression, TypedExpression)
    /// Whole calendar years from the first date to the second.
    case years(TypedExpression, TypedExpression)
    case aggregate(Aggregate, list: Int, body: TypedExpression)
    case count(list: Int)
  }

  /// What a name stands for.
  enum Reference: Hashable, Sendable {
    case input(Int)
    case attribute(Int)
    case parameter(Int)
    case definition(Int)
    case date
    case duration
    /// A field of the row at hand.
    case field(list: Int, Int)
  }

  enum Comparison: Sendable {
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
  }

  /// What becomes of the rows.
  enum Aggregate: Sendable {
    /// The total.
    case sum
    /// Whether it is true of every row, and of any.
    case all, any
    /// Whether no two rows have the same value.
    case distinct
  }

  /// What a value depends on besides parameters.
  struct Dependencies: OptionSet, Sendable {
    let rawValue: UInt8
    static let activity = Dependencies(rawValue: 1)
    static let attributes = Dependencies(rawValue: 2)
    static let date = Dependencies(rawValue: 4)
  }

  let kind: Kind
  let type: ValueType
  let dependencies: Dependencies
  /// Where it stands in its text, in Unicode scalars.
  let range: Range<Int>

  /// Whether it has one value for all activities of a date.
  var isConstant: Bool { dependencies.isEmpty }

  /// The definitions it uses, without those that they use.
  var definitions: Set<Int> {
    var found: Set<Int> = []
    visit { part in
      if case .reference(.definition(let position)) = part.kind { found.insert(position) }
    }
    return found
  }

  /// Visits the expression and all its parts.
  func visit(_ body: (TypedExpression) -> Void) {
    body(self)
    for part in parts { part.visit(body) }
  }

  /// The operands, in the order in which they stand.
  var parts: [TypedExpression] {
    switch kind {
    case .constant, .reference, .count: []
    case .lookup(_, let part), .negation(let part), .not(let part): [part]
    case .aggregate(_, _, let body): [body]
    case .sum(let left, let right), .difference(let left, let right),
      .product(let left, let right), .ratio(let left, let right),
      .comparison(_, let left, let right), .and(let left, let right), .or(let left, let right),
      .days(let left, let right), .years(let left, let right):
      [left, right]
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .minimum(let parts), .maximum(let parts): parts
    case .rounded(let part, let step, _): [part, step]
    case .quotient(let left, let right, let step, _): [left, right, step]
    }
  }
}
