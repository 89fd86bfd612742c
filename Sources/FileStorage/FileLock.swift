// SPDX-License-Identifier: Apache-2.0
import Glibc
public import LedgerCore

/// An exclusive lock between processes and threads, held until its owner is gone.
///
/// It waits, for those who hold it are done soon; only for a ledger's one writer it does not.
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

  /// Takes the lock of the one writer of the ledger at `path`, or throws `locked` at once.
  public convenience init(tryingLedgerAt path: String) throws(StorageError) {
    try self.init("\(path)/lock", O_RDWR | O_CREAT, mode: LOCK_EX | LOCK_NB)
  }

  private init(
    _ path: String, _ flags: Int32, mode: Int32 = LOCK_EX
  ) throws(StorageError) {
    let opened = retrying {
      answer(Int(unsafe open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)))
    }
    let file = Int32(try checked(opened, "open", path))
    let result = retrying { answer(Int(flock(file, mode))) }
    // Before the property is set, or the lock would close the file a second time.
    if result < 0 { close(file) }
    if result == -Int(EWOULDBLOCK) { throw .locked(path: path) }
    _ = try checked(result, "flock", path)
    descriptor = file
  }

  deinit {
    // A process that is being started has the descriptor too, until it runs its program: without
    // this it would keep the lock meanwhile.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
