// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import LedgerCore
public import Quantities

/// Transfers certificates (交易、划转、归属).
///
/// Signed by the holder; a platform may sign a transfer with power for the holder.
public struct TransferRecord: Record {
  /// What the rules read: everything but the reference, so that admission allocates nothing.
  public struct Terms: Sendable, Equatable {
    /// The number of the series.
    public let series: UInt32
    /// The first serial number.
    public let first: UInt64
    /// How many.
    public let count: UInt64
    /// Who receives them.
    public let recipient: UInt32
    /// How they change hands.
    public let channel: TransferChannel
    /// The price of one certificate, apart from the price of the power.
    public let price: Money?
    /// The day of the trade.
    public let tradeDate: CalendarDate
    /// The province of the project.
    public let origin: UInt8
    /// The province of the recipient.
    public let destination: UInt8
    /// The number of the settlement that goes with a transfer with power.
    public let settlement: UInt32?
    /// The digest of the contract, or of the document that orders the move.
    public let contract: Digest
    /// The digest of the proof of settlement.
    public let settlementProof: Digest?

    /// Creates terms.
    public init(
      series: UInt32, first: UInt64, count: UInt64, recipient: UInt32,
      channel: TransferChannel, price: Money? = nil, tradeDate: CalendarDate, origin: UInt8,
      destination: UInt8, settlement: UInt32? = nil, contract: Digest,
      settlementProof: Digest? = nil
    ) {
      self.series = series
      self.first = first
      self.count = count
      self.recipient = recipient
      self.channel = channel
      self.price = price
      self.tradeDate = tradeDate
      self.origin = origin
      self.destination = destination
      self.settlement = settlement
      self.contract = contract
      self.settlementProof = settlementProof
    }
  }

  /// What the rules read.
  public let terms: Terms
  /// A reference of the parties, for instance the number of the deal.
  public let reference: String

  /// Creates the record.
  public init(_ terms: Terms, reference: String = "") {
    self.terms = terms
    self.reference = reference
  }

  static let maximumReferenceLength = 200

  /// The shape.
  public static let shape = RecordDescription(
    type: 102, name: "certificate.transfer",
    meaning: BilingualText("绿证交易或划转。", "Transfers green certificates."),
    fields: [
      FieldDescription("series", .number(of: "series"), BilingualText("号段", "series")),
      FieldDescription("first", .unsigned(maximum: .max), BilingualText("起始号", "first serial")),
      FieldDescription("count", .unsigned(maximum: .max), BilingualText("数量", "count")),
      FieldDescription("to", .participant, BilingualText("受让方", "recipient")),
      FieldDescription(
        "channel", .choice(TransferChannel.names), BilingualText("交易方式", "channel")),
      FieldDescription(
        "price", .money, optional: true,
        BilingualText("绿证单价(分/张)", "price of one certificate in fen")),
      FieldDescription("tradeDate", .date, BilingualText("成交日期", "day of the trade")),
      FieldDescription("origin", .province, BilingualText("送出省份", "province of the project")),
      FieldDescription(
        "destination", .province, BilingualText("受入省份", "province of the recipient")),
      FieldDescription(
        "settlement", .number(of: "settlement"), optional: true,
        BilingualText("电量结算编号", "settlement that goes with the power")),
      FieldDescription(
        "contract", .bytes(count: 32), BilingualText("合同摘要", "digest of the contract")),
      FieldDescription(
        "settlementProof", .bytes(count: 32), optional: true,
        BilingualText("结算凭证摘要", "digest of the proof of settlement")),
      FieldDescription(
        "reference", .text(maximum: maximumReferenceLength), BilingualText("备注", "reference")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    terms = try Terms(decoding: &reader)
    reference = try reader.readText(atMost: Self.maximumReferenceLength)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(unsigned: UInt64(terms.series))
    writer.write(unsigned: terms.first)
    writer.write(unsigned: terms.count)
    writer.write(unsigned: UInt64(terms.recipient))
    writer.write(unsigned: UInt64(terms.channel.rawValue))
    writer.writeOptional(terms.price) { $0.write(unsigned: UInt64(bitPattern: $1.fen)) }
    writer.write(date: terms.tradeDate)
    writer.write(unsigned: UInt64(terms.origin))
    writer.write(unsigned: UInt64(terms.destination))
    writer.writeOptional(terms.settlement) { $0.write(unsigned: UInt64($1)) }
    writer.write(digest: terms.contract)
    writer.writeOptional(terms.settlementProof) { $0.write(digest: $1) }
    writer.write(text: reference)
  }
}

extension TransferRecord.Terms {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    series = try reader.readNumber()
    first = try reader.readUnsigned()
    count = try reader.readUnsigned()
    recipient = try reader.readNumber()
    channel = try reader.readChannel()
    price = try reader.skipNullIfPresent() ? nil : Money(fen: try reader.readAmount())
    tradeDate = try reader.readDate()
    origin = UInt8(truncatingIfNeeded: try reader.readUnsigned(atMost: 99))
    destination = UInt8(truncatingIfNeeded: try reader.readUnsigned(atMost: 99))
    settlement = try reader.skipNullIfPresent() ? nil : try reader.readNumber()
    contract = try reader.readDigest()
    settlementProof = try reader.skipNullIfPresent() ? nil : try reader.readDigest()
  }
}

extension CBORReader {
  /// Reads a channel without the array `allCases` would build.
  fileprivate mutating func readChannel() throws(CBORError) -> TransferChannel {
    let offset = offset
    let value = try readUnsigned()
    guard value < 4, let channel = TransferChannel(rawValue: UInt8(value)) else {
      throw .unexpected(offset: offset, expected: "at most 3", found: "\(value)")
    }
    return channel
  }

  /// Reads over a reference, checking it as strictly as if it were kept.
  mutating func skipReference() throws(CBORError) {
    let offset = offset
    let range = try readText()
    guard range.count <= TransferRecord.maximumReferenceLength else {
      throw .unexpected(
        offset: offset, expected: "at most \(TransferRecord.maximumReferenceLength) bytes",
        found: "\(range.count) bytes")
    }
  }
}
