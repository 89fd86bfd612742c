// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import LedgerCore

/// What a verification found.
///
/// A bad ledger is a report with findings, never an error.
public struct VerificationReport: Sendable {
  /// The ledger's origin as genesis gives it; empty when genesis cannot be read.
  public let origin: String
  /// The ledger's suite.
  public let suite: Suite
  /// The number of entries read.
  public let size: UInt64
  /// The number of records in the statements read.
  public let records: UInt64
  /// The number of well-formed checkpoints with a valid signature.
  public let checkpoints: UInt64
  /// The size of the newest checkpoint with a valid signature; 0 without one.
  public let coveredSize: UInt64
  /// The root computed from the entries.
  public let root: Digest
  /// The verified timestamp over the most entries; nil without authorities to vouch for one.
  public let newestTimestamp: ProvenTime?
  /// How far the ledger had grown when the verification ended, by a signed checkpoint; `size` when
  /// it had not.
  public let reachedSize: UInt64
  /// The findings by entry, at most as many as the options allow.
  public let findings: [Finding]
  /// The number of findings, those beyond the limit too.
  public let findingCount: UInt64
  /// The state the entries lead to, refused ones left out.
  public let replayedState: LedgerState

  /// Whether nothing was found.
  public var isSound: Bool { findingCount == 0 }
}

/// What a timestamp proves: the first `size` entries existed at a time.
public struct ProvenTime: Sendable, Hashable {
  /// The number of entries.
  public let size: UInt64
  /// The time, in POSIX seconds.
  public let seconds: UInt64
}
