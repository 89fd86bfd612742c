// SPDX-License-Identifier: Apache-2.0

// Every record of every entry passes through these functions, from other modules. Without
// `@inlinable` each one-byte item would cost a call and the error path of a call; with it the
// common case is two compares and a load in the caller. That is why this module, alone, has it.

/// A strict forward reader of deterministic CBOR (RFC 8949 §4.2.1) over borrowed bytes.
///
/// Nothing is copied: strings come back as ranges of the underlying span. Integers and lengths
/// must be in their shortest form and lengths definite; floats do not exist. Typed reads leave
/// `offset` at the start of an item they refuse.
public struct CBORReader: ~Escapable {
  /// The bytes that ranges and offsets refer to.
  public let bytes: Span<UInt8>
  @usableFromInline var position: Int
  @usableFromInline let end: Int

  /// The deepest nesting of arrays, maps and tags that `skipItem` follows.
  @inlinable public static var depthLimit: Int { 16 }

  /// Reads all of `bytes`.
  @_lifetime(copy bytes)
  @inlinable
  public init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
    self.position = 0
    self.end = bytes.count
  }

  /// Reads `range` of `bytes`; offsets still count from the start of `bytes`.
  ///
  /// `range` must lie within `bytes`.
  @_lifetime(copy bytes)
  @inlinable
  public init(_ bytes: Span<UInt8>, range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= bytes.count, "range outside of the bytes")
    self.bytes = bytes
    self.position = range.lowerBound
    self.end = range.upperBound
  }

  /// The offset of the next item in the underlying span.
  @inlinable public var offset: Int { position }

  /// Whether everything has been read.
  @inlinable public var isAtEnd: Bool { position == end }

  /// The major type of the next item, which stays unread.
  @inlinable
  public func peekMajorType() throws(CBORError) -> CBORMajorType {
    guard position < end else { throw endOfInput() }
    switch bytes[position] >> 5 {
    case 0: return .unsigned
    case 1: return .negative
    case 2: return .bytes
    case 3: return .text
    case 4: return .array
    case 5: return .map
    case 6: return .tag
    default: return .simple
    }
  }

  /// Reads an unsigned integer (major type 0).
  @inlinable
  public mutating func readUnsigned() throws(CBORError) -> UInt64 {
    try readArgument(0, expecting: .unsigned)
  }

  /// Reads an integer (major type 0 or 1) that fits into Int64.
  @inlinable
  public mutating func readInteger() throws(CBORError) -> Int64 {
    guard position < end else { throw endOfInput() }
    let start = position
    let major = bytes[start] >> 5
    guard major < 2 else { throw unexpected(.integer) }
    let argument = try readArgument(major, expecting: .integer)
    guard let magnitude = Int64(exactly: argument) else {
      position = start
      throw .integerOutOfRange(offset: start)
    }
    return major == 0 ? magnitude : -1 - magnitude
  }

  /// Reads a byte string (major type 2) and returns where its content lies.
  @inlinable
  public mutating func readBytes() throws(CBORError) -> Range<Int> {
    try readString(2, expecting: .bytes)
  }

  /// Reads a text string (major type 3), checks that it is UTF-8 and returns where it lies.
  @inlinable
  public mutating func readText() throws(CBORError) -> Range<Int> {
    let start = position
    let range = try readString(3, expecting: .text)
    guard isText(range) else {
      position = start
      throw .invalidText(offset: start)
    }
    return range
  }

  /// Reads an array's head (major type 4) and returns its count.
  ///
  /// A count that the rest of the input cannot hold is refused here, before anyone reserves
  /// memory for it.
  @inlinable
  public mutating func readArrayHeader() throws(CBORError) -> Int {
    try readCount(4, expecting: .array, itemsPerElement: 1)
  }

  /// Reads a map's head (major type 5) and returns its number of pairs.
  ///
  /// The keys are the caller's to read; `checkKeyOrder` compares them.
  @inlinable
  public mutating func readMapHeader() throws(CBORError) -> Int {
    try readCount(5, expecting: .map, itemsPerElement: 2)
  }

  /// Reads a tag number (major type 6); the tagged item follows.
  @inlinable
  public mutating func readTag() throws(CBORError) -> UInt64 {
    try readArgument(6, expecting: .tag)
  }

  /// Reads `true` or `false`.
  @inlinable
  public mutating func readBoolean() throws(CBORError) -> Bool {
    guard position < end else { throw endOfInput() }
    let initial = bytes[position]
    guard initial == 0xf4 || initial == 0xf5 else { throw unexpected(.boolean) }
    position &+= 1
    return initial == 0xf5
  }

  /// Reads `null`.
  @inlinable
  public mutating func readNull() throws(CBORError) {
    guard position < end else { throw endOfInput() }
    guard bytes[position] == 0xf6 else { throw unexpected(.null) }
    position &+= 1
  }

  /// Advances over a `null` and returns true; returns false in front of anything else.
  @inlinable
  public mutating func skipNullIfPresent() throws(CBORError) -> Bool {
    guard position < end else { throw endOfInput() }
    guard bytes[position] == 0xf6 else { return false }
    position &+= 1
    return true
  }

  /// Refuses bytes that were not read.
  @inlinable
  public func expectEnd() throws(CBORError) {
    guard position == end else {
      throw .trailingBytes(offset: position, count: end - position)
    }
  }
}

