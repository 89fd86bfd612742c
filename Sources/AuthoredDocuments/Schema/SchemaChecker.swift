// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// Checks a tree against the schema: all problems are collected, and what is right is kept.
struct SchemaChecker {
  private(set) var problems: [DocumentProblem] = []
  let form: DocumentForm
  /// Where each part of the document stands, by path.
  private(set) var places: [String: Place] = ["": .first]
  /// The sources that `source: NAME` may refer to.
  var sources: [String: Methodology.Source] = [:]

  init(_ form: DocumentForm) { self.form = form }

  /// Checks a whole document.
  mutating func check(_ tree: YAMLNode) -> SchemaRecord? {
    guard case .record(let record)? = value(tree, .table(form.table), "") else { return nil }
    return record
  }

  mutating func report(_ place: Place, _ path: String, _ message: BilingualText) {
    problems.append(DocumentProblem(path: path, place: place, message: message))
  }

  /// The value of `node`, or nil and a problem when it is not what `kind` asks for.
  mutating func value(_ node: YAMLNode, _ kind: SchemaKind, _ path: String) -> SchemaValue? {
    switch kind {
    case .bilingual: return bilingual(node, path)
    case .source: return source(node, path)
    case .list(let item, let count): return list(node, of: item, count, path)
    case .oneOrMore(let item, let limit):
      if case .list = node.content { return list(node, of: item, 1...limit, path) }
      return value(node, item, path).map { .list([$0]) }
    case .table(let table): return record(node, table, path).map { .record($0) }
    case .named(let member): return named(node, member, path)
    case .exampleValue: return exampleValue(node, path)
    case .setting: return setting(node, path)
    default:
      guard let scalar = scalar(node, kind, path) else { return nil }
      do throws(ScalarProblem) {
        return try SchemaScalar.value(scalar, kind, form)
      } catch {
        report(node.place, path, error.message)
        return nil
      }
    }
  }

  /// The scalar of `node`, or nil and a problem.
  mutating func scalar(
    _ node: YAMLNode, _ kind: SchemaKind, _ path: String
  ) -> YAMLScalar? {
    if case .scalar(let scalar) = node.content, !scalar.isNothing { return scalar }
    report(node.place, path, SchemaPhrases.expected(kind, found: node))
    return nil
  }
}

// MARK: - Mappings and lists

extension SchemaChecker {
  mutating func pairs(
    _ node: YAMLNode, _ expected: SchemaKind, _ path: String
  ) -> [YAMLPair]? {
    if case .mapping(let pairs) = node.content { return pairs }
    report(node.place, path, SchemaPhrases.expected(expected, found: node))
    return nil
  }

  mutating func record(
    _ node: YAMLNode, _ table: SchemaTable, _ path: String
  ) -> SchemaRecord? {
    guard let pairs = pairs(node, .table(table), path) else { return nil }
    let before = problems.count
    let variant = variant(pairs, table)
    var values: [String: SchemaValue] = [:]
    for pair in pairs {
      let inner = path.isEmpty ? pair.key : "\(path).\(pair.key)"
      note(pair, inner)
      guard let key = table.keys.first(where: { $0.name == pair.key }) else {
        report(
          pair.keyPlace, inner,
          Self.isCutOff(pair) ? SchemaPhrases.cutOff : SchemaPhrases.unknown(pair.key, in: table))
        continue
      }
      if let variant, !key.variants.isEmpty, !key.variants.contains(variant) {
        report(pair.keyPlace, inner, SchemaPhrases.misplaced(key, in: table, variant))
        continue
      }
      values[pair.key] = value(pair.value, key.kind, inner)
    }
    reportMissing(pairs, table, variant, at: node.place, path)
    for names in table.oneOf {
      let given = names.count { name in pairs.contains { $0.key == name } }
      if given != 1 { report(node.place, path, SchemaPhrases.oneOf(names, of: table, given)) }
    }
    return problems.count == before ? SchemaRecord(values: values, path: path) : nil
  }

