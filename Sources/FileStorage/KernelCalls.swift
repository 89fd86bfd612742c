// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The system calls of the kernel.
struct KernelCalls: FileSystemCalls {
  private static let fileMode: mode_t = 0o600
  private static let directoryMode: mode_t = 0o700

  func open(_ path: String, _ mode: OpenMode) -> Int {
    let flags =
      switch mode {
      case .read: O_RDONLY
      case .write: O_RDWR
      case .create: O_RDWR | O_CREAT | O_EXCL
      }
    return answer(Int(unsafe Glibc.open(path, flags | O_CLOEXEC, Self.fileMode)))
  }

  func close(_ descriptor: Int32) {
    // A process that is being started has the descriptor too, until it runs its program: without
    // this it would keep the lock of a ledger meanwhile.
    flock(descriptor, LOCK_UN)
    // Whatever was to be durable was synchronized before; Linux frees the descriptor in any case.
    _ = Glibc.close(descriptor)
  }

  func write(_ descriptor: Int32, _ bytes: Span<UInt8>, at offset: UInt64) -> Int {
    unsafe bytes.withUnsafeBytes { buffer in
      answer(unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, Int(offset)))
    }
  }

  func read(
    _ descriptor: Int32, appendingTo buffer: inout [UInt8], count: Int, at offset: UInt64
  ) -> Int {
    var result = 0
    buffer.append(addingCapacity: count) { span in
      unsafe span.withUnsafeMutableBufferPointer { free, initialized in
        result = unsafe pread(descriptor, free.baseAddress, count, Int(offset))
        if result < 0 { result = -Int(errno) } else { initialized += result }
      }
    }
    return result
  }

  func synchronize(_ descriptor: Int32) -> Int { answer(Int(fdatasync(descriptor))) }

  func truncate(_ descriptor: Int32, to size: UInt64) -> Int {
    answer(Int(ftruncate(descriptor, Int(size))))
  }

  func lock(_ descriptor: Int32) -> Int { answer(Int(flock(descriptor, LOCK_EX | LOCK_NB))) }

  func makeDirectory(_ path: String) -> Int {
    answer(Int(unsafe mkdir(path, Self.directoryMode)))
  }

  func rename(_ path: String, to newPath: String) -> Int {
    answer(Int(unsafe Glibc.rename(path, newPath)))
  }

  func remove(_ path: String) -> Int { answer(Int(unsafe unlink(path))) }

  func status(_ path: String, _ status: inout FileStatus) -> Int {
    var found = stat()
    let result = answer(Int(unsafe stat(path, &found)))
    guard result >= 0 else { return result }
    status = FileStatus(
      size: UInt64(found.st_size), inode: UInt64(found.st_ino),
      modified: nanoseconds(found.st_mtim), changed: nanoseconds(found.st_ctim))
    return result
  }

  func list(_ path: String, _ names: inout [String]) -> Int {
    guard let directory = unsafe opendir(path) else { return -Int(errno) }
    defer { unsafe closedir(directory) }
    while true {
      errno = 0
      guard let entry = unsafe readdir(directory) else { return -Int(errno) }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
  }

  private func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// The answer of a call of the C library: its result, or `-errno`.
func answer(_ result: Int) -> Int { result < 0 ? -Int(errno) : result }
