// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import Quantities

// What the canonical form of a model is made of besides the pieces of every document.
extension CBORReader {
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

  mutating func readForm() throws(CBORError) -> ModelForm {
    let items = try readArrayHeader()
    return ModelForm(code: try readUnsigned(), items: items)
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
