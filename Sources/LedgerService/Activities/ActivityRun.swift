// SPDX-License-Identifier: Apache-2.0
import Cryptography
import FileStorage
import InclusiveCredits
import LedgerCore
import Quantities

/// One run over a list: what is on its way, and what became of the rest.
///
/// It belongs to one task. Chunks are read and batches are made by others, a few at a time; their
/// results are taken in the order of the list, so that the same list always ends the same way.
final class ActivityRun {
  /// The chunks read at once.
  private static let chunksAhead = 3
  /// The batches made at once.
  private static let batchesAhead = 6

  private typealias Preparation = Task<Result<ActivityBatchDraft, ServiceError>, Never>

  /// What a statement on its way will add to the report.
  private struct Submitted: Sendable {
    let rows: Int
    let total: Int64
  }

  private let maker: ActivityBatchMaker
  private let session: LedgerSession
  private var report: ActivityReport
  private var refusals: ActivityRefusalFile?
  private var preparing: [Preparation] = []
  private var window: AdmissionWindow<Submitted>
  private var done = 0

  init(
    maker: ActivityBatchMaker, session: LedgerSession, report: ActivityReport,
    refusals: consuming ActivityRefusalFile?
  ) {
    self.maker = maker
    self.session = session
    window = AdmissionWindow(session)
    self.report = report
    self.refusals = refusals
  }

  /// Submits all chunks.
  func submit(
    _ first: LineChunks.Chunk?, _ chunks: inout LineChunks, _ parser: ActivityParser,
    _ progress: (ActivityProgress) -> Void
  ) async throws(ServiceError) {
    var reading: [Task<Result<ParsedChunk, ServiceError>, Never>] = []
    var buckets = ActivityBuckets()
    var next = first
    while true {
      while let chunk = next, reading.count < Self.chunksAhead {
        reading.append(parser.begin(chunk))
        next = try Self.next(&chunks)
      }
      guard !reading.isEmpty else { break }
      let parsed = try await reading.removeFirst().value.get()
      try refuse(parsed.refusals)
      buckets.append(parsed)
      for bucket in buckets.takeFull() { try await enqueue(bucket) }
      progress(ActivityProgress(rows: done, bytes: parsed.end, fileSize: chunks.fileSize))
    }
    buckets.closeAll()
    for bucket in buckets.takeFull() { try await enqueue(bucket) }
    while !preparing.isEmpty { try await admitFirst() }
    accept(try await window.settle())
    progress(
      ActivityProgress(rows: done, bytes: chunks.fileSize, fileSize: chunks.fileSize))
  }

  /// Completes the refusals file; the report.
  func finish() throws(ServiceError) -> ActivityReport {
    if let file = refusals.take() { try file.finish() }
    report.refused.sort { $0.line < $1.line }
    return report
  }

  static func open(
    _ path: String, _ chunkSize: Int = LineChunks.chunkSize
  ) throws(ServiceError) -> LineChunks {
    do throws(StorageError) {
      return try LineChunks(path: path, chunkSize: chunkSize)
    } catch {
      throw .notFound(BilingualText("无法读取文件 \(path)。", "The file \(path) cannot be read."))
    }
  }

  static func next(
    _ chunks: inout LineChunks
  ) throws(ServiceError) -> LineChunks.Chunk? {
    do throws(StorageError) {
      return try chunks.next()
    } catch {
      throw .storage(error)
    }
  }

  // MARK: - Batches

  private func enqueue(_ bucket: ActivityBucket) async throws(ServiceError) {
    if Task.isCancelled {
      throw .invalid(
        BilingualText(
          "已中断;再次提交同一清单将从中断处继续。",
          "Interrupted; submitting the same list again goes on from here."))
    }
    if preparing.count >= Self.batchesAhead { try await admitFirst() }
    preparing.append(maker.begin(bucket, on: session))
  }

  private func admitFirst() async throws(ServiceError) {
    var draft = try await preparing.removeFirst().value.get()
    report.earlier.rows += draft.earlier.rows
    report.earlier.total += draft.earlier.total
    report.earlier.batches += draft.earlier.batches
    done += draft.bucket.items.count
    guard !draft.pending.isEmpty else { return }
    var rejection: Rejection?
    if let statement = draft.statement {
      rejection = try await admit(statement, draft)
      if rejection == nil { return }
    }
    try await leaveOut(&draft)
    guard let statement = try maker.sign(draft) else { return }
    // Nothing but a rule of the whole batch is left to refuse it now.
    guard let last = try await admit(statement, draft) else { return }
    try refuse(draft.pending.map { draft.refusal($0, last) })
  }

  /// Admits a statement, or returns why a rule of the mechanism refuses it.
  private func admit(
    _ statement: [UInt8], _ draft: ActivityBatchDraft
  ) async throws(ServiceError) -> Rejection? {
    do throws(ServiceError) {
      let note = Submitted(rows: draft.pending.count, total: draft.total ?? 0)
      accept(try await window.admit(statement, noting: note))
    } catch .rejected(let rejection) {
      // What the core refuses, it would refuse of every batch: a key, a role.
      let isOfActivities = ["INC-", "CLM-"].contains { rejection.rule.code.hasPrefix($0) }
      guard
        isOfActivities || rejection.rule == LedgerRules.notInFuture
          || rejection.rule == LedgerRules.unknownNumber || rejection.rule == LedgerRules.bounds
      else { throw .rejected(rejection) }
      return rejection
    }
    return nil
  }

  private func accept(_ durable: [(entry: UInt64, note: Submitted)]) {
    for (entry, note) in durable {
      report.accept(rows: note.rows, total: note.total, entry: entry)
    }
  }

  // MARK: - Refusals

  /// Refuses the activities of a draft that a rule refuses; the others stay pending.
  private func leaveOut(_ draft: inout ActivityBatchDraft) async throws(ServiceError) {
    let trial = ActivityTrial(draft: draft, maker: maker)
    let outcome = await session.ledger.inspect { state in trial.run(state) }
    var refused: [ActivityRefusal] = []
    var kept: [Int] = []
    for (position, item) in draft.pending.enumerated() {
      switch outcome[position] {
      case .success(let value):
        draft.values[item] = value
        kept.append(item)
      case .failure(let rejection): refused.append(draft.refusal(item, rejection))
      }
    }
    draft.pending = kept
    try refuse(refused)
  }

  private func refuse(_ refused: [ActivityRefusal]) throws(ServiceError) {
    guard !refused.isEmpty else { return }
    report.refuse(refused)
    try refusals?.write(refused)
  }
}
