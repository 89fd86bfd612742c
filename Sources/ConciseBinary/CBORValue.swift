// SPDX-License-Identifier: Apache-2.0

/// A CBOR item as a tree, for human edges: inspection, export, tests.
///
/// The hot path reads with `CBORReader` and never builds one.
public indirect enum CBORValue: Hashable, Sendable {
  /// An unsigned integer.
  case unsigned(UInt64)
  /// The negative integer -1 - `argument`, as CBOR stores it.
  case negative(argument: UInt64)
  /// A byte string.
  case bytes([UInt8])
  /// A text string.
  case text(String)
  /// An array.
  case array([CBORValue])
  /// A map; encoding sorts the pairs.
  case map([Pair])
  /// A tagged item.
  case tag(UInt64, CBORValue)
  /// `true` or `false`.
  case boolean(Bool)
  /// `null`.
  case null

  /// A map's key and value.
  public struct Pair: Hashable, Sendable {
    /// The key.
    public var key: CBORValue
    /// The value.
    public var value: CBORValue

    /// Pairs `key` with `value`.
    public init(_ key: CBORValue, _ value: CBORValue) {
      self.key = key
      self.value = value
    }
  }

  /// The integer `value`, as `.unsigned` or `.negative` by its sign.
  public static func integer(_ value: Int64) -> CBORValue {
    value >= 0 ? .unsigned(UInt64(value)) : .negative(argument: UInt64(bitPattern: ~value))
  }
}

// MARK: - Decoding

extension CBORValue {
  /// Decodes exactly one item of deterministic CBOR that fills `bytes`.
  public init(decoding bytes: Span<UInt8>) throws(CBORError) {
    var reader = CBORReader(bytes)
    self = try Self.read(from: &reader, depth: 0)
    try reader.expectEnd()
  }

  /// Decodes exactly one item of deterministic CBOR that fills `bytes`.
  public init(decoding bytes: [UInt8]) throws(CBORError) {
    try self.init(decoding: bytes.span)
  }

  /// Reads one item and leaves the reader behind it.
  public init(from reader: inout CBORReader) throws(CBORError) {
    self = try Self.read(from: &reader, depth: 0)
  }

  private static func read(
    from reader: inout CBORReader, depth: Int
  ) throws(CBORError) -> CBORValue {
    switch try reader.peekMajorType() {
    case .unsigned: return .unsigned(try reader.readUnsigned())
    case .negative: return .negative(argument: try reader.readArgument(1, expecting: .integer))
    case .bytes: return .bytes(try reader.readByteArray())
    case .text: return .text(try reader.readTextString())
    case .array: return try readArray(from: &reader, depth: depth)
    case .map: return try readMap(from: &reader, depth: depth)
    case .tag:
      let start = reader.offset
      let number = try reader.readTag()
      try reader.checkDepth(depth, at: start)
      return .tag(number, try read(from: &reader, depth: depth + 1))
    case .simple:
      if try reader.skipNullIfPresent() { return .null }
      return .boolean(try reader.readBoolean())
    }
  }

  private static func readArray(
    from reader: inout CBORReader, depth: Int
  ) throws(CBORError) -> CBORValue {
    let start = reader.offset
    let count = try reader.readArrayHeader()
    try reader.checkDepth(depth, at: start)
    var items: [CBORValue] = []
    for _ in 0..<count { items.append(try read(from: &reader, depth: depth + 1)) }
    return .array(items)
  }

  private static func readMap(
    from reader: inout CBORReader, depth: Int
  ) throws(CBORError) -> CBORValue {
    let start = reader.offset
    let count = try reader.readMapHeader()
    try reader.checkDepth(depth, at: start)
    var pairs: [Pair] = []
    var previous: Range<Int>?
    for _ in 0..<count {
      let keyStart = reader.offset
      let key = try read(from: &reader, depth: depth + 1)
      let keyRange = keyStart..<reader.offset
      try reader.checkKeyOrder(keyRange, after: previous)
      previous = keyRange
      pairs.append(Pair(key, try read(from: &reader, depth: depth + 1)))
    }
    return .map(pairs)
  }
}

// MARK: - Encoding

extension CBORValue {
  /// The deterministic encoding (RFC 8949 §4.2.1), map keys sorted.
  ///
  /// Throws `.duplicateKey` when a map holds one key twice and `.tooDeep` beyond the reader's
  /// depth limit; offsets count from the start of the output, or of the map being sorted.
  public func encoded() throws(CBORError) -> [UInt8] {
    var writer = CBORWriter()
    try write(to: &writer, depth: 0)
    return writer.bytes
  }

  private func write(to writer: inout CBORWriter, depth: Int) throws(CBORError) {
    switch self {
    case .unsigned(let value): writer.write(unsigned: value)
    case .negative(let argument): writer.write(negativeArgument: argument)
    case .bytes(let content): writer.write(bytes: content)
    case .text(let content): writer.write(text: content)
    case .boolean(let value): writer.write(boolean: value)
    case .null: writer.writeNull()
    case .array, .map, .tag: try writeNested(to: &writer, depth: depth)
    }
  }

  private func writeNested(to writer: inout CBORWriter, depth: Int) throws(CBORError) {
    guard depth < CBORReader.depthLimit else {
      throw .tooDeep(offset: writer.bytes.count, limit: CBORReader.depthLimit)
    }
    switch self {
    case .array(let items):
      writer.writeArrayHeader(items.count)
      for item in items { try item.write(to: &writer, depth: depth + 1) }
    case .map(let pairs):
      try Self.write(pairs, to: &writer, depth: depth)
    case .tag(let number, let content):
      writer.writeTag(number)
      try content.write(to: &writer, depth: depth + 1)
    default:
      preconditionFailure("only arrays, maps and tags nest")
    }
  }

  private static func write(
    _ pairs: [Pair], to writer: inout CBORWriter, depth: Int
  ) throws(CBORError) {
    var encodedPairs: [(key: [UInt8], value: [UInt8])] = []
    for pair in pairs {
      var key = CBORWriter()
      try pair.key.write(to: &key, depth: depth + 1)
      var value = CBORWriter()
      try pair.value.write(to: &value, depth: depth + 1)
      encodedPairs.append((key.bytes, value.bytes))
    }
    encodedPairs.sort { $0.key.lexicographicallyPrecedes($1.key) }
    writer.writeMapHeader(pairs.count)
    var previous: [UInt8]?
    for pair in encodedPairs {
      if pair.key == previous { throw .duplicateKey(offset: writer.bytes.count) }
      writer.append(encoded: pair.key)
      writer.append(encoded: pair.value)
      previous = pair.key
    }
  }
}
