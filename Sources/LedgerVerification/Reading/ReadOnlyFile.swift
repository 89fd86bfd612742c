// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file opened for reading.
final class ReadOnlyFile: Sendable {
  /// The path below the directory verified, as findings name it.
  let name: String
  /// The number of bytes when it was opened.
  let size: UInt64
  private let path: String
  private let descriptor: Int32

  /// Opens `directory`/`name`; `nil` when there is no such file.
  init?(_ directory: String, _ name: String) throws(VerificationError) {
    let path = "\(directory)/\(name)"
    var descriptor: Int32
    repeat {
      descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else {
      let code = errno
      if code == ENOENT || code == ENOTDIR { return nil }
      throw .unreadable(path: path, operation: "open", code: code)
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw .unreadable(path: path, operation: "fstat", code: code)
    }
    // A pipe or a device in a copy is no file to wait for.
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .unreadable(path: path, operation: "open as a regular file", code: EINVAL)
    }
    self.name = name
    self.path = path
    self.descriptor = descriptor
    size = UInt64(max(status.st_size, 0))
  }

  /// The file of this name as it is now; this one when there is none any more.
  func reopened() throws(VerificationError) -> ReadOnlyFile {
    try ReadOnlyFile(String(path.dropLast(name.utf8.count + 1)), name) ?? self
  }

  deinit {
    close(descriptor)
  }

  /// Reads up to `count` bytes at `offset`; fewer only at the end of the file.
  func read(_ count: Int, at offset: UInt64) throws(VerificationError) -> [UInt8] {
    let wanted = offset >= size ? 0 : Int(min(UInt64(count), size - offset))
    var code: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      while filled < wanted {
        let rest = unsafe buffer.baseAddress.map { unsafe $0 + filled }
        let step = unsafe pread(
          descriptor, rest, wanted - filled, off_t(offset) + off_t(filled))
        if step < 0 && errno == EINTR { continue }
        if step < 0 { code = errno }
        guard step > 0 else { return }
        filled += step
      }
    }
    guard code == 0 else { throw .unreadable(path: path, operation: "pread", code: code) }
    return bytes
  }

  /// The offset of the first byte at or after `offset` that is not zero.
  func firstNonZero(from offset: UInt64) throws(VerificationError) -> UInt64? {
    var offset = offset
    while offset < size {
      let bytes = try read(1 << 20, at: offset)
      guard !bytes.isEmpty else { return nil }
      if let position = bytes.firstIndex(where: { $0 != 0 }) { return offset + UInt64(position) }
      offset += UInt64(bytes.count)
    }
    return nil
  }
}

/// What a directory holds.
enum DirectoryListing {
  /// Whether there is a directory at `path`.
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in the directory at `path`, in order; none when there is no such directory.
  static func names(_ path: String) throws(VerificationError) -> [String] {
    guard let stream = unsafe opendir(path) else {
      let code = errno
      if code == ENOENT || code == ENOTDIR { return [] }
      throw .unreadable(path: path, operation: "opendir", code: code)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
