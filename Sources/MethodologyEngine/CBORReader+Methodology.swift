// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Quantities

// What the canonical form of a methodology is made of besides the pieces of every document.
extension CBORReader {
  mutating func readName() throws(CBORError) -> String {
    try readText(MethodologyLimits.nameBytes)
  }

  mutating func readInteger(in range: ClosedRange<Int>) throws(CBORError) -> Int {
    let start = offset
    let value = try readInteger()
    guard let number = Int(exactly: value), range.contains(number) else {
      throw .unexpected(
        offset: start, expected: "\(range.lowerBound) to \(range.upperBound)", found: "\(value)")
    }
    return number
  }

  mutating func readDate() throws(CBORError) -> CalendarDate {
    let start = offset
    let days = try readInteger()
    guard let days = Int32(exactly: days) else { throw .integerOutOfRange(offset: start) }
    return CalendarDate(daysSinceEpoch: days)
  }

  mutating func readDecimal() throws(CBORError) -> ExactDecimal {
    let start = offset
    let text = try readName()
    let digits = text.utf8.count { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".") }
    guard digits <= MethodologyLimits.digits + 1, let number = try? ExactDecimal(text: text)
    else {
      throw .unexpected(
        offset: start, expected: "a number of at most \(MethodologyLimits.digits) digits",
        found: text)
    }
    return number
  }

  mutating func readRounding() throws(CBORError) -> Rounding {
    let start = offset
    let name = try readName()
    guard let rounding = Rounding(rawValue: name) else {
      throw .unexpected(offset: start, expected: "a way of rounding", found: name)
    }
    return rounding
  }

  mutating func readMap<Value>(
    _ read: (inout CBORReader) throws(CBORError) -> Value
  ) throws(CBORError) -> [String: Value] {
    let start = offset
    let count = try readMapHeader()
    guard count <= MethodologyLimits.inputs else {
      throw .unexpected(
        offset: start, expected: "a map of at most \(MethodologyLimits.inputs) names",
        found: "\(count) names")
    }
    var values: [String: Value] = [:]
    var previous: Range<Int>?
    for _ in 0..<count {
      let key = offset
      let name = try readName()
      let range = key..<offset
      try checkKeyOrder(range, after: previous)
      previous = range
      values[name] = try read(&self)
    }
    return values
  }

  mutating func readOptionalInteger(in range: ClosedRange<Int>) throws(CBORError) -> Int? {
    if try skipNullIfPresent() { return nil }
    return try readInteger(in: range)
  }
}

/// Pieces as functions, for lists and for what may be absent.
enum Piece {
  static func name(_ reader: inout CBORReader) throws(CBORError) -> String {
    try reader.readName()
  }

  static func text(_ reader: inout CBORReader) throws(CBORError) -> String {
    try reader.readText(MethodologyLimits.textBytes)
  }

  static func date(_ reader: inout CBORReader) throws(CBORError) -> CalendarDate {
    try reader.readDate()
  }

  static func duration(_ reader: inout CBORReader) throws(CBORError) -> Int64 {
    Int64(try reader.readInteger(in: 0...Int(MethodologyLimits.durationSeconds)))
  }

  static func exampleRow(_ reader: inout CBORReader) throws(CBORError) -> [String: String] {
    try reader.readMap(name)
  }

  static func exampleValue(
    _ reader: inout CBORReader
  ) throws(CBORError) -> Methodology.ExampleValue {
    guard try reader.peekMajorType() == .array else { return .text(try reader.readName()) }
    return .rows(try reader.readList(MethodologyLimits.exampleRows, exampleRow))
  }
}
