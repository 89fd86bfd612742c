// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import Glibc
public import LedgerCore
import Synchronization

/// A ledger in a directory, opened by its one writer.
///
/// The system calls of a commit run on one thread of the storage's own. What is written can be
/// read at the same time by any number of `LedgerFiles`, in this process and in others.
public final class FileStorage: LedgerStorage, Sendable {
  /// How a ledger's files are cut into segments.
  public struct Options: Sendable {
    /// A segment of entries ends at the first bundle boundary at which it has this many bytes.
    public var segmentLimit: UInt64
    /// Bytes of a segment of checkpoints, at most.
    var checkpointSegmentLimit: UInt64 = 1 << 22
    /// Bytes of zeros written ahead of a small segment; a large one gets up to eight times more.
    var preparedStep: UInt64 = 1 << 16

    /// Creates options.
    public init(segmentLimit: UInt64 = 64 << 20) {
      self.segmentLimit = segmentLimit
    }
  }

  private let worker: CommitThread
  private let thread: Mutex<pthread_t?>

  init(_ writer: consuming LedgerWriter) throws(StorageError) {
    worker = CommitThread(writer)
    thread = Mutex(try worker.start())
  }

  deinit { close() }

  /// Opens a ledger to write it: takes the lock, then recovers.
  ///
  /// - Parameters:
  ///   - path: The directory of the ledger.
  ///   - options: How files are cut into segments.
  ///   - isAuthentic: Whether a note is a checkpoint of this ledger, given its first entry.
  /// - Throws: `locked` if another process writes it; `damaged`, without having changed anything,
  ///   if acknowledged bytes are missing or the newest checkpoint was written whole but is not
  ///   authentic.
  public static func open(
    at path: String, options: Options = Options(),
    isAuthentic: (_ note: [UInt8], _ genesisEntry: [UInt8]?) -> Bool
  ) throws(StorageError) -> (storage: FileStorage, recovery: Recovery) {
    try open(LedgerDirectory(path: path, calls: KernelCalls()), options, isAuthentic)
  }

  static func open(
    _ directory: LedgerDirectory, _ options: Options, _ isAuthentic: RecoveryScan.Authentication
  ) throws(StorageError) -> (storage: FileStorage, recovery: Recovery) {
    _ = try LedgerFormat(reading: directory)
    let lock = try directory.openOrCreate(directory.lock, in: directory.path)
    try lock.lock()
    let positions = try RecoveryScan(directory: directory).positions(isAuthentic)
    try directory.recover(positions)
    let parts = LedgerWriter.Parts(
      directory: directory, options: options, lock: lock,
      entries: try SegmentWriter.open(
        directory.entries, directory, first: positions.entrySegment,
        offset: positions.entryOffset, step: options.preparedStep),
      checkpoints: try SegmentWriter.open(
        directory.checkpoints, directory, first: positions.checkpointSegment,
        offset: positions.checkpointOffset, step: options.preparedStep),
      index: SharedFile(try FileHandle(directory.index, .write, directory.calls)),
      levels: try directory.openLevels(forSize: positions.size))
    return (try FileStorage(LedgerWriter(parts, positions)), positions.report)
  }

  /// The newest checkpoint that is durable; readers of the files may see a newer one a moment
  /// before it is.
  public var checkpoint: [UInt8]? { worker.writer.withLock { $0?.checkpoint } }

  /// Makes a group durable: entries, then their checkpoint.
  ///
  /// A group that fails is taken back whole; after that every commit fails with the same error.
  public func commit(_ group: CommitGroup) async throws(StorageError) {
    try await worker.commit(group).get()
  }

  /// Makes durable what is derived from the entries committed so far: tree hashes and the index.
  ///
  /// If it fails, nothing more is committed until the ledger is opened again.
  public func synchronizeDerived() throws(StorageError) {
    let files = worker.writer.withLock { writer in
      writer?.derivedFiles
    }
    // Outside of the lock: a commit need not wait for these.
    guard let files else { throw .closed }
    do {
      for file in files { try file.handle.synchronize() }
    } catch {
      // The kernel says so only once: the next attempt would succeed without having written.
      worker.writer.withLock { $0?.refuse(error) }
      throw error
    }
  }

  /// Writes hashes of a tile level while the entries after the stored state are replayed.
  ///
  /// - Parameters:
  ///   - level: The tile level; 0 holds the leaf hashes.
  ///   - index: The number of the first hash within its level.
  ///   - hashes: The hashes.
  public func writeTree(
    level: Int, at index: UInt64, hashes: [Digest]
  ) throws(StorageError) {
    try worker.writer.withLock { (writer) throws(StorageError) in
      guard writer != nil else { throw .closed }
      try writer?.writeTree(level: level, at: index, hashes)
    }
  }

  /// Commits what is queued, then closes the files and gives up the lock.
  public func close() {
    let running = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    guard let running else { return }
    worker.stop()
    _ = pthread_join(running, nil)
    worker.writer.withLock { $0 = nil }
  }
}
