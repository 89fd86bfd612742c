// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// The keys that one kind of mapping in a document may have.
///
/// The same tables check documents and are printed as docs/METHODOLOGY_SCHEMA.md and
/// docs/FOOTPRINT_SCHEMA.md.
public struct SchemaTable: Sendable {
  /// What the mapping is called in the documentation: `input`, `parameter value`.
  public var name: String
  /// What it is, as a phrase for messages: `an input`.
  public var phrase: BilingualText
  /// The keys, in the order in which authors write them.
  public var keys: [SchemaKey]
  /// The key whose word decides which other keys are used, see ``SchemaKey/variants``.
  public var variantKey: String?
  /// Groups of keys, of each of which exactly one must be there.
  public var oneOf: [[String]]
  /// The key by which an item of a list is named in messages: `name` or `id`.
  public var nameKey: String?

  init(
    _ name: String, _ phrase: BilingualText, variantKey: String? = nil, oneOf: [[String]] = [],
    nameKey: String? = nil, _ keys: [SchemaKey]
  ) {
    self.name = name
    self.phrase = phrase
    self.keys = keys
    self.variantKey = variantKey
    self.oneOf = oneOf
    self.nameKey = nameKey
  }
}

/// A key of a document.
public struct SchemaKey: Sendable {
  /// The word before the colon.
  public var name: String
  /// What stands after the colon.
  public var kind: SchemaKind
  /// Whether it must be there.
  public var isRequired: Bool
  /// The words of the table's variant key with which this key is used; empty for always.
  public var variants: [String]
  /// What it means and what it is for.
  public var meaning: BilingualText

  init(
    _ name: String, _ kind: SchemaKind, isRequired: Bool = true, only variants: [String] = [],
    _ chinese: String, _ english: String
  ) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.variants = variants
    self.meaning = BilingualText(chinese, english)
  }

  static func optional(
    _ name: String, _ kind: SchemaKind, only variants: [String] = [],
    _ chinese: String, _ english: String
  ) -> SchemaKey {
    SchemaKey(name, kind, isRequired: false, only: variants, chinese, english)
  }
}

/// What a value must look like.
public indirect enum SchemaKind: Sendable {
  /// A text for people.
  case text
  /// A text in both languages: `zh` and `en`.
  case bilingual
  /// `scheme/id@version`.
  case identity
  /// A name in expressions: lower-case letters, digits and `_`, a letter first.
  case name
  /// The name of a choice: lower-case letters, digits, `-` and `_`.
  case choice
  /// A short text on one line: a code, a unit.
  case short
  /// One of the words.
  case word([String])
  /// `true` or `false`.
  case flag
  /// A whole number in the range.
  case integer(ClosedRange<Int>)
  /// A decimal number.
  case decimal
  /// A share such as `20 %`, down to a hundredth of a per cent.
  case percent
  /// A date such as `2024-03-01`.
  case date
  /// A number and a unit of CO₂ equivalent, or a plain number.
  case amount
  /// A number and a unit of time.
  case duration
  /// An expression.
  case expression
  /// A source: `document` and `date`, or the name of one given under `sources`.
  case source
  /// A number of at most so many digits.
  case number(digits: Int)
  /// A number and a unit, such as `12.5 kWh`; a plain number has none.
  case measure(digits: Int)
  /// A number and `%`.
  case share(digits: Int)
  /// A UUID, which is read in lower case.
  case uuid
  /// 32 bytes as 64 hexadecimal digits.
  case digest
  /// One of something, or a list of them, with the most there may be.
  case oneOrMore(SchemaKind, Int)
  /// A list, with its number of items.
  case list(SchemaKind, ClosedRange<Int>)
  /// A mapping with the keys of a table.
  case table(SchemaTable)
  /// A mapping whose keys are names that the author gives.
  case named(SchemaKind)
  /// A value of an example: a text, or rows of them.
  case exampleValue
  /// A value for a parameter in an example: a number, or numbers by choice.
  case setting
}
