// SPDX-License-Identifier: Apache-2.0
import Cryptography
public import LedgerCore
public import Quantities

/// Where an issuance list is registered: a ledger, or a trial that leaves no trace.
public protocol IssuanceTarget: Sendable {
  /// The state the next statement meets.
  func state() async -> LedgerState
  /// Whether the signer has registered a statement under this id before.
  func knows(_ identifier: [UInt8]) async -> Bool
  /// Signs the records under the id and registers them.
  func submit(_ records: [[UInt8]], _ identifier: [UInt8]) async throws(ServiceError) -> Receipt
}

/// A ledger open for writing, and who signs.
public struct IssuanceSession: IssuanceTarget {
  private let session: LedgerSession
  private let signer: StatementSigner

  /// Creates the target.
  public init(_ session: LedgerSession, signer: StatementSigner) {
    self.session = session
    self.signer = signer
  }

  /// The state the next statement meets.
  public func state() async -> LedgerState { await session.ledger.current }

  /// Whether the signer has registered a statement under this id before.
  public func knows(_ identifier: [UInt8]) async -> Bool {
    await session.ledger.current.statements.entry(of: identifier, by: signer.issuer) != nil
  }

  /// Signs the records under the id and registers them.
  public func submit(
    _ records: [[UInt8]], _ identifier: [UInt8]
  ) async throws(ServiceError) -> Receipt {
    try await session.submit(records, as: signer, identifier: identifier)
  }
}

/// A copy of a ledger's state on which a list is tried: every rule is applied, nothing is kept.
public actor IssuanceTrial: IssuanceTarget {
  private var trial: LedgerState
  private let signer: StatementSigner
  private let clock: @Sendable () -> Timestamp

  /// Starts from the state of a ledger.
  public init(
    _ state: LedgerState, signer: StatementSigner, clock: @escaping @Sendable () -> Timestamp
  ) {
    trial = state
    self.signer = signer
    self.clock = clock
  }

  /// The state after what has been tried.
  public func state() -> LedgerState { trial }

  /// Whether the signer has registered a statement under this id before.
  public func knows(_ identifier: [UInt8]) -> Bool {
    trial.statements.entry(of: identifier, by: signer.issuer) != nil
  }

  /// Applies the records to the copy.
  public func submit(
    _ records: [[UInt8]], _ identifier: [UInt8]
  ) throws(ServiceError) -> Receipt {
    do {
      let entry = trial.size
      let registered = max(clock(), trial.header.registered)
      let bytes = try signer.sign(records, identifier: identifier, issuedAt: registered)
      let assignments = try trial.apply(
        try Statement(decoding: bytes), registered: registered)
      return Receipt(
        entry: entry, registered: registered, assignments: assignments, isRepetition: false)
    } catch {
      throw ServiceError(anything: error)
    }
  }
}

extension ImportTarget {
  /// Imports into `target`, which may be a trial.
  public init(asset: UInt32, on target: any IssuanceTarget) {
    self.init(
      asset: asset,
      participant: { identifier in
        await target.state().core.participants.number(forKey: identifier)
      },
      submit: { records, identifier in
        do throws(ServiceError) {
          return .success(try await target.submit(records, identifier))
        } catch {
          switch error {
          case .rejected(let rejection): return .failure(.rejected(rejection))
          case .storage(let failure): return .failure(.storage(failure))
          case .notFound, .invalid, .unsound:
            return .failure(
              .storage(
                .failed(
                  operation: "signing", path: "statement", code: 0,
                  reason: error.message(in: .english))))
          }
        }
      })
  }
}
