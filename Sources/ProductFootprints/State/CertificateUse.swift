// SPDX-License-Identifier: Apache-2.0
public import ConciseBinary
public import LedgerCore

/// A range of retired certificates that one process of one footprint draws on.
public struct CertificateUse: StateRow {
  /// The number of the footprint.
  public let footprint: UInt32
  /// The process of its model.
  public let process: String
  /// The number of the series.
  public let series: UInt32
  /// The serial numbers.
  public let range: ClosedRange<UInt64>

  init(footprint: UInt32, process: String, series: UInt32, range: ClosedRange<UInt64>) {
    self.footprint = footprint
    self.process = process
    self.series = series
    self.range = range
  }

  /// Reads a row.
  public init(decoding reader: inout CBORReader) throws(CBORError) {
    let offset = reader.offset
    try reader.expectRow(of: 5, "a use of certificates")
    footprint = try reader.readNumber()
    process = try reader.readTextString()
    series = try reader.readNumber()
    let (first, last) = (try reader.readUnsigned(), try reader.readUnsigned())
    guard first <= last else {
      throw .unexpected(offset: offset, expected: "first ≤ last", found: "\(first), \(last)")
    }
    range = first...last
  }

  /// Appends the row.
  public func encode(to writer: inout CBORWriter) {
    writer.writeArrayHeader(5)
    writer.write(number: footprint)
    writer.write(text: process)
    writer.write(number: series)
    writer.write(unsigned: range.lowerBound)
    writer.write(unsigned: range.upperBound)
  }
}

/// The uses of certificates, by number and by serial number.
///
/// A footprint that takes the place of another may take over its certificates; of several uses of
/// a serial number the newest counts.
public struct CertificateUses: StateSection {
  /// A stretch of a series and the newest use of it.
  private struct Stretch: Sendable {
    var range: ClosedRange<UInt64>
    var use: UInt32
  }

  private struct Step: Sendable {
    let series: UInt32
    let place: Int
    let newCount: Int
    let old: [Stretch]
  }

  private var rows: Table<CertificateUse>
  private var stretches: [UInt32: [Stretch]] = [:]
  private var undo: [Step] = []

  init(code: UInt8) { rows = Table(code: code) }

  /// The section's code.
  public var code: UInt8 { rows.code }
  /// How many there are.
  public var count: Int { rows.count }
  /// The use numbered `number`, which must exist.
  public subscript(_ number: UInt32) -> CertificateUse { rows[number] }

  /// The newest uses of the serial numbers in `range`, in their order.
  public func uses(of series: UInt32, in range: ClosedRange<UInt64>) -> [CertificateUse] {
    guard let list = stretches[series] else { return [] }
    return Self.places(in: list, range).map { rows[list[$0].use] }
  }

  private static func places(
    in list: [Stretch], _ range: ClosedRange<UInt64>
  ) -> Range<Int> {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle].range.upperBound < range.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var end = low
    while end < list.count, list[end].range.lowerBound <= range.upperBound { end += 1 }
    return low..<end
  }

  mutating func append(_ use: CertificateUse) {
    index(use, rows.append(use))
  }

  /// Gives the range to the newest use, cutting off what others had of it.
  private mutating func index(_ use: CertificateUse, _ number: UInt32) {
    let list = stretches[use.series, default: []]
    let places = Self.places(in: list, use.range)
    let old = Array(list[places])
    var new: [Stretch] = []
    if let head = old.first, head.range.lowerBound < use.range.lowerBound {
      new.append(
        Stretch(range: head.range.lowerBound...(use.range.lowerBound - 1), use: head.use))
    }
    new.append(Stretch(range: use.range, use: number))
    if let tail = old.last, tail.range.upperBound > use.range.upperBound {
      new.append(
        Stretch(range: (use.range.upperBound + 1)...tail.range.upperBound, use: tail.use))
    }
    stretches[use.series, default: []].replaceSubrange(places, with: new)
    undo.append(
      Step(series: use.series, place: places.lowerBound, newCount: new.count, old: old))
  }
}

extension CertificateUses {
  /// The images of all rows, or of those changed since they were stored.
  public func visitImages(changedOnly: Bool, _ visit: (StateImage) -> Void) {
    rows.visitImages(changedOnly: changedOnly, visit)
  }

  /// Regards the rows as stored.
  public mutating func forgetChanges() { rows.forgetChanges() }

  /// Reads back one stored row.
  public mutating func load(key: [UInt8], value: [UInt8]) throws(StateError) {
    try rows.load(key: key, value: value)
    let number = UInt32(rows.count - 1)
    index(rows[number], number)
    undo.removeAll()
  }

  /// Keeps what was done since the last call.
  public mutating func commit() {
    rows.commit()
    undo.removeAll(keepingCapacity: true)
  }

  /// Takes back what was done since `commit()`.
  public mutating func rollback() {
    rows.rollback()
    while let step = undo.popLast() {
      stretches[step.series, default: []].replaceSubrange(
        step.place..<(step.place + step.newCount), with: step.old)
    }
  }
}
