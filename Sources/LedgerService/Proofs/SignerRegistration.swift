// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore

/// What a record says about a key: the registration of a participant with its first key, or of a
/// further key.
struct SignerRegistration {
  /// The participant as registered; `nil` for a further key.
  let participant: ParticipantRecord?
  /// The number the record gives; a registration gives none, since the ledger counts.
  let number: UInt32?
  /// The public key; `nil` for a participant registered without one.
  let key: [UInt8]?
  /// The record types the key may sign; empty for all.
  let scope: [UInt64]

  /// Reads record `position` of a statement; `nil` when it registers neither of the two.
  init?(_ statement: Statement, _ position: Int) throws(CBORError) {
    let records = try statement.records()
    guard position < records.count else { return nil }
    var reader = CBORReader(statement.bytes.span, range: records[position].range)
    _ = try reader.readArrayHeader()
    _ = try reader.readUnsigned()
    switch records[position].type {
    case GenesisRecord.shape.type:
      let genesis = try GenesisRecord(decoding: &reader)
      (participant, number) = (genesis.authority, 0)
    case ParticipantRecord.shape.type:
      (participant, number) = (try ParticipantRecord(decoding: &reader), nil)
    case KeyRecord.shape.type:
      let record = try KeyRecord(decoding: &reader)
      (participant, number) = (nil, record.participant)
      (key, scope) = (record.key, record.scope)
      return
    default: return nil
    }
    (key, scope) = (participant?.key, [])
  }

  /// The position in `statement` of the record that registers `key`.
  static func position(of key: [UInt8], in statement: Statement) throws(CBORError) -> Int? {
    for position in try statement.records().indices
    where try SignerRegistration(statement, position)?.key == key {
      return position
    }
    return nil
  }
}

/// An entry with its statement, read from bytes.
struct ReadEntry {
  let index: UInt64
  let bytes: [UInt8]
  let entry: Entry
  let statement: Statement

  init(_ index: UInt64, _ bytes: [UInt8]) throws {
    self.index = index
    self.bytes = bytes
    entry = try Entry(decoding: bytes.span)
    statement = try Statement(decoding: Array(bytes[entry.statementRange]))
  }
}
