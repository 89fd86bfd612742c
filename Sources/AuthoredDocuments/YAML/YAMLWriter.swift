// SPDX-License-Identifier: Apache-2.0

/// Writes documents that ``YAMLReader`` reads: keys, lists and texts, one a line.
struct YAMLWriter {
  private(set) var text = ""
  private var depth = 0
  /// Whether the next line is the first of an item of a list.
  private var startsItem = false

  /// A comment on lines of its own.
  mutating func write(comment: String) {
    for line in comment.split(separator: "\n") { text += "# \(line)\n" }
  }

  /// `key: value`, the value in quotes where it needs them.
  mutating func write(_ key: String, _ value: String) {
    write(line: "\(key): \(Self.scalar(value))")
  }

  /// `key: value` unless the value is empty.
  mutating func write(_ key: String, unlessEmpty value: String) {
    if !value.isEmpty { write(key, value) }
  }

  /// `key: {a: b, …}` on one line.
  mutating func write(_ key: String, pairs: [(key: String, value: String)]) {
    let inside = pairs.map { "\($0.key): \(Self.scalar($0.value))" }.joined(separator: ", ")
    write(line: "\(key): {\(inside)}")
  }

  /// `key: [a, b, …]` on one line.
  mutating func write(_ key: String, row: [String]) {
    write(line: "\(key): [\(row.map(Self.scalar).joined(separator: ", "))]")
  }

  /// A list of texts, one a line; nothing when it is empty.
  mutating func write(_ key: String, list: [String]) {
    write(key, items: list) { writer, item in writer.write(line: Self.scalar(item)) }
  }

  /// A list of mappings; nothing when it is empty.
  mutating func write<Item>(_ key: String, items: [Item], _ body: (inout Self, Item) -> Void) {
    guard !items.isEmpty else { return }
    write(line: "\(key):")
    for item in items {
      depth += 2
      startsItem = true
      body(&self, item)
      depth -= 2
    }
  }

  /// A mapping inside a key.
  mutating func write(_ key: String, mapping body: (inout Self) -> Void) {
    write(line: "\(key):")
    depth += 1
    body(&self)
    depth -= 1
  }

  private mutating func write(line: String) {
    let indentation = String(repeating: "  ", count: startsItem ? depth - 1 : depth)
    text += indentation + (startsItem ? "- " : "") + line + "\n"
    startsItem = false
  }

  /// A text as it is where it cannot be read as anything else, else in double quotes.
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.unicodeScalars.allSatisfy(isPlain) && text.first.map { isFirst($0) } ?? false
      && text.last != " " && !text.contains(": ") && text.last != ":" && text != "null"
    if isPlain { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  private static func isFirst(_ character: Character) -> Bool {
    character.isLetter || (character.isASCII && character.isNumber)
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || " .:-_/%()+@*·²³₂、。《》".unicodeScalars.contains(scalar)
  }
}
