// SPDX-License-Identifier: Apache-2.0

/// What a reader asked for when it found something else.
public enum CBORExpectation: String, Sendable {
  case unsigned = "an unsigned integer"
  case integer = "an integer"
  case bytes = "a byte string"
  case text = "a text string"
  case array = "an array"
  case map = "a map"
  case tag = "a tag"
  case boolean = "true or false"
  case null = "null"
}

/// The major types of RFC 8949 §3.1; the raw value is the top three bits of an initial byte.
public enum CBORMajorType: UInt8, Sendable {
  case unsigned, negative, bytes, text, array, map, tag, simple

  /// The major type as a phrase for a sentence.
  public var phrase: String {
    switch self {
    case .unsigned: "an unsigned integer"
    case .negative: "a negative integer"
    case .bytes: "a byte string"
    case .text: "a text string"
    case .array: "an array"
    case .map: "a map"
    case .tag: "a tag"
    case .simple: "a simple or floating-point value"
    }
  }
}

/// Why bytes are not the deterministic CBOR (RFC 8949 §4.2.1), or not the structure, asked for.
///
/// Every offset counts from the start of the span handed to the reader and points at the first
/// byte of the item that is refused.
public enum CBORError: Error, Hashable, Sendable {
  /// The input ends where `needed` more bytes must follow and only `available` do.
  case truncated(offset: Int, needed: Int, available: Int)
  /// A length or count that the rest of the input cannot hold.
  case lengthBeyondInput(offset: Int, length: UInt64, available: Int)
  /// Another kind of item than the one asked for; `found` is its initial byte.
  case unexpectedItem(offset: Int, expected: CBORExpectation, found: UInt8)
  /// An integer, length or tag not in its shortest form (§4.2.1).
  case notShortest(offset: Int, value: UInt64)
  /// An indefinite length, or the "break" that ends one (§4.2.1).
  case indefiniteLength(offset: Int)
  /// A float, an undefined or unassigned simple value, or reserved additional information.
  case unsupported(offset: Int, initialByte: UInt8)
  /// An integer outside of Int64.
  case integerOutOfRange(offset: Int)
  /// A text string that is not UTF-8.
  case invalidText(offset: Int)
  /// A map key that does not sort after the key before it (§4.2.1).
  case unorderedKey(offset: Int)
  /// A map key that repeats the one before it.
  case duplicateKey(offset: Int)
  /// Nesting deeper than `limit`.
  case tooDeep(offset: Int, limit: Int)
  /// Bytes after the end of the item.
  case trailingBytes(offset: Int, count: Int)
  /// A number fixed by the structure (a tag, an element count) has another value.
  case unexpectedValue(offset: Int, expected: UInt64, found: UInt64)
  /// A header or claim label that the structure does not know.
  case unknownLabel(offset: Int, label: Int64)
  /// A header or claim label that the structure needs is absent from the map at `offset`.
  case missingLabel(offset: Int, label: Int64)
  /// A value that decodes but that its field does not allow, in the words of whoever defines it.
  case unexpected(offset: Int, expected: String, found: String)
}

extension CBORError: CustomStringConvertible {
  /// Where the refusal happened, in bytes from the start of the input.
  public var offset: Int {
    switch self {
    case .truncated(let offset, _, _), .lengthBeyondInput(let offset, _, _),
      .unexpectedItem(let offset, _, _), .notShortest(let offset, _),
      .indefiniteLength(let offset), .unsupported(let offset, _),
      .integerOutOfRange(let offset), .invalidText(let offset), .unorderedKey(let offset),
      .duplicateKey(let offset), .tooDeep(let offset, _), .trailingBytes(let offset, _),
      .unexpectedValue(let offset, _, _), .unknownLabel(let offset, _),
      .missingLabel(let offset, _), .unexpected(let offset, _, _):
      offset
    }
  }

  /// The refusal in one sentence.
  public var description: String {
    "At byte \(offset): \(reason)."
  }

  private var reason: String {
    switch self {
    case .truncated(_, let needed, let available):
      "the input ends too early (bytes needed: \(needed), left: \(available))"
    case .lengthBeyondInput(_, let length, let available):
      "a length of \(length) does not fit into the input (bytes left: \(available))"
    case .unexpectedItem(_, let expected, let found):
      "expected \(expected.rawValue), found \(Self.phrase(initialByte: found))"
    case .notShortest(_, let value):
      "the number \(value) is not encoded in its shortest form"
    case .indefiniteLength:
      "indefinite lengths are not deterministic"
    case .unsupported(_, let initialByte):
      "the initial byte \(initialByte) is a float, an unassigned value or a reserved form"
    case .integerOutOfRange:
      "the integer does not fit into 64 signed bits"
    case .invalidText:
      "the text string is not UTF-8"
    case .unorderedKey:
      "the map key does not sort after the key before it"
    case .duplicateKey:
      "the map key repeats the key before it"
    case .tooDeep(_, let limit):
      "the nesting is deeper than \(limit)"
    case .trailingBytes(_, let count):
      "the item has ended and the input has not (bytes left: \(count))"
    case .unexpectedValue(_, let expected, let found):
      "expected the number \(expected), found \(found)"
    case .unknownLabel(_, let label):
      "the label \(label) is not known"
    case .missingLabel(_, let label):
      "the label \(label) is missing"
    case .unexpected(_, let expected, let found):
      "expected \(expected), found \(found)"
    }
  }

  private static func phrase(initialByte: UInt8) -> String {
    switch initialByte {
    case 0xf4: "false"
    case 0xf5: "true"
    case 0xf6: "null"
    default: CBORMajorType(rawValue: initialByte >> 5)?.phrase ?? "an unknown item"
    }
  }
}
