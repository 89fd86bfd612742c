// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FileStorage
public import LedgerCore
public import Quantities

/// One record of a participant's history as it is printed.
public struct HistoryLine: Sendable {
  /// Where the record stands.
  public let position: RecordPosition
  /// When it was registered.
  public let registered: Timestamp
  /// The name of its type.
  public let type: String
  /// Whether the participant signed it; otherwise it is only named in it.
  public let isSigner: Bool
  /// The number of units or the energy it is about, with its unit; `nil` for neither.
  public let quantity: String?
  /// What it does, in one line with names.
  public let line: BilingualText
}

/// The records that a participant signed or that name it, in the order of registration.
public struct HistoryQuery: Sendable {
  /// The participant, as `RowSource.participant` understands it.
  public var participant: String
  /// The first day of registration, in China.
  public var begin: CalendarDate?
  /// The day after the last.
  public var end: CalendarDate?

  /// Creates a query for the whole history of `participant`.
  public init(participant: String, begin: CalendarDate? = nil, end: CalendarDate? = nil) {
    self.participant = participant
    self.begin = begin
    self.end = end
  }

  /// Calls `visit` with each line until it returns false.
  ///
  /// Memory does not grow with the ledger.
  public func run(
    on reading: LedgerReading, _ visit: (HistoryLine) -> Bool
  ) throws(ServiceError) {
    let found = try reading.rows.participant(participant)
    let subject = RecordScan.Subject(
      number: UInt64(found.number), identifier: Array(found.row.identifier.utf8))
    let range = try range(reading)
    let scan = RecordScan()
    var names = NameBook(reading.rows)
    var failure: ServiceError?
    do throws(StorageError) {
      try reading.files.forEachEntry(in: range) { index, bytes in
        do throws(any Error) {
          guard let match = try scan.match(bytes, subject) else { return true }
          return try Self.visit(match, index, bytes, &names, visit)
        } catch {
          failure = ServiceError(anything: error)
          return false
        }
      }
    } catch {
      throw .storage(error)
    }
    if let failure { throw failure }
  }

  /// All lines.
  public func lines(on reading: LedgerReading) throws(ServiceError) -> [HistoryLine] {
    var lines: [HistoryLine] = []
    try run(on: reading) { line in
      lines.append(line)
      return true
    }
    return lines
  }

  private func range(_ reading: LedgerReading) throws(ServiceError) -> Range<UInt64> {
    let size = reading.standpoint.size
    func entry(_ date: CalendarDate) throws(ServiceError) -> UInt64 {
      try EntryTimes.firstEntry(onOrAfter: date, size: size, reading.files)
    }
    let first = if let begin { try entry(begin) } else { UInt64(0) }
    let last = if let end { try entry(end) } else { size }
    return first..<max(first, last)
  }

  private static func visit(
    _ match: RecordScan.Match, _ index: UInt64, _ bytes: Span<UInt8>, _ names: inout NameBook,
    _ visit: (HistoryLine) -> Bool
  ) throws -> Bool {
    let entry = try Entry(decoding: bytes)
    let reader = CBORReader(bytes)
    let statement = try Statement(decoding: reader.copy(entry.statementRange))
    let records = try ReadRecord.all(of: statement)
    for position in match.records {
      let record = records[position]
      let line = HistoryLine(
        position: RecordPosition(entry: index, record: position),
        registered: match.registered, type: record.shape.name, isSigner: match.isSigner,
        quantity: quantity(record), line: try RecordPhrase.line(record, &names))
      guard visit(line) else { return false }
    }
    return true
  }

  private static func quantity(_ record: ReadRecord) -> String? {
    for field in record.shape.fields {
      switch field.kind {
      case .unsigned where field.name == "count" || field.name == "quantity":
        return record.json[field.name]?.encoded()
      case .energy where record.shape.fields.allSatisfy({ $0.name != "count" }):
        return record.json[field.name]?.text
      default: continue
      }
    }
    return nil
  }
}
