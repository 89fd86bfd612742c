// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import LedgerCore
public import Quantities

/// Reports the activities of one scenario and day (活动数据), which the ledger evaluates.
///
/// Signed by the operator. The batch is admitted whole or not at all; the ledger assigns the next
/// batch number. See ``ActivityRow`` for the rows and ``ActivityTree`` for the root.
public struct ActivityBatchRecord: Record {
  /// All but the rows, and where these lie.
  public struct Terms: Sendable, Equatable {
    /// The number of the scenario.
    public var scenario: UInt32
    /// The event date; for monthly activities the last day of the month.
    public var date: CalendarDate
    /// What stands behind the activities.
    public var status: DataStatus
    /// The number of rows.
    public var count: UInt32
    /// What the rows save in milligrams of CO₂ equivalent, as the operator computed it; points
    /// for a scenario of points.
    public var total: Int64
    /// The root of the tree over groups of 64 rows.
    public var root: Digest
    /// The digest of the raw data the operator keeps.
    public var evidence: Digest?

    /// Creates terms.
    public init(
      scenario: UInt32, date: CalendarDate, status: DataStatus = .measured, count: UInt32,
      total: Int64, root: Digest, evidence: Digest? = nil
    ) {
      self.scenario = scenario
      self.date = date
      self.status = status
      self.count = count
      self.total = total
      self.root = root
      self.evidence = evidence
    }
  }

  /// All but the rows.
  public let terms: Terms
  /// The rows, one CBOR array after the other.
  public let rows: [UInt8]

  /// Creates the record.
  public init(_ terms: Terms, rows: [UInt8]) {
    self.terms = terms
    self.rows = rows
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 307, name: "activity.submit",
    meaning: BilingualText(
      "上报减排场景一日的活动数据。", "Reports the activities of a scenario and day."),
    fields: [
      .scenario,
      FieldDescription("date", .date, BilingualText("活动日期", "event date")),
      FieldDescription(
        "status", .choice(DataStatus.names), BilingualText("数据状态", "status of the data")),
      FieldDescription(
        "count", .unsigned(maximum: UInt64(InclusiveCreditLimits.activitiesPerBatch)),
        BilingualText("活动数", "number of activities")),
      FieldDescription(
        "total", .amount,
        BilingualText("合计(毫克 CO2e;积分场景为积分)", "total in milligrams of CO2e, or points")),
      FieldDescription(
        "root", .bytes(count: 32),
        BilingualText("每 64 行为一叶的默克尔根", "Merkle root over groups of 64 rows")),
      FieldDescription(
        "evidence", .bytes(count: 32), optional: true,
        BilingualText("原始数据摘要", "digest of the raw data")),
      FieldDescription(
        "rows", .byteString(maximum: InclusiveCreditLimits.payloadBytes),
        BilingualText("活动行(CBOR 序列)", "the rows, a CBOR sequence")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    terms = try Terms(decoding: &reader)
    rows = try reader.readBytes(counts: 0...InclusiveCreditLimits.payloadBytes)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    terms.encode(to: &writer)
    writer.write(bytes: rows)
  }
}

extension ActivityBatchRecord.Terms {
  init(decoding reader: inout CBORReader) throws(CBORError) {
    scenario = try reader.readNumber()
    date = try reader.readDate()
    status = DataStatus.allCases[try reader.readChoice(of: DataStatus.names.count)]
    let most = UInt64(InclusiveCreditLimits.activitiesPerBatch)
    count = UInt32(truncatingIfNeeded: try reader.readUnsigned(atMost: most))
    total = try reader.readAmount()
    root = try reader.readDigest()
    evidence = try reader.readOptional { (reader) throws(CBORError) in try reader.readDigest() }
  }

  func encode(to writer: inout CBORWriter) {
    writer.write(number: scenario)
    writer.write(date: date)
    writer.write(unsigned: UInt64(status.rawValue))
    writer.write(number: count)
    writer.write(amount: total)
    writer.write(digest: root)
    writer.writeOptional(evidence) { $0.write(digest: $1) }
  }
}
