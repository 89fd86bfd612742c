// SPDX-License-Identifier: Apache-2.0
import LedgerCore

/// The book as a table: one line a movement, with the balances of both accounts after it.
///
/// RFC 4180 with a header; lines end with LF.
struct MovementTable: BookForm {
  private static let columns = [
    "entry", "record", "registered", "type", "signed_by", "asset", "unit", "series", "first",
    "last", "amount", "from", "from_standing", "from_balance", "to", "to_standing", "to_balance",
  ]
  private var balances: [BookTransaction.Account: Int64] = [:]

  var head: String { Self.columns.joined(separator: ",") + "\n" }

  mutating func append(_ transaction: BookTransaction, to text: inout String) {
    for part in transaction.parts {
      balances[part.from, default: 0] -= part.amount
      balances[part.to, default: 0] += part.amount
      let fields = [
        "\(transaction.position.entry)", "\(transaction.position.record)",
        "\(transaction.registered)", transaction.type, transaction.issuer, part.asset.code,
        part.asset.unit, part.prefix, "\(part.range.lowerBound)", "\(part.range.upperBound)",
        "\(part.amount)", part.from.identifier, "\(part.from.standing)",
        "\(balances[part.from, default: 0])", part.to.identifier, "\(part.to.standing)",
        "\(balances[part.to, default: 0])",
      ]
      text += fields.map(Self.quoted).joined(separator: ",") + "\n"
    }
  }

  /// RFC 4180 §2: what holds a comma, a quote or a line break is quoted.
  static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13
    }
    return needsQuotes ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
  }
}
