// SPDX-License-Identifier: Apache-2.0

/// A writer of deterministic CBOR (RFC 8949 §4.2.1).
///
/// Every number takes its shortest form and every length is definite. Two things stay the
/// caller's: writing as many items as a header announced, and map keys in bytewise
/// lexicographic order of their encodings (`CBORValue` sorts them).
public struct CBORWriter: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8]

  /// Starts empty, with room for `capacity` bytes.
  public init(reserving capacity: Int = 0) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// Forgets what has been written and keeps the memory.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes an unsigned integer.
  public mutating func write(unsigned value: UInt64) {
    writeHead(.unsigned, value)
  }

  /// Writes an integer, as major type 0 or 1 by its sign.
  public mutating func write(integer value: Int64) {
    if value >= 0 {
      writeHead(.unsigned, UInt64(value))
    } else {
      writeHead(.negative, UInt64(bitPattern: ~value))
    }
  }

  /// Writes the negative integer -1 - `argument`, which may lie below Int64.
  mutating func write(negativeArgument argument: UInt64) {
    writeHead(.negative, argument)
  }

  /// Writes a byte string.
  public mutating func write(bytes content: [UInt8]) {
    writeHead(.bytes, UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// Writes a byte string.
  public mutating func write(bytes content: ArraySlice<UInt8>) {
    writeHead(.bytes, UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// Writes a byte string.
  public mutating func write(bytes content: Span<UInt8>) {
    writeHead(.bytes, UInt64(content.count))
    append(content)
  }

  /// Writes a text string.
  public mutating func write(text: String) {
    let content = text.utf8
    writeHead(.text, UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// Writes the head of an array of `count` items, which the caller writes next.
  public mutating func writeArrayHeader(_ count: Int) {
    precondition(count >= 0, "an array cannot have a negative count")
    writeHead(.array, UInt64(count))
  }

  /// Writes the head of a map of `count` pairs, which the caller writes next in key order.
  public mutating func writeMapHeader(_ count: Int) {
    precondition(count >= 0, "a map cannot have a negative count")
    writeHead(.map, UInt64(count))
  }

  /// Writes a tag number; the caller writes the tagged item next.
  public mutating func writeTag(_ number: UInt64) {
    writeHead(.tag, number)
  }

  /// Writes `null`.
  public mutating func writeNull() {
    bytes.append(0xf6)
  }

  /// Writes `true` or `false`.
  public mutating func write(boolean value: Bool) {
    bytes.append(value ? 0xf5 : 0xf4)
  }

  /// Appends one or more items that are encoded already.
  public mutating func append(encoded items: [UInt8]) {
    bytes.append(contentsOf: items)
  }

  /// Appends one or more items that are encoded already.
  public mutating func append(encoded items: Span<UInt8>) {
    append(items)
  }

  private mutating func append(_ content: Span<UInt8>) {
    bytes.append(addingCapacity: content.count) { output in
      for index in content.indices { output.append(content[index]) }
    }
  }

  private mutating func writeHead(_ major: CBORMajorType, _ argument: UInt64) {
    let high = major.rawValue << 5
    if argument < 24 {
      bytes.append(high | UInt8(truncatingIfNeeded: argument))
      return
    }
    // The additional information 24, 25, 26 or 27 announces 1, 2, 4 or 8 bytes of argument.
    let exponent: UInt8 =
      argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffff_ffff ? 2 : 3
    bytes.append(high | (24 + exponent))
    let size = 1 << Int(exponent)
    for shift in stride(from: (size - 1) * 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: argument >> UInt64(shift)))
    }
  }
}
