// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Quantities

/// The pieces that the canonical form of a model is made of; each refuses, none traps.
extension CBORReader {
  mutating func readItems(_ count: Int) throws(CBORError) {
    let start = offset
    let found = try readArrayHeader()
    guard found == count else {
      throw .unexpectedValue(offset: start, expected: UInt64(count), found: UInt64(found))
    }
  }

  mutating func readModelVersion() throws(CBORError) {
    let start = offset
    let found = try readUnsigned()
    guard found == FootprintModelCodec.version else {
      throw .unexpectedValue(
        offset: start, expected: FootprintModelCodec.version, found: found)
    }
  }

  mutating func readText(_ limit: Int) throws(CBORError) -> String {
    let start = offset
    let text = try readTextString()
    guard text.utf8.count <= limit else {
      throw .unexpected(
        offset: start, expected: "a text of at most \(limit) bytes",
        found: "\(text.utf8.count) bytes")
    }
    return text
  }

  mutating func readName() throws(CBORError) -> String {
    try readText(FootprintLimits.nameBytes)
  }

  mutating func readDate() throws(CBORError) -> CalendarDate {
    let start = offset
    guard let days = Int32(exactly: try readInteger()) else {
      throw .integerOutOfRange(offset: start)
    }
    return CalendarDate(daysSinceEpoch: days)
  }

  mutating func readDecimal() throws(CBORError) -> ExactDecimal {
    let start = offset
    let text = try readName()
    guard let number = try? ExactDecimal(text: text), FootprintLimits.allows(number) else {
      throw .unexpected(
        offset: start, expected: "a number of at most \(FootprintLimits.digits) digits",
        found: text)
    }
    return number
  }

  mutating func readCode<Value>(_ make: (UInt8) -> Value?) throws(CBORError) -> Value {
    let start = offset
    let code = try readUnsigned()
    guard let code = UInt8(exactly: code), let value = make(code) else {
      throw .unexpected(offset: start, expected: "a known code", found: "\(code)")
    }
    return value
  }

  mutating func readForm() throws(CBORError) -> ModelForm {
    let items = try readArrayHeader()
    return ModelForm(code: try readUnsigned(), items: items)
  }

  mutating func readUnlessNull<Value>(
    _ read: (inout CBORReader) throws(CBORError) -> Value
  ) throws(CBORError) -> Value? {
    if try skipNullIfPresent() { return nil }
    return try read(&self)
  }

  mutating func readList<Item>(
    _ limit: Int, _ read: (inout CBORReader) throws(CBORError) -> Item
  ) throws(CBORError) -> [Item] {
    let start = offset
    let count = try readArrayHeader()
    guard count <= limit else {
      throw .unexpected(
        offset: start, expected: "a list of at most \(limit) items", found: "\(count) items")
    }
    var items: [Item] = []
    for _ in 0..<count { items.append(try read(&self)) }
    return items
  }
}

/// The head of something that has several forms: which one, and how many items its array has.
struct ModelForm: Equatable {
  var code: UInt64
  var items: Int

  func unknown(offset: Int, expected: String) -> CBORError {
    .unexpected(offset: offset, expected: expected, found: "code \(code) with \(items) items")
  }
}

/// Pieces as functions, for lists.
enum ModelPiece {
  static func name(_ reader: inout CBORReader) throws(CBORError) -> String {
    try reader.readName()
  }

  static func code(_ reader: inout CBORReader) throws(CBORError) -> String {
    try reader.readText(FootprintLimits.codeBytes)
  }

  static func assessment(_ reader: inout CBORReader) throws(CBORError) -> AssessmentReport {
    try reader.readCode(AssessmentReport.init)
  }

  static func digest(_ reader: inout CBORReader) throws(CBORError) -> [UInt8] {
    let start = reader.offset
    let bytes = try reader.readByteArray()
    guard bytes.count == FootprintLimits.digestBytes else {
      throw .unexpected(
        offset: start, expected: "a digest of \(FootprintLimits.digestBytes) bytes",
        found: "\(bytes.count) bytes")
    }
    return bytes
  }
}
