// SPDX-License-Identifier: Apache-2.0

/// A record of a CSV file: where its fields stand in the file's bytes.
///
/// It is filled again for each record, so that reading allocates nothing but growing room.
public struct CSVRecord: Sendable {
  struct Field: Sendable {
    let range: Range<Int>
    /// Whether the field holds doubled quotes, which reading must halve.
    let hasQuotes: Bool
  }

  /// The record's number in the file, from 1; the header is 1.
  public internal(set) var number = 0
  /// The line on which it begins, from 1.
  public internal(set) var line = 0
  /// The byte at which it begins, from 0.
  public internal(set) var offset = 0
  var fields: [Field] = []

  /// Creates an empty record to be filled.
  public init() {}

  /// How many fields it has.
  public var count: Int { fields.count }
}

/// A strict reader of CSV (RFC 4180) over the bytes of a file.
///
/// Fields may be quoted and then hold commas, line breaks and doubled quotes. Lines end with
/// CRLF or LF. A byte order mark is skipped; empty lines are too.
public struct CSVReader: Sendable {
  /// The most bytes of a field.
  public static let fieldLimit = 65_536
  /// The most fields of a record.
  public static let countLimit = 1_024

  /// The file.
  public let bytes: [UInt8]
  private var offset: Int
  private var line = 1
  private var number = 0

  /// Opens a file; refuses what is not UTF-8.
  public init(_ bytes: [UInt8]) throws(CSVError) {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw .notUTF8(
        offset: error.byteOffsets.lowerBound, looksLikeGB18030: Self.looksLikeGB18030(bytes))
    }
    self.bytes = bytes
    offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Reads the next record into `record`; false at the end of the file.
  public mutating func read(into record: inout CSVRecord) throws(CSVError) -> Bool {
    skipEmptyLines()
    guard offset < bytes.count else { return false }
    number += 1
    record.number = number
    record.line = line
    record.offset = offset
    record.fields.removeAll(keepingCapacity: true)
    repeat {
      guard record.fields.count < Self.countLimit else {
        throw .tooManyFields(record: number, line: line, limit: Self.countLimit)
      }
      let isQuoted = offset < bytes.count && bytes[offset] == UInt8(ascii: "\"")
      let field = isQuoted ? try readQuoted() : try readPlain()
      guard field.range.count <= Self.fieldLimit else {
        throw .fieldTooLong(record: number, line: record.line, limit: Self.fieldLimit)
      }
      record.fields.append(field)
    } while takeComma()
    takeLineBreak()
    return true
  }

  private mutating func skipEmptyLines() {
    while offset < bytes.count, isAtLineBreak { takeLineBreak() }
  }

  private var isAtLineBreak: Bool {
    if bytes[offset] == 0x0A { return true }
    return bytes[offset] == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A
  }

  private mutating func takeComma() -> Bool {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: ",") else { return false }
    offset += 1
    return true
  }

  private mutating func takeLineBreak() {
    if offset < bytes.count, bytes[offset] == 0x0D { offset += 1 }
    if offset < bytes.count, bytes[offset] == 0x0A {
      offset += 1
      line += 1
    }
  }

  private mutating func readPlain() throws(CSVError) -> CSVRecord.Field {
    let start = offset
    offset = Self.endOfPlain(bytes.span, from: start)
    if offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""): throw .strayQuote(record: number, line: line, offset: offset)
      case 0: throw .zeroByte(record: number, line: line, offset: offset)
      default: break
      }
    }
    return CSVRecord.Field(range: start..<offset, hasQuotes: false)
  }

  /// The first byte from `start` on that ends an unquoted field or cannot stand in one.
  private static func endOfPlain(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var position = start
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0: return position
      case 0x0D where position + 1 < bytes.count && bytes[position + 1] == 0x0A: return position
      default: position += 1
      }
    }
    return position
  }

  private mutating func readQuoted() throws(CSVError) -> CSVRecord.Field {
    let start = offset + 1
    let end = Self.endOfQuoted(bytes.span, from: start)
    guard end.position < bytes.count else {
      throw .unterminatedQuote(record: number, line: line, offset: start - 1)
    }
    line += end.lineBreaks
    guard bytes[end.position] != 0 else {
      throw .zeroByte(record: number, line: line, offset: end.position)
    }
    offset = end.position + 1
    guard offset == bytes.count || bytes[offset] == UInt8(ascii: ",") || isAtLineBreak else {
      throw .strayQuote(record: number, line: line, offset: end.position)
    }
    return CSVRecord.Field(range: start..<end.position, hasQuotes: end.hasQuotes)
  }

  /// Where the closing quote stands, or a zero byte, or the end of the file.
  private static func endOfQuoted(
    _ bytes: Span<UInt8>, from start: Int
  ) -> (position: Int, lineBreaks: Int, hasQuotes: Bool) {
    var position = start
    var lineBreaks = 0
    var hasQuotes = false
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\"") else {
          return (position, lineBreaks, hasQuotes)
        }
        hasQuotes = true
        position += 2
      case 0: return (position, lineBreaks, hasQuotes)
      case 0x0A:
        lineBreaks += 1
        position += 1
      default: position += 1
      }
    }
    return (bytes.count, lineBreaks, hasQuotes)
  }

  /// The text of a field of a record this reader has read.
  public func text(of record: CSVRecord, at position: Int) -> String {
    let field = record.fields[position]
    guard field.hasQuotes else { return String(decoding: bytes[field.range], as: UTF8.self) }
    var content: [UInt8] = []
    content.reserveCapacity(field.range.count)
    var offset = field.range.lowerBound
    while offset < field.range.upperBound {
      content.append(bytes[offset])
      offset += bytes[offset] == UInt8(ascii: "\"") ? 2 : 1
    }
    return String(decoding: content, as: UTF8.self)
  }

  /// Whether all bytes pair up as GB18030 does: a lead 81…FE, then 40…FE or three more.
  static func looksLikeGB18030(_ bytes: [UInt8]) -> Bool {
    var offset = 0
    while offset < bytes.count {
      guard bytes[offset] >= 0x80 else {
        offset += 1
        continue
      }
      guard (0x81...0xFE).contains(bytes[offset]), offset + 1 < bytes.count else { return false }
      let isFourBytes = (0x30...0x39).contains(bytes[offset + 1])
      guard isFourBytes || (bytes[offset + 1] >= 0x40 && bytes[offset + 1] != 0x7F) else {
        return false
      }
      offset += isFourBytes ? 4 : 2
    }
    return true
  }
}
