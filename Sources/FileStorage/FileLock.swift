// SPDX-License-Identifier: Apache-2.0
import Glibc
public import LedgerCore

/// An exclusive lock between processes and threads, held until its owner is gone.
///
/// Unlike the lock of a ledger's one writer it waits: those who hold it are done soon.
public final class FileLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock on the file at `path`, made when missing, and waits for others to give it up.
  public convenience init(waitingFor path: String) throws(StorageError) {
    try self.init(path, O_RDWR | O_CREAT)
  }

  /// Takes the lock on a directory that exists, and waits for others to give it up.
  public convenience init(waitingForDirectory path: String) throws(StorageError) {
    try self.init(path, O_RDONLY | O_DIRECTORY)
  }

  private init(_ path: String, _ flags: Int32) throws(StorageError) {
    let opened = unsafe open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
    let file = Int32(try checked(Int(opened < 0 ? -errno : opened), "open", path))
    let result = retrying { flock(file, LOCK_EX) < 0 ? -Int(errno) : 0 }
    // Before the property is set, or the lock would close the file a second time.
    if result < 0 { close(file) }
    _ = try checked(result, "flock", path)
    descriptor = file
  }

  deinit { close(descriptor) }
}
