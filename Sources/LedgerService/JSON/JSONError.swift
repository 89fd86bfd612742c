// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not JSON, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Sendable, Hashable {
    /// The text ends inside a value.
    case unexpectedEnd
    /// A character that cannot stand here; `expected` is a phrase.
    case unexpectedByte(UInt8, expected: String)
    /// Bytes that are not UTF-8.
    case invalidUTF8
    /// A byte order mark, which RFC 8259 §8.1 forbids.
    case byteOrderMark
    /// A control character inside a string.
    case controlCharacter(UInt8)
    /// An escape that does not exist, or half of a surrogate pair.
    case invalidEscape
    /// A number with a leading zero or without digits where some must stand.
    case malformedNumber
    /// The name stands twice in one object.
    case duplicateName(String)
    /// Arrays and objects nested deeper than `limit`.
    case tooDeep(limit: Int)
    /// Something after the value.
    case trailingBytes
  }

  /// What is wrong.
  public let problem: Problem
  /// The byte, from 0.
  public let offset: Int
  /// The line, from 1.
  public let line: Int
  /// The column in bytes, from 1.
  public let column: Int

  /// The error as a sentence.
  public var description: String {
    "Line \(line), column \(column): \(reason)."
  }

  private var reason: String {
    switch problem {
    case .unexpectedEnd: "the text ends inside a value"
    case .unexpectedByte(let byte, let expected):
      "expected \(expected), found \(Self.name(of: byte))"
    case .invalidUTF8: "the text is not UTF-8"
    case .byteOrderMark: "a byte order mark stands before the text; save it without"
    case .controlCharacter(let byte):
      "the control character \(byte) inside a string must be escaped"
    case .invalidEscape: "the escape is not one of JSON, or half of a surrogate pair"
    case .malformedNumber: "the number is malformed (no leading zeros, digits after . and e)"
    case .duplicateName(let name): "\"\(name)\" stands twice in one object"
    case .tooDeep(let limit): "values are nested deeper than \(limit)"
    case .trailingBytes: "something follows the value"
    }
  }

  private static func name(of byte: UInt8) -> String {
    (0x21...0x7E).contains(byte) ? "\"\(Character(Unicode.Scalar(byte)))\"" : "byte \(byte)"
  }
}
