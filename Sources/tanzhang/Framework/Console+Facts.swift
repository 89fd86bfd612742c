// SPDX-License-Identifier: Apache-2.0
import LedgerService
import Quantities

extension Console {
  /// Prints a document for a program: as JSON, or its single values as one row of CSV.
  ///
  /// In CSV `accepted.rows` names a value in an object. Lists are in JSON alone.
  func print(document: JSONValue) {
    guard format == .csv else { return print(document.encoded(pretty: true)) }
    let cells = Self.cells(of: document, "")
    print(cells.map { TextTable.quoted($0.name) }.joined(separator: ","))
    print(cells.map { TextTable.quoted($0.text) }.joined(separator: ","))
  }

  private static func cells(
    of value: JSONValue, _ name: String
  ) -> [(name: String, text: String)] {
    switch value {
    case .object(let members):
      members.flatMap { cells(of: $0.value, name.isEmpty ? $0.name : "\(name).\($0.name)") }
    case .array: []
    case .string(let text): [(name, text)]
    case .null: [(name, "")]
    default: [(name, value.encoded())]
    }
  }

  /// Prints facts about one thing: a line each, an object, or one row of CSV.
  ///
  /// - Parameters:
  ///   - facts: The key of JSON and CSV, the label people read, the text.
  ///   - lists: Lists that belong to the thing, for JSON alone: the key, the keys of an item, the
  ///     items.
  func print(
    _ facts: [(key: String, label: BilingualText, text: String)],
    _ lists: [(key: String, keys: [String], items: [[String]])]
  ) {
    switch format {
    case .text:
      for fact in facts { print("\(fact.label[language])  \(fact.text)") }
    case .json:
      var members = facts.map { JSONValue.Member($0.key, .string($0.text)) }
      for list in lists {
        let items = list.items.map { item in
          JSONValue.object(
            zip(list.keys, item).map { JSONValue.Member($0, .string($1)) })
        }
        members.append(JSONValue.Member(list.key, .array(items)))
      }
      print(JSONValue.object(members).encoded(pretty: true))
    case .csv:
      print(facts.map(\.key).joined(separator: ","))
      print(facts.map { TextTable.quoted($0.text) }.joined(separator: ","))
    }
  }
}
