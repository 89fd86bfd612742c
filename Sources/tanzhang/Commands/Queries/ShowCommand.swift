// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedgerService
import Quantities

/// The command `tanzhang show`.
struct ShowCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print an entry: who signed it, when, and its records.",
    discussion: "Example: tanzhang show 12")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The index of the entry, from 0.") var index: UInt64

  func execute(_ console: Console) async throws {
    let entry = try EntryQuery(index: index).run(on: try await reading())
    switch console.format {
    case .text: console.print(entry)
    case .json: console.print(entry.json.encoded(pretty: true))
    case .csv: console.print(Self.table(entry, console.language))
    }
  }

  private static func table(_ entry: RegisteredEntry, _ language: Language) -> TextTable {
    var table = TextTable([
      .init("entry", "条目", "ENTRY", isNumber: true), .init("record", "记录", "RECORD"),
      .init("type", "类型", "TYPE"), .init("line", "内容", "LINE"),
    ])
    for (position, record) in entry.records.enumerated() {
      table.append(
        entry.index.map(String.init) ?? "", "\(position)", record.type, record.line[language])
    }
    return table
  }
}

extension RegisteredEntry {
  /// The entry as JSON; its records are in the form in which they can be submitted.
  var json: JSONValue {
    [
      "entry": index.map { .integer(Int64($0)) } ?? .null,
      "registered": .string("\(registered)"), "issuer": .integer(Int64(issuer)),
      "key": .string(keyIdentifier), "statement": .string(statementIdentifier),
      "previous": .string(previous.hexadecimal), "leafHash": .string(leafHash.hexadecimal),
      "bytes": .integer(Int64(byteCount)), "records": .array(records.map(\.json)),
    ]
  }
}

extension Console {
  /// Prints an entry and its records, each as a line and as JSON.
  func print(_ entry: RegisteredEntry) {
    let isChinese = language == .chinese
    if let index = entry.index {
      print(
        isChinese
          ? "条目 \(index)  登记于 \(entry.registered)"
          : "entry \(index)  registered \(entry.registered)")
    }
    print((isChinese ? "  签署人    " : "  signed by  ") + entry.issuerName[language])
    print((isChinese ? "  密钥      " : "  key        ") + entry.keyIdentifier)
    print((isChinese ? "  声明编号  " : "  statement  ") + entry.statementIdentifier)
    print((isChinese ? "  前一条目  " : "  previous   ") + entry.previous.hexadecimal)
    print((isChinese ? "  叶哈希    " : "  leaf hash  ") + entry.leafHash.hexadecimal)
    for (position, record) in entry.records.enumerated() {
      print((isChinese ? "记录 \(position)  " : "record \(position)  ") + record.type)
      print("  " + record.line[language])
      for line in record.json.shortened.encoded(pretty: true).split(separator: "\n") {
        print("  \(line)")
      }
    }
  }
}

extension JSONValue {
  /// The longest text shown at a terminal: the rows of a batch have 120 000 digits.
  private static let shownLength = 400

  /// The value with long texts cut and long lists left out after their first items.
  fileprivate var shortened: JSONValue {
    switch self {
    case .string(let text) where text.utf8.count > Self.shownLength:
      .string("\(text.prefix(64))… (\(text.utf8.count))")
    case .array(let items) where items.count > Self.shownLength / 8:
      .array(items.prefix(3).map(\.shortened) + [.string("… (\(items.count))")])
    case .array(let items): .array(items.map(\.shortened))
    case .object(let members): .object(members.map { Member($0.name, $0.value.shortened) })
    default: self
    }
  }
}