  /// Reports the keys that must be there and are not, nor misspelt.
  private mutating func reportMissing(
    _ pairs: [YAMLPair], _ table: SchemaTable, _ variant: String?, at place: Place, _ path: String
  ) {
    let names = table.keys.map(\.name)
    let given = Set(
      pairs.map { pair in
        names.contains(pair.key)
          ? pair.key : Spelling.nearest(to: pair.key, among: names) ?? pair.key
      })
    for key in table.keys where key.isRequired && !given.contains(key.name) {
      let isMeant = key.variants.isEmpty || variant.map(key.variants.contains) ?? false
      if isMeant { report(place, path, SchemaPhrases.missing(key, in: table, variant)) }
    }
  }

  /// Whether a key is the rest of a text that a comma in braces has cut in two.
  private static func isCutOff(_ pair: YAMLPair) -> Bool {
    guard case .scalar(let scalar) = pair.value.content, scalar.isNothing else { return false }
    return !SchemaScalar.isChoice(pair.key)
  }

  /// The word of the variant key, when there is one and it is known.
  private func variant(_ pairs: [YAMLPair], _ table: SchemaTable) -> String? {
    guard let name = table.variantKey, let pair = pairs.first(where: { $0.key == name }),
      case .scalar(let scalar) = pair.value.content,
      case .word(let words)? = table.keys.first(where: { $0.name == name })?.kind,
      words.contains(scalar.text)
    else { return nil }
    return scalar.text
  }

  /// Remembers where a value stands; a list or mapping stands at its key.
  private mutating func note(_ pair: YAMLPair, _ path: String) {
    if case .scalar(let scalar) = pair.value.content, !scalar.isNothing {
      places[path] = pair.value.place
    } else {
      places[path] = pair.keyPlace
    }
  }

  private mutating func list(
    _ node: YAMLNode, of item: SchemaKind, _ count: ClosedRange<Int>, _ path: String
  ) -> SchemaValue? {
    guard case .list(let nodes) = node.content else {
      report(node.place, path, SchemaPhrases.expected(.list(item, count), found: node))
      return nil
    }
    guard count.contains(nodes.count) else {
      report(node.place, path, SchemaPhrases.count(count, found: nodes.count))
      return nil
    }
    let before = problems.count
    var values: [SchemaValue] = []
    for (position, node) in nodes.enumerated() {
      let numbered = "\(path)[\(position)]"
      let inner = Self.name(of: node, as: item).map { "\(path).\($0)" } ?? numbered
      places[numbered] = node.place
      // The engine names the field of a row without the key that lists the fields.
      if path.hasSuffix(".fields") { places[inner.replacing(".fields.", with: ".")] = node.place }
      if places[inner] == nil { places[inner] = node.place }
      if let value = value(node, item, inner) { values.append(value) }
    }
    return problems.count == before ? .list(values) : nil
  }

  /// What an item of a list is called, when it says so.
  private static func name(of node: YAMLNode, as kind: SchemaKind) -> String? {
    guard case .table(let table) = kind, let key = table.nameKey,
      case .mapping(let pairs) = node.content,
      let pair = pairs.first(where: { $0.key == key }),
      case .scalar(let scalar) = pair.value.content, SchemaScalar.isChoice(scalar.text)
    else { return nil }
    return scalar.text
  }

  mutating func named(
    _ node: YAMLNode, _ kind: SchemaKind, _ path: String
  ) -> SchemaValue? {
    guard let pairs = pairs(node, .named(kind), path) else { return nil }
    guard pairs.count <= MethodologyLimits.parameters else {
      report(node.place, path, SchemaPhrases.count(0...64, found: pairs.count))
      return nil
    }
    let before = problems.count
    var members: [SchemaMember] = []
    for pair in pairs {
      let inner = "\(path).\(pair.key)"
      note(pair, inner)
      guard SchemaScalar.isChoice(pair.key) else {
        report(pair.keyPlace, inner, SchemaPhrases.badName(pair.key))
        continue
      }
      if let value = value(pair.value, kind, inner) {
        members.append(SchemaMember(name: pair.key, value: value))
      }
    }
    return problems.count == before ? .named(members) : nil
  }
}
