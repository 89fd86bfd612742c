// SPDX-License-Identifier: Apache-2.0
import Glibc
public import LedgerCore

extension FileStorage {
  /// Creates the files of an empty ledger; only their owner may read them.
  ///
  /// The directory may exist. The format file comes last: without it a directory is no ledger,
  /// so that a creation that was interrupted can be repeated.
  ///
  /// - Parameters:
  ///   - path: The directory of the ledger.
  ///   - origin: The name of the ledger, the first line of its checkpoints.
  ///   - suite: The name of its cryptographic suite.
  ///   - options: How files are cut into segments.
  public static func create(
    at path: String, origin: String, suite: String, options: Options = Options()
  ) throws(StorageError) {
    try create(
      LedgerDirectory(path: path, calls: KernelCalls()),
      LedgerFormat(origin: origin, suiteName: suite))
  }

  static func create(
    _ directory: LedgerDirectory, _ format: LedgerFormat
  ) throws(StorageError) {
    precondition(
      (format.origin + format.suiteName).utf8.allSatisfy { $0 >= 0x20 }
        && !format.origin.isEmpty && !format.suiteName.isEmpty,
      "origin and suite are lines of text")
    for path in [directory.path, directory.entries, directory.checkpoints, directory.tree] {
      try directory.makeDirectory(path)
    }
    let lock = try directory.openOrCreate(directory.lock, in: directory.path)
    try lock.lock()
    if try directory.status(directory.format) != nil {
      throw .failed(
        operation: "create", path: directory.path, code: EEXIST,
        reason: "there is a ledger already")
    }
    for path in [directory.entries, directory.checkpoints] {
      _ = try directory.openOrCreate(directory.segment(path, 0), in: path)
    }
    _ = try directory.openOrCreate(directory.index, in: directory.path)
    for path in [directory.tree, directory.parent] { try directory.synchronizeNames(path) }
    let draft = directory.format + ".new"
    let file = try directory.openOrCreate(draft, in: directory.path)
    try file.write(Array(format.text.utf8).span, at: 0)
    try file.truncate(to: UInt64(format.text.utf8.count))
    let renamed = retrying { directory.calls.rename(draft, to: directory.format) }
    _ = try checked(renamed, "rename", draft)
    try directory.synchronizeNames(directory.path)
  }
}

extension LedgerDirectory {
  /// The directory that holds the name of this one.
  fileprivate var parent: String {
    guard let slash = path.lastIndex(of: "/" as Character) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
