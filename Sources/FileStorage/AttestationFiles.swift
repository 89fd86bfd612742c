// SPDX-License-Identifier: Apache-2.0
import Glibc
public import LedgerCore

/// What others attest of a ledger's checkpoints, filed by size beside their history:
/// cosignatures of witnesses, and timestamps.
///
/// It needs neither the ledger's key nor its lock: what is filed proves itself.
public struct AttestationFiles: Sendable {
  /// The most bytes of a file that are read.
  public static let byteLimit = 1 << 20
  /// The most timestamps of one checkpoint.
  public static let timestampLimit = 100

  private let directory: LedgerDirectory

  /// The attestations in the ledger or published directory at `path`.
  public init(in path: String) {
    directory = LedgerDirectory(path: path, calls: KernelCalls())
  }

  private var cosignatures: String { "\(directory.path)/cosignatures" }
  private var timestamps: String { "\(directory.path)/timestamps" }

  /// The cosignatures of the checkpoint of `size` entries: a note with its text; nil if none.
  public func cosignatures(ofSize size: UInt64) throws(StorageError) -> [UInt8]? {
    try read(directory.segment(cosignatures, size))
  }

  /// The sizes of which there are cosignatures, ascending.
  public func cosignedSizes() throws(StorageError) -> [UInt64] {
    guard try directory.status(cosignatures) != nil else { return [] }
    // What an interrupted writer left has another name.
    return try directory.names(cosignatures).compactMap(UInt64.init).sorted()
  }

  /// Replaces the cosignatures of a size by what `change` makes of them, with nobody else doing
  /// the same meanwhile.
  public func updateCosignatures(
    ofSize size: UInt64, _ change: ([UInt8]?) throws -> [UInt8]
  ) throws {
    try makeDirectory(cosignatures)
    let lock = try FileLock(waitingForDirectory: cosignatures)
    defer { withExtendedLifetime(lock) {} }
    let path = directory.segment(cosignatures, size)
    try directory.replace(path, try change(try read(path)))
  }

  /// The timestamps of the checkpoint of `size` entries, in the order in which they were filed.
  public func timestamps(ofSize size: UInt64) throws(StorageError) -> [[UInt8]] {
    var found: [[UInt8]] = []
    while found.count < Self.timestampLimit,
      let bytes = try read(timestamp(size, found.count))
    {
      found.append(bytes)
    }
    return found
  }

  /// The sizes of which there are timestamps, ascending.
  public func timestampedSizes() throws(StorageError) -> [UInt64] {
    guard try directory.status(timestamps) != nil else { return [] }
    let sizes = try directory.names(timestamps).compactMap { name in
      name.hasSuffix("-0") ? UInt64(name.dropLast(2)) : nil
    }
    return sizes.sorted()
  }

  /// Files a timestamp, unless the same bytes are there.
  public func add(timestamp bytes: [UInt8], ofSize size: UInt64) throws(StorageError) {
    try makeDirectory(timestamps)
    let lock = try FileLock(waitingForDirectory: timestamps)
    defer { withExtendedLifetime(lock) {} }
    let present = try self.timestamps(ofSize: size)
    guard !present.contains(bytes) else { return }
    guard present.count < Self.timestampLimit else {
      throw .failed(
        operation: "file", path: timestamp(size, present.count), code: EMFILE,
        reason: "a checkpoint has at most \(Self.timestampLimit) timestamps")
    }
    try directory.replace(timestamp(size, present.count), bytes)
  }

  /// The name of a timestamp below a ledger's or a published directory.
  public static func timestampName(_ size: UInt64, _ number: Int) -> String {
    let digits = String(size)
    let zeros = String(repeating: "0", count: max(0, 12 - digits.utf8.count))
    return "timestamps/\(zeros)\(digits)-\(number)"
  }

  private func timestamp(_ size: UInt64, _ number: Int) -> String {
    "\(directory.path)/\(Self.timestampName(size, number))"
  }

  private func makeDirectory(_ path: String) throws(StorageError) {
    guard try directory.status(path) == nil else { return }
    try directory.makeDirectory(path)
    try directory.synchronizeNames(directory.path)
  }

  private func read(_ path: String) throws(StorageError) -> [UInt8]? {
    guard let handle = try FileHandle(ifPresent: path, directory.calls) else { return nil }
    let bytes = try handle.read(count: Self.byteLimit + 1, at: 0)
    guard bytes.count <= Self.byteLimit else {
      throw .damaged(path: path, offset: UInt64(Self.byteLimit), reason: "the file is too large")
    }
    return bytes
  }
}
