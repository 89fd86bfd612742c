// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import Cryptography
public import LedgerCore
public import Quantities

/// A batch admitted: enough to find its entry, to check rows against it, and to know which left.
public struct ActivityBatch: StateRow {
  /// The number of the scenario.
  public let scenario: UInt32
  /// The number of the methodology version that evaluated it.
  public let methodology: UInt32
  /// The event date.
  public let date: CalendarDate
  /// What stands behind the activities.
  public let status: DataStatus
  /// The number of rows.
  public let count: UInt32
  /// What the rows saved, in milligrams of CO₂ equivalent or points.
  public let total: Int64
  /// The root of the tree over the rows.
  public let root: Digest
  /// The record that reported it.
  public let position: RecordPosition
  /// The batch before it of the same scenario and month.
  public let previous: UInt32?
  /// A bit for each row that left, the first in the lowest bit; empty while none has.
  public internal(set) var removed: [UInt8] = []
  /// The number of rows that left.
  public internal(set) var removedCount: UInt32 = 0
  /// What the rows that left had saved.
  public internal(set) var removedTotal: Int64 = 0

  init(
    _ terms: ActivityBatchRecord.Terms, methodology: UInt32, position: RecordPosition,
    previous: UInt32?
  ) {
    scenario = terms.scenario
    self.methodology = methodology
    date = terms.date
    status = terms.status
    count = terms.count
    total = terms.total
    root = terms.root
    self.position = position
    self.previous = previous
  }

  /// Whether row `row` left the batch.
  public func isRemoved(_ row: Int) -> Bool {
    guard row >= 0, row / 8 < removed.count else { return false }
    return removed[row / 8] & 1 << UInt8(row % 8) != 0
  }

  mutating func remove(_ row: Int) {
    if removed.isEmpty { removed = [UInt8](repeating: 0, count: (Int(count) + 7) / 8) }
    removed[row / 8] |= 1 << UInt8(row % 8)
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    try reader.expectRow(of: 13, "a batch")
    scenario = try reader.readNumber()
    methodology = try reader.readNumber()
    date = try reader.readDate()
    status = DataStatus.allCases[try reader.readChoice(of: DataStatus.names.count)]
    count = UInt32(truncatingIfNeeded: try reader.readUnsigned(atMost: UInt64(UInt32.max)))
    total = try reader.readAmount()
    root = try reader.readDigest()
    position = try reader.readPosition()
    previous = try reader.readOptionalNumber()
    removed = try reader.readByteArray()
    removedCount = UInt32(truncatingIfNeeded: try reader.readUnsigned(atMost: UInt64(count)))
    removedTotal = try reader.readAmount()
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(13)
    writer.write(number: scenario)
    writer.write(number: methodology)
    writer.write(date: date)
    writer.write(unsigned: UInt64(status.rawValue))
    writer.write(number: count)
    writer.write(amount: total)
    writer.write(digest: root)
    writer.write(position: position)
    writer.writeOptional(previous) { $0.write(number: $1) }
    writer.write(bytes: removed)
    writer.write(number: removedCount)
    writer.write(amount: removedTotal)
  }
}
