// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Synchronization

/// The files of a ledger, to be read; needs no lock and is safe while a writer appends.
///
/// Reads only what a checkpoint covers. The newest checkpoint may be read a moment before it is
/// durable: who publishes checkpoints asks the writer (`FileStorage.checkpoint`).
public final class LedgerFiles: Sendable {
  /// The name of the ledger.
  public let origin: String
  /// The name of its cryptographic suite.
  public let suiteName: String

  /// The ledger's directory.
  public var path: String { directory.path }

  let directory: LedgerDirectory
  let cache: Mutex<Cache>

  /// What is known of the files; files are only ever appended to.
  struct Cache {
    /// The segments that hold entries before `size`.
    var segments: [UInt64] = []
    var size: UInt64 = 0
    var files: [String: SharedFile] = [:]
    var checkpoints = CheckpointPlace()
  }

  /// Opens a ledger to read it.
  public convenience init(at path: String) throws(StorageError) {
    try self.init(LedgerDirectory(path: path, calls: KernelCalls()))
  }

  /// Opens a ledger whose format file cannot be read, as the ledger that its entries say it is.
  public convenience init(
    damagedAt path: String, origin: String, suiteName: String
  ) {
    self.init(
      LedgerDirectory(path: path, calls: KernelCalls()),
      LedgerFormat(origin: origin, suiteName: suiteName))
  }

  convenience init(_ directory: LedgerDirectory) throws(StorageError) {
    self.init(directory, try LedgerFormat(reading: directory))
  }

  private init(_ directory: LedgerDirectory, _ format: LedgerFormat) {
    origin = format.origin
    suiteName = format.suiteName
    self.directory = directory
    cache = Mutex(Cache())
  }

  /// A file, opened once; `nil` if there is none.
  func file(_ path: String) throws(StorageError) -> SharedFile? {
    if let file = cache.withLock({ $0.files[path] }) { return file }
    guard let handle = try FileHandle(ifPresent: path, directory.calls) else { return nil }
    let file = SharedFile(handle)
    return cache.withLock { cache in
      if let other = cache.files[path] { return other }
      cache.files[path] = file
      return file
    }
  }
}
