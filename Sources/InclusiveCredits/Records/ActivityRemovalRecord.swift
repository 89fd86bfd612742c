// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import LedgerCore
import Quantities

/// Takes activities out of a batch that is not verified yet.
///
/// Signed by the operator, or for exclusion by a verifier. The record carries one group of rows
/// with its way to the batch's root, so that the ledger need not keep rows: it checks them
/// against the root, evaluates them again and deducts the result.
public struct ActivityRemovalRecord: Record {
  /// The number of the batch.
  public let batch: UInt32
  /// Why.
  public let reason: RemovalReason
  /// The position of the group of 64 rows in the batch.
  public let group: UInt32
  /// The rows of the group, as they stand in the batch.
  public let rows: [UInt8]
  /// The hashes from the group to the root.
  public let path: [Digest]
  /// The positions in the group of the rows that leave, ascending.
  public let positions: [UInt32]
  /// What the rows that leave saved, in milligrams of CO₂ equivalent; points for a scenario of
  /// points.
  public let total: Int64

  /// Creates the record.
  public init(
    batch: UInt32, reason: RemovalReason, group: UInt32, rows: [UInt8], path: [Digest],
    positions: [UInt32], total: Int64
  ) {
    self.batch = batch
    self.reason = reason
    self.group = group
    self.rows = rows
    self.path = path
    self.positions = positions
    self.total = total
  }

  /// The shape.
  public static let shape = RecordDescription(
    type: 308, name: "activity.remove",
    meaning: BilingualText(
      "从未核证的批次中移出活动。", "Takes activities out of a batch not verified yet."),
    fields: [
      FieldDescription("batch", .number(of: "batch"), BilingualText("批次", "batch")),
      FieldDescription("reason", .choice(RemovalReason.names), BilingualText("原因", "reason")),
      FieldDescription(
        "group", .unsigned(maximum: UInt64(InclusiveCreditLimits.activitiesPerBatch)),
        BilingualText("组号", "group of 64 rows")),
      FieldDescription(
        "rows", .byteString(maximum: InclusiveCreditLimits.payloadBytes),
        BilingualText("该组的活动行", "the rows of the group")),
      FieldDescription(
        "path", .list(.bytes(count: 32), maximum: InclusiveCreditLimits.pathLength),
        BilingualText("到默克尔根的路径", "hashes from the group to the root")),
      FieldDescription(
        "positions",
        .list(.unsigned(maximum: 63), maximum: InclusiveCreditLimits.activitiesPerGroup),
        BilingualText("移出的行", "rows that leave, ascending")),
      FieldDescription(
        "total", .amount,
        BilingualText("移出合计(毫克 CO2e;积分场景为积分)", "what they saved, in milligrams or points")),
    ])

  /// Reads the fields in order.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    batch = try reader.readNumber()
    reason = RemovalReason.allCases[try reader.readChoice(of: RemovalReason.names.count)]
    let most = UInt64(InclusiveCreditLimits.activitiesPerBatch)
    group = UInt32(truncatingIfNeeded: try reader.readUnsigned(atMost: most))
    rows = try reader.readBytes(counts: 0...InclusiveCreditLimits.payloadBytes)
    path = try reader.readList(atMost: InclusiveCreditLimits.pathLength) {
      (reader) throws(CBORError) in
      try reader.readDigest()
    }
    positions = try reader.readList(atMost: InclusiveCreditLimits.activitiesPerGroup) {
      (reader) throws(CBORError) in
      UInt32(truncatingIfNeeded: try reader.readUnsigned(atMost: 63))
    }
    total = try reader.readAmount()
  }

  /// Writes the fields in order.
  public func encodeFields(to writer: inout CBORWriter) {
    writer.write(number: batch)
    writer.write(unsigned: UInt64(reason.rawValue))
    writer.write(number: group)
    writer.write(bytes: rows)
    writer.writeList(path) { $0.write(digest: $1) }
    writer.write(numbers: positions)
    writer.write(amount: total)
  }
}
