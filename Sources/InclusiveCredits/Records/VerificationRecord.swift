// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import LedgerCore
public import Quantities

/// Verifies a scenario's month (核证) and closes it: no activity enters or leaves afterwards.
///
/// Signed by a verifier who is neither operator nor beneficiary. What it states must be what the
/// ledger computed.
public struct VerificationRecord: Record {
  /// The number of the scenario.
  public let scenario: UInt32
  /// The month.
  public let month: CalendarMonth
  /// The number of batches of measured activities.
  public let batches: UInt32
  /// The number of activities that remain in them.
  public let activities: Int64
  /// What they save, in milligrams of CO₂ equivalent.
  public let total: Int64
  /// The digest of the verification report.
  public let report: Digest
  /// The opinion.
  public let opinion: String

  /// Creates the record.
  public init(
    scenario: UInt32, month: CalendarMonth, batches: UInt32, activities: Int64, total: Int64,
    report: Digest, opinion: String
  ) {
    self.scenario = scenario
    self.month = month
    self.batches = batches
    self.activities = activities
    self.total = total
    self.report = report
    self.opinion = opinion
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 309, name: "activity.verify",
    meaning: BilingualText(
      "核证减排场景一个月的活动,并就此结账。", "Verifies a scenario's month and closes it."),
    fields: [
      .scenario, .month,
      FieldDescription(
        "batches", .unsigned(maximum: UInt64(UInt32.max)),
        BilingualText("批次数", "batches of measured activities")),
      FieldDescription("activities", .amount, BilingualText("活动数", "activities")),
      .total,
      FieldDescription(
        "report", .bytes(count: 32), BilingualText("核证报告摘要", "digest of the report")),
      FieldDescription("opinion", .text(maximum: 1_000), BilingualText("核证意见", "opinion")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    scenario = try reader.readNumber()
    month = try reader.readMonth()
    let most = UInt64(UInt32.max)
    batches = UInt32(truncatingIfNeeded: try reader.readUnsigned(atMost: most))
    activities = try reader.readAmount()
    total = try reader.readAmount()
    report = try reader.readDigest()
    opinion = try reader.readText(atMost: 1_000)
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: scenario)
    writer.write(month: month)
    writer.write(number: batches)
    writer.write(amount: activities)
    writer.write(amount: total)
    writer.write(digest: report)
    writer.write(text: opinion)
  }
}

/// Issues a verified month (签发): tonnes to the beneficiary, or persons' grams to custody.
///
/// Signed by the registry. The serial numbers follow those issued before in the same series; the
/// last `bufferCount` of them go to the scheme's buffer pool.
public struct CreditIssueRecord: Record {
  /// The number of the scenario.
  public let scenario: UInt32
  /// The month.
  public let month: CalendarMonth
  /// The total verified, in milligrams of CO₂ equivalent.
  public let total: Int64
  /// How many units, those of the buffer pool included; 0 when everything is carried.
  public let count: UInt64
  /// The first serial number.
  public let first: UInt64
  /// How many of them go to the buffer pool.
  public let bufferCount: UInt64
  /// What is carried to the next issue, in milligrams of CO₂ equivalent.
  public let carry: Int64

  /// Creates the record.
  public init(
    scenario: UInt32, month: CalendarMonth, total: Int64, count: UInt64, first: UInt64,
    bufferCount: UInt64 = 0, carry: Int64
  ) {
    self.scenario = scenario
    self.month = month
    self.total = total
    self.count = count
    self.first = first
    self.bufferCount = bufferCount
    self.carry = carry
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 310, name: "pher.issue",
    meaning: BilingualText("签发核证的碳普惠减排量。", "Issues verified inclusive reductions."),
    fields: [
      .scenario, .month, .total, .count, .first,
      FieldDescription(
        "bufferCount", .unsigned(maximum: .max),
        BilingualText("其中缓冲数量", "how many of them go to the buffer pool")),
      .carry,
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    scenario = try reader.readNumber()
    month = try reader.readMonth()
    total = try reader.readAmount()
    count = try reader.readUnsigned()
    first = try reader.readUnsigned()
    bufferCount = try reader.readUnsigned()
    carry = try reader.readAmount()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: scenario)
    writer.write(month: month)
    writer.write(amount: total)
    writer.write(unsigned: count)
    writer.write(unsigned: first)
    writer.write(unsigned: bufferCount)
    writer.write(amount: carry)
  }
}
