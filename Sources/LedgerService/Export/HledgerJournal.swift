// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import Quantities

/// The book as a journal for hledger: `hledger -f FILE balance` gives the ledger's balances.
///
/// An account is `Assets:IDENTIFIER:standing`; units come from `Equity:IDENTIFIER:issuance` of
/// the issuer of their class.
struct HledgerJournal: BookForm {
  let head: String
  private var commodities: [UInt32: String] = [:]
  private var holders: Set<UInt32> = []

  init(_ standpoint: Standpoint) {
    head = """
      ; \(BookNames.comment(standpoint.origin)), \(standpoint.size) entries
      ; root \(standpoint.root)

      """
  }

  mutating func append(_ transaction: BookTransaction, to text: inout String) {
    for part in transaction.parts { declare(part, &text) }
    text += "\n\(transaction.date) * (\(transaction.position.entry).\(transaction.position.record))"
    text += " \(transaction.type)  ; \(transaction.registered)\n"
    for part in transaction.parts {
      let commodity = commodities[part.assetNumber] ?? ""
      let numbers =
        "\(BookNames.comment(part.prefix)) \(part.range.lowerBound)–"
        + "\(part.range.upperBound)"
      text += "    \(Self.name(part.to))  \(part.amount) \"\(commodity)\"  ; \(numbers)\n"
      text += "    \(Self.name(part.from))  -\(part.amount) \"\(commodity)\"\n"
    }
  }

  private mutating func declare(_ part: BookTransaction.Part, _ text: inout String) {
    if commodities[part.assetNumber] == nil {
      let name = BookNames.commodity(part.asset, number: part.assetNumber)
      commodities[part.assetNumber] = name
      let meaning = "\(part.asset.code), \(part.asset.unit), \(part.asset.englishName)"
      text += "\n; \(name) = \(BookNames.comment(meaning))\ncommodity 1000. \"\(name)\"\n"
    }
    for account in [part.from, part.to] where holders.insert(account.number).inserted {
      let names = "\(account.identifier), \(account.name.chinese), \(account.name.english)"
      text += "; \(BookNames.account(account.identifier)) = \(BookNames.comment(names))\n"
    }
  }

  static func name(_ account: BookTransaction.Account) -> String {
    let kind = account.standing == .issuance ? "Equity" : "Assets"
    return "\(kind):\(BookNames.account(account.identifier)):\(account.standing)"
  }
}
