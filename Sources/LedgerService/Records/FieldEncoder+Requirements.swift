// SPDX-License-Identifier: Apache-2.0
import LedgerCore

extension FieldEncoder {
  /// What a field of `kind` must be in JSON, in words that name its form.
  static func requirement(of kind: FieldKind) -> String {
    switch kind {
    case .unsigned(let maximum): "an integer from 0 to \(maximum)"
    case .integer: "an integer within 64 bits"
    case .text(let maximum): "a string of at most \(maximum) bytes"
    case .bytes(let count): "\(count * 2) hexadecimal digits"
    case .byteString(let maximum): "at most \(maximum * 2) hexadecimal digits, an even number"
    case .date: "a date from 1900 to 9999 such as \"2026-11-21\""
    case .month: "a month from 1900 to 9999 such as \"2026-11\""
    case .energy: "an amount with its unit such as \"2345.9 MWh\", or an integer of Wh"
    case .money: "an amount with its unit such as \"5.66 yuan\", or an integer of fen"
    case .participant: "a participant's number or identifier"
    case .number(let name): "the number or name of a registered \(name)"
    case .province: "a province such as \"CN-ZJ\", \"浙江\" or \"Zhejiang\""
    case .choice(let names): "one of " + names.joined(separator: ", ")
    case .boolean: "true or false"
    case .list(let item, let maximum):
      "an array of at most \(maximum), each \(requirement(of: item))"
    }
  }
}
