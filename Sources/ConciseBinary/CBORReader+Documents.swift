// SPDX-License-Identifier: Apache-2.0

// The pieces that the canonical forms of documents are made of, methodologies and footprint
// models; each refuses, none traps.
extension CBORReader {
  /// Reads the head of an array of exactly `count` items.
  package mutating func readItems(_ count: Int) throws(CBORError) {
    let start = offset
    let found = try readArrayHeader()
    guard found == count else {
      throw .unexpectedValue(offset: start, expected: UInt64(count), found: UInt64(found))
    }
  }

  /// Reads the version of a canonical form, which is `version`.
  package mutating func readVersion(_ version: UInt64) throws(CBORError) {
    let start = offset
    let found = try readUnsigned()
    guard found == version else {
      throw .unexpectedValue(offset: start, expected: version, found: found)
    }
  }

  /// Reads a text of at most `limit` bytes of UTF-8.
  package mutating func readText(_ limit: Int) throws(CBORError) -> String {
    let start = offset
    let text = try readTextString()
    guard text.utf8.count <= limit else {
      throw .unexpected(
        offset: start, expected: "a text of at most \(limit) bytes",
        found: "\(text.utf8.count) bytes")
    }
    return text
  }

  /// Reads a number of which `make` knows the meaning.
  package mutating func readCode<Value>(
    _ make: (UInt8) -> Value?
  ) throws(CBORError) -> Value {
    let start = offset
    let code = try readUnsigned()
    guard let code = UInt8(exactly: code), let value = make(code) else {
      throw .unexpected(offset: start, expected: "a known code", found: "\(code)")
    }
    return value
  }

  /// Reads null as `nil`, anything else by `read`.
  public mutating func readOptional<Value>(
    _ read: (inout CBORReader) throws(CBORError) -> Value
  ) throws(CBORError) -> Value? {
    if try skipNullIfPresent() { return nil }
    return try read(&self)
  }

  /// Reads a list of at most `limit` items.
  package mutating func readList<Item>(
    _ limit: Int, _ read: (inout CBORReader) throws(CBORError) -> Item
  ) throws(CBORError) -> [Item] {
    let start = offset
    let count = try readArrayHeader()
    guard count <= limit else {
      throw .unexpected(
        offset: start, expected: "a list of at most \(limit) items", found: "\(count) items")
    }
    var items: [Item] = []
    for _ in 0..<count { items.append(try read(&self)) }
    return items
  }
}
