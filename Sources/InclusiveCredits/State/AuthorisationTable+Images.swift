// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
public import LedgerCore

// A row of the stored state is a chunk of 256 persons under a scenario. Its key is the number of
// the scenario and that of the chunk, both 4 bytes, big-endian; its value is a flat CBOR array.
// Each person with authorisations adds to it how many persons without are passed over, the number
// of authorisations and, for each of these, oldest first, two numbers: its first day, in days
// since 1970-01-01, and how many days it ran, 0 when it runs.
extension AuthorisationTable {
  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    forEachChunk(changedOnly: changedOnly) { scenario, chunk in
      let value = encode(scenario, chunk)
      guard changedOnly || !value.isEmpty else { return }
      visit(
        StateImage(
          section: code, key: StateImage.key(scenario) + StateImage.key(chunk), value: value))
    }
  }

  private func encode(_ scenario: UInt32, _ chunk: UInt32) -> [UInt8] {
    var (items, passed) = (0, 0)
    var body = CBORWriter(reserving: 2048)
    let first = Int(chunk) * Self.chunkSize
    for person in first..<first + Self.chunkSize {
      let periods = stored(scenario, UInt32(person))
      guard !periods.isEmpty else {
        passed += 1
        continue
      }
      body.write(unsigned: UInt64(passed))
      body.write(unsigned: UInt64(periods.count))
      for period in periods {
        body.write(integer: Int64(period.from))
        body.write(
          integer: period.until == Period.open ? 0 : Int64(period.until) - Int64(period.from))
      }
      items += 2 + 2 * periods.count
      passed = 0
    }
    guard items > 0 else { return [] }
    var writer = CBORWriter(reserving: body.bytes.count + 5)
    writer.writeArrayHeader(items)
    writer.append(encoded: body.bytes)
    return writer.bytes
  }

  /// Reads back one stored row.
  public mutating func load(key: [UInt8], value: [UInt8]) throws(StateError) {
    do throws(CBORError) {
      guard key.count == 8, let scenario = StateImage.number(Array(key[..<4])),
        let chunk = StateImage.number(Array(key[4...])),
        chunk <= UInt32.max / UInt32(Self.chunkSize)
      else {
        throw .unexpected(offset: 0, expected: "a scenario and a chunk as key", found: "\(key)")
      }
      try load(value, scenario, chunk)
    } catch {
      throw .malformedRow(section: code, key: key, error)
    }
    commit()
    forgetChanges()
  }

  private mutating func load(
    _ value: [UInt8], _ scenario: UInt32, _ chunk: UInt32
  ) throws(CBORError) {
    var reader = CBORReader(value.span)
    var items = try reader.readArrayHeader()
    var position: UInt64 = 0
    guard items > 0 else {
      throw .unexpected(offset: 0, expected: "at least one person", found: "none")
    }
    while items > 0 {
      let offset = reader.offset
      position += try reader.readUnsigned(atMost: UInt64(Self.chunkSize))
      let count = Int(try reader.readUnsigned(atMost: UInt64(items / 2)))
      guard position < Self.chunkSize, count > 0, items >= 2 + 2 * count else {
        throw .unexpected(
          offset: offset, expected: "\(Self.chunkSize) persons with authorisations",
          found: "person \(position) with \(count) of them")
      }
      let periods = try Self.periods(count, &reader)
      let person = chunk * UInt32(Self.chunkSize) + UInt32(position)
      restore(periods, scenario, person)
      position += 1
      items -= 2 + 2 * count
    }
    try reader.expectEnd()
  }

  private static func periods(
    _ count: Int, _ reader: inout CBORReader
  ) throws(CBORError) -> [Period] {
    var periods: [Period] = []
    periods.reserveCapacity(count)
    for number in 0..<count {
      let offset = reader.offset
      // An authorisation begins after the one before it has ended.
      let least = periods.last.map { Int64($0.until) + 1 } ?? Int64(Int32.min)
      let from = try reader.readInteger(in: least...max(least, Int64(Period.open) - 1))
      let days = try reader.readInteger(in: 0...max(0, Int64(Period.open) - 1 - from))
      guard days > 0 || number == count - 1, from < Period.open else {
        throw .unexpected(offset: offset, expected: "an end before the next", found: "none")
      }
      periods.append(
        Period(
          from: Int32(truncatingIfNeeded: from),
          until: days == 0 ? Period.open : Int32(truncatingIfNeeded: from + days)))
    }
    return periods
  }
}
