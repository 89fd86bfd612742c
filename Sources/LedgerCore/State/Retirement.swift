// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Quantities

/// Units retired by one record: which, whose, for whom, what for.
///
/// Every mechanism's retirements are kept alike, so that a rule of one can ask what was retired
/// under another without knowing it.
public struct Retirement: StateRow {
  /// What a retirement says besides which units it takes.
  public struct Terms: Sendable, Equatable {
    /// The participant for whom the units are retired; `nil` when only a name was given.
    public let beneficiary: UInt32?
    /// The name of whom or what they are retired for; empty for a participant.
    public let beneficiaryName: String
    /// What for, in the words of the mechanism, for instance `voluntary`.
    public let purpose: String
    /// The months of the consumption they cover; `nil` when they cover none.
    public let months: ClosedRange<CalendarMonth>?
    /// The day of the retirement.
    public let date: CalendarDate
    /// A reference: an event, a site.
    public let reference: String

    /// Creates terms for a participant.
    public init(
      beneficiary: UInt32, purpose: String, months: ClosedRange<CalendarMonth>?,
      date: CalendarDate, reference: String
    ) {
      self.beneficiary = beneficiary
      beneficiaryName = ""
      self.purpose = purpose
      self.months = months
      self.date = date
      self.reference = reference
    }

    /// Creates terms for somebody known by a name only.
    public init(
      beneficiaryName: String, purpose: String, date: CalendarDate, reference: String = ""
    ) {
      beneficiary = nil
      self.beneficiaryName = beneficiaryName
      self.purpose = purpose
      months = nil
      self.date = date
      self.reference = reference
    }
  }

  /// The number of the series.
  public let series: UInt32
  /// The serial numbers.
  public let range: ClosedRange<UInt64>
  /// Who held them.
  public let holder: UInt32
  /// For whom, what for, when.
  public let terms: Terms
  /// The record that retired them.
  public let position: RecordPosition

  init(
    series: UInt32, range: ClosedRange<UInt64>, holder: UInt32, terms: Terms,
    position: RecordPosition
  ) {
    self.series = series
    self.range = range
    self.holder = holder
    self.terms = terms
    self.position = position
  }

  /// Reads a stored row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let offset = reader.offset
    guard try reader.readArrayHeader() == 13 else {
      throw .unexpected(offset: offset, expected: "a retirement", found: "another array")
    }
    series = try reader.readNumber()
    let (first, last) = (try reader.readUnsigned(), try reader.readUnsigned())
    guard first <= last else {
      throw .unexpected(offset: offset, expected: "first ≤ last", found: "\(first), \(last)")
    }
    range = first...last
    holder = try reader.readNumber()
    let entry = try reader.readUnsigned()
    let record = try reader.readUnsigned(atMost: UInt64(UInt16.max))
    position = RecordPosition(entry: entry, record: Int(record))
    terms = try Terms(decoding: &reader)
  }

  /// Appends the row as one deterministic CBOR array.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(13)
    writer.write(unsigned: UInt64(series))
    writer.write(unsigned: range.lowerBound)
    writer.write(unsigned: range.upperBound)
    writer.write(unsigned: UInt64(holder))
    writer.write(unsigned: position.entry)
    writer.write(unsigned: UInt64(max(position.record, 0)))
    terms.encode(to: &writer)
  }
}

extension Retirement.Terms {
  fileprivate init(decoding reader: inout CBORReader) throws(CBORError) {
    beneficiary = try reader.readOptional { (reader) throws(CBORError) in
      try reader.readNumber()
    }
    beneficiaryName = try reader.readTextString()
    purpose = try reader.readTextString()
    let offset = reader.offset
    let bounds = (try reader.readOptionalMonth(), try reader.readOptionalMonth())
    switch bounds {
    case (nil, nil): months = nil
    case (let first?, let last?) where first <= last: months = first...last
    default:
      throw .unexpected(offset: offset, expected: "two months in order", found: "others")
    }
    date = try reader.readDate()
    reference = try reader.readTextString()
  }

  fileprivate func encode(to writer: inout CBORWriter) {
    writer.writeOptional(beneficiary) { $0.write(unsigned: UInt64($1)) }
    writer.write(text: beneficiaryName)
    writer.write(text: purpose)
    writer.writeOptional(months?.lowerBound) { $0.write(month: $1) }
    writer.writeOptional(months?.upperBound) { $0.write(month: $1) }
    writer.write(date: date)
    writer.write(text: reference)
  }
}

extension CBORReader {
  fileprivate mutating func readOptionalMonth() throws(CBORError) -> CalendarMonth? {
    try readOptional { (reader) throws(CBORError) in try reader.readMonth() }
  }
}
