// SPDX-License-Identifier: Apache-2.0

/// The system calls this module makes, so that tests can put a failing disk in their place.
///
/// Every call answers as the kernel does: zero or more is success, below zero is `-errno`.
/// Calls may be interrupted and may do less than asked; `FileHandle` deals with both.
protocol FileSystemCalls: Sendable {
  /// Opens a file; answers with a descriptor.
  func open(_ path: String, _ mode: OpenMode) -> Int
  /// Closes a descriptor.
  func close(_ descriptor: Int32)
  /// Writes at an offset; answers with how many bytes.
  func write(_ descriptor: Int32, _ bytes: Span<UInt8>, at offset: UInt64) -> Int
  /// Reads up to `count` bytes at an offset; answers with how many, 0 at the end of the file.
  func read(
    _ descriptor: Int32, appendingTo buffer: inout [UInt8], count: Int, at offset: UInt64
  ) -> Int
  /// Makes what was written durable; of a directory, its names.
  func synchronize(_ descriptor: Int32) -> Int
  /// Cuts a file.
  func truncate(_ descriptor: Int32, to size: UInt64) -> Int
  /// Takes the exclusive lock without waiting.
  func lock(_ descriptor: Int32) -> Int
  /// Creates a directory.
  func makeDirectory(_ path: String) -> Int
  /// Gives a file another name, replacing what had it.
  func rename(_ path: String, to newPath: String) -> Int
  /// Removes a file.
  func remove(_ path: String) -> Int
  /// What the file system knows about a file.
  func status(_ path: String, _ status: inout FileStatus) -> Int
  /// Appends the names in a directory, in no order.
  func list(_ path: String, _ names: inout [String]) -> Int
}

/// How a file is opened.
enum OpenMode: Sendable {
  /// To read; also a directory.
  case read
  /// To read and write a file that exists.
  case write
  /// To read and write a new file; fails if it exists.
  case create
}

/// What the file system knows about a file.
struct FileStatus: Sendable, Equatable {
  var size: UInt64 = 0
  var inode: UInt64 = 0
  var modified: Int64 = 0
  var changed: Int64 = 0
}
