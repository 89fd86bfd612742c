// SPDX-License-Identifier: Apache-2.0
import Quantities

/// The names that expressions of one methodology know, with their types.
struct Scope: Sendable {
  /// A name of an expression.
  struct Symbol: Sendable {
    let reference: TypedExpression.Reference
    let type: ValueType
    let dependencies: TypedExpression.Dependencies
    /// The choice that selects the parameter's value, for a parameter that has `by`.
    var selector: [String]?
  }

  /// A field of a list's rows.
  struct Field: Sendable {
    let name: String
    let type: ValueType
  }

  /// A list input.
  struct List: Sendable {
    let input: Int
    let fields: [Field]
  }

  private(set) var symbols: [String: Symbol] = [:]
  private(set) var lists: [String: List] = [:]
  /// Names that stand for something broken, about which enough has been said.
  private(set) var broken: Set<String> = []
  /// Definitions that are written further down.
  private(set) var later: Set<String> = []

  /// The names of a methodology without its definitions, which are added one by one.
  init(_ methodology: Methodology) {
    add("date", .date, .date, .date)
    if methodology.activity.timing == .interval {
      add("duration", .duration, .quantity(.time), .activity)
    }
    for (position, input) in methodology.activity.inputs.enumerated() {
      if case .list(let fields, _, _) = input.kind {
        let known = fields.compactMap { field in
          ValueType(field.kind).map { Field(name: field.name, type: $0) }
        }
        if known.count == fields.count {
          lists[input.name] = List(input: position, fields: known)
        } else {
          broken.insert(input.name)
        }
      } else {
        add(input.name, .input(position), ValueType(input.kind), .activity)
      }
    }
    for (position, attribute) in methodology.attributes.enumerated() {
      add(attribute.name, .attribute(position), ValueType(attribute.kind), .attributes)
    }
    for (position, parameter) in methodology.parameters.enumerated() {
      let unit = try? CompoundUnit(text: parameter.unit)
      add(parameter.name, .parameter(position), unit.map { .quantity($0.dimension) }, [])
      if let by = parameter.by {
        symbols[parameter.name]?.selector = methodology.choice(named: by)?.names ?? []
      }
    }
    later = Set(methodology.definitions.map(\.name))
  }

  private mutating func add(
    _ name: String, _ reference: TypedExpression.Reference, _ type: ValueType?,
    _ dependencies: TypedExpression.Dependencies
  ) {
    guard let type else {
      broken.insert(name)
      return
    }
    symbols[name] = Symbol(reference: reference, type: type, dependencies: dependencies)
  }

  /// Makes a definition known to the expressions below it; `nil` for one that is broken.
  mutating func define(_ name: String, _ position: Int, as expression: TypedExpression?) {
    later.remove(name)
    guard let expression else {
      broken.insert(name)
      return
    }
    symbols[name] = Symbol(
      reference: .definition(position), type: expression.type,
      dependencies: expression.dependencies)
  }

  /// The names nearest to one that is not known, best first.
  func suggestions(for name: String) -> [String] {
    let known = Array(symbols.keys) + Array(lists.keys) + Array(ReservedWords.functions)
    return Self.suggestions(for: name, among: known)
  }

  /// The two of `known` that are nearest to a name, best first; none that is far.
  static func suggestions(for name: String, among known: [String]) -> [String] {
    known.map { (editDistance($0, name), $0) }
      .filter { $0.0 <= max(1, name.utf8.count / 3) }
      .sorted { $0 < $1 }.prefix(2).map(\.1)
  }
}

extension ValueType {
  /// The type of an input; `nil` for a list, or when its unit is none.
  init?(_ kind: Methodology.InputDefinition.Kind) {
    switch kind {
    case .quantity(let text, _, _, _):
      guard let unit = try? CompoundUnit(text: text) else { return nil }
      self = .quantity(unit.dimension)
    case .choice(let names): self = .choice(names)
    case .flag: self = .truth
    case .date: self = .date
    case .list: return nil
    }
  }
}

/// How many letters must change to make one word of the other; both are short.
private func editDistance(_ first: String, _ second: String) -> Int {
  let (a, b) = (Array(first.utf8.prefix(64)), Array(second.utf8.prefix(64)))
  var row = Array(0...b.count)
  for i in a.indices {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let above = row[j + 1]
      let change = diagonal + (a[i] == b[j] ? 0 : 1)
      row[j + 1] = min(change, above + 1, row[j] + 1)
      diagonal = above
    }
  }
  return row[b.count]
}
