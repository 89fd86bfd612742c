// SPDX-License-Identifier: Apache-2.0

/// Numbers and keys in the file of the stored state: numbers are big-endian.
enum ByteOrder {
  static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
    for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }

  /// The number at `place`, which must lie within the bytes with all of it.
  static func number<Number: FixedWidthInteger>(
    _ type: Number.Type, in bytes: [UInt8], at place: Int
  ) -> Number {
    var number: Number = 0
    for offset in 0..<(Number.bitWidth / 8) {
      number = number << 8 | Number(truncatingIfNeeded: bytes[place + offset])
    }
    return number
  }

  /// Whether `left` comes before `right`: byte by byte, a beginning before what it begins.
  static func isAscending(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    let count = min(left.count, right.count)
    var place = 0
    while place < count {
      let (a, b) = (left[place], right[place])
      if a != b { return a < b }
      place += 1
    }
    return left.count < right.count
  }
}
