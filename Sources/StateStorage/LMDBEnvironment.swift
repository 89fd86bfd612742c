// SPDX-License-Identifier: Apache-2.0
import CLMDB

/// An open LMDB environment with its three databases.
///
/// The pointer is kept as an address because LMDB environments may be used from every thread
/// (opened with MDB_NOTLS, each transaction is used by the thread that runs its closure).
final class LMDBEnvironment: Sendable {
  private let address: UInt
  let path: String
  let rows: MDB_dbi
  let lookups: MDB_dbi
  let facts: MDB_dbi

  /// The address space reserved for the map; the file is as large as what it holds.
  private static let mapSize = 1 << 37

  init(path: String, isReadOnly: Bool) throws(StateStorageError) {
    var environment: OpaquePointer?
    try Self.check(unsafe mdb_env_create(&environment), "creation", path)
    do throws(StateStorageError) {
      try Self.check(unsafe mdb_env_set_maxdbs(environment, 4), "set-up", path)
      try Self.check(unsafe mdb_env_set_mapsize(environment, Self.mapSize), "set-up", path)
      var flags = UInt32(MDB_NOTLS)
      if isReadOnly { flags |= UInt32(MDB_RDONLY) }
      try Self.check(
        unsafe mdb_env_open(environment, path, flags, 0o600), "opening", path)
      // A reader that was killed would keep the pages it saw from ever being used again.
      var dead: Int32 = 0
      try Self.check(unsafe mdb_reader_check(environment, &dead), "opening", path)
      var transaction: OpaquePointer?
      try Self.check(
        unsafe mdb_txn_begin(environment, nil, isReadOnly ? UInt32(MDB_RDONLY) : 0, &transaction),
        "opening", path)
      var handles: [MDB_dbi] = []
      for name in ["rows", "lookups", "facts"] {
        var handle: MDB_dbi = 0
        let code = unsafe mdb_dbi_open(
          transaction, name, isReadOnly ? 0 : UInt32(MDB_CREATE), &handle)
        if code != 0 {
          unsafe mdb_txn_abort(transaction)
          try Self.check(code, "opening", path)
        }
        handles.append(handle)
      }
      try Self.check(unsafe mdb_txn_commit(transaction), "opening", path)
      (rows, lookups, facts) = (handles[0], handles[1], handles[2])
    } catch {
      unsafe mdb_env_close(environment)
      throw error
    }
    self.path = path
    address = UInt(bitPattern: environment)
  }

  deinit {
    unsafe mdb_env_close(OpaquePointer(bitPattern: address))
  }

  static func check(
    _ code: Int32, _ operation: String, _ path: String
  ) throws(StateStorageError) {
    guard code != 0 else { return }
    if code == MDB_MAP_FULL || code == 28 { throw .full(path: path) }
    throw .failed(
      operation: operation, path: path, code: code,
      reason: unsafe String(cString: mdb_strerror(code)))
  }

  /// Runs `body` in a read transaction.
  func read<Value>(
    _ body: (LMDBTransaction) throws(StateStorageError) -> Value
  ) throws(StateStorageError) -> Value {
    var pointer: OpaquePointer?
    try Self.check(
      unsafe mdb_txn_begin(
        OpaquePointer(bitPattern: address), nil, UInt32(MDB_RDONLY), &pointer),
      "reading", path)
    defer { unsafe mdb_txn_abort(pointer) }
    return try body(unsafe LMDBTransaction(pointer: pointer, path: path))
  }

  /// Runs `body` in a write transaction, durable when this returns; nothing is kept if it throws.
  func write(
    _ body: (LMDBTransaction) throws(StateStorageError) -> Void
  ) throws(StateStorageError) {
    var pointer: OpaquePointer?
    try Self.check(
      unsafe mdb_txn_begin(OpaquePointer(bitPattern: address), nil, 0, &pointer),
      "writing", path)
    do throws(StateStorageError) {
      try body(unsafe LMDBTransaction(pointer: pointer, path: path))
    } catch {
      unsafe mdb_txn_abort(pointer)
      throw error
    }
    try Self.check(unsafe mdb_txn_commit(pointer), "writing", path)
  }
}

/// A transaction, valid inside the closure it is given to.
@safe struct LMDBTransaction {
  private let pointer: OpaquePointer?
  private let path: String

