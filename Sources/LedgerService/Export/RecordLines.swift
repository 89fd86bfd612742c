// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Cryptography
import FileStorage
import LedgerCore
import Quantities

/// Every record as one line of JSON, with where it stands and who signed it.
enum RecordLines {
  private static let pieceSize = 1 << 16

  static func write(
    _ reading: LedgerReading, _ write: (String) throws(ServiceError) -> Void
  ) throws(ServiceError) {
    var text = ""
    var failure: ServiceError?
    do throws(StorageError) {
      try reading.files.forEachEntry(in: 0..<reading.standpoint.size) { index, bytes in
        do throws(any Error) {
          try append(bytes, index, &text)
          if text.utf8.count >= pieceSize {
            try write(text)
            text = ""
          }
          return true
        } catch {
          failure = ServiceError(anything: error)
          return false
        }
      }
    } catch {
      throw .storage(error)
    }
    if let failure { throw failure }
    if !text.isEmpty { try write(text) }
  }

  private static func append(
    _ bytes: Span<UInt8>, _ index: UInt64, _ text: inout String
  ) throws {
    let entry = try Entry(decoding: bytes)
    let statement = try Statement(decoding: CBORReader(bytes).copy(entry.statementRange))
    for record in try ReadRecord.all(of: statement) {
      let line: JSONValue = .object([
        JSONValue.Member("entry", .integer(Int64(index))),
        JSONValue.Member("record", .integer(Int64(record.position))),
        JSONValue.Member("registered", .string("\(entry.registered)")),
        JSONValue.Member("issuer", .integer(Int64(statement.issuer))),
        JSONValue.Member("key", .string(Hexadecimal.encode(statement.keyIdentifier))),
        JSONValue.Member("statement", .string(Hexadecimal.encode(statement.identifier))),
        JSONValue.Member("data", record.json),
      ])
      text += line.encoded() + "\n"
    }
  }
}
