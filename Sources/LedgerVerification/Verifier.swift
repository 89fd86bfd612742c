// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import TransparencyLog

/// Checks a ledger from its bytes alone: every entry, hash, checkpoint, signature and rule.
///
/// It shares no code with the storage that wrote the bytes and believes no derived file.
public struct Verifier: Sendable {
  private let mechanisms: [any Mechanism.Type]

  /// Creates a verifier that knows the records and rules of these mechanisms.
  public init(mechanisms: [any Mechanism.Type]) {
    self.mechanisms = mechanisms
  }

  /// Verifies the ledger at `location`.
  ///
  /// A ledger directory may be written meanwhile: what its newest checkpoint covered at the
  /// beginning is verified.
  ///
  /// A bad ledger is never an error: what is wrong is in the report. Throws only when something
  /// cannot be read. Uses all cores; memory is bounded by a few blocks and the ledger's state.
  public func verify(
    _ location: LedgerLocation, options: VerificationOptions = VerificationOptions()
  ) async throws(VerificationError) -> VerificationReport {
    let source = try location.source()
    let log = FindingLog(limit: options.findingLimit)
    let genesis = try Genesis(source)
    let suite = try Self.suite(genesis, source)
    try source.checkLayout(genesis, log)
    let replay = try Replay(
      source, state: LedgerState(mechanisms: mechanisms), function: suite.hash,
      trust: TrustCheck(source, options, genesis, log), options: options, log: log)
    var pipeline = Pipeline(
      source, replay: replay, function: suite.hash,
      checkpoints: CheckpointCheck(
        verifier: genesis?.verifier ?? options.pinnedKeys.first, log: log), log: log)
    let reached = try await pipeline.run(patience: options.patience)
    let finished = pipeline.replay
    try finished.finish(rest: reached == nil)
    let (findings, count) = log.result
    return VerificationReport(
      origin: genesis?.origin ?? "", suite: suite, size: finished.tree.size,
      records: finished.records, checkpoints: finished.checkpoints.count,
      coveredSize: finished.checkpoints.newest?.checkpoint.size ?? 0,
      root: finished.tree.root(), newestTimestamp: finished.newestTimestamp,
      reachedSize: reached ?? finished.tree.size, findings: findings, findingCount: count,
      replayedState: finished.state)
  }

  /// The suite genesis names, else the one the layout names, else the usual one.
  private static func suite(
    _ genesis: Genesis?, _ source: any LedgerSource
  ) throws(VerificationError) -> Suite {
    if let genesis { return genesis.suite }
    return try source.suite() ?? .sha256Ed25519
  }
}
