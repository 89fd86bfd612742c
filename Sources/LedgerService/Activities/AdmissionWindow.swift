// SPDX-License-Identifier: Apache-2.0
import LedgerCore

/// Statements admitted in an order and on their way to the disk, a bounded number of them.
///
/// They are admitted one after the other and made durable together, so that a list of many
/// statements waits for the disk no more often than the ledger writes groups.
struct AdmissionWindow<Note: Sendable> {
  /// The statements that may be on their way at once.
  static var limit: Int { 32 }

  private let session: LedgerSession
  private var waiting: [(entry: UInt64, note: Note)] = []

  init(_ session: LedgerSession) { self.session = session }

  /// Admits a statement.
  ///
  /// - Returns: What was noted of the statements that became durable meanwhile.
  mutating func admit(
    _ statement: [UInt8], noting note: Note
  ) async throws(ServiceError) -> [(entry: UInt64, note: Note)] {
    waiting.append((try await session.admit(statement).entry, note))
    return try await settle(downTo: Self.limit)
  }

  /// Waits until no more than `limit` statements are on their way.
  mutating func settle(
    downTo limit: Int = 0
  ) async throws(ServiceError) -> [(entry: UInt64, note: Note)] {
    var done: [(entry: UInt64, note: Note)] = []
    while waiting.count > limit {
      do throws(SubmissionError) {
        try await session.ledger.awaitDurability(of: waiting[0].entry)
      } catch {
        throw ServiceError(error)
      }
      done.append(waiting.removeFirst())
    }
    return done
  }
}
