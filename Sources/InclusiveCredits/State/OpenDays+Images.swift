// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore
import Quantities

// A row of the stored state is a batch on its date. Its key is the date (days since 1970-01-01
// plus 2³¹) and the number of the batch, both 4 bytes, big-endian: a day's batches follow each
// other in the order in which they were admitted. Its value is a CBOR array of the scenario, a
// byte string with 28 bytes for each activity (key 16, person 4, start 4, duration 4, big-endian)
// and, unless all measures are zero, a byte string with their 8 bytes each.
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
      append(UInt32(bitPattern: row.start), to: &bytes)
      append(UInt32(bitPattern: row.duration), to: &bytes)
      isMeasured = isMeasured || row.measure != 0
    }
    var writer = CBORWriter(reserving: bytes.count + (isMeasured ? rows.count * 8 : 0) + 24)
    writer.writeArrayHeader(isMeasured ? 3 : 2)
    writer.write(unsigned: UInt64(scenario))
    writer.write(bytes: bytes)
    if isMeasured {
      bytes.removeAll(keepingCapacity: true)
      for number in rows { append(UInt64(bitPattern: day.rows[number].measure), to: &bytes) }
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
    let activities = try Self.decode(value, batch: batch)
    if days.last.map({ $0.date < date }) ?? true { days.append(OpenDay(date: date)) }
    let last = days.count - 1
    guard days[last].date == date, days[last].batches.last.map({ $0.number < batch }) ?? true
    else {
      throw .unexpected(offset: 0, expected: "rows in order of their keys", found: "batch \(batch)")
    }
    for activity in activities {
      guard days[last].row(with: activity.key) == nil else {
        throw .unexpected(offset: 0, expected: "a natural key once a day", found: "it twice")
      }
      days[last].insert(activity)
    }
    days[last].commit()
    days[last].forgetChanges()
  }

  /// Reads the stored form of the activities of the batch numbered `batch`.
  public static func decode(
    _ value: [UInt8], batch: UInt32
  ) throws(CBORError) -> [Activity] {
    var reader = CBORReader(value.span)
    let items = try reader.readArrayHeader()
    let scenario = try reader.readNumber()
    let rows = try reader.readBytes()
    let measures = items == 3 ? try reader.readBytes() : rows.lowerBound..<rows.lowerBound
    try reader.expectEnd()
    let count = rows.count / bytesOfRow
    guard items == 2 || items == 3, count > 0, rows.count == count * bytesOfRow,
      measures.count == (items == 3 ? count * 8 : 0)
    else {
      throw .unexpected(
        offset: rows.lowerBound, expected: "\(bytesOfRow) bytes a row and 8 a measure",
        found: "\(rows.count) and \(measures.count) bytes")
    }
    func word(_ offset: Int, _ length: Int) -> UInt64 {
      var word: UInt64 = 0
      for index in offset..<offset + length { word = word << 8 | UInt64(value[index]) }
      return word
    }
    func short(_ offset: Int) -> UInt32 { UInt32(truncatingIfNeeded: word(offset, 4)) }
    return (0..<count).map { position in
      let offset = rows.lowerBound + position * bytesOfRow
      return Activity(
        key: NaturalKey(high: word(offset, 8), low: word(offset + 8, 8)),
        person: short(offset + 16), scenario: scenario, batch: batch,
        start: Int32(bitPattern: short(offset + 20)),
        duration: Int32(bitPattern: short(offset + 24)),
        measure: items == 3
          ? Int64(bitPattern: word(measures.lowerBound + position * 8, 8)) : 0)
    }
  }
}
