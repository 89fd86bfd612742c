// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// A scheme (碳普惠机制) with the terms it has had.
public struct Scheme: StateRow {
  /// The terms from a date on.
  public struct Terms: Sendable, Equatable {
    /// What was set.
    public let record: SchemeRecord
    /// The record that set it.
    public let position: RecordPosition
  }

  /// The code.
  public let code: String
  /// The terms, ordered by the dates from which they apply; never empty.
  public internal(set) var terms: [Terms]

  /// The code.
  public var lookupKeys: [String] { [code] }

  init(_ record: SchemeRecord, _ position: RecordPosition) {
    code = record.code
    terms = [Terms(record: record, position: position)]
  }

  /// The terms in force on `date`; `nil` before the first.
  public func terms(on date: CalendarDate) -> SchemeRecord? {
    terms.last { $0.record.from <= date }?.record
  }

  /// The newest names, which need no date.
  public var newest: SchemeRecord { terms[terms.count - 1].record }

  mutating func set(_ record: SchemeRecord, _ position: RecordPosition) {
    terms.removeAll { $0.record.from == record.from }
    let place = terms.firstIndex { $0.record.from > record.from } ?? terms.endIndex
    terms.insert(Terms(record: record, position: position), at: place)
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 2, "a scheme")
    code = try reader.readTextString()
    let offset = reader.offset
    terms = try reader.readRows { (reader) throws(CBORError) in
      try reader.expectRow(of: 3, "terms of a scheme")
      let record = try reader.readStored(SchemeRecord.self)
      return Terms(record: record, position: try reader.readPosition())
    }
    guard !terms.isEmpty else {
      throw .unexpected(offset: offset, expected: "terms", found: "none")
    }
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(2)
    writer.write(text: code)
    writer.writeList(terms) {
      $0.writeArrayHeader(3)
      $0.write(stored: $1.record)
      $0.write(position: $1.position)
    }
  }
}
