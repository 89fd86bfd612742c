// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
import Quantities

/// An obligation to surrender, and how much of it was offset.
public struct Obligation: StateRow {
  /// Its terms.
  public internal(set) var terms: ObligationRecord
  /// The record that set the terms.
  public internal(set) var position: RecordPosition
  /// The tonnes offset so far.
  public internal(set) var used: UInt64 = 0
  /// The tonnes of them that came from outside.
  public internal(set) var usedFromOutside: UInt64 = 0

  /// `participant:year:market`.
  public var lookupKeys: [String] { ["\(terms.participant):\(terms.year):\(terms.market)"] }

  /// The most tonnes that may be offset (抵销上限), rounded down.
  public var cap: UInt64 { Self.share(terms.capBasisPoints, of: terms.tonnes) }

  /// The most tonnes from outside that may be used, rounded down; `nil` for no limit.
  public var outsideCap: UInt64? {
    terms.outsideBasisPoints.map { Self.share($0, of: terms.tonnes) }
  }

  /// What `tonnes` times basis points gives cannot overflow: tonnes are bounded by the record.
  private static func share(_ basisPoints: UInt32, of tonnes: UInt64) -> UInt64 {
    tonnes * UInt64(basisPoints) / 10_000
  }

  init(_ terms: ObligationRecord, _ position: RecordPosition) {
    self.terms = terms
    self.position = position
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 5, "an obligation")
    terms = try reader.readStored(ObligationRecord.self)
    position = try reader.readPosition()
    used = try reader.readUnsigned()
    usedFromOutside = try reader.readUnsigned()
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(5)
    writer.write(stored: terms)
    writer.write(position: position)
    writer.write(unsigned: used)
    writer.write(unsigned: usedFromOutside)
  }
}
