// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

/// A kind of things that people name by code and records by number.
struct NamedKind {
  let name: BilingualText
  /// The command that lists them; `nil` where there is no list.
  let list: String?

  init(_ chinese: String, _ english: String, list: String?) {
    name = BilingualText(chinese, english)
    self.list = list
  }

  /// The refusal of a text that means none of them.
  func missing(_ text: String) -> ServiceError {
    guard let list else {
      return .notFound(
        BilingualText(
          "账本中没有\(name.chinese) \"\(text)\"。",
          "The ledger has no \(name.english) \"\(text)\"."))
    }
    return .notFound(
      BilingualText(
        "没有\(name.chinese) \"\(text)\";请用 `tanzhang \(list)` 查看。",
        "There is no \(name.english) \"\(text)\"; see `tanzhang \(list)`."))
  }
}

extension RowSource {
  /// The row of `section` meant by `text`: what it is found by, or its number.
  func row<Row: StateRow>(
    _ type: Row.Type, _ section: UInt8, meaning text: String, _ kind: NamedKind
  ) throws(ServiceError) -> (number: UInt32, row: Row) {
    let number = try number(section, lookup: text) ?? NumberedCode.number(text)
    if let number, let row = try row(type, section, number) { return (number, row) }
    throw kind.missing(text)
  }
}
