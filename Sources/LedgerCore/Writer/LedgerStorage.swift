// SPDX-License-Identifier: Apache-2.0
public import Cryptography

/// What one group commit makes durable: entries, the tree hashes they complete, a checkpoint.
public struct CommitGroup: Sendable {
  /// The index of the first entry.
  public let first: UInt64
  /// The entries, each behind its length as a big-endian uint16: the tlog-tiles bundle framing.
  public let entries: [UInt8]
  /// The lengths of the entries, without their framing.
  public let lengths: [Int]
  /// For each tile level the hashes to append.
  public let hashes: [[Digest]]
  /// The signed checkpoint that covers the entries.
  public let checkpoint: [UInt8]

  /// Creates a group.
  public init(
    first: UInt64, entries: [UInt8], lengths: [Int], hashes: [[Digest]], checkpoint: [UInt8]
  ) {
    self.first = first
    self.entries = entries
    self.lengths = lengths
    self.hashes = hashes
    self.checkpoint = checkpoint
  }
}

/// Why a storage could not do its work.
public enum StorageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A system call failed; `code` is its errno.
  case failed(operation: String, path: String, code: Int32, reason: String)
  /// The disk is full.
  case full(path: String)
  /// Another process writes this ledger.
  case locked(path: String)
  /// There is no ledger, or it is not one.
  case notALedger(path: String, reason: String)
  /// Acknowledged bytes are missing or changed; run `verify`.
  case damaged(path: String, offset: UInt64, reason: String)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .failed(let operation, let path, let code, let reason):
      "\(operation) of \(path) failed: \(reason) (errno \(code))."
    case .full(let path):
      "The disk is full at \(path); free some space and submit again."
    case .locked(let path):
      "Another process writes the ledger at \(path); wait for it or stop it."
    case .notALedger(let path, let reason):
      "\(path) is not a ledger: \(reason)."
    case .damaged(let path, let offset, let reason):
      "\(path) is damaged at byte \(offset): \(reason). Run `tanzhang verify`."
    }
  }
}

/// Where a ledger's bytes are kept.
///
/// `commit` returns when the group is durable: the entries first, then the checkpoint. After it
/// has thrown, nothing more is committed until the storage is opened again.
public protocol LedgerStorage: Sendable {
  /// Makes a group durable.
  ///
  /// Never runs on the writer's actor: while a group is synced, the next one is admitted.
  @concurrent func commit(_ group: CommitGroup) async throws(StorageError)
}
