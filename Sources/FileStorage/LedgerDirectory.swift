// SPDX-License-Identifier: Apache-2.0
import Glibc
import LedgerCore

/// The files of a ledger: their names, and calls on names.
struct LedgerDirectory: Sendable {
  let path: String
  let calls: any FileSystemCalls

  var format: String { "\(path)/format" }
  var lock: String { "\(path)/lock" }
  var index: String { "\(path)/index" }
  var entries: String { "\(path)/entries" }
  var checkpoints: String { "\(path)/checkpoints" }
  var tree: String { "\(path)/tree" }

  func treeLevel(_ level: Int) -> String { "\(tree)/\(level)" }

  /// The path of a segment, named by the 12-digit number of the first thing in it.
  func segment(_ directory: String, _ first: UInt64) -> String {
    let digits = String(first)
    return "\(directory)/\(String(repeating: "0", count: max(0, 12 - digits.utf8.count)))\(digits)"
  }

  /// The numbers by which the segments of a directory are named, ascending.
  func segments(_ directory: String) throws(StorageError) -> [UInt64] {
    var result: [UInt64] = []
    for name in try names(directory) {
      guard let first = UInt64(name), segment(directory, first).hasSuffix("/\(name)") else {
        throw .damaged(path: "\(directory)/\(name)", offset: 0, reason: "it is no segment's name")
      }
      result.append(first)
    }
    return result.sorted()
  }

  func names(_ directory: String) throws(StorageError) -> [String] {
    var names: [String] = []
    let result = retrying {
      // An attempt that was interrupted may have found some of them.
      names = []
      return calls.list(directory, &names)
    }
    _ = try checked(result, "readdir", directory)
    return names.sorted()
  }

  func status(_ path: String) throws(StorageError) -> FileStatus? {
    var status = FileStatus()
    let result = retrying { calls.status(path, &status) }
    if result == -Int(ENOENT) { return nil }
    _ = try checked(result, "stat", path)
    return status
  }

  func synchronizeNames(_ directory: String) throws(StorageError) {
    try FileHandle(directory, .read, calls).synchronize()
  }

  func makeDirectory(_ path: String) throws(StorageError) {
    let result = retrying { calls.makeDirectory(path) }
    if result != -Int(EEXIST) { _ = try checked(result, "mkdir", path) }
  }

  /// Opens a file to write, creating it if it is missing; the new name is durable.
  func openOrCreate(
    _ path: String, in directory: String
  ) throws(StorageError) -> FileHandle {
    if try status(path) != nil { return try FileHandle(path, .write, calls) }
    let handle = try FileHandle(path, .create, calls)
    try handle.synchronize()
    try synchronizeNames(directory)
    return handle
  }

  /// Whether the first segment of entries holds anything.
  func hasEntries() throws(StorageError) -> Bool {
    guard let file = try FileHandle(ifPresent: segment(entries, 0), calls) else { return false }
    return try file.read(count: 2, at: 0).contains { $0 != 0 }
  }

  func remove(_ path: String) throws(StorageError) {
    _ = try checked(retrying { calls.remove(path) }, "unlink", path)
  }
}

/// The text of the format file: version, origin, suite.
struct LedgerFormat: Sendable, Equatable {
  static let firstLine = "tanzhang-ledger 1"
  static let byteLimit = 4096

  let origin: String
  let suiteName: String

  var text: String { "\(Self.firstLine)\n\(origin)\n\(suiteName)\n" }

  init(origin: String, suiteName: String) {
    self.origin = origin
    self.suiteName = suiteName
  }

  /// Reads the format file of a ledger.
  init(reading directory: LedgerDirectory) throws(StorageError) {
    let path = directory.path
    guard let handle = try FileHandle(ifPresent: directory.format, directory.calls) else {
      if try directory.hasEntries() {
        throw .damaged(
          path: directory.format, offset: 0,
          reason: "the file is missing although there are entries; "
            + "`tanzhang restore` makes it again from the first of them")
      }
      throw .notALedger(path: path, reason: "there is no file called format")
    }
    let bytes = try handle.read(count: Self.byteLimit, at: 0)
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n" as Character, omittingEmptySubsequences: false)
    guard lines.first.map(String.init) == Self.firstLine else {
      throw .notALedger(path: path, reason: "its format is not “\(Self.firstLine)”")
    }
    guard lines.count == 4, !lines[1].isEmpty, !lines[2].isEmpty, lines[3].isEmpty else {
      throw .notALedger(path: path, reason: "its format file does not have three lines")
    }
    self.init(origin: String(lines[1]), suiteName: String(lines[2]))
  }
}
