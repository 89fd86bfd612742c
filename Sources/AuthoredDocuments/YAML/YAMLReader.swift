// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Reads the subset of YAML that documents are written in: one document of keys, lists and texts.
///
/// Anchors, aliases, tags, directives and further documents are refused: a reader of the text must
/// see the value where it is used.
struct YAMLReader {
  private(set) var problems: [DocumentProblem] = []
  private let form: DocumentForm
  private let lines: [Substring]
  private var events: ArraySlice<YAMLEvent> = []
  private var documents = 0

  /// How deep a document may be nested; the schema needs 9.
  static let depthLimit = 16

  /// Reads `bytes`; the tree is `nil` when there are problems that leave none.
  static func read(
    _ bytes: [UInt8], as form: DocumentForm
  ) -> (tree: YAMLNode?, problems: [DocumentProblem]) {
    if let problem = unusable(bytes, form) { return (nil, [problem]) }
    var reader = YAMLReader(String(decoding: bytes, as: UTF8.self), form)
    let tree = reader.read(bytes)
    return (reader.problems.isEmpty ? tree : nil, reader.problems)
  }

  private init(_ text: String, _ form: DocumentForm) {
    self.form = form
    lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
  }

  /// Why bytes are no text at all, or nil.
  private static func unusable(_ bytes: [UInt8], _ form: DocumentForm) -> DocumentProblem? {
    guard bytes.count <= form.bytes else {
      return DocumentProblem(
        path: "", place: .first,
        message: BilingualText(
          "文件有 \(bytes.count) 字节,最多 \(form.bytes) 字节。",
          "The document has \(bytes.count) bytes, at most \(form.bytes) are read."))
    }
    do {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      let before = bytes.prefix(error.byteOffsets.lowerBound)
      let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      let column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
      return DocumentProblem(
        path: "", place: Place(line: line, column: column),
        message: BilingualText(
          "此处不是 UTF-8 文字;请以 UTF-8 编码保存。", "This is no UTF-8; save the document as UTF-8."))
    }
  }

  private mutating func read(_ bytes: [UInt8]) -> YAMLNode? {
    do throws(YAMLFailure) {
      events = try YAMLEvents.read(bytes, limit: form.items)[...]
    } catch {
      let isOpen = YAMLPhrases.openings.contains(error.problem)
      report((isOpen ? error.opening : nil) ?? error.place, "", YAMLPhrases.explain(error, form))
      return nil
    }
    var tree: YAMLNode?
    while let event = events.popFirst() {
      switch event.content {
      case .documentStart(let hasDirectives):
        documents += 1
        if hasDirectives {
          report(event.start, "", YAMLPhrases.directive)
        }
        if documents == 2 {
          report(event.start, "", form.second)
          return nil
        }
      case .other: continue
      default: tree = node(event, path: "", depth: 1)
      }
    }
    if tree == nil, problems.isEmpty { report(.first, "", form.empty) }
    return tree
  }

  /// The value that `event` starts; nil when it is refused.
  private mutating func node(_ event: YAMLEvent, path: String, depth: Int) -> YAMLNode? {
    if event.hasAnchor { report(event.start, path, YAMLPhrases.anchor) }
    if let tag = event.tag { report(event.start, path, YAMLPhrases.tag(tag)) }
    if depth > Self.depthLimit {
      report(event.start, path, YAMLPhrases.tooDeep)
      // Nothing more can be said about a document that is cut off here.
      events = []
      return nil
    }
    switch event.content {
    case .scalar(let text, let style):
      return YAMLNode(
        content: .scalar(scalar(text, style, event)), place: event.start)
    case .alias:
      report(event.start, path, YAMLPhrases.anchor)
      return nil
    case .sequenceStart: return list(from: event, path, depth)
    case .mappingStart: return mapping(from: event, path, depth)
    default: return nil
    }
  }

  private mutating func list(from event: YAMLEvent, _ path: String, _ depth: Int) -> YAMLNode {
    var items: [YAMLNode] = []
    while let next = events.popFirst() {
      if case .sequenceEnd = next.content { break }
      let item = node(next, path: "\(path)[\(items.count)]", depth: depth + 1)
      if let item { items.append(item) }
    }
    return YAMLNode(content: .list(items), place: event.start)
  }

  private mutating func mapping(from event: YAMLEvent, _ path: String, _ depth: Int) -> YAMLNode {
    var pairs: [YAMLPair] = []
    while let next = events.popFirst() {
      if case .mappingEnd = next.content { break }
      let keyNode = node(next, path: path, depth: depth + 1)
      guard let valueEvent = events.popFirst() else { break }
      guard case .scalar(let key)? = keyNode?.content, !key.text.isEmpty else {
        report(next.start, path, YAMLPhrases.key)
        _ = node(valueEvent, path: path, depth: depth + 1)
        continue
      }
      let keyPath = path.isEmpty ? key.text : "\(path).\(key.text)"
      let value = node(valueEvent, path: keyPath, depth: depth + 1)
      if let first = pairs.first(where: { $0.key == key.text }) {
        report(next.start, keyPath, YAMLPhrases.duplicate(key.text, first.keyPlace.line))
      } else if let value {
        pairs.append(YAMLPair(key: key.text, keyPlace: next.start, value: value))
      }
    }
    return YAMLNode(content: .mapping(pairs), place: event.start)
  }

  private func scalar(_ text: String, _ style: ScalarStyle, _ event: YAMLEvent) -> YAMLScalar {
    var place = event.start
    switch style {
    case .plain: break
    case .singleQuoted, .doubleQuoted: place.column += 1
    case .literal, .folded:
      // The text starts on the next line, at its indentation.
      place.line += 1
      let body = lines.dropFirst(place.line - 1)
      if let line = body.first(where: { $0.contains { $0 != " " } }) {
        place.column = line.prefix { $0 == " " }.count + 1
      }
    }
    let isOneLine = event.start.line == event.end.line
    let isBlock = style == .literal || style == .folded
    let body = isBlock ? Self.trimmed(text) : text
    let hasEscapes = style == .doubleQuoted && text.contains { $0 == "\"" || $0 == "\\" }
    return YAMLScalar(
      text: isOneLine || style == .literal
        ? body : FoldedText.joined(body, as: rawLines(of: event)),
      style: style, textPlace: place,
      isWrittenAsRead: style == .literal || (isOneLine && !isBlock && !hasEscapes))
  }

  /// The lines of the document that a scalar covers, without what stands beside it.
  private func rawLines(of event: YAMLEvent) -> [Substring] {
    lines[(event.start.line - 1)..<min(event.end.line, lines.count)].enumerated().map {
      position, line in
      var scalars = line.unicodeScalars[...]
      if position == event.end.line - event.start.line {
        scalars = scalars.prefix(event.end.column - 1)
      }
      if position == 0 { scalars = scalars.dropFirst(event.start.column - 1) }
      return Substring(scalars)
    }
  }

  /// Without the line breaks that end a block.
  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }

  private mutating func report(_ place: Place, _ path: String, _ message: BilingualText) {
    problems.append(DocumentProblem(path: path, place: place, message: message))
  }
}
