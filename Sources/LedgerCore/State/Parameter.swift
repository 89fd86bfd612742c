// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Quantities

/// A rule parameter a mechanism declares: what no source fixes for ever is configuration.
public struct ParameterDescription: Sendable, Hashable {
  /// The name, for instance `gec.validity.months`.
  public let name: String
  /// The unit of the value (`months`, `days since 1970-01-01`, `0 or 1` …).
  public let unit: String
  /// The least and the greatest value allowed.
  public let range: ClosedRange<Int64>
  /// What the parameter decides.
  public let meaning: BilingualText

  /// Creates the description of a parameter.
  public init(
    _ name: String, unit: String, range: ClosedRange<Int64>, meaning: BilingualText
  ) {
    self.name = name
    self.unit = unit
    self.range = range
    self.meaning = meaning
  }
}

/// A value of a parameter from a date on, with its source.
public struct ParameterValue: Sendable, Equatable {
  /// The first business date to which the value applies.
  public let effective: CalendarDate
  /// The value in the parameter's unit.
  public let value: Int64
  /// Where the value comes from.
  public let source: String
  /// The record that set it.
  public let position: RecordPosition
}

/// The values a parameter has had, in order of the dates from which they apply.
public struct Parameter: StateRow {
  /// The parameter's name.
  public let name: String
  /// The values, ordered by effective date.
  public internal(set) var values: [ParameterValue] = []

  init(name: String) {
    self.name = name
  }

  /// The texts by which the row is found.
  public var lookupKeys: [String] { [name] }

  /// The value in force on `date`; `nil` when none applies yet.
  public func value(on date: CalendarDate) -> Int64? {
    values.last { $0.effective <= date }?.value
  }

  mutating func set(_ value: ParameterValue) {
    values.removeAll { $0.effective == value.effective }
    let position = values.firstIndex { $0.effective > value.effective } ?? values.endIndex
    values.insert(value, at: position)
  }

  /// Reads a stored row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let offset = reader.offset
    guard try reader.readArrayHeader() == 2 else {
      throw .unexpected(offset: offset, expected: "a parameter", found: "another array")
    }
    name = try reader.readTextString()
    for _ in 0..<(try reader.readArrayHeader()) {
      let offset = reader.offset
      guard try reader.readArrayHeader() == 5 else {
        throw .unexpected(offset: offset, expected: "a value", found: "another array")
      }
      let effective = CalendarDate(
        daysSinceEpoch: Int32(truncatingIfNeeded: try reader.readInteger()))
      let value = try reader.readInteger()
      let source = try reader.readTextString()
      let entry = try reader.readUnsigned()
      let record = Int(try reader.readUnsigned() & 0xffff)
      values.append(
        ParameterValue(
          effective: effective, value: value, source: source,
          position: RecordPosition(entry: entry, record: record)))
    }
  }

  /// Appends the row as one deterministic CBOR array.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(2)
    writer.write(text: name)
    writer.writeArrayHeader(values.count)
    for value in values {
      writer.writeArrayHeader(5)
      writer.write(integer: Int64(value.effective.daysSinceEpoch))
      writer.write(integer: value.value)
      writer.write(text: value.source)
      writer.write(unsigned: value.position.entry)
      writer.write(unsigned: UInt64(value.position.record))
    }
  }
}
