// SPDX-License-Identifier: Apache-2.0
package import ConciseBinary

// How the tables of the mechanisms store what they have in common.
extension CBORReader {
  /// Reads the head of a row of `count` items; `expected` says what the row is.
  package mutating func expectRow(of count: Int, _ expected: String) throws(CBORError) {
    let offset = offset
    let found = try readArrayHeader()
    guard found == count else {
      throw .unexpected(offset: offset, expected: expected, found: "\(found) items")
    }
  }

  /// Reads a record stored as an array of its fields.
  package mutating func readStored<R: Record>(_ type: R.Type) throws(CBORError) -> R {
    try expectRow(of: R.shape.fields.count, "the fields of \(R.shape.name)")
    return try R(decoding: &self)
  }

  /// Reads the two numbers of a position.
  package mutating func readPosition() throws(CBORError) -> RecordPosition {
    let entry = try readUnsigned()
    let record = try readUnsigned(atMost: UInt64(UInt16.max))
    return RecordPosition(entry: entry, record: Int(record))
  }

  /// Reads a list of any length: the ledger itself wrote it.
  package mutating func readRows<Value>(
    _ read: (inout CBORReader) throws(CBORError) -> Value
  ) throws(CBORError) -> [Value] {
    var values: [Value] = []
    for _ in 0..<(try readArrayHeader()) { values.append(try read(&self)) }
    return values
  }

  /// Reads a list of numbers the ledger assigned.
  package mutating func readNumbers() throws(CBORError) -> [UInt32] {
    try readRows { (reader) throws(CBORError) in try reader.readNumber() }
  }
}

extension CBORWriter {
  /// Writes a record as an array of its fields.
  package mutating func write<R: Record>(stored record: R) {
    writeArrayHeader(R.shape.fields.count)
    record.encodeFields(to: &self)
  }

  /// Writes the two numbers of a position.
  package mutating func write(position: RecordPosition) {
    write(unsigned: position.entry)
    write(unsigned: UInt64(max(position.record, 0)))
  }
}
