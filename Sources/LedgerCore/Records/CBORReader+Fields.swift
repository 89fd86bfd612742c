// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
package import Cryptography
public import Quantities

// The field kinds of RecordDescription as they stand in CBOR. Ranges are checked here, so that a
// record once decoded holds only values of its kinds.
extension CBORReader {
  /// Reads an unsigned integer of at most `maximum`.
  public mutating func readUnsigned(atMost maximum: UInt64) throws(CBORError) -> UInt64 {
    let offset = offset
    let value = try readUnsigned()
    guard value <= maximum else {
      throw .unexpected(offset: offset, expected: "at most \(maximum)", found: "\(value)")
    }
    return value
  }

  /// Reads a number the ledger assigned.
  public mutating func readNumber() throws(CBORError) -> UInt32 {
    UInt32(truncatingIfNeeded: try readUnsigned(atMost: UInt64(UInt32.max - 1)))
  }

  /// Reads a signed integer within `range`.
  public mutating func readInteger(
    in range: ClosedRange<Int64>
  ) throws(CBORError) -> Int64 {
    let offset = offset
    let value = try readInteger()
    guard range.contains(value) else {
      throw .unexpected(
        offset: offset, expected: "\(range.lowerBound)…\(range.upperBound)", found: "\(value)")
    }
    return value
  }

  /// Reads a date: days since 1970-01-01, between the years 1900 and 9999.
  public mutating func readDate() throws(CBORError) -> CalendarDate {
    let days = try readInteger(in: -25_567...2_932_896)
    return CalendarDate(daysSinceEpoch: Int32(truncatingIfNeeded: days))
  }

  /// Reads a month: months since 1970-01, between the years 1900 and 9999.
  public mutating func readMonth() throws(CBORError) -> CalendarMonth {
    let months = try readInteger(in: -840...96_359)
    return CalendarMonth(monthsSinceEpoch: Int32(truncatingIfNeeded: months))
  }

  /// Reads an amount that is not negative and fits 2⁶³−1.
  public mutating func readAmount() throws(CBORError) -> Int64 {
    Int64(bitPattern: try readUnsigned(atMost: UInt64(Int64.max)))
  }

  /// Reads text of at most `maximum` bytes of UTF-8.
  public mutating func readText(atMost maximum: Int) throws(CBORError) -> String {
    let offset = offset
    let text = try readTextString()
    guard text.utf8.count <= maximum else {
      throw .unexpected(
        offset: offset, expected: "at most \(maximum) bytes", found: "\(text.utf8.count) bytes")
    }
    return text
  }

  /// Reads bytes whose count lies in `counts`.
  public mutating func readBytes(counts: ClosedRange<Int>) throws(CBORError) -> [UInt8] {
    let offset = offset
    let bytes = try readByteArray()
    guard counts.contains(bytes.count) else {
      throw .unexpected(
        offset: offset, expected: "\(counts.lowerBound)…\(counts.upperBound) bytes",
        found: "\(bytes.count) bytes")
    }
    return bytes
  }

  /// Reads a digest of 32 bytes without allocating.
  package mutating func readDigest() throws(CBORError) -> Digest {
    let offset = offset
    let range = try readBytes()
    guard range.count == Digest.byteCount else {
      throw .unexpectedValue(
        offset: offset, expected: UInt64(Digest.byteCount), found: UInt64(range.count))
    }
    return Digest(copying: bytes, at: range.lowerBound)
  }

  /// Reads a choice of `count` names.
  public mutating func readChoice(of count: Int) throws(CBORError) -> Int {
    Int(try readUnsigned(atMost: UInt64(count - 1)))
  }

  /// Reads null as `nil`, anything else by `read`.
  public mutating func readOptional<Value>(
    _ read: (inout CBORReader) throws(CBORError) -> Value
  ) throws(CBORError) -> Value? {
    if try skipNullIfPresent() { return nil }
    return try read(&self)
  }

  /// Reads a number the ledger assigned, or null.
  package mutating func readOptionalNumber() throws(CBORError) -> UInt32? {
    try readOptional { (reader) throws(CBORError) in try reader.readNumber() }
  }

  /// Reads a date, or null.
  package mutating func readOptionalDate() throws(CBORError) -> CalendarDate? {
    try readOptional { (reader) throws(CBORError) in try reader.readDate() }
  }

  /// Reads a list of at most `maximum` items.
  public mutating func readList<Value>(
    atMost maximum: Int, _ read: (inout CBORReader) throws(CBORError) -> Value
  ) throws(CBORError) -> [Value] {
    let offset = offset
    let count = try readArrayHeader()
    guard count <= maximum else {
      throw .unexpected(offset: offset, expected: "at most \(maximum) items", found: "\(count)")
    }
    var values: [Value] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try read(&self)) }
    return values
  }
}

extension CBORWriter {
  /// Writes a date as days since 1970-01-01.
  public mutating func write(date: CalendarDate) {
    write(integer: Int64(date.daysSinceEpoch))
  }

  /// Writes a month as months since 1970-01.
  public mutating func write(month: CalendarMonth) {
    write(integer: Int64(month.monthsSinceEpoch))
  }

  /// Writes a number the ledger assigned.
  package mutating func write(number: UInt32) { write(unsigned: UInt64(number)) }

  /// Writes a list of numbers the ledger assigned.
  package mutating func write(numbers: [UInt32]) {
    writeArrayHeader(numbers.count)
    for number in numbers { write(number: number) }
  }

  /// Writes a digest as 32 bytes.
  package mutating func write(digest: Digest) {
    digest.withBytes { (bytes: Span<UInt8>) in write(bytes: bytes) }
  }

  /// Writes `value` by `body`, or null.
  public mutating func writeOptional<Value>(
    _ value: Value?, _ body: (inout CBORWriter, Value) -> Void
  ) {
    if let value { body(&self, value) } else { writeNull() }
  }

  /// Writes a list.
  public mutating func writeList<Value>(
    _ values: [Value], _ body: (inout CBORWriter, Value) -> Void
  ) {
    writeArrayHeader(values.count)
    for value in values { body(&self, value) }
  }
}
