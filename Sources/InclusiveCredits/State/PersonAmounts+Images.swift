// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
public import LedgerCore
import Quantities

// A row of the stored state is a chunk of 256 persons in a column. Its key is the kind (1 byte),
// the scenario (4), 0 for all months or 1 for one (1), the month (4: months since 1970-01 plus
// 2³¹, or 0) and the chunk (4), all big-endian. Its value is a flat CBOR array: for each person
// with an amount how many persons without are passed over, and the amount.
extension PersonAmounts {
  private static let keyLength = 14

  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    if changedOnly {
      for (name, chunks) in removed {
        // The column may have been made again since.
        let amounts = all.first { $0.name == name }
        for chunk in chunks {
          visit(image(name, chunk, amounts.map { Self.encode($0.cells, chunk) } ?? []))
        }
      }
    }
    for amounts in all {
      for chunk in changedOnly ? amounts.changes.numbers : Self.chunks(amounts.cells) {
        let value = Self.encode(amounts.cells, chunk)
        if changedOnly || !value.isEmpty { visit(image(amounts.name, chunk, value)) }
      }
    }
  }

  private func image(_ name: Column, _ chunk: UInt32, _ value: [UInt8]) -> StateImage {
    StateImage(section: code, key: Self.rowKey(of: name, chunk: chunk), value: value)
  }

  static func rowKey(of name: Column, chunk: UInt32) -> [UInt8] {
    let month = name.month.map { UInt32(bitPattern: $0.monthsSinceEpoch) ^ 1 << 31 }
    return [name.kind.rawValue] + StateImage.key(name.scenario) + [month == nil ? 0 : 1]
      + StateImage.key(month ?? 0) + StateImage.key(chunk)
  }

  private static func encode(_ cells: SparsePages<Int64>, _ chunk: UInt32) -> [UInt8] {
    var (items, passed) = (0, 0)
    var body = CBORWriter(reserving: 2048)
    let first = Int(chunk) * chunkSize
    for person in first..<first + chunkSize {
      let amount = cells[person]
      guard amount != 0 else {
        passed += 1
        continue
      }
      body.write(unsigned: UInt64(passed))
      body.write(integer: amount)
      items += 2
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
      let (column, chunk) = try Self.name(key)
      guard all.last.map({ $0.name <= column }) ?? true else {
        throw .unexpected(offset: 0, expected: "rows in order of their keys", found: "\(key)")
      }
      try load(value, column, chunk)
    } catch {
      throw .malformedRow(section: code, key: key, error)
    }
  }

  private static func name(_ key: [UInt8]) throws(CBORError) -> (Column, chunk: UInt32) {
    guard key.count == keyLength, let kind = Kind(rawValue: key[0]), key[5] <= 1,
      let scenario = StateImage.number(Array(key[1..<5])),
      let month = StateImage.number(Array(key[6..<10])), key[5] == 1 || month == 0,
      let chunk = StateImage.number(Array(key[10...])),
      chunk <= UInt32.max / UInt32(chunkSize)
    else {
      throw .unexpected(offset: 0, expected: "a column and a chunk as key", found: "\(key)")
    }
    let calendarMonth = CalendarMonth(monthsSinceEpoch: Int32(bitPattern: month ^ 1 << 31))
    let column = Column(kind, scenario: scenario, month: key[5] == 1 ? calendarMonth : nil)
    return (column, chunk)
  }

  private mutating func load(
    _ value: [UInt8], _ column: Column, _ chunk: UInt32
  ) throws(CBORError) {
    var reader = CBORReader(value.span)
    let items = try reader.readArrayHeader()
    guard items > 0, items.isMultiple(of: 2) else {
      throw .unexpected(offset: 0, expected: "two numbers a person", found: "\(items)")
    }
    var position: UInt64 = 0
    var total = total(column)
    for _ in 0..<items / 2 {
      let offset = reader.offset
      position += try reader.readUnsigned(atMost: UInt64(Self.chunkSize))
      let amount = try reader.readInteger(in: 1...Int64.max)
      let (sum, overflow) = total.addingReportingOverflow(amount)
      guard position < Self.chunkSize, !overflow else {
        throw .unexpected(
          offset: offset, expected: "\(Self.chunkSize) persons", found: "person \(position)")
      }
      total = sum
      restore(amount, in: column, chunk * UInt32(Self.chunkSize) + UInt32(position))
      position += 1
    }
    try reader.expectEnd()
  }
}
