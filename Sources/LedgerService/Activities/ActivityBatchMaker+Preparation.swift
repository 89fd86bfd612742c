// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import Quantities

extension ActivityBatchMaker {
  /// Begins to make a batch of a bucket.
  func begin(
    _ bucket: ActivityBucket, on session: LedgerSession
  ) -> Task<Result<ActivityBatchDraft, ServiceError>, Never> {
    Task { await prepare(bucket, session) }
  }

  private func prepare(
    _ bucket: ActivityBucket, _ session: LedgerSession
  ) async -> Result<ActivityBatchDraft, ServiceError> {
    do throws(ServiceError) {
      var draft = try await earlier(bucket, session)
      guard !draft.pending.isEmpty else { return .success(draft) }
      draft.values = evaluate(bucket)
      draft.statement = try sign(draft)
      return .success(draft)
    } catch {
      return .failure(error)
    }
  }

  /// Finds what earlier runs registered of a bucket, and the id for the rest.
  private func earlier(
    _ bucket: ActivityBucket, _ session: LedgerSession
  ) async throws(ServiceError) -> ActivityBatchDraft {
    var pending = Array(bucket.items.indices)
    var tally = ActivityReport.Tally()
    var attempt = 0
    while true {
      let identifier = identifier(of: bucket, attempt: attempt)
      let issuer = signer.issuer
      let entry = await session.ledger.inspect { state in
        state.statements.entry(of: identifier, by: issuer)
      }
      guard let entry, !pending.isEmpty else {
        return ActivityBatchDraft(
          bucket: bucket, identifier: identifier, pending: pending, earlier: tally)
      }
      let batch = try ActivityBatchRecord(entry: entry, of: session)
      tally.batches += 1
      tally.rows += Int(batch.terms.count)
      tally.total += batch.terms.total
      pending = try EarlierRows(batch, layout: forms.form(on: bucket.date).layout)
        .missing(of: pending, in: bucket)
      attempt += 1
    }
  }
}
