// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import LedgerCore
import Synchronization

/// Has a ledger commit to its state, by itself, at an interval.
///
/// See docs/STATE_COMMITMENT.md for the interval.
final class StateCommitter: Sendable {
  /// The fewest entries between two commitments that the ledger makes by itself.
  static let interval: UInt64 = 4_096
  /// A state of many leaves is committed to once for so many leaves an entry, so that its cost for
  /// an entry stays the same however large the state is.
  static let leavesAnEntry: UInt64 = 64

  private let signer: StatementSigner
  private let firstFailure = Mutex<ServiceError?>(nil)
  /// After which entry the next commitment is due.
  private let due: Mutex<UInt64>

  /// Prepares to commit with the key kept for it; `nil` when there is none in `keys`.
  init?(
    _ origin: String, _ suite: Suite, _ keys: KeyStore, _ header: LedgerHeader
  ) throws(ServiceError) {
    guard keys.names().contains(KeyStore.commitmentName) else { return nil }
    signer = StatementSigner(
      issuer: 0, audience: origin, suite: suite, key: try keys.key(KeyStore.commitmentName))
    due = Mutex((header.commitment ?? 0) + Self.interval)
  }

  /// Commits when a commitment is due after the entry `entry`.
  func commitIfDue(_ ledger: Ledger, after entry: UInt64) async {
    let isDue = due.withLock { due in
      guard entry >= due else { return false }
      // Whoever comes meanwhile need not commit too.
      due = entry + Self.interval
      return true
    }
    guard isDue else { return }
    // The statement asked for is registered all the same. What a commitment can fail for is the
    // key of another ledger, a revoked one, or the disk, of which the next entry tells.
    do throws(ServiceError) {
      let (receipt, count) = try await Self.commit(ledger, as: signer)
      postpone(after: receipt.entry, count: count)
    } catch {
      firstFailure.withLock { if $0 == nil { $0 = error } }
    }
  }

  /// Why the first commitment failed that did; `nil` when none has.
  var failure: ServiceError? { firstFailure.withLock { $0 } }

  /// Lets the next commitment wait after one to a state of `count` leaves.
  func postpone(after entry: UInt64, count: UInt64) {
    due.withLock { $0 = entry + max(Self.interval, count / Self.leavesAnEntry) }
  }

  /// Commits to the state as it is, signed by `signer`, and says how many leaves it has.
  static func commit(
    _ ledger: Ledger, as signer: StatementSigner
  ) async throws(ServiceError) -> (receipt: Receipt, count: UInt64) {
    do throws(any Error) {
      let identifier = try RandomBytes.generate(Statement.identifierLength)
      return try await ledger.commitState { record in
        try signer.sign([record.encoded], identifier: identifier, issuedAt: SystemClock.now())
      }
    } catch {
      throw ServiceError(anything: error)
    }
  }
}

extension LedgerSession {
  /// Why the ledger could not commit to its state by itself when that was due; `nil` when it could.
  ///
  /// What was submitted is registered all the same.
  public var commitmentFailure: ServiceError? { committer?.failure }

  /// Commits to the state as it is, signed by `key` of participant 0, and answers when that is
  /// durable.
  public func commitState(by key: SigningKey) async throws(ServiceError) -> Receipt {
    let signer = StatementSigner(issuer: 0, audience: origin, suite: suite, key: key)
    let (receipt, count) = try await StateCommitter.commit(ledger, as: signer)
    committer?.postpone(after: receipt.entry, count: count)
    do {
      try await ledger.awaitDurability(of: receipt.entry)
    } catch {
      throw ServiceError(error)
    }
    return receipt
  }
}
