// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import Quantities

// How the tables store what they have in common.
extension CBORReader {
  mutating func expectRow(of count: Int, _ expected: String) throws(CBORError) {
    let offset = offset
    let found = try readArrayHeader()
    guard found == count else {
      throw .unexpected(offset: offset, expected: expected, found: "\(found) items")
    }
  }

  /// Reads a record stored as an array of its fields.
  mutating func readStored<R: Record>(_ type: R.Type) throws(CBORError) -> R {
    try expectRow(of: R.shape.fields.count, "the fields of \(R.shape.name)")
    return try R(decoding: &self)
  }

  mutating func readPosition() throws(CBORError) -> RecordPosition {
    let entry = try readUnsigned()
    let record = try readUnsigned(atMost: UInt64(UInt16.max))
    return RecordPosition(entry: entry, record: Int(record))
  }

  mutating func readRows<Value>(
    _ read: (inout CBORReader) throws(CBORError) -> Value
  ) throws(CBORError) -> [Value] {
    var values: [Value] = []
    for _ in 0..<(try readArrayHeader()) { values.append(try read(&self)) }
    return values
  }

  mutating func readNumbers() throws(CBORError) -> [UInt32] {
    try readRows { (reader) throws(CBORError) in try reader.readNumber() }
  }

  mutating func readTexts() throws(CBORError) -> [String] {
    try readRows { (reader) throws(CBORError) in try reader.readTextString() }
  }

  mutating func readPeriod() throws(CBORError) -> DatePeriod {
    let offset = offset
    let (start, end) = (try readDate(), try readDate())
    guard let period = try? DatePeriod(start: start, end: end) else {
      throw .unexpected(offset: offset, expected: "start < end", found: "\(start), \(end)")
    }
    return period
  }
}

extension CBORWriter {
  /// Writes a record as an array of its fields.
  mutating func write<R: Record>(stored record: R) {
    writeArrayHeader(R.shape.fields.count)
    record.encodeFields(to: &self)
  }

  /// Writes the two numbers of a position.
  mutating func write(position: RecordPosition) {
    write(unsigned: position.entry)
    write(unsigned: UInt64(max(position.record, 0)))
  }

  mutating func write(period: DatePeriod) {
    write(date: period.start)
    write(date: period.end)
  }
}
