// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file whose first line is a PIN.
enum PINFile {
  /// More than any token takes.
  private static let limit = 256

  /// Gives `body` the PIN, in the only copy there is, which is overwritten afterwards.
  static func withPIN<Result>(
    _ path: String, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Result
  ) throws(TokenError) -> Result {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .pinUnreadable(path: path) }
    defer { close(descriptor) }
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: limit)
    unsafe buffer.initialize(repeating: 0)
    defer {
      if let start = buffer.baseAddress { unsafe explicit_bzero(start, limit) }
      unsafe buffer.deallocate()
    }
    var filled = 0
    while filled < limit {
      let count = unsafe read(
        descriptor, buffer.baseAddress.map { unsafe $0 + filled }, limit - filled)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .pinUnreadable(path: path) }
      if count == 0 { break }
      filled += count
    }
    let end = unsafe buffer[..<filled].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? filled
    guard end > 0, end < limit else { throw .pinUnreadable(path: path) }
    return unsafe body(UnsafeMutableBufferPointer(rebasing: buffer[..<end]))
  }
}
