// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import Mechanisms

/// The record types of this software, read by whatever prints records.
enum KnownRecords {
  /// The descriptions by type number.
  static let shapes: [UInt64: RecordDescription] =
    LedgerState(mechanisms: Mechanisms.all).recordShapes
  /// The codec for all of them.
  static let codec = RecordCodec(shapes: shapes.values)
}

/// One record as JSON, with its description.
struct ReadRecord: Sendable {
  let position: Int
  let shape: RecordDescription
  let json: JSONValue

  /// The records of a statement.
  static func all(of statement: Statement) throws -> [ReadRecord] {
    try statement.records().enumerated().map { position, record in
      let json = try KnownRecords.codec.decode(statement.bytes, range: record.range)
      guard let shape = KnownRecords.shapes[record.type] else {
        preconditionFailure("the codec knows the type of what it decoded")
      }
      return ReadRecord(position: position, shape: shape, json: json)
    }
  }

  /// The member `name` as a number the ledger assigned.
  func number(_ name: String) -> UInt32? {
    json[name]?.integer.flatMap { UInt32(exactly: $0) }
  }

  /// The member `name` as a text that is not empty.
  func text(_ name: String) -> String? {
    guard let text = json[name]?.text, !text.isEmpty else { return nil }
    return text
  }
}
