// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

/// The book as a journal for beancount; accounts as in ``HledgerJournal``, with capitals.
struct BeancountJournal: BookForm {
  let head: String
  private var commodities: [UInt32: String] = [:]
  private var holders: Set<UInt32> = []
  private var opened: Set<String> = []

  init(_ standpoint: Standpoint) {
    head = """
      ; \(BookNames.comment(standpoint.origin)), \(standpoint.size) entries
      ; root \(standpoint.root)
      option "title" "\(Self.quotable(standpoint.origin))"

      """
  }

  mutating func append(_ transaction: BookTransaction, to text: inout String) {
    for part in transaction.parts { declare(part, transaction, &text) }
    text += "\n\(transaction.date) * \"\(transaction.type)\" "
    text += "\"\(transaction.position), \(transaction.registered)\"\n"
    for part in transaction.parts {
      let commodity = commodities[part.assetNumber] ?? ""
      let numbers =
        "\(BookNames.comment(part.prefix)) \(part.range.lowerBound)–"
        + "\(part.range.upperBound)"
      text += "  \(Self.name(part.to))  \(part.amount) \(commodity) ; \(numbers)\n"
      text += "  \(Self.name(part.from))  -\(part.amount) \(commodity)\n"
    }
  }

  private mutating func declare(
    _ part: BookTransaction.Part, _ transaction: BookTransaction, _ text: inout String
  ) {
    if commodities[part.assetNumber] == nil {
      let name = BookNames.commodity(part.asset, number: part.assetNumber)
      commodities[part.assetNumber] = name
      let meaning = "\(part.asset.code), \(part.asset.unit), \(part.asset.englishName)"
      text += "\n\(transaction.date) commodity \(name)\n"
      text += "  name: \"\(Self.quotable(meaning))\"\n"
    }
    for account in [part.from, part.to] {
      if holders.insert(account.number).inserted {
        let names = "\(account.identifier), \(account.name.chinese), \(account.name.english)"
        text += "; \(BookNames.account(account.identifier)) = \(BookNames.comment(names))\n"
      }
      let name = Self.name(account)
      if opened.insert(name).inserted { text += "\(transaction.date) open \(name)\n" }
    }
  }

  private static func name(_ account: BookTransaction.Account) -> String {
    let kind = account.standing == .issuance ? "Equity" : "Assets"
    let standing = "\(account.standing)"
    let capital = standing.prefix(1).uppercased() + standing.dropFirst()
    return "\(kind):\(BookNames.account(account.identifier)):\(capital)"
  }

  private static func quotable(_ text: String) -> String {
    BookNames.comment(text).replacing("\\", with: "/").replacing("\"", with: "'")
  }
}
