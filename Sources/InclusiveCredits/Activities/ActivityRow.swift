// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
import LedgerCore

/// One activity of a batch: who, when, what makes it unique, what was monitored.
public struct ActivityRow: Sendable, Equatable {
  /// The person; `nil` when the site earns.
  public var person: UInt32?
  /// Seconds from the start of the day in China (UTC+8); −1 without an interval.
  public var start: Int32
  /// Seconds, from 1 to a day; 0 without an interval.
  public var duration: Int32
  /// The first 16 bytes of the digest of the natural key.
  public var key: OpenDays.NaturalKey
  /// The inputs as integers, laid out flat as `BoundProgram` takes them: a list is its number of
  /// rows and then the rows.
  public var values: [Int64]

  /// Creates a row.
  public init(
    person: UInt32?, start: Int32 = -1, duration: Int32 = 0, key: OpenDays.NaturalKey,
    values: [Int64]
  ) {
    self.person = person
    self.start = start
    self.duration = duration
    self.key = key
    self.values = values
  }

  /// A row to be read into, again and again without allocating.
  public init() {
    self.init(person: nil, key: OpenDays.NaturalKey(high: 0, low: 0), values: [])
  }

  /// Reads the next row in place of this one, keeping the memory of the values.
  ///
  /// What is not laid out as `layout` says is refused.
  public mutating func read(
    _ reader: inout CBORReader, _ layout: ActivityLayout
  ) throws(CBORError) {
    let offset = reader.offset
    let count = try reader.readArrayHeader()
    guard count == layout.itemCount else {
      throw .unexpectedValue(
        offset: offset, expected: UInt64(layout.itemCount), found: UInt64(count))
    }
    person = nil
    if layout.hasPerson { person = try Self.readPerson(&reader) }
    (start, duration) = (-1, 0)
    if layout.hasInterval {
      start = try Self.readSeconds(&reader, 0...(InclusiveCreditLimits.secondsPerDay - 1))
      duration = try Self.readSeconds(&reader, 1...InclusiveCreditLimits.secondsPerDay)
    }
    key = try Self.readKey(&reader)
    values.removeAll(keepingCapacity: true)
    for input in layout.inputs {
      switch input {
      case .scalar: values.append(try reader.readInteger())
      case .list(let columns, let rows): try readList(&reader, columns: columns, rows: rows)
      }
    }
  }

  private static func readPerson(_ reader: inout CBORReader) throws(CBORError) -> UInt32 {
    let offset = reader.offset
    let number = try reader.readUnsigned()
    guard number < UInt64(UInt32.max) else {
      throw .unexpected(offset: offset, expected: "the number of a person", found: "\(number)")
    }
    return UInt32(truncatingIfNeeded: number)
  }

  private static func readSeconds(
    _ reader: inout CBORReader, _ range: ClosedRange<Int32>
  ) throws(CBORError) -> Int32 {
    let offset = reader.offset
    let seconds = try reader.readInteger()
    guard let value = Int32(exactly: seconds), range.contains(value) else {
      throw .unexpected(
        offset: offset, expected: "\(range.lowerBound)…\(range.upperBound) seconds",
        found: "\(seconds)")
    }
    return value
  }

  private static func readKey(
    _ reader: inout CBORReader
  ) throws(CBORError) -> OpenDays.NaturalKey {
    let offset = reader.offset
    let range = try reader.readBytes()
    guard range.count == 16 else {
      throw .unexpectedValue(offset: offset, expected: 16, found: UInt64(range.count))
    }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for index in 0..<8 {
      high = high << 8 | UInt64(reader.bytes[range.lowerBound + index])
      low = low << 8 | UInt64(reader.bytes[range.lowerBound + 8 + index])
    }
    return OpenDays.NaturalKey(high: high, low: low)
  }

  private mutating func readList(
    _ reader: inout CBORReader, columns: Int, rows: Int
  ) throws(CBORError) {
    let offset = reader.offset
    let count = try reader.readArrayHeader()
    // One more than allowed is read, so that the methodology's own bounds refuse it.
    guard count <= rows + 1 else {
      throw .unexpected(offset: offset, expected: "at most \(rows) rows", found: "\(count)")
    }
    values.append(Int64(count))
    for _ in 0..<count {
      let offset = reader.offset
      let width = try reader.readArrayHeader()
      guard width == columns else {
        throw .unexpectedValue(offset: offset, expected: UInt64(columns), found: UInt64(width))
      }
      for _ in 0..<columns { values.append(try reader.readInteger()) }
    }
  }
}

extension ActivityRow {
  /// Reads one row.
  public init(
    decoding reader: inout CBORReader, _ layout: ActivityLayout
  ) throws(CBORError) {
    self.init()
    try read(&reader, layout)
  }

  /// Appends the row as one array; its parts must be those of `layout`.
  public func encode(to writer: inout CBORWriter, _ layout: ActivityLayout) {
    precondition(layout.hasPerson == (person != nil), "the layout says whether there is a person")
    writer.writeArrayHeader(layout.itemCount)
    if let person { writer.write(number: person) }
    if layout.hasInterval {
      writer.write(integer: Int64(start))
      writer.write(integer: Int64(duration))
    }
    writer.write(bytes: Self.bytes(of: key).span)
    var next = values[...]
    for input in layout.inputs {
      let value = next.popFirst() ?? 0
      guard case .list(let columns, _) = input else {
        writer.write(integer: value)
        continue
      }
      writer.writeArrayHeader(Int(clamping: value))
      for _ in 0..<value {
        writer.writeArrayHeader(columns)
        for _ in 0..<columns { writer.write(integer: next.popFirst() ?? 0) }
      }
    }
    precondition(next.isEmpty, "a row has the values its layout says")
  }

  private static func bytes(of key: OpenDays.NaturalKey) -> InlineArray<16, UInt8> {
    InlineArray { index in
      let word = index < 8 ? key.high : key.low
      return UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (index % 8)))
    }
  }
}

extension OpenDays.NaturalKey {
  /// The key in the first 16 bytes of a digest.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count >= 16 else { return nil }
    let word = { (bytes: ArraySlice<UInt8>) in bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
    self.init(high: word(bytes[..<8]), low: word(bytes[8..<16]))
  }
}
