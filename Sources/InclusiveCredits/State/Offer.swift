// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
import Quantities

/// An offer, and what became of it.
///
/// The tonnes are frozen without a hold of the core, so that nothing but accepting or declining
/// the offer sets them free.
public struct Offer: StateRow {
  /// What became of an offer.
  public enum Status: UInt8, Sendable, CaseIterable {
    /// It can be accepted.
    case open = 0
    /// The buyer accepted it.
    case accepted = 1
    /// The buyer declined it, or the seller withdrew it.
    case declined = 2
  }

  /// What was offered.
  public let terms: OfferRecord
  /// Who offered.
  public let seller: UInt32
  /// The record that offered.
  public let position: RecordPosition
  /// What became of it.
  public internal(set) var status: Status = .open
  /// The record that closed it.
  public internal(set) var closing: RecordPosition?

  init(_ terms: OfferRecord, seller: UInt32, position: RecordPosition) {
    self.terms = terms
    self.seller = seller
    self.position = position
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 6, "an offer")
    terms = try reader.readStored(OfferRecord.self)
    seller = try reader.readNumber()
    position = try reader.readPosition()
    status = Status.allCases[try reader.readChoice(of: Status.allCases.count)]
    closing = try reader.readOptional { (reader) throws(CBORError) in
      try reader.expectRow(of: 2, "a position")
      return try reader.readPosition()
    }
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(6)
    writer.write(stored: terms)
    writer.write(number: seller)
    writer.write(position: position)
    writer.write(unsigned: UInt64(status.rawValue))
    writer.writeOptional(closing) {
      $0.writeArrayHeader(2)
      $0.write(position: $1)
    }
  }
}
