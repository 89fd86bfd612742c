// SPDX-License-Identifier: Apache-2.0

extension CBORReader {
  /// Reads a text string and copies it into a String.
  public mutating func readTextString() throws(CBORError) -> String {
    let start = position
    let range = try readString(3, expecting: .text)
    do {
      return String(copying: try UTF8Span(validating: bytes.extracting(range)))
    } catch {
      position = start
      throw .invalidText(offset: start)
    }
  }

  /// Reads a byte string and copies it into an array.
  public mutating func readByteArray() throws(CBORError) -> [UInt8] {
    copy(try readBytes())
  }

  /// Copies `range` of the underlying bytes into an array.
  public func copy(_ range: Range<Int>) -> [UInt8] {
    let content = bytes.extracting(range)
    return [UInt8](capacity: content.count) { output in
      for index in content.indices { output.append(content[index]) }
    }
  }

  /// Refuses a map key at `key` unless it sorts after the key at `previous`.
  ///
  /// Both are ranges of whole encoded keys; the order is bytewise lexicographic (RFC 8949
  /// §4.2.1). Pass nil for the first key.
  public func checkKeyOrder(_ key: Range<Int>, after previous: Range<Int>?) throws(CBORError) {
    guard let previous else { return }
    let shared = min(previous.count, key.count)
    for index in 0..<shared {
      let left = bytes[previous.lowerBound + index]
      let right = bytes[key.lowerBound + index]
      if left < right { return }
      if left > right { throw .unorderedKey(offset: key.lowerBound) }
    }
    // A whole item is never a proper prefix of another, so the rest means equality.
    guard previous.count < key.count else { throw .duplicateKey(offset: key.lowerBound) }
  }

  /// Reads over one item of any kind and returns where its encoding lies.
  ///
  /// Everything nested is checked as strictly as if it were read: shortest forms, UTF-8, ordered
  /// and unique keys, and nesting no deeper than `depthLimit`.
  @discardableResult
  public mutating func skipItem() throws(CBORError) -> Range<Int> {
    try skipItem(depth: 0)
  }

  private mutating func skipItem(depth: Int) throws(CBORError) -> Range<Int> {
    let start = position
    switch try peekMajorType() {
    case .unsigned: _ = try readUnsigned()
    case .negative: _ = try readArgument(1, expecting: .integer)
    case .bytes: _ = try readBytes()
    case .text: _ = try readText()
    case .array:
      let count = try readArrayHeader()
      try checkDepth(depth, at: start)
      for _ in 0..<count { _ = try skipItem(depth: depth + 1) }
    case .map:
      let count = try readMapHeader()
      try checkDepth(depth, at: start)
      var previous: Range<Int>?
      for _ in 0..<count {
        let key = try skipItem(depth: depth + 1)
        try checkKeyOrder(key, after: previous)
        previous = key
        _ = try skipItem(depth: depth + 1)
      }
    case .tag:
      _ = try readTag()
      try checkDepth(depth, at: start)
      _ = try skipItem(depth: depth + 1)
    case .simple: try skipSimple()
    }
    return start..<position
  }

  /// Refuses an array, map or tag that lies inside `depthLimit` others.
  func checkDepth(_ depth: Int, at offset: Int) throws(CBORError) {
    guard depth < Self.depthLimit else {
      throw .tooDeep(offset: offset, limit: Self.depthLimit)
    }
  }

  private mutating func skipSimple() throws(CBORError) {
    switch bytes[position] {
    case 0xf4...0xf6: position += 1
    default: throw unexpected(.null)
    }
  }
}
