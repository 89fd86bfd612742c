// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import Quantities

/// The limits of the records, in one place.
public enum InclusiveCreditLimits {
  /// The most bytes of a methodology's canonical form or of the rows of a batch.
  public static let payloadBytes = 60_000
  /// The most activities in a batch; a row has two bytes at least.
  public static let activitiesPerBatch = 30_000
  /// The activities in one leaf of a batch's tree.
  public static let activitiesPerGroup = 64
  /// The most persons a record names by number.
  public static let personsPerRecord = 10_000
  /// The most persons who authorise in one record, at 32 bytes each.
  public static let pseudonymsPerRecord = 1_875
  /// The longest way from a group to the root of its batch.
  public static let pathLength = 16
  /// The most tonnes of an obligation or a reversal: more than the world emits in ten years.
  public static let tonnes: UInt64 = 1_000_000_000_000
  /// Seconds of a day, which an activity does not exceed.
  public static let secondsPerDay: Int32 = 86_400
}

extension FieldKind {
  /// Milligrams of CO₂ equivalent, grams, points or units: anything counted that fits 63 bits.
  static let amount = FieldKind.unsigned(maximum: UInt64(Int64.max))
  /// The number of a person.
  static let person = FieldKind.number(of: "person")
}

// Fields that several records share, so that one name means one thing.
extension FieldDescription {
  static let scheme = FieldDescription(
    "scheme", .number(of: "scheme"), BilingualText("碳普惠机制", "scheme"))
  static let methodology = FieldDescription(
    "methodology", .number(of: "methodology"), BilingualText("方法学", "methodology version"))
  static let scenario = FieldDescription(
    "scenario", .number(of: "scenario"), BilingualText("减排场景", "scenario"))
  static let month = FieldDescription(
    "month", .month, BilingualText("活动月份", "month of the activities"))
  static let date = FieldDescription("date", .date, BilingualText("日期", "date"))
  static let from = FieldDescription(
    "from", .date, BilingualText("起始日", "first day of effect"))
  static let series = FieldDescription(
    "series", .number(of: "series"), BilingualText("号段", "series"))
  static let first = FieldDescription(
    "first", .unsigned(maximum: .max), BilingualText("起始号", "first serial"))
  static let count = FieldDescription(
    "count", .unsigned(maximum: .max), BilingualText("数量", "count"))
  static let total = FieldDescription(
    "total", .amount, BilingualText("合计(毫克 CO2e)", "total in milligrams of CO2e"))
  static let carry = FieldDescription(
    "carry", .amount,
    BilingualText("结转(毫克 CO2e)", "carried to the next issue, in milligrams of CO2e"))
  static let reference = FieldDescription(
    "reference", .text(maximum: 200), BilingualText("编号或说明", "reference"))
  static let reason = FieldDescription(
    "reason", .text(maximum: 500), BilingualText("理由", "reason"))
  static let source = FieldDescription(
    "source", .text(maximum: 500), BilingualText("依据", "the document behind it"))
  static let persons = FieldDescription(
    "persons", .list(.person, maximum: InclusiveCreditLimits.personsPerRecord),
    BilingualText("个人编号", "numbers of the persons"))
}

extension CBORReader {
  mutating func readPersons() throws(CBORError) -> [UInt32] {
    try readList(atMost: InclusiveCreditLimits.personsPerRecord) { (reader) throws(CBORError) in
      try reader.readNumber()
    }
  }

  mutating func readAmounts() throws(CBORError) -> [Int64] {
    try readList(atMost: InclusiveCreditLimits.personsPerRecord) { (reader) throws(CBORError) in
      try reader.readAmount()
    }
  }
}

extension CBORWriter {
  /// Writes an amount that is not negative.
  mutating func write(amount: Int64) { write(unsigned: UInt64(max(amount, 0))) }

  mutating func write(amounts: [Int64]) {
    writeArrayHeader(amounts.count)
    for amount in amounts { write(amount: amount) }
  }
}
