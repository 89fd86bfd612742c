// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
public import Quantities

/// Offers tonnes to one buyer at a price (挂牌给指定买方): the first half of a trade.
///
/// Signed by the seller. The tonnes are frozen until the offer is accepted or declined; the
/// ledger assigns the next offer number.
public struct OfferRecord: Record {
  /// The number of the series.
  public let series: UInt32
  /// The first serial number.
  public let first: UInt64
  /// How many.
  public let count: UInt64
  /// Who may accept.
  public let buyer: UInt32
  /// The price of one tonne.
  public let price: Money
  /// The last day on which the offer can be accepted.
  public let through: CalendarDate
  /// A reference.
  public let reference: String

  /// Creates the record.
  public init(
    series: UInt32, first: UInt64, count: UInt64, buyer: UInt32, price: Money,
    through: CalendarDate, reference: String = ""
  ) {
    self.series = series
    self.first = first
    self.count = count
    self.buyer = buyer
    self.price = price
    self.through = through
    self.reference = reference
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 312, name: "pher.offer",
    meaning: BilingualText(
      "向买方报价出售碳普惠减排量,报价期间冻结。",
      "Offers inclusive reductions to a buyer; they are frozen meanwhile."),
    fields: [
      .series, .first, .count,
      FieldDescription("buyer", .participant, BilingualText("买方", "buyer")),
      FieldDescription("price", .money, BilingualText("每吨价格", "price of one tonne")),
      FieldDescription("through", .date, BilingualText("有效至", "last day to accept")),
      .reference,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    series = try reader.readNumber()
    first = try reader.readUnsigned()
    count = try reader.readUnsigned()
    buyer = try reader.readNumber()
    price = Money(fen: try reader.readAmount())
    through = try reader.readDate()
    reference = try reader.readText(atMost: 200)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: series)
    writer.write(unsigned: first)
    writer.write(unsigned: count)
    writer.write(number: buyer)
    writer.write(amount: price.fen)
    writer.write(date: through)
    writer.write(text: reference)
  }
}

/// Accepts an offer: the tonnes go to the buyer at the price offered.
///
/// Signed by the buyer.
public struct AcceptanceRecord: Record {
  /// The number of the offer.
  public let offer: UInt32

  /// Creates the record.
  public init(offer: UInt32) { self.offer = offer }

  /// The shape.
  public static let shape = RecordDescription(
    type: 313, name: "pher.accept",
    meaning: BilingualText("接受报价,成交。", "Accepts an offer: the trade is done."),
    fields: [FieldDescription("offer", .number(of: "offer"), BilingualText("报价", "offer"))])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    offer = try reader.readNumber()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) { writer.write(number: offer) }
}

/// Declines or withdraws an offer: the tonnes are available to the seller again.
///
/// Signed by the buyer or the seller.
public struct DeclineRecord: Record {
  /// The number of the offer.
  public let offer: UInt32

  /// Creates the record.
  public init(offer: UInt32) { self.offer = offer }

  /// The shape.
  public static let shape = RecordDescription(
    type: 314, name: "pher.decline",
    meaning: BilingualText("拒绝或撤回报价,解除冻结。", "Declines or withdraws an offer."),
    fields: [FieldDescription("offer", .number(of: "offer"), BilingualText("报价", "offer"))])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    offer = try reader.readNumber()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) { writer.write(number: offer) }
}
