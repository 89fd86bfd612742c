// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import MethodologyEngine
import Quantities

/// What the kinds of documents differ in: the schema, how large they may be, and a few words.
struct DocumentForm: Sendable {
  /// The keys of the whole document.
  var table: SchemaTable
  /// The document with its comments, in bytes.
  var bytes: Int
  /// Values, keys and brackets.
  var items: Int
  /// One text for people, in UTF-8 bytes.
  var textBytes: Int
  /// A short text on one line, in UTF-8 bytes.
  var nameBytes: Int
  /// What is said about a document with nothing in it.
  var empty: BilingualText
  /// What is said about a second document behind the first.
  var second: BilingualText

  static let methodology = DocumentForm(
    table: MethodologySchema.document, bytes: MethodologyLimits.documentBytes, items: 40_000,
    textBytes: MethodologyLimits.textBytes, nameBytes: MethodologyLimits.nameBytes,
    empty: BilingualText(
      "文件是空的;`tanzhang methodology new` 可生成一份样稿。",
      "The document is empty; `tanzhang methodology new` writes one to start from."),
    second: BilingualText(
      "一个文件只写一份方法学;请删去 --- 及其后内容。",
      "A file holds one methodology; delete the second `---` and what follows."))

  static let footprint = DocumentForm(
    table: FootprintSchema.document, bytes: FootprintLimits.documentBytes,
    items: FootprintLimits.documentItems, textBytes: FootprintLimits.textBytes,
    nameBytes: FootprintLimits.codeBytes,
    empty: BilingualText(
      "文件是空的;写法见 docs/FOOTPRINT_SCHEMA.md。",
      "The document is empty; docs/FOOTPRINT_SCHEMA.md says what can be written."),
    second: BilingualText(
      "一个文件只写一份足迹模型;请删去 --- 及其后内容。",
      "A file holds one footprint model; delete the second `---` and what follows."))
}

/// What is wrong with a document, and where.
struct DocumentProblem: Sendable, Hashable {
  /// The part, for instance `result.formula`.
  var path: String
  var place: Place
  /// What is wrong and what was expected, as a sentence.
  var message: BilingualText
}
