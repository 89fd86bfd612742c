// SPDX-License-Identifier: Apache-2.0
public import Cryptography
import FileStorage
import LedgerCore
public import Quantities

/// An entry as it is printed.
public struct RegisteredEntry: Sendable {
  /// One of its records.
  public struct Content: Sendable {
    /// The name of its type, for instance `certificate.transfer`.
    public let type: String
    /// The record as JSON, the form in which it can be submitted.
    public let json: JSONValue
    /// What it does, in one line with names.
    public let line: BilingualText
  }

  /// The 0-based index; `nil` when only the bytes are known.
  public let index: UInt64?
  /// When it was registered.
  public let registered: Timestamp
  /// The participant that signed the statement.
  public let issuer: UInt32
  /// The signer's name and identifier; the number when no ledger is at hand.
  public let issuerName: BilingualText
  /// The identifier of the signing key, in hexadecimal.
  public let keyIdentifier: String
  /// The id the signer gave the statement, in hexadecimal.
  public let statementIdentifier: String
  /// The leaf hash of the entry before.
  public let previous: Digest
  /// The leaf hash of this entry.
  public let leafHash: Digest
  /// The number of bytes.
  public let byteCount: Int
  /// The records.
  public let records: [Content]
}

extension RegisteredEntry {
  /// Reads an entry's bytes; without rows, numbers stay numbers.
  init(
    _ bytes: [UInt8], index: UInt64?, function: HashFunction, rows: any RowSource
  ) throws(ServiceError) {
    var names = NameBook(rows)
    do throws(any Error) {
      let entry = try Entry(decoding: bytes.span)
      let statement = try Statement(decoding: Array(bytes[entry.statementRange]))
      self.index = index
      registered = entry.registered
      issuer = statement.issuer
      issuerName = try names.title(of: statement.issuer)
      keyIdentifier = Hexadecimal.encode(statement.keyIdentifier)
      statementIdentifier = Hexadecimal.encode(statement.identifier)
      previous = entry.previous
      leafHash = function.leafHash(of: bytes)
      byteCount = bytes.count
      var records: [Content] = []
      for record in try ReadRecord.all(of: statement) {
        records.append(
          Content(
            type: record.shape.name, json: record.json,
            line: try RecordPhrase.line(record, &names)))
      }
      self.records = records
    } catch {
      throw ServiceError(anything: error)
    }
  }
}

/// One entry by its index.
public struct EntryQuery: Sendable {
  /// The 0-based index.
  public var index: UInt64

  /// Creates a query for the entry at `index`.
  public init(index: UInt64) {
    self.index = index
  }

  /// The entry; it must lie within the standpoint of `reading`.
  public func run(on reading: LedgerReading) throws(ServiceError) -> RegisteredEntry {
    try Self.requireEntry(index, size: reading.standpoint.size)
    let bytes = try Self.bytes(index, reading.files)
    return try RegisteredEntry(
      bytes, index: index, function: reading.suite.hash, rows: reading.rows)
  }

  static func requireEntry(_ index: UInt64, size: UInt64) throws(ServiceError) {
    guard index >= size else { return }
    throw .notFound(
      BilingualText(
        "没有条目 \(index);账本共有 \(size) 条,序号自 0 起。",
        "There is no entry \(index); the ledger has \(size), counted from 0."))
  }

  static func bytes(_ index: UInt64, _ files: LedgerFiles) throws(ServiceError) -> [UInt8] {
    do {
      return try files.entry(at: index)
    } catch {
      throw .storage(error)
    }
  }
}

/// No rows: for whoever has bytes but no ledger.
struct NoRows: RowSource {
  func value(_ section: UInt8, _ key: [UInt8]) throws(ServiceError) -> [UInt8]? { nil }
  func key(_ section: UInt8, lookup text: String) throws(ServiceError) -> [UInt8]? { nil }
  func forEachRow(
    of section: UInt8, _ visit: (StateImage) throws(ServiceError) -> Bool
  ) throws(ServiceError) {}
}
