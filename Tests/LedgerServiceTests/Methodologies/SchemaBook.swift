// SPDX-License-Identifier: Apache-2.0
import AuthoredDocuments
import LedgerService
import Quantities

/// The schema of methodology documents, and the documents there are, as Markdown.
enum SchemaBook {
  static var page: String {
    let page = """
      # Schema of methodology documents

      Every key that a `methodology.yaml` may have. The reader checks documents by the tables this
      page is made from (`TANZHANG_UPDATE=1 script/test` writes it), so it is complete: a key that
      is not here is a mistake. [METHODOLOGIES.md](METHODOLOGIES.md) says how to write a
      methodology, [EXPRESSIONS.md](EXPRESSIONS.md) how to write a formula.

      本页由校验所用的表生成:此处没有的键即为错误。如何编写方法学见 METHODOLOGIES.md。

      A document is YAML in UTF-8, without anchors, aliases, tags and directives. *Must* marks keys
      that are needed; the others can be left out.

      """
    return page + sections(MethodologySchema.tables)
  }

  /// A section for each table.
  static func sections(_ tables: [SchemaTable]) -> String {
    var page = ""
    for table in tables {
      page += "\n## \(table.name)\n\n\(table.phrase.chinese)\n"
      for names in table.oneOf {
        page += "\nExactly one of \(names.map { "`\($0)`" }.joined(separator: ", ")).\n"
      }
      page += "\n| key | value | | meaning |\n|---|---|---|---|\n"
      for key in table.keys {
        let only =
          key.variants.isEmpty
          ? "" : " (with `\(table.variantKey ?? "")`: \(key.variants.joined(separator: ", ")))"
        page += "| `\(key.name)` | \(cell(value(key.kind)))\(only) | "
        page += "\(key.isRequired ? "must" : "") | "
        page += "\(cell(key.meaning.chinese)) \(cell(key.meaning.english)) |\n"
      }
    }
    return page
  }

  /// What stands after a key's colon, with a link to the table it has.
  private static func value(_ kind: SchemaKind) -> String {
    switch kind {
    case .table(let table): "[\(table.name)](#\(table.name.replacing(" ", with: "-")))"
    case .list(let item, let count):
      "list of \(value(item)), \(count.lowerBound) to \(count.upperBound)"
    case .oneOrMore(let item, let limit): "\(value(item)), or a list of up to \(limit)"
    case .named(let item): "names, each with \(value(item))"
    case .source: "[source](#source), or the name of one"
    case .word(let words): words.map { "`\($0)`" }.joined(separator: " or ")
    default:
      // The phrase of a sentence, without the article and the comma that it has there.
      String(
        kind.phrase.english.trimmingPrefix("a ").trimmingPrefix("an ")
          .reversed().drop { $0 == "," }.reversed())
    }
  }

  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }

  /// The list of the documents in Methodologies.
  static func list(_ reviews: [MethodologyReview]) -> String {
    var page = """
      # Methodologies

      Methodologies (方法学) as documents: one folder a version, `<scheme>/<id>@<version>/`, with
      conditions, inputs, parameters and their sources, the formula, and worked examples that tests
      run. How to write one is in [the author's guide](../docs/METHODOLOGIES.md).

      A document here is no filing (备案): a ledger computes by a methodology only after its
      authority has filed it there. *Filed* says that the text was filed by the authority it names,
      *standard* that it is a published standard, *unfiled* that nobody vouches for it. Parameters
      that no source fixes are not set: whoever files the methodology sets them, naming the source.

      本页由测试生成(`TANZHANG_UPDATE=1 script/test`)。

      | methodology | title | standing | from | to be set when filing |
      |---|---|---|---|---|

      """
    for review in reviews {
      guard let item = review.methodology else { continue }
      let status = Methodology.Status.names[Int(item.status.rawValue)]
      let open = review.openParameters.map { "`\($0)`" }.joined(separator: ", ")
      page += "| [`\(item.identity)`](<\(item.identity)/methodology.yaml>) | \(item.title.chinese)"
      page += " · \(item.title.english) | \(status) | \(item.effectiveFrom) | \(open) |\n"
    }
    return page
  }
}
