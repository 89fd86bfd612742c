// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine

/// What a cell of an activity list says.
enum ActivitySlot: Hashable, Sendable {
  /// A pseudonym, 64 hexadecimal digits.
  case person
  /// An identity of the operator's own, which is turned into a pseudonym here.
  case user
  case start, end, duration, date, month
  /// The natural key itself, 32 hexadecimal digits.
  case key
  /// One of the texts that make the activity unique; they are digested in order.
  case keyPart(Int)
  /// An input of the methodology.
  case input(Int)
  /// A field of a row of a list input, from 0.
  case field(input: Int, row: Int, column: Int)

  /// The names accepted for what every list may have; the first is the one in documentation.
  static let common: [(slot: ActivitySlot, names: [String])] = [
    (.person, ["person", "pseudonym", "假名", "个人假名"]),
    (.user, ["user_id", "user", "用户编号", "用户", "用户ID"]),
    (.start, ["start", "开始时间", "起始时间"]),
    (.end, ["end", "结束时间", "终止时间"]),
    (.duration, ["duration_s", "duration", "时长(秒)", "时长(秒)", "时长"]),
    (.date, ["date", "日期", "活动日期"]),
    (.month, ["month", "月份", "活动月份"]),
    (.key, ["key", "自然键", "唯一键"]),
    (.keyPart(0), ["key_text", "trip", "行程号", "交易流水号", "key.1"]),
  ]
}

/// The names under which the cells of one methodology version are found.
struct ActivityNames: Sendable {
  /// The slots; a position in this array stands for a slot wherever rows are read.
  let slots: [ActivitySlot]
  /// Every accepted name with the position of its slot.
  let positions: [String: Int]

  init(_ methodology: Methodology) {
    var names = ActivityNameCollector()
    // The methodology's own names come first: an input called "start" is that input.
    for (number, input) in methodology.activity.inputs.enumerated() {
      guard case .list(let columns, _, let maximum) = input.kind else {
        names.add(.input(number), Self.spellings(input))
        continue
      }
      for row in 0..<maximum {
        for (column, field) in columns.enumerated() {
          let slot = ActivitySlot.field(input: number, row: row, column: column)
          var spellings: [String] = []
          for name in Self.spellings(input) {
            spellings += Self.spellings(field).map { "\(name).\(row + 1).\($0)" }
            if columns.count == 1 { spellings.append("\(name).\(row + 1)") }
          }
          names.add(slot, spellings)
        }
      }
    }
    for (slot, spellings) in ActivitySlot.common { names.add(slot, spellings) }
    for (number, text) in methodology.activity.naturalKey.enumerated() {
      names.add(.keyPart(number), Self.spellings(ofKey: text) + ["key.\(number + 1)"])
    }
    slots = names.slots
    positions = names.positions
  }

  /// The name, the labels in both languages, and the labels with the unit behind.
  private static func spellings(_ input: Methodology.InputDefinition) -> [String] {
    var spellings = [input.name, input.label.chinese, input.label.english]
    if case .quantity(let unit, _, _, _) = input.kind {
      for name in spellings {
        spellings += ["\(name)(\(unit))", "\(name) (\(unit))", "\(name)(\(unit))"]
      }
    }
    return spellings
  }

  /// The text itself, and its two parts when it has the form `中文 (English)`.
  private static func spellings(ofKey text: String) -> [String] {
    guard text.hasSuffix(")"), let open = text.lastIndex(of: "(") else { return [text] }
    let chinese = text[..<open].trimmingSuffix(while: \.isWhitespace)
    return [text, String(chinese), String(text[text.index(after: open)...].dropLast())]
  }
}

private struct ActivityNameCollector {
  var slots: [ActivitySlot] = []
  var positions: [String: Int] = [:]

  mutating func add(_ slot: ActivitySlot, _ names: [String]) {
    let position = slots.firstIndex(of: slot) ?? slots.count
    if position == slots.count { slots.append(slot) }
    // The first meaning of a name stays.
    for name in names where positions[name] == nil { positions[name] = position }
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while isCut: (Character) -> Bool) -> Substring {
    var text = self
    while let last = text.last, isCut(last) { text.removeLast() }
    return text
  }
}
