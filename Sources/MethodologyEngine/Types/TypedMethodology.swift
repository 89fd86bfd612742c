// SPDX-License-Identifier: Apache-2.0

/// The expressions of a methodology with their types.
struct TypedMethodology: Sendable {
  let definitions: [TypedExpression]
  let conditions: [TypedExpression]
  let formula: TypedExpression

  /// The definitions that an expression needs, directly or through others, in order.
  func needed(by expression: TypedExpression) -> [Int] {
    var open = expression.definitions
    var found: Set<Int> = []
    while let position = open.popFirst() {
      guard found.insert(position).inserted else { continue }
      open.formUnion(definitions[position].definitions)
    }
    return found.sorted()
  }

  /// The order of evaluation.
  ///
  /// Each condition comes behind the definitions it needs, and the rest of the definitions behind
  /// all conditions. What a condition demands is known from there on.
  var order: [Step] {
    var done: Set<Int> = []
    var steps: [Step] = []
    for (position, condition) in conditions.enumerated() {
      for definition in needed(by: condition) where done.insert(definition).inserted {
        steps.append(.definition(definition))
      }
      steps.append(.condition(position))
    }
    for position in definitions.indices where !done.contains(position) {
      steps.append(.definition(position))
    }
    return steps
  }

  /// The most steps that one activity can take, given the most rows of each list.
  func steps(rows: (_ list: Int) -> Int) -> Int {
    (definitions + conditions + [formula]).reduce(0) { $0 + $1.steps(rows: rows) }
  }

  /// One step of an evaluation.
  enum Step: Equatable, Sendable {
    case definition(Int)
    case condition(Int)
  }
}

extension TypedExpression {
  /// The most steps that its evaluation can take.
  fileprivate func steps(rows: (_ list: Int) -> Int) -> Int {
    let inside = parts.reduce(0) { $0 + $1.steps(rows: rows) }
    guard case .aggregate(let kind, let list, _) = kind else { return 1 + inside }
    let count = rows(list)
    // Each row is compared with those before it.
    let comparisons = kind == .distinct ? count * count / 2 : 0
    return 1 + count * (1 + inside) + comparisons
  }
}
