// SPDX-License-Identifier: Apache-2.0
import Glibc
import LedgerCore

/// An open file or directory; closed exactly once, when its owner is gone.
struct FileHandle: ~Copyable, Sendable {
  let path: String
  let descriptor: Int32
  private let calls: any FileSystemCalls

  /// Opens a file; `nil` if there is none.
  init?(ifPresent path: String, _ calls: any FileSystemCalls) throws(StorageError) {
    let result = retrying { calls.open(path, .read) }
    if result == -Int(ENOENT) { return nil }
    self.path = path
    self.calls = calls
    descriptor = Int32(try checked(result, "open", path))
  }

  /// Opens a file or a directory.
  init(_ path: String, _ mode: OpenMode, _ calls: any FileSystemCalls) throws(StorageError) {
    self.path = path
    self.calls = calls
    descriptor = Int32(try checked(retrying { calls.open(path, mode) }, "open", path))
  }

  deinit { calls.close(descriptor) }

  /// Writes all of the bytes.
  func write(_ bytes: Span<UInt8>, at offset: UInt64) throws(StorageError) {
    var written = 0
    while written < bytes.count {
      let rest = bytes.extracting(written...)
      let result = retrying { calls.write(descriptor, rest, at: offset + UInt64(written)) }
      written += try checked(result, "write", path)
      // A kernel that takes nothing and names no reason would keep us here for ever.
      if result == 0 { throw .full(path: path) }
    }
  }

  /// Reads `count` bytes, or fewer where the file ends.
  func read(
    appendingTo buffer: inout [UInt8], count: Int, at offset: UInt64
  ) throws(StorageError) {
    var done = 0
    while done < count {
      let result = retrying {
        calls.read(
          descriptor, appendingTo: &buffer, count: count - done, at: offset + UInt64(done))
      }
      if result == 0 { return }
      done += try checked(result, "read", path)
    }
  }

  /// Reads `count` bytes, or fewer where the file ends.
  func read(count: Int, at offset: UInt64) throws(StorageError) -> [UInt8] {
    var buffer: [UInt8] = []
    try read(appendingTo: &buffer, count: count, at: offset)
    return buffer
  }

  /// Makes what was written durable.
  func synchronize() throws(StorageError) {
    _ = try checked(retrying { calls.synchronize(descriptor) }, "fdatasync", path)
  }

  /// Cuts the file and makes the cut durable.
  func truncate(to size: UInt64) throws(StorageError) {
    _ = try checked(retrying { calls.truncate(descriptor, to: size) }, "ftruncate", path)
    try synchronize()
  }

  /// Takes the lock of the one writer.
  func lock() throws(StorageError) {
    let result = retrying { calls.lock(descriptor) }
    if result == -Int(EWOULDBLOCK) { throw .locked(path: path) }
    _ = try checked(result, "flock", path)
  }
}

/// A file handle that several owners hold.
final class SharedFile: Sendable {
  let handle: FileHandle

  init(_ handle: consuming FileHandle) { self.handle = handle }
}

/// Makes a call again while a signal interrupts it.
func retrying(_ call: () -> Int) -> Int {
  while true {
    let result = call()
    if result != -Int(EINTR) { return result }
  }
}

/// The answer of a call, or its error.
func checked(_ result: Int, _ operation: String, _ path: String) throws(StorageError) -> Int {
  guard result < 0 else { return result }
  let code = Int32(-result)
  if code == ENOSPC || code == EDQUOT { throw .full(path: path) }
  let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "unknown error"
  throw .failed(operation: operation, path: path, code: code, reason: reason)
}
