// SPDX-License-Identifier: Apache-2.0
import Cryptography
public import LedgerCore

/// What the file system says about a file: another stamp means that the file was changed.
public struct FileStamp: Sendable, Hashable {
  /// The path within the ledger's directory.
  public let path: String
  /// The size in bytes.
  public let size: UInt64
  /// The number of the inode.
  public let inode: UInt64
  /// When the contents last changed, in nanoseconds since 1970.
  public let modified: Int64
  /// When contents or attributes last changed, in nanoseconds since 1970; cannot be set back.
  public let changed: Int64
}

extension LedgerFiles {
  /// The stamps of the files that entries, checkpoints, tree and format are kept in.
  public func segmentStamps() throws(StorageError) -> [FileStamp] {
    var stamps: [FileStamp] = []
    var paths = ["format"]
    for folder in ["checkpoints", "entries", "tree"] {
      paths += try directory.names("\(directory.path)/\(folder)").map { "\(folder)/\($0)" }
    }
    for path in paths {
      guard let status = try directory.status("\(directory.path)/\(path)") else { continue }
      stamps.append(
        FileStamp(
          path: path, size: status.size, inode: status.inode, modified: status.modified,
          changed: status.changed))
    }
    return stamps
  }

  /// The bytes of hashes of a tile level, as a tile has them; fewer where the file ends.
  public func tileBytes(level: Int, range: Range<UInt64>) throws(StorageError) -> [UInt8] {
    guard let file = try file(directory.treeLevel(level)) else { return [] }
    let width = UInt64(Digest.byteCount)
    return try file.handle.read(
      count: range.count * Digest.byteCount, at: range.lowerBound * width)
  }
}

extension FileStamp {
  /// The stamp of any one file; `nil` when there is none.
  public init?(of path: String) throws(StorageError) {
    let directory = LedgerDirectory(path: path, calls: KernelCalls())
    guard let status = try directory.status(path) else { return nil }
    self.init(
      path: path, size: status.size, inode: status.inode, modified: status.modified,
      changed: status.changed)
  }
}
