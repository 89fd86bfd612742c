// SPDX-License-Identifier: Apache-2.0
import Glibc
public import LedgerCore

/// Whole small files: keys, notes, proofs, pages of a published ledger.
public enum SmallFile {
  /// The most bytes `read` reads.
  public static let readLimit = 1 << 30

  /// The bytes of a file; `nil` when it cannot be read.
  public static func read(_ path: String) -> [UInt8]? {
    let descriptor = opening(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= readLimit {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
    return nil
  }

  /// The bytes of a regular file of at most `limit` bytes; `nil` for anything else.
  ///
  /// For directories of strangers: a pipe does not make it wait, a large file is not read.
  public static func read(regular path: String, limit: Int) -> [UInt8]? {
    let descriptor = opening(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= limit
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes {
        unsafe Glibc.read(
          descriptor, $0.baseAddress.map { unsafe $0 + filled }, $0.count - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      filled += count
    }
    return bytes
  }

  /// Makes a new file that only its owner can read, durable when this returns.
  public static func create(_ path: String, _ bytes: [UInt8]) throws(StorageError) {
    try write(path, bytes, flags: O_EXCL, mode: 0o600)
  }

  /// Writes a file everybody may read, replacing what was there in one step.
  public static func replace(_ path: String, _ bytes: [UInt8]) throws(StorageError) {
    // A pipe or a device is written to, never replaced by a file.
    var status = stat()
    if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      return try write(path, bytes, flags: 0, mode: 0o644)
    }
    // In a directory others may write to, a name they guessed must not lead elsewhere.
    var number = 0
    func name() -> String { "\(path).\(getpid())-\(number).new" }
    while number < 1_000, unsafe faccessat(AT_FDCWD, name(), F_OK, AT_SYMLINK_NOFOLLOW) == 0 {
      number += 1
    }
    let temporary = name()
    try write(temporary, bytes, flags: O_EXCL | O_NOFOLLOW, mode: 0o644)
    let renamed = retrying { answer(Int(unsafe rename(temporary, path))) }
    if renamed < 0 { throw failure("renaming", path) }
  }

  private static func write(
    _ path: String, _ bytes: [UInt8], flags: Int32, mode: mode_t
  ) throws(StorageError) {
    let descriptor = opening(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode)
    guard descriptor >= 0 else { throw failure("creating", path) }
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress.map { unsafe $0 + offset }, $0.count - offset)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        let error = failure("writing", path)
        close(descriptor)
        throw error
      }
      offset += count
    }
    // Pipes and devices cannot be synced, and say so.
    let synced = retrying { answer(Int(fdatasync(descriptor))) }
    guard synced == 0 || synced == -Int(EINVAL) || synced == -Int(EROFS) else {
      let error = failure("syncing", path)
      close(descriptor)
      throw error
    }
    // A close that was interrupted has closed the file all the same (close(2)).
    guard close(descriptor) == 0 || errno == EINTR else { throw failure("closing", path) }
  }

  /// Makes a directory and those above it; what exists already is left alone.
  public static func makeDirectory(_ path: String, mode: UInt32 = 0o700) throws(StorageError) {
    var built = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      built += built.isEmpty || built == "/" ? String(part) : "/" + part
      if unsafe mkdir(built, mode) != 0, errno != EEXIST { throw failure("creating", built) }
    }
  }

  /// The names of the files in a directory; none when it cannot be read.
  public static func names(in directory: String) -> [String] {
    guard let stream = unsafe opendir(directory) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let item = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &item.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Whether something is at `path`.
  public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Opens a file however often a signal interrupts it; below zero as `open(2)` answers.
  private static func opening(_ path: String, _ flags: Int32, _ mode: mode_t = 0) -> Int32 {
    Int32(retrying { answer(Int(unsafe open(path, flags, mode))) })
  }

  private static func failure(_ operation: String, _ path: String) -> StorageError {
    let code = errno
    if code == ENOSPC { return .full(path: path) }
    return .failed(
      operation: operation, path: path, code: code,
      reason: unsafe String(cString: strerror(code)))
  }
}
