// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import MethodologyEngine
import Quantities

extension ActivityRowReader {
  /// Reads the inputs of the methodology, in its order.
  mutating func readValues(
    _ bytes: Span<UInt8>, _ form: ActivityForm, _ position: Int
  ) throws(ImportRefusal) {
    row.values.removeAll(keepingCapacity: true)
    for (number, input) in form.inputs.enumerated() {
      let places = columns[position].inputs[number]
      switch input {
      case .scalar(let reading): try readValue(bytes, reading, places[0], form, number)
      case .list(let fields, _):
        let filled = places.lastIndex { cell($0) != nil }.map { $0 / fields.count + 1 } ?? 0
        row.values.append(Int64(filled))
        for place in 0..<filled * fields.count {
          try readValue(bytes, fields[place % fields.count], places[place], form, number)
        }
      }
    }
  }

  private mutating func readValue(
    _ bytes: Span<UInt8>, _ reading: ActivityForm.Reading, _ column: Int, _ form: ActivityForm,
    _ input: Int
  ) throws(ImportRefusal) {
    let name =
      column >= 0 ? cells.header[column] : form.methodology.activity.inputs[input].name
    guard let range = cell(column) else {
      throw refusal(name, ActivityListRules.missing, found: "—", required: name)
    }
    switch reading {
    case .quantity(let decimals):
      guard let value = CellReader.decimal(bytes, range, decimals: decimals) else {
        throw refusal(
          name, ActivityListRules.form, found: CellReader.text(bytes, range),
          required: "a number, ≤ \(decimals) decimals")
      }
      row.values.append(value)
    case .choice(let names):
      guard let choice = names.firstIndex(where: { CellReader.equals(bytes, range, $0) }) else {
        throw refusal(
          name, ActivityListRules.form, found: CellReader.text(bytes, range),
          required: names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", "))
      }
      row.values.append(Int64(choice))
    case .flag:
      guard let flag = CellReader.flag(bytes, range) else {
        throw refusal(
          name, ActivityListRules.form, found: CellReader.text(bytes, range),
          required: "true, false")
      }
      row.values.append(flag ? 1 : 0)
    case .date:
      guard let date = CellReader.date(bytes, range) else {
        throw refusal(
          name, ActivityListRules.form, found: CellReader.text(bytes, range), required: "2026-06-01"
        )
      }
      row.values.append(Int64(date.daysSinceEpoch))
    }
  }
}
