// SPDX-License-Identifier: Apache-2.0
import Cryptography
import ExternalCredits
public import LedgerCore
import Quantities

/// What an import needs of a ledger; closures, so that any ledger will do.
public struct ImportTarget: Sendable {
  /// The asset class of the registry.
  public let asset: UInt32
  /// The number of the participant with an identifier, or `nil`.
  public let participant: @Sendable (String) async -> UInt32?
  /// Signs the encoded records under the statement id (16 bytes) and submits them.
  public let submit:
    @Sendable (_ records: [[UInt8]], _ identifier: [UInt8]) async
      -> Result<Receipt, SubmissionError>

  /// Creates a target.
  public init(
    asset: UInt32, participant: @escaping @Sendable (String) async -> UInt32?,
    submit: @escaping @Sendable ([[UInt8]], [UInt8]) async -> Result<Receipt, SubmissionError>
  ) {
    self.asset = asset
    self.participant = participant
    self.submit = submit
  }
}

extension CreditImport {
  /// The most records of one statement.
  public static let recordLimit = 256
  /// The most bytes of the records of one statement, so that its entry keeps within its limit.
  public static let byteLimit = 60_000

  /// Registers the holders that are new, then the rows; every row ends in the report.
  ///
  /// A statement is admitted as a whole or not at all, so a refused row is reported and the rest
  /// submitted again, under another id. Ids depend on the file and the content only: the same
  /// statement sent again is recognised by the ledger.
  public func run(_ target: ImportTarget) async -> ImportReport {
    var report = ImportReport()
    report.refused = refusals
    guard let numbers = await registerHolders(target, &report) else { return report }
    await registerRows(target, numbers, &report)
    return report
  }

  /// The id of a statement of this file with these records.
  func statementIdentifier(_ records: [[UInt8]], first: Int) -> [UInt8] {
    var context = HashingContext(.sha256)
    digest.withBytes { (bytes: Span<UInt8>) in context.update(bytes) }
    for shift in stride(from: 56, through: 0, by: -8) {
      context.update(byte: UInt8(truncatingIfNeeded: first >> shift))
    }
    for record in records { context.update(record) }
    return Array(context.finalize().bytes.prefix(Statement.identifierLength))
  }

  private func registerHolders(
    _ target: ImportTarget, _ report: inout ImportReport
  ) async -> [UInt32]? {
    var numbers = [UInt32?](repeating: nil, count: holders.count)
    var missing: [Int] = []
    for (position, holder) in holders.enumerated() {
      numbers[position] = await target.participant(identifier(of: holder))
      if numbers[position] == nil { missing.append(position) }
    }
    let since = firstDates()
    while !missing.isEmpty {
      // A participant takes at most 900 bytes, its name thrice; so 64 fit in any case.
      let batch = Array(missing.prefix(64))
      let records = batch.map { participant(holders[$0], since: since[$0]).encoded }
      let id = statementIdentifier(records, first: batch[0])
      switch await target.submit(records, id) {
      case .success(let receipt):
        report.wrote(receipt.entry)
        report.newHolders += batch.count
        for assignment in receipt.assignments where batch.indices.contains(assignment.record) {
          numbers[batch[assignment.record]] = assignment.number
        }
      case .failure(let error):
        report.stopped = error
        return nil
      }
      for position in batch where numbers[position] == nil {
        // The answer to a repetition has no numbers.
        numbers[position] = await target.participant(identifier(of: holders[position]))
      }
      missing.removeFirst(batch.count)
    }
    let found = numbers.compactMap(\.self)
    return found.count == numbers.count ? found : nil
  }

  private func identifier(of holder: String) -> String {
    ExternalCredits.accountIdentifier(registry: registry, holder: holder)
  }

  /// The earliest date of each holder's rows: from then on the account is known to exist.
  private func firstDates() -> [CalendarDate] {
    var dates = [CalendarDate?](repeating: nil, count: holders.count)
    for row in rows {
      dates[row.holder] = min(dates[row.holder] ?? row.credits.date, row.credits.date)
    }
    return dates.compactMap(\.self)
  }

  private func participant(_ holder: String, since: CalendarDate) -> ParticipantRecord {
    ParticipantRecord(
      identifier: identifier(of: holder), chineseName: holder, englishName: holder, province: 0,
      isExample: false, roles: [.external], since: since, key: nil)
  }
}

extension CreditImport {
  private func registerRows(
    _ target: ImportTarget, _ numbers: [UInt32], _ report: inout ImportReport
  ) async {
    var waiting = rows[...]
    var window = Self.recordLimit
    var index = RangeIndex()
    var dropped: Set<Int> = []
    while let first = waiting.first {
      let (batch, records) = nextBatch(waiting, window, dropped, target.asset, numbers)
      guard let lastTaken = batch.last else {
        // All rows left were dropped.
        return
      }
      let id = statementIdentifier(records, first: first.row)
      switch await target.submit(records, id) {
      case .success(let receipt):
        for row in batch {
          if receipt.isRepetition {
            report.duplicates.add(row.credits.quantity)
          } else {
            report.accepted.add(row.credits.quantity)
          }
          index.insert(row)
        }
        if !receipt.isRepetition { report.wrote(receipt.entry) }
        waiting = waiting.drop { $0.row <= lastTaken.row }
        window = min(Self.recordLimit, window * 2)
      case .failure(.rejected(let rejection)):
        if rejection.rule == LedgerRules.statementOnce {
          // The id is a hash of the content: these very records are registered already.
          for row in batch {
            report.duplicates.add(row.credits.quantity)
            index.insert(row)
          }
          waiting = waiting.drop { $0.row <= lastTaken.row }
        } else if let position = rejection.record, batch.indices.contains(position) {
          for row in batch[..<position] { index.insert(row) }
          note(batch[position], rejection, &index, &report)
          dropped.insert(batch[position].row)
          // Where one row is refused, others follow: small statements lose less.
          window = max(1, window / 4)
        } else {
          report.stopped = .rejected(rejection)
          return
        }
      case .failure(let error):
        report.stopped = error
        return
      }
    }
  }

  private func nextBatch(
    _ waiting: ArraySlice<ImportedRow>, _ window: Int, _ dropped: Set<Int>, _ asset: UInt32,
    _ numbers: [UInt32]
  ) -> (rows: [ImportedRow], records: [[UInt8]]) {
    var batch: [ImportedRow] = []
    var records: [[UInt8]] = []
    var size = 0
    for row in waiting where !dropped.contains(row.row) {
      let record = CreditImportRecord(
        credits: row.credits, asset: asset, holder: numbers[row.holder],
        sourceDigest: digest.bytes, sourceRow: UInt64(row.row)
      ).encoded
      guard batch.count < window, size + record.count <= Self.byteLimit else { break }
      batch.append(row)
      records.append(record)
      size += record.count
    }
    return (batch, records)
  }

  private func note(
    _ row: ImportedRow, _ rejection: Rejection, _ index: inout RangeIndex,
    _ report: inout ImportReport
  ) {
    switch rejection.rule {
    case CreditRules.duplicate:
      report.duplicates.add(row.credits.quantity)
      index.insert(row)
    case CreditRules.overlap:
      report.conflicts.append(
        ImportRefusal(
          row: row.row, line: row.line, column: "", rejection: rejection,
          earlierRow: index.row(overlapping: row)))
    default:
      report.refused.append(
        ImportRefusal(row: row.row, line: row.line, column: "", rejection: rejection))
    }
  }
}
