// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What surrounds a process: its environment variables and its standard streams.
public enum ProcessSurroundings {
  /// A standard stream.
  public enum Stream: Int32, Sendable {
    /// Data.
    case output = 1
    /// Messages.
    case error = 2
  }

  /// The value of an environment variable; `nil` when it is not set or empty.
  public static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// The path of the program's own file; `nil` when the system does not say.
  public static var executable: String? {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe bytes.baseAddress.map { unsafe readlink("/proc/self/exe", $0, bytes.count) } ?? -1
    }
    guard count > 0, count < buffer.count else { return nil }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }

  /// Whether a person reads `stream` at a terminal.
  public static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

  /// Writes all of `bytes`; a reader that has gone away ends the writing without an error.
  public static func write(_ bytes: [UInt8], to stream: Stream) {
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(
          stream.rawValue, $0.baseAddress.map { unsafe $0 + offset }, $0.count - offset)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      offset += count
    }
  }

  /// Reads the standard input to its end, but at most `limit` bytes.
  public static func readInput(limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(limit, 1 << 16))
    while bytes.count < limit {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(0, $0.baseAddress, min($0.count, limit - bytes.count))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
    return bytes
  }

  /// Hands everything printed so far to the system; false when it would not take it, as on a full
  /// disk.
  public static func flushOutput() -> Bool { fflush(nil) == 0 }
}