// MARK: - Heads

extension CBORReader {
  @inlinable
  mutating func readArgument(
    _ major: UInt8, expecting expected: CBORExpectation
  ) throws(CBORError) -> UInt64 {
    guard position < end else { throw endOfInput() }
    let initial = bytes[position]
    guard initial >> 5 == major else { throw unexpected(expected) }
    let information = initial & 31
    guard information >= 24 else {
      position &+= 1
      return UInt64(information)
    }
    return try readLongArgument(information)
  }

  @inlinable
  mutating func readString(
    _ major: UInt8, expecting expected: CBORExpectation
  ) throws(CBORError) -> Range<Int> {
    let start = position
    let length = try readArgument(major, expecting: expected)
    let available = end - position
    guard length <= UInt64(available) else {
      position = start
      throw .lengthBeyondInput(offset: start, length: length, available: available)
    }
    let content = position..<(position + Int(length))
    position = content.upperBound
    return content
  }

  @inlinable
  mutating func readCount(
    _ major: UInt8, expecting expected: CBORExpectation, itemsPerElement: UInt64
  ) throws(CBORError) -> Int {
    let start = position
    let count = try readArgument(major, expecting: expected)
    let available = end - position
    // Every item takes at least one byte.
    guard count <= UInt64(available) / itemsPerElement else {
      position = start
      throw .lengthBeyondInput(offset: start, length: count, available: available)
    }
    return Int(count)
  }

  /// Reads the argument of an item whose additional information is 24 or more.
  @usableFromInline
  mutating func readLongArgument(_ information: UInt8) throws(CBORError) -> UInt64 {
    let start = position
    guard information < 28 else {
      if information == 31 { throw .indefiniteLength(offset: start) }
      throw .unsupported(offset: start, initialByte: bytes[start])
    }
    let size = 1 << Int(information - 24)
    let available = end - start - 1
    guard size <= available else {
      throw .truncated(offset: start, needed: size, available: available)
    }
    var value: UInt64 = 0
    for index in (start + 1)...(start + size) {
      value = value << 8 | UInt64(bytes[index])
    }
    let isShortest = size == 1 ? value >= 24 : value >> UInt64(size * 4) != 0
    guard isShortest else { throw .notShortest(offset: start, value: value) }
    position = start + 1 + size
    return value
  }

  @usableFromInline
  func isText(_ range: Range<Int>) -> Bool {
    (try? UTF8Span(validating: bytes.extracting(range))) != nil
  }

  @usableFromInline
  func endOfInput() -> CBORError {
    .truncated(offset: position, needed: 1, available: 0)
  }

  /// The error for the item at `position`, which exists and is not what was expected.
  ///
  /// Forms that no deterministic encoding has are named as such first.
  @usableFromInline
  func unexpected(_ expected: CBORExpectation) -> CBORError {
    let initial = bytes[position]
    switch (initial >> 5, initial & 31) {
    case (_, 31): return .indefiniteLength(offset: position)
    case (7, 20...22): break
    case (7, _), (_, 28...30): return .unsupported(offset: position, initialByte: initial)
    default: break
    }
    return .unexpectedItem(offset: position, expected: expected, found: initial)
  }
}
