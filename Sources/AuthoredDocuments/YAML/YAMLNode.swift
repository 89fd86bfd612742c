// SPDX-License-Identifier: Apache-2.0

/// A value of a document with its place: the tree that is checked against the schema.
struct YAMLNode: Sendable {
  indirect enum Content: Sendable {
    case scalar(YAMLScalar)
    case list([YAMLNode])
    case mapping([YAMLPair])
  }

  var content: Content
  /// Where it starts.
  var place: Place
}

/// A key and its value.
struct YAMLPair: Sendable {
  var key: String
  var keyPlace: Place
  var value: YAMLNode
}

/// A text as it is written, not yet a number or a date: `1.10` stays `1.10`, `no` is no false.
struct YAMLScalar: Sendable {
  var text: String
  var style: ScalarStyle
  /// Where the text's first character stands.
  var textPlace: Place
  /// Whether the columns of the text are those of the document, shifted by `textPlace`.
  var isWrittenAsRead: Bool

  /// Whether nothing is written, not even quotes.
  var isNothing: Bool { text.isEmpty && style == .plain }
}
