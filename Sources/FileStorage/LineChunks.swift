// SPDX-License-Identifier: Apache-2.0
import Glibc
public import LedgerCore

/// Reads a text file of any size in chunks that end where a line ends.
///
/// Memory is bounded by the chunk, whatever the file: lists of millions of lines are read so.
public struct LineChunks: ~Copyable {
  /// A chunk: whole lines, and where they stand.
  public struct Chunk: Sendable {
    /// The bytes, ending behind a line feed or at the end of the file.
    public let bytes: [UInt8]
    /// The number in the file of the chunk's first line, from 1.
    public let firstLine: Int
    /// The file's bytes up to and with this chunk.
    public let end: Int
  }

  /// The bytes read for a chunk, and the most bytes of one line.
  public static let chunkSize = 4 << 20

  private let path: String
  private let chunkSize: Int
  private let descriptor: Int32
  /// The size of the file when it was opened; 0 for a pipe.
  public let fileSize: Int
  private var rest: [UInt8] = []
  private var line = 1
  private var end = 0
  private var isAtEnd = false

  /// Opens a file.
  ///
  /// - Parameter chunkSize: The bytes read for a chunk, and the most bytes of one line.
  public init(path: String, chunkSize: Int = Self.chunkSize) throws(StorageError) {
    self.chunkSize = chunkSize
    // To open a pipe waits for its writer, so that a signal may come first.
    descriptor = Int32(retrying { answer(Int(unsafe open(path, O_RDONLY | O_CLOEXEC))) })
    self.path = path
    guard descriptor >= 0 else { throw Self.failure("opening", path) }
    var status = stat()
    fileSize = unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  deinit { close(descriptor) }

  /// The next chunk; `nil` at the end.
  public mutating func next() throws(StorageError) -> Chunk? {
    while !isAtEnd, rest.count < chunkSize { try fill() }
    guard !rest.isEmpty else { return nil }
    var cut = rest.count
    if !isAtEnd {
      // The unfinished last line is kept for the next chunk.
      guard let feed = rest.lastIndex(of: 0x0A) else {
        throw .failed(
          operation: "reading", path: path, code: 0,
          reason: "line \(line) is longer than \(chunkSize) bytes")
      }
      cut = feed + 1
    }
    let bytes = Array(rest[..<cut])
    rest.removeFirst(cut)
    end += cut
    defer { line += bytes.count { $0 == 0x0A } }
    return Chunk(bytes: bytes, firstLine: line, end: end)
  }

  private mutating func fill() throws(StorageError) {
    let start = rest.count
    rest.append(contentsOf: repeatElement(0, count: min(chunkSize, 1 << 20)))
    let wanted = rest.count - start
    let count = unsafe rest.withUnsafeMutableBytes {
      unsafe Glibc.read(descriptor, $0.baseAddress.map { unsafe $0 + start }, wanted)
    }
    let code = errno
    rest.removeLast(wanted - max(0, count))
    guard count >= 0 else {
      if code == EINTR { return }
      errno = code
      throw Self.failure("reading", path)
    }
    isAtEnd = count == 0
  }

  private static func failure(_ operation: String, _ path: String) -> StorageError {
    let code = errno
    return .failed(
      operation: operation, path: path, code: code,
      reason: unsafe String(cString: strerror(code)))
  }
}
