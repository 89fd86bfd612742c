// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Quantities

/// A series (号段): the run of serial numbers that share a prefix and all attributes, for instance
/// the certificates of one project, generation month and class.
public struct Series: StateRow {
  /// The prefix that makes the series unique, for instance a project code and a month.
  public let prefix: String
  /// The number of the asset class its units belong to.
  public let asset: UInt32
  /// The number of the project (or other subject, as its mechanism defines) it comes from.
  public let subject: UInt32
  /// The month of generation (GEC) or the first month of the vintage (credits).
  public let vintage: CalendarMonth
  /// The last date on which a unit may be used; `nil` when it never expires.
  public let lastUse: CalendarDate?
  /// The participant to whom the series was first issued.
  public let firstHolder: UInt32
  /// Facts the mechanism keeps with the series (class, channel …), as it defines.
  public let attributes: UInt64

  /// Creates a series.
  public init(
    prefix: String, asset: UInt32, subject: UInt32, vintage: CalendarMonth,
    lastUse: CalendarDate?, firstHolder: UInt32, attributes: UInt64
  ) {
    self.prefix = prefix
    self.asset = asset
    self.subject = subject
    self.vintage = vintage
    self.lastUse = lastUse
    self.firstHolder = firstHolder
    self.attributes = attributes
  }

  /// The texts by which the row is found.
  public var lookupKeys: [String] { [prefix] }

  /// Reads a stored row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let offset = reader.offset
    guard try reader.readArrayHeader() == 7 else {
      throw .unexpected(offset: offset, expected: "a series", found: "another array")
    }
    prefix = try reader.readTextString()
    asset = UInt32(truncatingIfNeeded: try reader.readUnsigned())
    subject = UInt32(truncatingIfNeeded: try reader.readUnsigned())
    vintage = CalendarMonth(
      monthsSinceEpoch: Int32(truncatingIfNeeded: try reader.readInteger()))
    if try reader.skipNullIfPresent() {
      lastUse = nil
    } else {
      lastUse = CalendarDate(
        daysSinceEpoch: Int32(truncatingIfNeeded: try reader.readInteger()))
    }
    firstHolder = UInt32(truncatingIfNeeded: try reader.readUnsigned())
    attributes = try reader.readUnsigned()
  }

  /// Appends the row as one deterministic CBOR array.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(7)
    writer.write(text: prefix)
    writer.write(unsigned: UInt64(asset))
    writer.write(unsigned: UInt64(subject))
    writer.write(integer: Int64(vintage.monthsSinceEpoch))
    if let lastUse {
      writer.write(integer: Int64(lastUse.daysSinceEpoch))
    } else {
      writer.writeNull()
    }
    writer.write(unsigned: UInt64(firstHolder))
    writer.write(unsigned: attributes)
  }
}

/// A stretch of a series with one holder, standing and last change.
///
/// It reaches to the next segment's `first`. The segments of a series part all numbers from 0 to
/// 2⁶⁴−1, so that no serial is ever in two places, by construction.
public struct Segment: Sendable, Equatable {
  /// The first serial number.
  public let first: UInt64
  /// The holder's participant number; `Segment.unissued` when nobody holds the numbers.
  public let holder: UInt32
  /// The entry that last changed the segment.
  public let entry: UInt32
  /// The record of that entry.
  public let record: UInt16
  /// The standing.
  public let standing: Standing
  /// Flags of the mechanism, for instance "was traded on a market".
  public let marks: UInt8

  /// The holder of numbers never issued.
  public static let unissued = UInt32.max

  /// Creates a segment.
  public init(
    first: UInt64, holder: UInt32, entry: UInt32, record: UInt16, standing: Standing,
    marks: UInt8
  ) {
    self.first = first
    self.holder = holder
    self.entry = entry
    self.record = record
    self.standing = standing
    self.marks = marks
  }

  /// Whether the numbers have been issued.
  public var isIssued: Bool { holder != Self.unissued }

  /// Where the segment was last changed.
  public var lastChange: RecordPosition {
    RecordPosition(entry: UInt64(entry), record: Int(record))
  }

  func starting(at first: UInt64) -> Segment {
    Segment(
      first: first, holder: holder, entry: entry, record: record, standing: standing,
      marks: marks)
  }

  static let everythingUnissued = Segment(
    first: 0, holder: unissued, entry: 0, record: 0, standing: .issuance, marks: 0)
}
