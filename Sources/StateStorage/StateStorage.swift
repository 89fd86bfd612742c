// SPDX-License-Identifier: Apache-2.0
import Glibc
public import LedgerCore

/// The state of a ledger kept in LMDB, row by row: what a restart loads and a query reads.
///
/// It follows the log and is never in its way. It is derived: it can be deleted at any time and
/// made anew from the entries. One process writes; any number read.
public final class StateStorage: Sendable {
  private let environment: LMDBEnvironment
  private static let headKey: [UInt8] = Array("head".utf8)

  /// Opens, and unless read-only creates, the stored state in the directory `path`.
  public init(at path: String, isReadOnly: Bool) throws(StateStorageError) {
    if !isReadOnly, unsafe mkdir(path, 0o700) != 0, errno != EEXIST {
      throw .failed(
        operation: "creation", path: path, code: errno,
        reason: unsafe String(cString: strerror(errno)))
    }
    environment = try LMDBEnvironment(path: path, isReadOnly: isReadOnly)
  }

  /// Removes the stored state in the directory `path` without reading it: whatever became of its
  /// file, a new one can be made.
  ///
  /// Who calls this is the ledger's one writer. Readers that have it open keep what they see.
  public static func discard(at path: String) throws(StateStorageError) {
    for name in ["data.mdb", "lock.mdb"] {
      guard unsafe unlink("\(path)/\(name)") != 0, errno != ENOENT else { continue }
      let code = errno
      throw .failed(
        operation: "removal", path: path, code: code,
        reason: unsafe String(cString: strerror(code)))
    }
  }

  /// What the stored state stands on; `nil` when nothing was stored yet, or only by software with
  /// an older format: the state is derived, so that it is made anew.
  public func head() throws(StateStorageError) -> StoredHead? {
    let bytes = try environment.read { (transaction) throws(StateStorageError) in
      try transaction.get(environment.facts, Self.headKey)
    }
    guard let bytes, !StoredHead.isOlder(bytes) else { return nil }
    return try StoredHead(decoding: bytes)
  }

  /// Stores changed rows and what they stand on, in one transaction.
  ///
  /// - Parameters:
  ///   - isComplete: Whether the images are all rows: whatever else was stored is removed.
  ///   - images: Calls back with each image.
  public func store(
    _ head: StoredHead, isComplete: Bool, images: ((StateImage) -> Void) -> Void
  ) throws(StateStorageError) {
    try environment.write { (transaction) throws(StateStorageError) in
      if isComplete {
        try transaction.removeAll(environment.rows)
        try transaction.removeAll(environment.lookups)
      }
      var failure: StateStorageError?
      images { image in
        guard failure == nil else { return }
        do throws(StateStorageError) {
          try put(image, transaction)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      try transaction.put(environment.facts, Self.headKey, head.encoded)
    }
  }

  private func put(
    _ image: StateImage, _ transaction: LMDBTransaction
  ) throws(StateStorageError) {
    let key = [image.section] + image.key
    guard !image.value.isEmpty else { return try transaction.delete(environment.rows, key) }
    try transaction.put(environment.rows, key, image.value)
    for text in image.lookupKeys {
      try transaction.put(environment.lookups, [image.section] + Array(text.utf8), image.key)
    }
  }

  /// The value of the row `key` of `section`, or `nil`.
  public func row(_ section: UInt8, _ key: [UInt8]) throws(StateStorageError) -> [UInt8]? {
    try environment.read { (transaction) throws(StateStorageError) in
      try transaction.get(environment.rows, [section] + key)
    }
  }

  /// The key of the row of `section` that is found by `text`, or `nil`.
  public func key(
    _ section: UInt8, lookup text: String
  ) throws(StateStorageError) -> [UInt8]? {
    try environment.read { (transaction) throws(StateStorageError) in
      try transaction.get(environment.lookups, [section] + Array(text.utf8))
    }
  }

  /// Calls `visit` with the rows of `section`, or of all sections, in ascending order of their
  /// keys, until it returns false.
  public func forEachRow(
    of section: UInt8? = nil, _ visit: (StateImage) throws(StateStorageError) -> Bool
  ) throws(StateStorageError) {
    try environment.read { (transaction) throws(StateStorageError) in
      let start = section.map { [$0] } ?? []
      try transaction.forEach(environment.rows, from: start) {
        (key, value) throws(StateStorageError) in
        guard let first = key.first, section == nil || first == section else { return false }
        return try visit(
          StateImage(section: first, key: Array(key.dropFirst()), value: value))
      }
    }
  }

  /// Calls `visit` with the number and the value of each row of `section` whose key is a number,
  /// in ascending order, until it returns false; values are not copied, and may not be kept.
  public func forEachValue(
    of section: UInt8,
    _ visit: (UInt32, Span<UInt8>) throws(StateStorageError) -> Bool
  ) throws(StateStorageError) {
    try environment.read { (transaction) throws(StateStorageError) in
      try transaction.forEachInPlace(environment.rows, from: [section]) {
        (key, value) throws(StateStorageError) in
        guard key.first == section else { return false }
        guard let number = StateImage.number(Array(key.dropFirst())) else { return true }
        return try visit(number, value)
      }
    }
  }
}
