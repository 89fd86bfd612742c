// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary

/// A record: one act inside a statement, encoded as `[type, field, …]`.
public protocol Record: Sendable, Equatable {
  /// The shape, from which JSON, CDDL and documentation are derived.
  static var shape: RecordDescription { get }
  /// Reads the fields; the reader stands behind the type number and ends behind the last field.
  init(decoding reader: inout CBORReader) throws(CBORError)
  /// Writes the fields, without the array header and the type number.
  func encodeFields(to writer: inout CBORWriter)
}

extension Record {
  /// Appends the record as `[type, field, …]`.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(Self.shape.fields.count + 1)
    writer.write(unsigned: Self.shape.type)
    encodeFields(to: &writer)
  }

  /// The record's bytes.
  public var encoded: [UInt8] {
    var writer = CBORWriter(reserving: 128)
    encode(to: &writer)
    return writer.bytes
  }
}

/// Where a record stands: the index of its entry and its position inside the statement.
public struct RecordPosition: Sendable, Hashable, CustomStringConvertible {
  /// The 0-based index of the entry.
  public let entry: UInt64
  /// The 0-based position of the record in the entry's statement.
  public let record: Int

  /// Creates a position.
  public init(entry: UInt64, record: Int) {
    self.entry = entry
    self.record = record
  }

  /// The position as `entry 17, record 0`.
  public var description: String { "entry \(entry), record \(record)" }
}
