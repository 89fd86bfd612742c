// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// Values that can be written in several forms.
extension SchemaChecker {
  mutating func bilingual(_ node: YAMLNode, _ path: String) -> SchemaValue? {
    guard let record = record(node, SchemaPhrases.bilingualTable, path) else { return nil }
    return .bilingual(BilingualText(record.text("zh"), record.text("en")))
  }

  mutating func source(_ node: YAMLNode, _ path: String) -> SchemaValue? {
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
  static func namedSources(of tree: YAMLNode, _ form: DocumentForm) -> [String: Methodology.Source]
  {
    guard case .mapping(let pairs) = tree.content else { return [:] }
    var found: [String: Methodology.Source] = [:]
    // Problems are reported when the keys' turn comes.
    var checker = SchemaChecker(form)
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

  mutating func exampleValue(_ node: YAMLNode, _ path: String) -> SchemaValue? {
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
      let inner = "\(path)[\(position)]"
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

  mutating func setting(_ node: YAMLNode, _ path: String) -> SchemaValue? {
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