  init(pointer: OpaquePointer?, path: String) {
    unsafe self.pointer = unsafe pointer
    self.path = path
  }

  private func value(_ buffer: UnsafeMutableRawBufferPointer) -> MDB_val {
    unsafe MDB_val(mv_size: buffer.count, mv_data: buffer.baseAddress)
  }

  /// The value under `key`, or `nil`.
  func get(_ database: MDB_dbi, _ key: [UInt8]) throws(StateStorageError) -> [UInt8]? {
    var key = key
    var data = unsafe MDB_val()
    let code = unsafe key.withUnsafeMutableBytes { bytes in
      var name = unsafe value(bytes)
      return unsafe mdb_get(pointer, database, &name, &data)
    }
    if code == MDB_NOTFOUND { return nil }
    try LMDBEnvironment.check(code, "reading", path)
    return unsafe Array(UnsafeRawBufferPointer(start: data.mv_data, count: data.mv_size))
  }

  /// Sets the value under `key`.
  func put(
    _ database: MDB_dbi, _ key: [UInt8], _ content: [UInt8]
  ) throws(StateStorageError) {
    guard key.count <= 511 else { throw .keyTooLong(bytes: key.count) }
    var key = key
    var content = content
    let code = unsafe key.withUnsafeMutableBytes { keyBytes in
      unsafe content.withUnsafeMutableBytes { contentBytes in
        var name = unsafe value(keyBytes)
        var data = unsafe value(contentBytes)
        return unsafe mdb_put(pointer, database, &name, &data, 0)
      }
    }
    try LMDBEnvironment.check(code, "writing", path)
  }

  /// Removes `key`, if it is there.
  func delete(_ database: MDB_dbi, _ key: [UInt8]) throws(StateStorageError) {
    var key = key
    let code = unsafe key.withUnsafeMutableBytes { bytes in
      var name = unsafe value(bytes)
      return unsafe mdb_del(pointer, database, &name, nil)
    }
    if code != MDB_NOTFOUND { try LMDBEnvironment.check(code, "writing", path) }
  }

  /// Removes everything from `database`.
  func removeAll(_ database: MDB_dbi) throws(StateStorageError) {
    try LMDBEnvironment.check(unsafe mdb_drop(pointer, database, 0), "clearing", path)
  }

  /// Calls `visit` with keys and values in ascending order of the keys, from `start` on, until it
  /// returns false.
  func forEach(
    _ database: MDB_dbi, from start: [UInt8],
    _ visit: ([UInt8], [UInt8]) throws(StateStorageError) -> Bool
  ) throws(StateStorageError) {
    try forEachInPlace(database, from: start) { (key, data) throws(StateStorageError) in
      let content = unsafe data.withUnsafeBytes { unsafe Array($0) }
      return try visit(key, content)
    }
  }

  /// As ``forEach(_:from:_:)``, with values where they lie: they are not copied, and may not be
  /// kept.
  func forEachInPlace(
    _ database: MDB_dbi, from start: [UInt8],
    _ visit: ([UInt8], Span<UInt8>) throws(StateStorageError) -> Bool
  ) throws(StateStorageError) {
    var cursor: OpaquePointer?
    try LMDBEnvironment.check(
      unsafe mdb_cursor_open(pointer, database, &cursor), "reading", path)
    defer { unsafe mdb_cursor_close(cursor) }
    var key = unsafe MDB_val()
    var data = unsafe MDB_val()
    var start = start
    var code = unsafe start.withUnsafeMutableBytes { bytes in
      unsafe key = unsafe value(bytes)
      let operation = unsafe bytes.isEmpty ? MDB_FIRST : MDB_SET_RANGE
      return unsafe mdb_cursor_get(cursor, &key, &data, operation)
    }
    while code == 0 {
      let name = unsafe Array(UnsafeRawBufferPointer(start: key.mv_data, count: key.mv_size))
      let content = unsafe UnsafeRawBufferPointer(start: data.mv_data, count: data.mv_size)
      guard try visit(name, unsafe Span<UInt8>(_unsafeBytes: content)) else { return }
      code = unsafe mdb_cursor_get(cursor, &key, &data, MDB_NEXT)
    }
    if code != MDB_NOTFOUND { try LMDBEnvironment.check(code, "reading", path) }
  }
}
