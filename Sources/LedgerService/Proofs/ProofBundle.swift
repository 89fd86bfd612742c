// SPDX-License-Identifier: Apache-2.0
public import Cryptography
public import LedgerCore
public import TransparencyLog

/// A proof that carries everything it needs but trust: the entry with its statement, the entries
/// that registered who signed it and with which key, a path for each, and the checkpoint with its
/// cosignatures.
///
/// The file is JSON; Ledger/FORMAT.md says what each member means. Having a value says that the
/// form is right; what holds is found out by `ProofCheck`.
public struct ProofBundle: Sendable, Equatable {
  /// The first member of every file.
  public static let format = "tanzhang-bundle-1"
  /// The most entries a file holds: the subject, a chain of keys, the participant.
  public static let entryLimit = 16
  /// The most hashes a path has.
  static let pathLimit = 64

  /// An entry with its way to the root.
  public struct ProvedEntry: Sendable, Equatable {
    /// Its index.
    public let index: UInt64
    /// Its bytes.
    public let bytes: [UInt8]
    /// The siblings on its way to the root, leaf to root.
    public let path: [Digest]
  }

  /// A unit and its number, as the ledger names them.
  public struct Unit: Sendable, Equatable {
    /// The code people know it by.
    public let code: String
    /// The number of its series.
    public let series: UInt32
    /// Its serial number in the series.
    public let serial: UInt64
  }

  /// What the file is about.
  public struct Subject: Sendable, Equatable {
    /// The entry.
    public let entry: UInt64
    /// The record in it; `nil` when the whole entry is meant.
    public let record: Int?
    /// The unit that the record moved last; `nil` when no unit was asked for.
    public let unit: Unit?
  }

  /// The ledger.
  public let origin: String
  /// Its suite.
  public let suite: Suite
  /// What the file is about.
  public let subject: Subject
  /// The records that registered the signer's key: that of the statement first, then that of the
  /// key that signed it, and so on to the participant's registration.
  public let signer: [RecordPosition]
  /// The entries, each once: the subject's and those that `signer` names.
  public let entries: [ProvedEntry]
  /// The checkpoint under which all of them are proved.
  public let checkpoint: UnverifiedCheckpoint

  /// The entry at `index`, if the file holds it.
  public func entry(_ index: UInt64) -> ProvedEntry? { entries.first { $0.index == index } }
}
