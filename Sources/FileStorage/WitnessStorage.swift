// SPDX-License-Identifier: Apache-2.0
import Cryptography
import Glibc
public import LedgerCore
import TransparencyLog

/// What a witness keeps: its name, and for each log the keys it trusts and the newest checkpoint
/// it cosigned; a few kilobytes a log.
///
/// Every file is replaced in one step and is durable when `store` returns. Who reads, judges and
/// stores holds `lock` meanwhile.
public struct WitnessStorage: Sendable {
  /// The most bytes of a file that are read.
  public static let byteLimit = 1 << 20
  /// The most pieces of evidence kept for one log.
  public static let evidenceLimit = 256

  static let firstLine = "tanzhang-witness 1"

  /// The directory.
  public let path: String
  /// The name of the witness.
  public let name: String

  private let directory: LedgerDirectory

  /// Opens the directory of a witness.
  public init(at path: String) throws(StorageError) {
    try self.init(LedgerDirectory(path: path, calls: KernelCalls()))
  }

  init(_ directory: LedgerDirectory) throws(StorageError) {
    let bytes = try Self.read("\(directory.path)/witness", directory)
    let lines = String(decoding: bytes ?? [], as: UTF8.self)
      .split(separator: "\n" as Character, omittingEmptySubsequences: false)
    guard lines.count == 3, lines[0] == Self.firstLine, lines[2].isEmpty else {
      throw .notALedger(
        path: directory.path, reason: "it has no file witness that begins “\(Self.firstLine)”")
    }
    self.directory = directory
    path = directory.path
    name = String(lines[1])
  }

  /// Makes the directory of a new witness; fails where there is one.
  public static func create(at path: String, name: String) throws(StorageError) {
    try SmallFile.makeDirectory(path)
    try create(LedgerDirectory(path: path, calls: KernelCalls()), name: name)
  }

  static func create(_ directory: LedgerDirectory, name: String) throws(StorageError) {
    let file = "\(directory.path)/witness"
    guard try directory.status(file) == nil else {
      throw .failed(
        operation: "create", path: file, code: EEXIST, reason: "there is a witness already")
    }
    try directory.makeDirectory("\(directory.path)/logs")
    try directory.replace(file, Array("\(firstLine)\n\(name)\n".utf8))
  }

  /// The lock under which one request is judged and its outcome stored.
  public func lock() throws(StorageError) -> FileLock {
    try FileLock(waitingFor: "\(path)/lock")
  }

  /// What a log is filed under: SHA-256 of its origin in lower hexadecimal, as in the protocol's
  /// paths for monitors.
  public static func place(of origin: String) -> String {
    HashFunction.sha256.digest(of: Array(origin.utf8)).hexadecimal
  }

  /// Where the logs are filed, in order.
  public func places() throws(StorageError) -> [String] {
    try directory.names("\(path)/logs").filter { Digest(hexadecimal: $0) != nil }
  }

  /// The keys trusted for the log at `place`, one vkey a line; nil when it is not followed.
  public func keys(at place: String) throws(StorageError) -> [UInt8]? {
    try Self.read("\(path)/logs/\(place)/vkeys", directory)
  }

  /// The newest checkpoint cosigned for the log at `place`; nil before the first.
  public func checkpoint(at place: String) throws(StorageError) -> [UInt8]? {
    try Self.read("\(path)/logs/\(place)/checkpoint", directory)
  }

  /// Begins to follow a log, or replaces the keys that are trusted for it.
  public func store(keys: [UInt8], at place: String) throws(StorageError) {
    let folder = "\(path)/logs/\(place)"
    try directory.makeDirectory(folder)
    try directory.synchronizeNames("\(path)/logs")
    try directory.replace("\(folder)/vkeys", keys)
  }

  /// Remembers the newest checkpoint cosigned for the log at `place`.
  public func store(checkpoint: [UInt8], at place: String) throws(StorageError) {
    try directory.replace("\(path)/logs/\(place)/checkpoint", checkpoint)
  }

  /// Keeps evidence under a name; what has this name already is left, and so is all when there is
  /// too much of it, unless it `isConclusive`.
  public func keep(
    evidence: [UInt8], named name: String, at place: String, isConclusive: Bool
  ) throws(StorageError) {
    let folder = "\(path)/logs/\(place)/evidence"
    try directory.makeDirectory(folder)
    let names = try directory.names(folder)
    guard !names.contains(name), isConclusive || names.count < Self.evidenceLimit else { return }
    try directory.replace("\(folder)/\(name)", evidence)
  }

  private static func read(
    _ path: String, _ directory: LedgerDirectory
  ) throws(StorageError) -> [UInt8]? {
    guard let handle = try FileHandle(ifPresent: path, directory.calls) else { return nil }
    let bytes = try handle.read(count: byteLimit + 1, at: 0)
    guard bytes.count <= byteLimit else {
      throw .damaged(path: path, offset: UInt64(byteLimit), reason: "the file is too large")
    }
    return bytes
  }
}

extension LedgerDirectory {
  /// Replaces a file in one step; name and contents are durable when this returns.
  ///
  /// There is one writer at a time. What an interrupted one left is overwritten.
  func replace(_ path: String, _ bytes: [UInt8]) throws(StorageError) {
    let temporary = "\(path).new"
    if try status(temporary) != nil { try remove(temporary) }
    try writeNew(temporary, bytes)
    _ = try checked(retrying { calls.rename(temporary, to: path) }, "rename", path)
    let slash = path.lastIndex(of: "/" as Character) ?? path.startIndex
    try synchronizeNames(String(path[..<slash]))
  }

  private func writeNew(_ path: String, _ bytes: [UInt8]) throws(StorageError) {
    let handle = try FileHandle(path, .create, calls)
    try handle.write(bytes.span, at: 0)
    try handle.synchronize()
  }
}
