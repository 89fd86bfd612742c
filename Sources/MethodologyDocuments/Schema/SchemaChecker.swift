// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// Checks a tree against the schema: all problems are collected, and what is right is kept.
struct SchemaChecker {
  private(set) var problems: [MethodologyProblem] = []
  /// Where each part of the document stands, by path.
  private(set) var places: [String: Place] = ["": .first]
  /// The sources that `source: NAME` may refer to.
  private var sources: [String: Methodology.Source] = [:]

  /// Checks a whole document.
  mutating func check(_ tree: YAMLNode) -> SchemaRecord? {
    sources = Self.namedSources(of: tree)
    guard case .record(let record)? = value(tree, .table(MethodologySchema.document), "") else {
      return nil
    }
    return record
  }

  mutating func report(_ place: Place, _ path: String, _ message: BilingualText) {
    problems.append(
      MethodologyProblem(path: path, line: place.line, column: place.column, message: message))
  }

  /// The value of `node`, or nil and a problem when it is not what `kind` asks for.
  mutating func value(_ node: YAMLNode, _ kind: SchemaKind, _ path: String) -> SchemaValue? {
    switch kind {
    case .bilingual: return bilingual(node, path)
    case .source: return source(node, path)
    case .list(let item, let count): return list(node, of: item, count, path)
    case .table(let table): return record(node, table, path).map { .record($0) }
    case .named(let member): return named(node, member, path)
    case .exampleValue: return exampleValue(node, path)
    case .setting: return setting(node, path)
    default:
      guard let scalar = scalar(node, kind, path) else { return nil }
      do throws(ScalarProblem) {
        return try SchemaScalar.value(scalar, kind)
      } catch {
        report(node.place, path, error.message)
        return nil
      }
    }
  }

  /// The scalar of `node`, or nil and a problem.
  private mutating func scalar(
    _ node: YAMLNode, _ kind: SchemaKind, _ path: String
  ) -> YAMLScalar? {
    if case .scalar(let scalar) = node.content, !scalar.isNothing { return scalar }
    report(node.place, path, SchemaPhrases.expected(kind, found: node))
    return nil
  }
}

// MARK: - Mappings and lists

extension SchemaChecker {
  private mutating func pairs(
    _ node: YAMLNode, _ expected: SchemaKind, _ path: String
  ) -> [YAMLPair]? {
    if case .mapping(let pairs) = node.content { return pairs }
    report(node.place, path, SchemaPhrases.expected(expected, found: node))
    return nil
  }

  private mutating func record(
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
    for key in table.keys where key.isRequired && !pairs.contains(where: { $0.key == key.name }) {
      let isMeant = key.variants.isEmpty || variant.map(key.variants.contains) ?? false
      if isMeant { report(node.place, path, SchemaPhrases.missing(key, in: table, variant)) }
    }
    let given = table.oneOf.filter { name in pairs.contains { $0.key == name } }
    if !table.oneOf.isEmpty, given.count != 1 {
      report(node.place, path, SchemaPhrases.oneOf(table, given: given.count))
    }
    return problems.count == before ? SchemaRecord(values: values, path: path) : nil
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
      let numbered = "\(path)[\(position + 1)]"
      let inner = Self.name(of: node, as: item).map { "\(path).\($0)" } ?? numbered
      places[numbered] = node.place
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

  private mutating func named(
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

// MARK: - Values of several forms

extension SchemaChecker {
  private mutating func bilingual(_ node: YAMLNode, _ path: String) -> SchemaValue? {
    guard let record = record(node, SchemaPhrases.bilingualTable, path) else { return nil }
    return .bilingual(
      BilingualText(
        SchemaScalar.unfolded(record.text("zh")), record.text("en")))
  }

  private mutating func source(_ node: YAMLNode, _ path: String) -> SchemaValue? {
    if case .scalar(let scalar) = node.content, !scalar.isNothing {
      if let source = sources[scalar.text] { return .source(source) }
      report(node.place, path, SchemaPhrases.unknownSource(scalar.text, Array(sources.keys)))
      return nil
    }
    guard case .mapping = node.content else {
      report(node.place, path, SchemaPhrases.expected(.source, found: node))
      return nil
    }
    return record(node, MethodologySchema.source, path).map { .source(Self.source($0)) }
  }

  static func source(_ record: SchemaRecord) -> Methodology.Source {
    Methodology.Source(
      document: record.text("document"), date: record.optionalDate("date"))
  }

  /// The sources a document names, read ahead of everything that may refer to them.
  private static func namedSources(of tree: YAMLNode) -> [String: Methodology.Source] {
    guard case .mapping(let pairs) = tree.content else { return [:] }
    var found: [String: Methodology.Source] = [:]
    // Problems are reported when the keys' turn comes.
    var checker = SchemaChecker()
    if let filing = pairs.first(where: { $0.key == "filing" }),
      case .source(let source)? = checker.value(filing.value, .source, "")
    {
      found["filing"] = source
    }
    guard let list = pairs.first(where: { $0.key == "sources" }),
      case .mapping(let named) = list.value.content
    else { return found }
    for pair in named {
      if case .source(let source)? = checker.value(pair.value, .source, "") {
        found[pair.key] = source
      }
    }
    return found
  }

  private mutating func exampleValue(_ node: YAMLNode, _ path: String) -> SchemaValue? {
    guard case .list(let rows) = node.content else {
      guard let text = exampleText(node, .exampleValue, path) else { return nil }
      return .example(.text(text))
    }
    let before = problems.count
    var values: [[String: String]] = []
    guard rows.count <= MethodologyLimits.exampleRows else {
      report(
        node.place, path,
        SchemaPhrases.count(0...MethodologyLimits.exampleRows, found: rows.count))
      return nil
    }
    for (position, row) in rows.enumerated() {
      let inner = "\(path)[\(position + 1)]"
      guard let pairs = pairs(row, .named(.short), inner) else { continue }
      var cells: [String: String] = [:]
      for pair in pairs.prefix(MethodologyLimits.inputs) {
        cells[pair.key] = exampleText(pair.value, .short, "\(inner).\(pair.key)")
      }
      values.append(cells)
    }
    return problems.count == before ? .example(.rows(values)) : nil
  }

  private mutating func exampleText(
    _ node: YAMLNode, _ kind: SchemaKind, _ path: String
  ) -> String? {
    guard let scalar = scalar(node, kind, path) else { return nil }
    guard scalar.text.utf8.count <= MethodologyLimits.nameBytes else {
      report(node.place, path, SchemaPhrases.tooLong(MethodologyLimits.nameBytes))
      return nil
    }
    return scalar.text
  }

  private mutating func setting(_ node: YAMLNode, _ path: String) -> SchemaValue? {
    guard case .mapping = node.content else {
      guard case .decimal(let number)? = value(node, .decimal, path) else { return nil }
      return .setting([SchemaSetting(choice: nil, number: number)])
    }
    guard case .named(let members)? = named(node, .decimal, path) else { return nil }
    return .setting(
      members.compactMap { member in
        guard case .decimal(let number) = member.value else { return nil }
        return SchemaSetting(choice: member.name, number: number)
      })
  }
}
