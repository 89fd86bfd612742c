// SPDX-License-Identifier: Apache-2.0
import Glibc
public import LedgerCore

/// A file written piece by piece, which takes its place when it is complete.
///
/// Until ``finish()`` the bytes lie beside the place; a file that was there stays until then, and
/// whatever is not finished is removed.
public struct GrowingFile: ~Copyable {
  private let path: String
  /// Where the bytes go meanwhile; `nil` for a pipe or a device, which is written to at once.
  private let temporary: String?
  private let descriptor: Int32

  /// Begins a file that everybody may read.
  public init(path: String) throws(StorageError) {
    self.path = path
    var status = stat()
    let isFile = unsafe stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    let temporary = isFile ? "\(path).new" : nil
    let flags = O_WRONLY | O_CLOEXEC | (isFile ? O_CREAT | O_TRUNC : 0)
    // To open a pipe waits for its reader, so that a signal may come first.
    descriptor = Int32(retrying { answer(Int(unsafe open(temporary ?? path, flags, 0o644))) })
    self.temporary = temporary
    guard descriptor >= 0 else { throw Self.failure("creating", path) }
  }

  deinit {
    close(descriptor)
    if let temporary { unsafe unlink(temporary) }
  }

  /// Appends bytes.
  public mutating func write(_ bytes: [UInt8]) throws(StorageError) {
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress.map { unsafe $0 + offset }, $0.count - offset)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure("writing", path) }
      offset += count
    }
  }

  /// Makes the file durable and puts it in its place.
  public consuming func finish() throws(StorageError) {
    // Pipes and devices cannot be synced, and say so.
    let synced = retrying { answer(Int(fdatasync(descriptor))) }
    guard synced == 0 || synced == -Int(EINVAL) || synced == -Int(EROFS) else {
      throw Self.failure("syncing", path)
    }
    guard let temporary else { return }
    let renamed = retrying { answer(Int(unsafe rename(temporary, path))) }
    guard renamed == 0 else { throw Self.failure("renaming", path) }
  }

  private static func failure(_ operation: String, _ path: String) -> StorageError {
    let code = errno
    if code == ENOSPC { return .full(path: path) }
    return .failed(
      operation: operation, path: path, code: code,
      reason: unsafe String(cString: strerror(code)))
  }
}
