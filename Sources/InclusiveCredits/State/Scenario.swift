// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// A scenario (减排场景) or project, with what happened to it and what it carries.
public struct Scenario: StateRow {
  /// One change.
  public struct Change: Sendable, Equatable {
    /// What happened.
    public let action: ScenarioAction
    /// The first event date to which it applies.
    public let from: CalendarDate
    /// The methodology version from then on, when that is what changed.
    public let methodology: UInt32?
    /// The record that did it.
    public let position: RecordPosition
  }

  /// A series of the scenario and the issue that was the last in it.
  public struct Block: Sendable, Equatable {
    /// The number of the series.
    public let series: UInt32
    /// The number of its last issue; each issue names the one before.
    public internal(set) var lastIssue: UInt32
  }

  /// `SCHEME-SCENARIO`, the start of its series.
  public let code: String
  /// What was approved.
  public let approval: ScenarioRecord
  /// The last day of the crediting period; `nil` for no end.
  public let through: CalendarDate?
  /// The record that approved it.
  public let position: RecordPosition
  /// The changes, ordered by the dates from which they apply and then by their entries.
  public internal(set) var changes: [Change] = []
  /// Its series of tonnes, in the order in which they were opened.
  public internal(set) var tonnes: [Block] = []
  /// Its series of grams, once something was issued to persons.
  public internal(set) var grams: Block?
  /// The grams persons have used, which are the first serial numbers of the series of grams.
  public internal(set) var usedGrams: UInt64 = 0
  /// What is carried to the next issue, in milligrams of CO₂ equivalent.
  ///
  /// For a scenario of persons, what all persons together have below a gram.
  public internal(set) var carry: Int64 = 0
  /// What is carried to the next pooling, in milligrams of CO₂ equivalent.
  public internal(set) var poolCarry: Int64 = 0
  /// The tonnes still owed after reversals; they block further issues.
  public internal(set) var owed: UInt64 = 0
  /// The tonnes reversed so far, those still owed included.
  public internal(set) var reversed: UInt64 = 0

  /// The code.
  public var lookupKeys: [String] { [code] }

  init(
    code: String, approval: ScenarioRecord, through: CalendarDate?, position: RecordPosition
  ) {
    self.code = code
    self.approval = approval
    self.through = through
    self.position = position
  }

  /// The number of the methodology version that applies to events of `date`.
  public func methodology(on date: CalendarDate) -> UInt32 {
    changes.last { $0.action == .methodology && $0.from <= date }?.methodology
      ?? approval.methodology
  }

  /// The change that keeps events of `date` from counting: a suspension or the end.
  public func obstacle(on date: CalendarDate) -> Change? {
    if let end = changes.first(where: { $0.action == .end && $0.from <= date }) { return end }
    let last = changes.last { $0.action != .methodology && $0.from <= date }
    return last?.action == .suspend ? last : nil
  }

  /// The prefix of the series of tonnes of a year.
  public func prefix(year: Int) -> String {
    let digits = String(year)
    return "\(code)-" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  /// The prefix of the series of grams.
  public var gramPrefix: String { "\(code)-G" }
}

extension Scenario {
  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 13, "a scenario")
    code = try reader.readTextString()
    approval = try reader.readStored(ScenarioRecord.self)
    through = try reader.readOptionalDate()
    position = try reader.readPosition()
    changes = try reader.readRows { (reader) throws(CBORError) in try Change(decoding: &reader) }
    tonnes = try reader.readRows { (reader) throws(CBORError) in try Block(decoding: &reader) }
    grams = try reader.readOptional { (reader) throws(CBORError) in try Block(decoding: &reader) }
    usedGrams = try reader.readUnsigned()
    carry = try reader.readAmount()
    poolCarry = try reader.readAmount()
    owed = try reader.readUnsigned()
    reversed = try reader.readUnsigned()
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(13)
    writer.write(text: code)
    writer.write(stored: approval)
    writer.writeOptional(through) { $0.write(date: $1) }
    writer.write(position: position)
    writer.writeList(changes) { $1.encode(to: &$0) }
    writer.writeList(tonnes) { $1.encode(to: &$0) }
    writer.writeOptional(grams) { $1.encode(to: &$0) }
    writer.write(unsigned: usedGrams)
    writer.write(amount: carry)
    writer.write(amount: poolCarry)
    writer.write(unsigned: owed)
    writer.write(unsigned: reversed)
  }
}

extension Scenario.Change {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 5, "a change of a scenario")
    action = ScenarioAction.allCases[try reader.readChoice(of: ScenarioAction.names.count)]
    from = try reader.readDate()
    methodology = try reader.readOptionalNumber()
    position = try reader.readPosition()
  }

  func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(5)
    writer.write(unsigned: UInt64(action.rawValue))
    writer.write(date: from)
    writer.writeOptional(methodology) { $0.write(number: $1) }
    writer.write(position: position)
  }
}

extension Scenario.Block {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 2, "a series of a scenario")
    series = try reader.readNumber()
    lastIssue = try reader.readNumber()
  }

  func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(2)
    writer.write(number: series)
    writer.write(number: lastIssue)
  }
}
