// SPDX-License-Identifier: Apache-2.0
import CYAML

/// A place in a document, both counted from 1; columns count characters.
struct Place: Hashable, Sendable {
  var line: Int
  var column: Int
}

/// How a scalar is written.
enum ScalarStyle: Sendable {
  case plain, singleQuoted, doubleQuoted, literal, folded
}

/// One thing libyaml saw.
struct YAMLEvent: Sendable {
  enum Content: Sendable {
    case documentStart(hasDirectives: Bool)
    case scalar(String, ScalarStyle)
    case sequenceStart, sequenceEnd
    case mappingStart, mappingEnd
    case alias
    /// Stream and document ends, which say nothing more.
    case other
  }

  var content: Content
  var start: Place
  var end: Place
  /// Whether it is anchored by `&`.
  var hasAnchor: Bool
  /// The tag that `!` gives it, if any.
  var tag: String?
}

/// Why libyaml stopped.
struct YAMLFailure: Error {
  /// What libyaml says, in English; fixed texts of the library.
  var problem: String
  var place: Place
  /// Where the bracket, quotation or key begins that libyaml was in the middle of.
  var opening: Place?
}

/// All of libyaml that this project uses, and the module's only unsafe code: bytes in, events out.
enum YAMLEvents {
  /// The events of `bytes`, at most `limit` of them.
  static func read(_ bytes: [UInt8], limit: Int) throws(YAMLFailure) -> [YAMLEvent] {
    // libyaml keeps pointers to the parser inside it: it must not move, so it is on the heap.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { unsafe parser.deallocate() }
    guard unsafe yaml_parser_initialize(parser) != 0 else {
      throw YAMLFailure(problem: "out of memory", place: Place(line: 1, column: 1))
    }
    defer { unsafe yaml_parser_delete(parser) }
    var events: [YAMLEvent] = []
    var failure: YAMLFailure?
    // The parser reads from the array while the closure runs, and no longer.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
      unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      while events.count < limit {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) != 0 else {
          failure = unsafe Self.failure(parser.pointee)
          return
        }
        let isEnd = unsafe event.type == YAML_STREAM_END_EVENT
        events.append(unsafe Self.event(event))
        unsafe yaml_event_delete(&event)
        if isEnd { return }
      }
      failure = YAMLFailure(problem: "too many items", place: events.last?.start ?? .first)
    }
    if let failure { throw failure }
    return events
  }

  private static func failure(_ parser: yaml_parser_t) -> YAMLFailure {
    let problem = unsafe parser.problem.map { unsafe String(cString: $0) }
    let hasContext = unsafe parser.context != nil
    return YAMLFailure(
      problem: problem ?? "out of memory", place: unsafe Place(parser.problem_mark),
      opening: hasContext ? unsafe Place(parser.context_mark) : nil)
  }

  private static func event(_ event: yaml_event_t) -> YAMLEvent {
    var result = YAMLEvent(
      content: .other, start: unsafe Place(event.start_mark), end: unsafe Place(event.end_mark),
      hasAnchor: false, tag: nil)
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT:
      let start = unsafe event.data.document_start
      let tags = unsafe start.tag_directives
      result.content = .documentStart(
        hasDirectives: unsafe start.version_directive != nil || tags.start != tags.end)
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      result.content = unsafe .scalar(text(scalar.value, scalar.length), style(scalar.style))
      result.hasAnchor = unsafe scalar.anchor != nil
      result.tag = unsafe text(scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      result.content = .sequenceStart
      result.hasAnchor = unsafe event.data.sequence_start.anchor != nil
      result.tag = unsafe text(event.data.sequence_start.tag)
    case YAML_MAPPING_START_EVENT:
      result.content = .mappingStart
      result.hasAnchor = unsafe event.data.mapping_start.anchor != nil
      result.tag = unsafe text(event.data.mapping_start.tag)
    case YAML_SEQUENCE_END_EVENT: result.content = .sequenceEnd
    case YAML_MAPPING_END_EVENT: result.content = .mappingEnd
    case YAML_ALIAS_EVENT: result.content = .alias
    default: break
    }
    return result
  }

  private static func text(_ start: UnsafeMutablePointer<yaml_char_t>?, _ count: Int) -> String {
    let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
    return unsafe String(decoding: bytes, as: UTF8.self)
  }

  private static func text(_ start: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe start.map { unsafe String(cString: $0) }
  }

  private static func style(_ style: yaml_scalar_style_t) -> ScalarStyle {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }
}

extension Place {
  static let first = Place(line: 1, column: 1)

  fileprivate init(_ mark: yaml_mark_t) {
    // Documents are limited long before a mark could leave Int.
    self.init(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
  }
}
