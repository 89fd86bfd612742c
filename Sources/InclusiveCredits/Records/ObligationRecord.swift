// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import LedgerCore
public import Quantities

/// Sets what a participant has to surrender in a market and year, and how much may be offset.
///
/// Signed by the authority. The first record for a market, participant and year creates the
/// obligation and gets the next number; a later one changes its terms.
public struct ObligationRecord: Record {
  /// The market, for instance `national-ets`.
  public let market: String
  /// Who has to surrender.
  public let participant: UInt32
  /// The year of the emissions.
  public let year: UInt32
  /// The tonnes of CO₂ equivalent to be surrendered.
  public let tonnes: UInt64
  /// How much of them may be offset, in basis points.
  public let capBasisPoints: UInt32
  /// The schemes whose credits are local to the market; all others come from outside.
  public let localSchemes: [UInt32]
  /// How much of them may be offset by credits from outside, in basis points; `nil` for no limit.
  public let outsideBasisPoints: UInt32?
  /// The first month whose activities may be used; `nil` for no limit.
  public let vintageFrom: CalendarMonth?
  /// The last day on which credits can be retired for it.
  public let deadline: CalendarDate
  /// The document behind it.
  public let source: String

  /// Creates the record.
  public init(
    market: String, participant: UInt32, year: UInt32, tonnes: UInt64, capBasisPoints: UInt32,
    localSchemes: [UInt32] = [], outsideBasisPoints: UInt32? = nil,
    vintageFrom: CalendarMonth? = nil, deadline: CalendarDate, source: String
  ) {
    self.market = market
    self.participant = participant
    self.year = year
    self.tonnes = tonnes
    self.capBasisPoints = capBasisPoints
    self.localSchemes = localSchemes
    self.outsideBasisPoints = outsideBasisPoints
    self.vintageFrom = vintageFrom
    self.deadline = deadline
    self.source = source
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 316, name: "obligation.set",
    meaning: BilingualText(
      "登记清缴义务及抵销条件。", "Sets an obligation to surrender and its terms of offset."),
    fields: [
      FieldDescription("market", .text(maximum: 100), BilingualText("碳市场", "market")),
      FieldDescription("participant", .participant, BilingualText("义务方", "who has to surrender")),
      FieldDescription("year", .unsigned(maximum: 9_999), BilingualText("排放年度", "year")),
      FieldDescription(
        "tonnes", .unsigned(maximum: InclusiveCreditLimits.tonnes),
        BilingualText("应清缴量(吨 CO2e)", "tonnes of CO2e to be surrendered")),
      FieldDescription(
        "capBasisPoints", .unsigned(maximum: 10_000),
        BilingualText("抵销上限(万分比)", "share that may be offset, in basis points")),
      FieldDescription(
        "localSchemes", .list(.number(of: "scheme"), maximum: 100),
        BilingualText("本地机制", "schemes whose credits are local")),
      FieldDescription(
        "outsideBasisPoints", .unsigned(maximum: 10_000), optional: true,
        BilingualText("外地抵销上限(万分比)", "share offset from outside, in basis points")),
      FieldDescription(
        "vintageFrom", .month, optional: true,
        BilingualText("最早活动月份", "first month whose activities may be used")),
      FieldDescription("deadline", .date, BilingualText("履约截止日", "last day")),
      .source,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    market = try reader.readText(atMost: 100)
    participant = try reader.readNumber()
    year = UInt32(truncatingIfNeeded: try reader.readUnsigned(atMost: 9_999))
    tonnes = try reader.readUnsigned(atMost: InclusiveCreditLimits.tonnes)
    capBasisPoints = UInt32(truncatingIfNeeded: try reader.readUnsigned(atMost: 10_000))
    localSchemes = try reader.readList(atMost: 100) { (reader) throws(CBORError) in
      try reader.readNumber()
    }
    outsideBasisPoints = try reader.readOptional { (reader) throws(CBORError) in
      UInt32(truncatingIfNeeded: try reader.readUnsigned(atMost: 10_000))
    }
    vintageFrom = try reader.readOptional { (reader) throws(CBORError) in
      try reader.readMonth()
    }
    deadline = try reader.readDate()
    source = try reader.readText(atMost: 500)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(text: market)
    writer.write(number: participant)
    writer.write(number: year)
    writer.write(unsigned: tonnes)
    writer.write(number: capBasisPoints)
    writer.write(numbers: localSchemes)
    writer.writeOptional(outsideBasisPoints) { $0.write(number: $1) }
    writer.writeOptional(vintageFrom) { $0.write(month: $1) }
    writer.write(date: deadline)
    writer.write(text: source)
  }
}

/// Takes back tonnes whose reduction was lost (逆转): a fire, a logging, an error found later.
///
/// Signed by a verifier or the authority. Tonnes are cancelled in the buffer pool first, then
/// with the beneficiary; what neither has remains owed and blocks further issues. A record of 0
/// tonnes collects what is owed and has become available.
public struct CreditReversalRecord: Record {
  /// The number of the scenario.
  public let scenario: UInt32
  /// The tonnes lost, besides what is still owed.
  public let tonnes: UInt64
  /// The day of the loss.
  public let date: CalendarDate
  /// What happened.
  public let reason: String
  /// The digest of the evidence.
  public let evidence: Digest

  /// Creates the record.
  public init(
    scenario: UInt32, tonnes: UInt64, date: CalendarDate, reason: String, evidence: Digest
  ) {
    self.scenario = scenario
    self.tonnes = tonnes
    self.date = date
    self.reason = reason
    self.evidence = evidence
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 317, name: "pher.reverse",
    meaning: BilingualText(
      "逆转已签发的减排量:先扣缓冲池,再扣受益方。",
      "Reverses reductions issued: from the buffer pool first, then from the beneficiary."),
    fields: [
      .scenario,
      FieldDescription(
        "tonnes", .unsigned(maximum: InclusiveCreditLimits.tonnes),
        BilingualText("逆转量(吨)", "tonnes lost")),
      .date, .reason,
      FieldDescription(
        "evidence", .bytes(count: 32), BilingualText("证据摘要", "digest of the evidence")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    scenario = try reader.readNumber()
    tonnes = try reader.readUnsigned(atMost: InclusiveCreditLimits.tonnes)
    date = try reader.readDate()
    reason = try reader.readText(atMost: 500)
    evidence = try reader.readDigest()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: scenario)
    writer.write(unsigned: tonnes)
    writer.write(date: date)
    writer.write(text: reason)
    writer.write(digest: evidence)
  }
}
