// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities

/// A statement as its entry holds it, and whether its signature stands.
struct SignedEntry {
  let index: UInt64
  let registered: Timestamp
  let leafHash: Digest
  let statement: Statement
  /// The signer's key was valid at this entry and made the signature.
  let isSigned: Bool

  /// Reads entry `index` and checks its signature against the registered keys.
  init(_ index: UInt64, _ reading: LedgerReading, _ ring: KeyRing) throws(ServiceError) {
    let bytes = try EntryQuery.bytes(index, reading.files)
    do throws(any Error) {
      let entry = try Entry(decoding: bytes.span)
      self.index = index
      registered = entry.registered
      leafHash = reading.suite.hash.leafHash(of: bytes)
      statement = try Statement(decoding: Array(bytes[entry.statementRange]))
      let signer = try reading.rows.row(
        Participant.self, SectionCode.participants, statement.issuer)
      let identifier = statement.keyIdentifier
      let key = signer?.keys.first { $0.identifier == identifier && $0.isValid(at: index) }
      isSigned = key.flatMap(ring.verifyingKey).map(statement.isSigned) ?? false
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The record at `position` of the statement.
  func record<R: Record>(_ type: R.Type, at position: Int) throws(ServiceError) -> R {
    do throws(any Error) {
      let records = try statement.records()
      guard records.indices.contains(position), records[position].type == R.shape.type else {
        throw ServiceError.unsound(
          BilingualText(
            "条目 \(index) 的第 \(position) 条记录不是 \(R.shape.name);请运行 `tanzhang verify`。",
            "Record \(position) of entry \(index) is no \(R.shape.name); run `tanzhang verify`."))
      }
      var reader = CBORReader(statement.bytes.span, range: records[position].range)
      _ = try reader.readArrayHeader()
      _ = try reader.readUnsigned()
      return try R(decoding: &reader)
    } catch {
      throw ServiceError(anything: error)
    }
  }
}

/// A batch of activities read from its entry, with the program that evaluates it.
struct ReportedBatch {
  /// An activity and the milligrams it takes in the month's stream.
  struct Activity {
    /// Its position in the batch.
    let position: Int
    let row: ActivityRow
    /// Where its milligrams lie, counted from the start of the batch.
    let range: Range<Int64>
  }

  let number: UInt32
  let batch: ActivityBatch
  let entry: SignedEntry
  let record: ActivityBatchRecord
  let methodology: Methodology
  let program: BoundProgram
  let layout: ActivityLayout

  /// Reads batch `number` from its entry.
  init(
    _ number: UInt32, _ batch: ActivityBatch, _ scenario: Scenario, _ reading: LedgerReading,
    _ ring: KeyRing
  ) throws(ServiceError) {
    self.number = number
    self.batch = batch
    entry = try SignedEntry(batch.position.entry, reading, ring)
    record = try entry.record(ActivityBatchRecord.self, at: batch.position.record)
    let filed = try reading.rows.row(
      FiledMethodology.self, InclusiveCredits.Section.methodologies, batch.methodology)
    guard let filed else {
      throw NamedKind.methodology.missing("\(batch.methodology)")
    }
    do throws(any Error) {
      methodology = try filed.methodology()
      program = try MethodologyProgram(methodology).bound(
        on: batch.date, attributes: scenario.approval.attributes)
    } catch {
      throw ServiceError(anything: error)
    }
    layout = ActivityLayout(methodology)
  }

  /// Whether the rows have the root that the ledger admitted.
  func hasRoot(_ function: HashFunction) throws(ServiceError) -> Bool {
    do {
      return try ActivityTree(rows: record.rows, function: function).root == batch.root
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The activities that take part of `range`, milligrams of the batch, in order.
  func activities(in range: Range<Int64>) throws(ServiceError) -> [Activity] {
    var activities: [Activity] = []
    var program = program
    var start: Int64 = 0
    var position = 0
    do throws(any Error) {
      var reader = CBORReader(record.rows.span)
      while !reader.isAtEnd, start < range.upperBound {
        let row = try ActivityRow(decoding: &reader, layout)
        defer { position += 1 }
        guard !batch.isRemoved(position) else { continue }
        let outcome = program.evaluate(row.values, duration: Int64(row.duration))
        guard case .result(let amount) = outcome else {
          throw ServiceError.unsound(
            BilingualText(
              "条目 \(entry.index) 的第 \(position) 行无法计算;请运行 `tanzhang verify`。",
              "Row \(position) of entry \(entry.index) cannot be evaluated; run "
                + "`tanzhang verify`."))
        }
        let own = start..<(start + amount)
        start = own.upperBound
        guard own.overlaps(range) else { continue }
        activities.append(Activity(position: position, row: row, range: own))
      }
    } catch {
      throw ServiceError(anything: error)
    }
    return activities
  }
}
