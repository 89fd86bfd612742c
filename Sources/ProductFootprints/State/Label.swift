// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// A carbon label, with what happened to it since.
public struct Label: StateRow {
  /// One change of status.
  public struct Change: Sendable, Equatable {
    /// What happened.
    public let action: LabelAction
    /// The first day of effect.
    public let from: CalendarDate
    /// Why.
    public let reason: String
    /// Who signed.
    public let party: UInt32
    /// The record.
    public let position: RecordPosition
  }

  /// What was issued.
  public let terms: LabelRecord
  /// The body that issued it.
  public let body: UInt32
  /// The record that issued it.
  public let position: RecordPosition
  /// The changes, in order of their days and then of their records.
  public internal(set) var changes: [Change] = []
  /// The first day on which its footprint, or something that stands on, was withdrawn.
  public internal(set) var lapsed: CalendarDate?

  /// The code.
  public var lookupKeys: [String] { [terms.code] }

  init(_ terms: LabelRecord, body: UInt32, position: RecordPosition) {
    self.terms = terms
    self.body = body
    self.position = position
  }

  /// The change in force on `date`; `nil` while nothing has happened.
  public func change(on date: CalendarDate) -> Change? { changes.last { $0.from <= date } }

  /// Whether it was withdrawn, from whatever day on.
  public var isWithdrawn: Bool { changes.contains { $0.action == .withdraw } }

  /// Whether it may be shown on `date` (rule 30): within its days, neither suspended nor
  /// withdrawn, and its footprint is relied on.
  public func isValid(on date: CalendarDate) -> Bool {
    guard terms.from <= date, date <= terms.through else { return false }
    if let lapsed, lapsed <= date { return false }
    if changes.contains(where: { $0.action == .withdraw && $0.from <= date }) { return false }
    return change(on: date).map { $0.action == .resume } ?? true
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 6, "a label")
    terms = try reader.readStored(LabelRecord.self)
    body = try reader.readNumber()
    position = try reader.readPosition()
    changes = try reader.readRows { (reader) throws(CBORError) in try Change(decoding: &reader) }
    lapsed = try reader.readOptionalDate()
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(6)
    writer.write(stored: terms)
    writer.write(number: body)
    writer.write(position: position)
    writer.writeList(changes) { $1.encode(to: &$0) }
    writer.writeOptional(lapsed) { $0.write(date: $1) }
  }
}

extension Label.Change {
  fileprivate init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 6, "a change of a label")
    action = try reader.readCase(of: LabelAction.self)
    from = try reader.readDate()
    reason = try reader.readTextString()
    party = try reader.readNumber()
    position = try reader.readPosition()
  }

  fileprivate func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(6)
    writer.write(choice: action)
    writer.write(date: from)
    writer.write(text: reason)
    writer.write(number: party)
    writer.write(position: position)
  }
}
