// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities

/// A full bucket on its way to the ledger.
struct ActivityBatchDraft: Sendable {
  let bucket: ActivityBucket
  /// The id of the statement that will carry it.
  let identifier: [UInt8]
  /// The activities that are not registered yet, ascending.
  var pending: [Int]
  /// What each activity comes to; `nil` when its row does not count by itself.
  var values: [Int64?] = []
  /// What an earlier run of the same list had registered of it.
  var earlier = ActivityReport.Tally()
  /// The statement, signed; `nil` while activities are among the pending that cannot count.
  var statement: [UInt8]?

  /// What the pending activities come to; `nil` when one does not count or the sum is too large.
  var total: Int64? {
    var total: Int64 = 0
    for item in pending {
      guard let value = values[item] else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(value)
      guard !overflow else { return nil }
      total = sum
    }
    return total
  }

  /// The rows of the pending activities.
  var rows: [UInt8] {
    guard pending.count < bucket.items.count else { return bucket.rows }
    var rows: [UInt8] = []
    rows.reserveCapacity(bucket.rows.count)
    for item in pending { rows += bucket.rows[bucket.row(item)] }
    return rows
  }

  /// The refusal of an activity.
  func refusal(_ item: Int, _ rejection: Rejection) -> ActivityRefusal {
    ActivityRefusal(line: bucket.items[item].line, rejection, source: bucket.source(item))
  }
}

/// What batches are made with: the scenario, the signer, the state they rest on.
struct ActivityBatchMaker: Sendable {
  let scenario: UInt32
  let approval: ScenarioRecord
  let status: DataStatus
  let evidence: Digest?
  let forms: ActivityForms
  let programs: [MethodologyProgram]
  let signer: StatementSigner
  let function: HashFunction
  let clock: @Sendable () -> Timestamp
  /// What tells one list's batches from another's: scheme of the columns, salt, scenario.
  let identity: [UInt8]

  /// The id of the statement that carries a bucket.
  ///
  /// It depends on the lines alone, so that the same list submitted again is recognised, and on
  /// nothing the ledger knows. `attempt` counts the statements that carry parts of the bucket:
  /// what was refused at first may be accepted later.
  func identifier(of bucket: ActivityBucket, attempt: Int) -> [UInt8] {
    var header = CBORWriter(reserving: identity.count + bucket.lines.count + 64)
    header.writeArrayHeader(6)
    header.write(text: "tanzhang/activity-batch/v1")
    header.write(bytes: identity)
    header.write(integer: Int64(bucket.date.daysSinceEpoch))
    header.write(unsigned: UInt64(bucket.ordinal))
    header.write(unsigned: UInt64(attempt))
    header.write(bytes: bucket.lines)
    let digest = HashFunction.sha256.digest(of: header.bytes)
    return Array(digest.bytes.prefix(Statement.identifierLength))
  }

  /// Evaluates the rows of a bucket as the ledger will.
  func evaluate(_ bucket: ActivityBucket) -> [Int64?] {
    let position = forms.position(on: bucket.date)
    let layout = forms.all[position].layout
    // A day without parameters is refused by the ledger, which says why.
    guard
      var program = try? programs[position].bound(
        on: bucket.date, attributes: approval.attributes)
    else { return [Int64?](repeating: nil, count: bucket.items.count) }
    var reader = CBORReader(bucket.rows.span)
    var row = ActivityRow()
    var values: [Int64?] = []
    values.reserveCapacity(bucket.items.count)
    for item in bucket.items {
      guard (try? row.read(&reader, layout)) != nil, item.unknown == nil,
        case .result(let value) = program.evaluate(row.values, duration: Int64(row.duration))
      else {
        values.append(nil)
        // Whatever stopped the reader, the next row begins behind this one.
        reader = CBORReader(bucket.rows.span, range: item.rowEnd..<bucket.rows.count)
        continue
      }
      values.append(value)
    }
    return values
  }

  /// Signs a statement with the pending activities of a draft; `nil` when some cannot count.
  func sign(_ draft: ActivityBatchDraft) throws(ServiceError) -> [UInt8]? {
    guard let total = draft.total, !draft.pending.isEmpty else { return nil }
    do throws(any Error) {
      let rows = draft.rows
      let tree = try ActivityTree(rows: rows, function: function)
      let terms = ActivityBatchRecord.Terms(
        scenario: scenario, date: draft.bucket.date, status: status,
        count: UInt32(draft.pending.count), total: total, root: tree.root, evidence: evidence)
      return try signer.sign(
        [ActivityBatchRecord(terms, rows: rows).encoded], identifier: draft.identifier,
        issuedAt: clock())
    } catch {
      throw ServiceError(anything: error)
    }
  }
}
