// SPDX-License-Identifier: Apache-2.0
import LedgerService
import Quantities

extension Console {
  /// Prints where a statement stands and the numbers it was given.
  func print(_ receipt: Receipt) {
    switch format {
    case .text:
      let repeated = receipt.isRepetition ? language == .chinese ? "(此前已登记)" : " (before)" : ""
      print(
        language == .chinese
          ? "条目 \(receipt.entry)  登记于 \(receipt.registered)\(repeated)"
          : "entry \(receipt.entry)  registered \(receipt.registered)\(repeated)")
      for assignment in receipt.assignments {
        print("  \(assignment.kind) \(assignment.code)")
      }
    case .json: print(Self.json(receipt).encoded(pretty: true))
    case .csv: for line in Self.csv([receipt]) { print(line) }
    }
  }

  /// Prints several receipts: one as it is, more as one document.
  func print(_ receipts: [Receipt]) {
    if receipts.count == 1 { return print(receipts[0]) }
    switch format {
    case .text: for receipt in receipts { print(receipt) }
    case .json: print(JSONValue.array(receipts.map(Self.json)).encoded(pretty: true))
    case .csv: for line in Self.csv(receipts) { print(line) }
    }
  }

  /// One table of all receipts: a header, then a line for each number assigned, and one for a
  /// statement that was assigned none.
  static func csv(_ receipts: [Receipt]) -> [String] {
    var lines = ["entry,registered,kind,number,code"]
    for receipt in receipts {
      let place = "\(receipt.entry),\(receipt.registered)"
      if receipt.assignments.isEmpty { lines.append("\(place),,,") }
      lines += receipt.assignments.map { "\(place),\($0.kind),\($0.number),\($0.code)" }
    }
    return lines
  }

  private static func json(_ receipt: Receipt) -> JSONValue {
    [
      "entry": .integer(Int64(receipt.entry)),
      "registered": .string("\(receipt.registered)"),
      "assigned": .array(
        receipt.assignments.map {
          [
            "kind": .string($0.kind), "number": .integer(Int64($0.number)),
            "code": .string($0.code), "record": .integer(Int64($0.record)),
          ]
        }),
      "repetition": .bool(receipt.isRepetition),
    ]
  }

  /// Prints what a report stands on, so that two readers can compare.
  func print(_ standpoint: Standpoint) {
    print("\(standpoint.origin)  \(standpoint.size)  \(Base64.encode(standpoint.root.bytes))")
    guard standpoint.size != standpoint.newestSize else { return }
    print(
      language == .chinese
        ? "账本现有 \(standpoint.newestSize) 条" : "the ledger now has \(standpoint.newestSize) entries"
    )
  }
}

extension Assignment {
  /// The number with its letter and check character, as people read it.
  var code: String { NumberedCode.text(kind, number) }
}
