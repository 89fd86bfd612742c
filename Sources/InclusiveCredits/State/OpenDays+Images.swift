// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
public import LedgerCore
import Quantities

// A row of the stored state is a batch on its date. Its key is the date (days since 1970-01-01
// plus 2³¹) and the number of the batch, both 4 bytes, big-endian: a day's batches follow each
// other in the order in which they were admitted. Its value is a CBOR array of the scenario, a
// byte string with 28 bytes for each activity (key 16, person 4, start 4, duration 4, big-endian)
// and, unless they are all zero, a byte string with 8 bytes for each: the sum of the person's
// measures under the scenario on the date, up to this activity.
extension OpenDays {
  private static let bytesOfRow = 28

  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    if changedOnly {
      for (date, batch) in removed {
        visit(StateImage(section: code, key: Self.key(date, batch), value: []))
      }
    }
    for day in days {
      for (position, batch) in day.batches.enumerated() {
        let rows = day.rows(ofBatchAt: position)
        if changedOnly, rows.upperBound <= day.stored { continue }
        visit(
          StateImage(
            section: code, key: Self.key(day.date, batch.number),
            value: Self.encode(day, rows, scenario: batch.scenario)))
      }
    }
  }

  private static func key(_ date: CalendarDate, _ batch: UInt32) -> [UInt8] {
    StateImage.key(UInt32(bitPattern: date.daysSinceEpoch) ^ 1 << 31) + StateImage.key(batch)
  }

  private static func encode(_ day: OpenDay, _ rows: Range<Int>, scenario: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows.count * bytesOfRow)
    var isMeasured = false
    for number in rows {
      let (key, row) = (day.keys[number], day.rows[number])
      append(key.high, to: &bytes)
      append(key.low, to: &bytes)
      append(row.person, to: &bytes)
      append(UInt32(truncatingIfNeeded: row.start), to: &bytes)
      append(UInt32(truncatingIfNeeded: row.duration), to: &bytes)
      isMeasured = isMeasured || row.sum != 0
    }
    var writer = CBORWriter(reserving: bytes.count + (isMeasured ? rows.count * 8 : 0) + 24)
    writer.writeArrayHeader(isMeasured ? 3 : 2)
    writer.write(unsigned: UInt64(scenario))
    writer.write(bytes: bytes)
    if isMeasured {
      bytes.removeAll(keepingCapacity: true)
      for number in rows { append(UInt64(bitPattern: day.rows[number].sum), to: &bytes) }
      writer.write(bytes: bytes)
    }
    return writer.bytes
  }

  private static func append<Word: FixedWidthInteger>(_ word: Word, to bytes: inout [UInt8]) {
    for shift in stride(from: Word.bitWidth - 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  /// Regards the rows as stored.
  public mutating func forgetChanges() {
    removed = []
    for position in days.indices where days[position].stored < days[position].rows.count {
      days[position].forgetChanges()
    }
  }

  /// Reads back one stored row.
  public mutating func load(key: [UInt8], value: [UInt8]) throws(StateError) {
    do throws(CBORError) {
      guard key.count == 8, let days = StateImage.number(Array(key[..<4])),
        let batch = StateImage.number(Array(key[4...]))
      else {
        throw .unexpected(offset: 0, expected: "a date and a batch as key", found: "\(key)")
      }
      let date = CalendarDate(daysSinceEpoch: Int32(bitPattern: days ^ 1 << 31))
      try load(value, date, batch)
    } catch {
      throw .malformedRow(section: code, key: key, error)
    }
  }

  private mutating func load(
    _ value: [UInt8], _ date: CalendarDate, _ batch: UInt32
  ) throws(CBORError) {
    var reader = CBORReader(value.span)
    let items = try reader.readArrayHeader()
    let scenario = try reader.readNumber()
    let rows = try reader.readBytes()
    let sums = items == 3 ? try reader.readBytes() : 0..<0
    try reader.expectEnd()
    let count = rows.count / Self.bytesOfRow
    guard items == 2 || items == 3, count > 0, rows.count == count * Self.bytesOfRow,
      sums.count == (items == 3 ? count * 8 : 0)
    else {
      throw .unexpected(
        offset: rows.lowerBound, expected: "\(Self.bytesOfRow) bytes a row and 8 a sum",
        found: "\(rows.count) and \(sums.count) bytes")
    }
    if days.last.map({ $0.date < date }) ?? true { days.append(OpenDay(date: date)) }
    let last = days.count - 1
    guard days[last].date == date, days[last].batches.last.map({ $0.number < batch }) ?? true
    else {
      throw .unexpected(offset: 0, expected: "rows in order of their keys", found: "\(batch)")
    }
    let activities = (0..<count).map { position in
      let offset = rows.lowerBound + position * Self.bytesOfRow
      return Activity(
        key: NaturalKey(high: Self.word(value, offset, 8), low: Self.word(value, offset + 8, 8)),
        person: UInt32(truncatingIfNeeded: Self.word(value, offset + 16, 4)), scenario: scenario,
        batch: batch, start: Int32(truncatingIfNeeded: Self.word(value, offset + 20, 4)),
        duration: Int32(truncatingIfNeeded: Self.word(value, offset + 24, 4)), measure: 0)
    }
    for (position, activity) in activities.enumerated() {
      if position.isMultiple(of: 128) {
        touch(activities[position..<min(position + 128, count)], on: date)
      }
      guard days[last].row(with: activity.key) == nil else {
        throw .unexpected(offset: 0, expected: "a natural key once a day", found: "it twice")
      }
      let sum = items == 3 ? Self.word(value, sums.lowerBound + position * 8, 8) : 0
      days[last].insert(activity, sum: Int64(bitPattern: sum))
    }
    days[last].commit()
    days[last].forgetChanges()
  }

  private static func word(_ bytes: [UInt8], _ offset: Int, _ length: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in offset..<offset + length { word = word << 8 | UInt64(bytes[index]) }
    return word
  }
}
