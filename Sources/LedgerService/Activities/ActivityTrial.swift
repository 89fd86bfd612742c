// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import InclusiveCredits
import LedgerCore
import Quantities

/// Tests the pending activities of a draft one by one against the state, to tell which of them
/// keep the batch from being admitted.
struct ActivityTrial: Sendable {
  let draft: ActivityBatchDraft
  let maker: ActivityBatchMaker

  /// For each pending activity what it comes to, or why it does not count.
  func run(_ state: borrowing LedgerState) -> [Result<Int64, Rejection>] {
    guard let credits = state.mechanism(InclusiveCredits.self) else {
      preconditionFailure("the scenario was found in this mechanism")
    }
    let registered = max(maker.clock(), state.header.registered)
    do throws(Rejection) {
      var tester = try ActivityTester(
        scenario: maker.scenario, on: draft.bucket.date, status: maker.status,
        today: registered.date(offsetMinutes: 480), in: credits)
      return draft.pending.map { item in test(item, &tester, credits) }
    } catch {
      return draft.pending.map { _ in .failure(error) }
    }
  }

  private func test(
    _ item: Int, _ tester: inout ActivityTester, _ credits: borrowing InclusiveCredits
  ) -> Result<Int64, Rejection> {
    if let unknown = draft.bucket.items[item].unknown {
      return .failure(
        Rejection(
          InclusiveCreditRules.authorisation,
          found: BilingualText("未登记的假名 \(unknown)", "a pseudonym not registered, \(unknown)"),
          required: BilingualText(
            "\(draft.bucket.date) 有效的授权", "an authorisation active on \(draft.bucket.date)")))
    }
    do throws(Rejection) {
      let rows = draft.bucket.rows.span
      var reader = CBORReader(rows, range: draft.bucket.row(item))
      let row: ActivityRow
      do throws(CBORError) {
        row = try ActivityRow(decoding: &reader, tester.layout)
      } catch {
        throw Rejection(LedgerRules.malformed, found: "\(error)", required: "a row")
      }
      return .success(try tester.test(row, in: credits))
    } catch {
      return .failure(error)
    }
  }
}

/// The activities that a batch of an earlier run has.
struct EarlierRows {
  private var keys: [OpenDays.NaturalKey: Int] = [:]
  private let layout: ActivityLayout
  private let count: Int

  init(_ batch: ActivityBatchRecord, layout: ActivityLayout) throws(ServiceError) {
    self.layout = layout
    count = Int(batch.terms.count)
    var reader = CBORReader(batch.rows.span)
    var row = ActivityRow()
    do throws(CBORError) {
      while !reader.isAtEnd {
        try row.read(&reader, layout)
        keys[row.key, default: 0] += 1
      }
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// Which of `items` the batch has not.
  func missing(of items: [Int], in bucket: ActivityBucket) -> [Int] {
    guard items.count > count else { return [] }
    var left = keys
    return items.filter { item in
      var reader = CBORReader(bucket.rows.span, range: bucket.row(item))
      guard let row = try? ActivityRow(decoding: &reader, layout), let found = left[row.key],
        found > 0
      else { return true }
      left[row.key] = found - 1
      return false
    }
  }
}

extension ActivityBatchRecord {
  /// Reads the batch that entry `entry` registered, alone in its statement.
  init(entry: UInt64, of session: LedgerSession) throws(ServiceError) {
    let bytes: [UInt8]
    do {
      bytes = try session.entry(at: entry)
    } catch {
      throw .storage(error)
    }
    try self.init(at: RecordPosition(entry: entry, record: 0), in: bytes)
  }

  /// Reads the batch at `position` from the bytes of its entry.
  init(at position: RecordPosition, in entry: [UInt8]) throws(ServiceError) {
    do throws(any Error) {
      let statement = try Statement(
        decoding: Array(entry[try Entry(decoding: entry.span).statementRange]))
      let records = try statement.records()
      guard records.indices.contains(position.record),
        records[position.record].type == Self.shape.type
      else {
        throw ServiceError.unsound(
          BilingualText(
            "条目 \(position) 不是活动批次。", "Entry \(position) is no batch of activities."))
      }
      var reader = CBORReader(statement.bytes.span, range: records[position.record].range)
      _ = try reader.readArrayHeader()
      _ = try reader.readUnsigned()
      self = try ActivityBatchRecord(decoding: &reader)
    } catch {
      throw ServiceError(anything: error)
    }
  }
}
