// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not a CSV file (RFC 4180), and where.
public enum CSVError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file is not UTF-8; `looksLikeGB18030` when the bytes would be GB18030 or GBK text.
  case notUTF8(offset: Int, looksLikeGB18030: Bool)
  /// A byte of value 0.
  case zeroByte(record: Int, line: Int, offset: Int)
  /// A quote that opens a field and is never closed.
  case unterminatedQuote(record: Int, line: Int, offset: Int)
  /// Something after a closing quote, or a quote inside an unquoted field.
  case strayQuote(record: Int, line: Int, offset: Int)
  /// A field longer than `limit` bytes.
  case fieldTooLong(record: Int, line: Int, limit: Int)
  /// A record of more than `limit` fields.
  case tooManyFields(record: Int, line: Int, limit: Int)

  /// The error as a sentence with its remedy.
  public var description: String {
    switch self {
    case .notUTF8(let offset, true):
      "The file is not UTF-8 from byte \(offset) on; it looks like GB18030 (GBK). "
        + "Save it as UTF-8 and import it again."
    case .notUTF8(let offset, false):
      "The file is not UTF-8 from byte \(offset) on. Save it as UTF-8 and import it again."
    case .zeroByte(let record, let line, let offset):
      "Record \(record), line \(line): a zero byte at byte \(offset); this is no text file."
    case .unterminatedQuote(let record, let line, let offset):
      "Record \(record), line \(line): the quote at byte \(offset) is never closed."
    case .strayQuote(let record, let line, let offset):
      "Record \(record), line \(line): a quote at byte \(offset) neither opens nor closes a "
        + "field; a quote inside a field is written twice, the field between quotes."
    case .fieldTooLong(let record, let line, let limit):
      "Record \(record), line \(line): a field has more than \(limit) bytes."
    case .tooManyFields(let record, let line, let limit):
      "Record \(record), line \(line): the record has more than \(limit) fields."
    }
  }
}
