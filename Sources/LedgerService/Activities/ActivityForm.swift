// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import MethodologyEngine
import Quantities

/// How the rows of a list become activities of one methodology version.
struct ActivityForm: Sendable {
  /// How a cell of an input is read.
  enum Reading: Sendable {
    case quantity(decimals: Int)
    case choice([[UInt8]])
    case flag
    case date

    init(_ kind: Methodology.InputDefinition.Kind) {
      switch kind {
      case .quantity(_, let decimals, _, _): self = .quantity(decimals: decimals)
      case .choice(let names): self = .choice(names.map { Array($0.utf8) })
      case .flag: self = .flag
      case .date: self = .date
      case .list: preconditionFailure("rows of a list hold no lists")
      }
    }
  }

  /// An input: one cell, or rows of cells.
  enum Input: Sendable {
    case scalar(Reading)
    case list([Reading], maximum: Int)
  }

  let methodology: Methodology
  let layout: ActivityLayout
  let names: ActivityNames
  let inputs: [Input]

  init(_ methodology: Methodology) {
    self.methodology = methodology
    layout = ActivityLayout(methodology)
    names = ActivityNames(methodology)
    inputs = methodology.activity.inputs.map { input in
      guard case .list(let columns, _, let maximum) = input.kind else {
        return .scalar(Reading(input.kind))
      }
      return .list(columns.map { Reading($0.kind) }, maximum: maximum)
    }
  }
}

/// Where the cells of a form stand in the columns of a list.
struct ActivityColumns: Sendable {
  /// The column of each slot of the form's names; −1 where there is none.
  private var columns: [Int]
  private let slots: [ActivitySlot: Int]
  /// The columns of the inputs, in order; of a list, row by row.
  private(set) var inputs: [[Int]] = []
  /// The columns of the texts of the natural key, in order.
  private(set) var keyParts: [Int] = []

  /// Finds the slots of `form` in `header`; a name that comes twice is refused.
  init(_ form: ActivityForm, header: [String]) throws(ServiceError) {
    columns = [Int](repeating: -1, count: form.names.slots.count)
    slots = [ActivitySlot: Int](
      form.names.slots.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for (column, name) in header.enumerated() {
      let simplified = TextNormalization.simplified(name)
      guard let slot = form.names.positions[name] ?? form.names.positions[simplified] else {
        continue
      }
      guard columns[slot] < 0 else {
        throw .invalid(
          BilingualText(
            "列 \"\(header[columns[slot]])\" 与 \"\(name)\" 含义相同。",
            "The columns \"\(header[columns[slot]])\" and \"\(name)\" mean the same."))
      }
      columns[slot] = column
    }
    for (number, input) in form.inputs.enumerated() {
      switch input {
      case .scalar: inputs.append([column(.input(number))])
      case .list(let fields, let maximum):
        inputs.append(
          (0..<maximum * fields.count).map {
            column(.field(input: number, row: $0 / fields.count, column: $0 % fields.count))
          })
      }
    }
    var part = column(.keyPart(0))
    while part >= 0 {
      keyParts.append(part)
      part = column(.keyPart(keyParts.count))
    }
  }

  /// The column of a slot; −1 when the list has none.
  func column(_ slot: ActivitySlot) -> Int {
    slots[slot].map { columns[$0] } ?? -1
  }

  /// Refuses a list that lacks a column which every row of `form` needs.
  func requireAll(_ form: ActivityForm, hasSalt: Bool) throws(ServiceError) {
    var missing: [String] = []
    func need(_ slots: [ActivitySlot], _ name: String) {
      if slots.allSatisfy({ column($0) < 0 }) { missing.append(name) }
    }
    if form.layout.hasPerson {
      need([.person, .user], "person / user_id")
      if column(.person) < 0, column(.user) >= 0, !hasSalt {
        throw .invalid(
          BilingualText(
            "列 user_id 需要盐值文件:--salt。",
            "The column user_id needs the file of the salt: --salt."))
      }
    }
    switch form.methodology.activity.timing {
    case .interval:
      need([.start], "start")
      need([.end, .duration], "duration_s / end")
    case .day: need([.date, .start], "date")
    case .month: need([.month], "month")
    }
    need([.key, .keyPart(0)], "key / key_text")
    for (number, input) in form.methodology.activity.inputs.enumerated()
    where inputs[number].allSatisfy({ $0 < 0 }) {
      guard case .list = input.kind else {
        missing.append(input.name)
        continue
      }
      missing.append("\(input.name).1 …")
    }
    guard missing.isEmpty else {
      throw .invalid(
        BilingualText(
          "文件缺少列:\(missing.joined(separator: "、"))。",
          "The file lacks columns: \(missing.joined(separator: ", "))."))
    }
  }
}

extension ActivityColumns {
  /// The columns of what every list may have; −1 where there is none.
  struct Common: Sendable {
    var person = -1
    var user = -1
    var start = -1
    var end = -1
    var duration = -1
    var date = -1
    var month = -1
    var key = -1

    init() {}

    init(_ columns: ActivityColumns) {
      person = columns.column(.person)
      user = columns.column(.user)
      start = columns.column(.start)
      end = columns.column(.end)
      duration = columns.column(.duration)
      date = columns.column(.date)
      month = columns.column(.month)
      key = columns.column(.key)
    }
  }
}
