// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Where units come from: an issue of a verified month, or a pooling of persons' grams.
public struct CreditIssue: StateRow {
  /// How the units came to be.
  public enum Kind: UInt8, Sendable, CaseIterable {
    /// Issued for a verified month.
    case month = 0
    /// Pooled from persons' grams.
    case pool = 1
  }

  /// How the units came to be.
  public let kind: Kind
  /// The number of the scenario.
  public let scenario: UInt32
  /// The month of the activities; of a pooling, that of the oldest grams in it.
  public let month: CalendarMonth
  /// The number of the series; `nil` when everything was carried.
  public let series: UInt32?
  /// The first serial number.
  public let first: UInt64
  /// How many.
  public let count: UInt64
  /// How many of them, the last, went to the buffer pool.
  public let bufferCount: UInt64
  /// What had been carried in, in milligrams of CO₂ equivalent.
  public let carriedIn: Int64
  /// What was carried on, in milligrams of CO₂ equivalent.
  public let carriedOut: Int64
  /// The record.
  public let position: RecordPosition
  /// The issue before it in the same series.
  public let previous: UInt32?

  /// The serial numbers; `nil` when everything was carried.
  public var range: ClosedRange<UInt64>? {
    let (end, overflow) = first.addingReportingOverflow(count)
    return count == 0 || overflow ? nil : first...(end - 1)
  }

  init(
    kind: Kind, scenario: UInt32, month: CalendarMonth, series: UInt32?, first: UInt64,
    count: UInt64, bufferCount: UInt64, carriedIn: Int64, carriedOut: Int64,
    position: RecordPosition, previous: UInt32?
  ) {
    self.kind = kind
    self.scenario = scenario
    self.month = month
    self.series = series
    self.first = first
    self.count = count
    self.bufferCount = bufferCount
    self.carriedIn = carriedIn
    self.carriedOut = carriedOut
    self.position = position
    self.previous = previous
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 12, "an issue")
    kind = Kind.allCases[try reader.readChoice(of: Kind.allCases.count)]
    scenario = try reader.readNumber()
    month = try reader.readMonth()
    series = try reader.readOptionalNumber()
    first = try reader.readUnsigned()
    count = try reader.readUnsigned()
    bufferCount = try reader.readUnsigned()
    carriedIn = try reader.readAmount()
    carriedOut = try reader.readAmount()
    position = try reader.readPosition()
    previous = try reader.readOptionalNumber()
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(12)
    writer.write(unsigned: UInt64(kind.rawValue))
    writer.write(number: scenario)
    writer.write(month: month)
    writer.writeOptional(series) { $0.write(number: $1) }
    writer.write(unsigned: first)
    writer.write(unsigned: count)
    writer.write(unsigned: bufferCount)
    writer.write(amount: carriedIn)
    writer.write(amount: carriedOut)
    writer.write(position: position)
    writer.writeOptional(previous) { $0.write(number: $1) }
  }
}
