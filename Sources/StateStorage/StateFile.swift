// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The open file of the stored state: blocks that are read and written where they lie.
///
/// It is read by `pread`, never mapped: a file that is cut short while it is read is an answer that
/// is too short, not the end of the process.
final class StateFile: Sendable {
  static let blockSize = 4_096

  let path: String
  private let descriptor: Int32

  /// Opens a file; `nil` if there is none.
  init?(ifPresent path: String, isReadOnly: Bool) throws(StateStorageError) {
    let flags = (isReadOnly ? O_RDONLY : O_RDWR) | O_CLOEXEC | O_NONBLOCK
    let opened = Self.retrying { unsafe open(path, flags) }
    if opened < 0, errno == ENOENT { return nil }
    try Self.check(opened, "opening", path)
    var status = stat()
    guard unsafe fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw .damaged(path: path, offset: 0, .malformed)
    }
    self.path = path
    descriptor = opened
  }

  /// Makes a new, empty file in the place of whatever is at `path`.
  init(creating path: String) throws(StateStorageError) {
    if unsafe unlink(path) != 0, errno != ENOENT { try Self.check(-1, "removal", path) }
    let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
    let opened = Self.retrying { unsafe open(path, flags, 0o600) }
    try Self.check(opened, "creation", path)
    self.path = path
    descriptor = opened
  }

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  static func check(
    _ result: Int32, _ operation: String, _ path: String
  ) throws(StateStorageError) {
    guard result < 0 else { return }
    let code = errno
    if code == ENOSPC || code == EDQUOT { throw .full(path: path) }
    throw .failed(
      operation: operation, path: path, code: code,
      reason: unsafe String(cString: strerror(code)))
  }

  private static func retrying(_ call: () -> Int32) -> Int32 {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  /// The number of bytes of the file.
  func size() throws(StateStorageError) -> UInt64 {
    var status = stat()
    try Self.check(unsafe fstat(descriptor, &status), "reading", path)
    return UInt64(max(0, status.st_size))
  }

  /// Reads `count` bytes; a file that ends before is damaged.
  func read(count: Int, at offset: UInt64) throws(StateStorageError) -> [UInt8] {
    // No memory is asked for on the word of a damaged file.
    if count > Self.blockSize || offset > 1 << 60 {
      let size = try size()
      guard offset <= size, UInt64(count) <= size - offset else {
        throw .damaged(path: path, offset: offset, .cutShort)
      }
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      var result = 0
      let place = Int(offset) + bytes.count
      let missing = count - bytes.count
      bytes.append(addingCapacity: missing) { span in
        unsafe span.withUnsafeMutableBufferPointer { free, initialized in
          result = unsafe pread(descriptor, free.baseAddress, missing, place)
          if result > 0 { initialized += result }
        }
      }
      if result == 0 { throw .damaged(path: path, offset: offset, .cutShort) }
      // A sector that cannot be read is damage like any other.
      if result < 0, errno == EIO { throw .damaged(path: path, offset: offset, .unreadable) }
      if result < 0, errno != EINTR { try Self.check(-1, "reading", path) }
    }
    return bytes
  }

  /// Writes all of the bytes.
  func write(_ bytes: [UInt8], at offset: UInt64) throws(StateStorageError) {
    var written = 0
    while written < bytes.count {
      let result = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written,
          Int(offset) + written)
      }
      if result < 0, errno == EINTR { continue }
      try Self.check(Int32(clamping: result), "writing", path)
      // A kernel that takes nothing and names no reason would keep us here for ever.
      if result == 0 { throw .full(path: path) }
      written += result
    }
  }

  /// Makes what was written durable.
  func synchronize() throws(StateStorageError) {
    try Self.check(Self.retrying { fdatasync(descriptor) }, "writing", path)
  }

  /// Takes the place of the file at `newPath`, durable when this returns.
  func renamed(to newPath: String, in directory: String) throws(StateStorageError) -> StateFile {
    try Self.check(unsafe rename(path, newPath), "renaming", newPath)
    let folder = Self.retrying { unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    try Self.check(folder, "opening", directory)
    defer { close(folder) }
    try Self.check(Self.retrying { fsync(folder) }, "writing", directory)
    let copy = Self.retrying { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }
    try Self.check(copy, "opening", newPath)
    return StateFile(path: newPath, descriptor: copy)
  }

  // MARK: - Readers and the writer

  /// Says that the file is being read, until it is closed: the writer then leaves alone what is no
  /// part of the newest state.
  ///
  /// Where a file system knows no locks, the checks tell a reader when the writer took something
  /// from under it.
  func shareLock() {
    _ = Self.retrying { flock(descriptor, LOCK_SH) }
  }

  /// Whether nobody reads now.
  ///
  /// Who begins a moment later reads the newest state.
  func hasNoReaders() -> Bool {
    guard Self.retrying({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 else { return false }
    _ = Self.retrying { flock(descriptor, LOCK_UN) }
    return true
  }
}
