// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import ProductFootprints
import Quantities

/// What a proof is to be about: an entry, a record of one, or a unit's last change.
public struct ProofSubject: Sendable, Equatable {
  /// The entry.
  public let entry: UInt64
  /// The record; `nil` for the whole entry.
  public let record: Int?
  /// The unit, when one was asked for.
  public let unit: ProofBundle.Unit?

  /// An entry, or a record of it.
  public init(entry: UInt64, record: Int? = nil) {
    self.init(entry, record, nil)
  }

  private init(_ entry: UInt64, _ record: Int?, _ unit: ProofBundle.Unit?) {
    self.entry = entry
    self.record = record
    self.unit = unit
  }

  /// Finds what `text` means in a ledger: `12`, `12.0` (record 0 of entry 12), or the code of a
  /// unit, as ``UnitLocation`` understands it; the UUID of a footprint, the code of a label or
  /// factor means the record that put it on the ledger.
  public init(_ text: String, in reading: LedgerReading) throws(ServiceError) {
    if let entry = UInt64(text) {
      self.init(entry: entry)
      return
    }
    let parts = text.split(separator: "." as Character, omittingEmptySubsequences: false)
    if parts.count == 2, let entry = UInt64(parts[0]), let record = Int(parts[1]) {
      let records = try EntryQuery(index: entry).run(on: reading).records
      guard records.indices.contains(record) else {
        throw .notFound(
          BilingualText(
            "条目 \(entry) 没有记录 \(record);共 \(records.count) 条,序号自 0 起。",
            "Entry \(entry) has no record \(record); it has \(records.count), counted from 0."))
      }
      self.init(entry: entry, record: record)
      return
    }
    if let position = try Self.position(of: text, reading.rows) {
      self.init(entry: position.entry, record: position.record)
      return
    }
    let status = try UnitQuery(code: text).run(on: reading.rows)
    self.init(
      status.lastChange.entry, status.lastChange.record,
      ProofBundle.Unit(
        code: status.unit.code, series: status.unit.number, serial: status.unit.serial))
  }

  /// The record that put a footprint, a label or a factor on the ledger; `nil` for other texts.
  private static func position(
    of text: String, _ rows: any RowSource
  ) throws(ServiceError) -> RecordPosition? {
    typealias Section = ProductFootprints.Section
    let identifier = FootprintNames.identifier(text)
    if let number = try rows.number(Section.footprints, lookup: identifier) {
      return try rows.row(Footprint.self, Section.footprints, number)?.position
    }
    if let number = try rows.number(Section.labels, lookup: text) {
      return try rows.row(Label.self, Section.labels, number)?.position
    }
    guard let number = try rows.number(Section.factors, lookup: text) else { return nil }
    return try rows.row(RegisteredFactor.self, Section.factors, number)?.position
  }
}
