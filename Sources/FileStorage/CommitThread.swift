// SPDX-License-Identifier: Apache-2.0
import Glibc
import LedgerCore
import Synchronization

/// What the storage and its thread share: the queue of groups, the open files, a bell.
///
/// The system calls block for as long as a disk takes; on a thread of Swift's concurrency pool
/// they would stop the checking of signatures meanwhile.
final class CommitThread: Sendable {
  struct Job {
    let group: CommitGroup
    let continuation: CheckedContinuation<Result<Void, StorageError>, Never>
  }

  private struct Queue {
    var jobs: [Job] = []
    var isClosed = false
  }

  let writer: Mutex<LedgerWriter?>
  private let queue = Mutex(Queue())
  private let bell = Bell()

  init(_ writer: consuming LedgerWriter) {
    self.writer = Mutex(consume writer)
  }

  /// Starts the thread; the answer is to be joined.
  func start() throws(StorageError) -> pthread_t {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(self)
    let code = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<CommitThread>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, unsafe context.toOpaque())
    if code != 0 {
      unsafe context.release()
      _ = try checked(-Int(code), "pthread_create", "")
    }
    return thread
  }

  /// Queues a group.
  func commit(_ group: CommitGroup) async -> Result<Void, StorageError> {
    await withCheckedContinuation { continuation in
      let isClosed = queue.withLock { queue in
        if !queue.isClosed { queue.jobs.append(Job(group: group, continuation: continuation)) }
        return queue.isClosed
      }
      if isClosed { continuation.resume(returning: .failure(.closed)) } else { bell.ring() }
    }
  }

  /// Lets the thread end after the groups that are queued.
  func stop() {
    queue.withLock { $0.isClosed = true }
    bell.ring()
  }

  private func run() {
    while true {
      bell.wait()
      let (jobs, isClosed) = queue.withLock { queue in
        defer { queue.jobs.removeAll(keepingCapacity: true) }
        return (queue.jobs, queue.isClosed)
      }
      for job in jobs { job.continuation.resume(returning: commit(job.group)) }
      if isClosed { return }
      writer.withLock { $0?.prepare() }
    }
  }

  private func commit(_ group: CommitGroup) -> Result<Void, StorageError> {
    writer.withLock { writer in
      do throws(StorageError) {
        try writer?.commit(group)
        return writer == nil ? .failure(.closed) : .success(())
      } catch {
        return .failure(error)
      }
    }
  }
}

extension StorageError {
  /// The answer of a storage that was closed.
  static let closed = StorageError.failed(
    operation: "commit", path: "the storage", code: EBADF, reason: "it is closed")
}
