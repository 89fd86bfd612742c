// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// Why a text is not what its key asks for.
struct ScalarProblem: Error {
  var message: BilingualText
}

/// Reads the texts of a document as what their keys ask for.
enum SchemaScalar {
  static func value(
    _ scalar: YAMLScalar, _ kind: SchemaKind, _ form: DocumentForm
  ) throws(ScalarProblem) -> SchemaValue {
    if let problem = SchemaText.problem(scalar, kind, form) {
      throw ScalarProblem(message: problem)
    }
    let text = scalar.text
    switch kind {
    case .text, .short: return .text(text)
    case .name: if isName(text) { return .text(text) }
    case .choice: if isChoice(text) { return .text(text) }
    case .word(let words): if words.contains(text) { return .text(text) }
    case .identity:
      if let identity = Methodology.Identity(text: text) { return .identity(identity) }
    case .flag: if let flag = ["true": true, "false": false][text] { return .flag(flag) }
    case .integer(let range):
      if let number = decimal(text)?.wholeNumber, let number = Int(exactly: number),
        range.contains(number)
      {
        return .integer(number)
      }
    case .decimal: if let number = decimal(text) { return .decimal(number) }
    case .percent: if let points = basisPoints(text) { return .integer(points) }
    case .date:
      if let date = try? CalendarDate(text: text) { return .date(date) }
    case .amount: if let amount = amount(text) { return .amount(amount) }
    case .duration: if let seconds = seconds(text) { return .seconds(seconds) }
    case .expression:
      return .expression(
        Methodology.ExpressionText(
          text, line: scalar.textPlace.line, column: scalar.textPlace.column))
    default: if let value = measured(text, kind) { return value }
    }
    throw ScalarProblem(message: SchemaPhrases.expected(kind, foundText: text))
  }

  /// Lower-case letters, digits and `_`, a letter first.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return isShort(text) && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x5F }
  }

  /// Lower-case letters, digits, `-` and `_`, a letter or digit first.
  static func isChoice(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) || isDigit(first) else { return false }
    return isShort(text)
      && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x5F || $0 == 0x2D }
  }

  static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  static func isShort(_ text: String) -> Bool {
    text.utf8.count <= MethodologyLimits.nameBytes
  }

  /// A number with at most so many digits as the ledger takes.
  static func decimal(_ text: String) -> ExactDecimal? {
    guard text.utf8.count(where: isDigit) <= MethodologyLimits.digits else { return nil }
    return try? ExactDecimal(text: text)
  }

  /// `20 %` as 2 000 basis points.
  private static func basisPoints(_ text: String) -> Int? {
    guard text.last == "%", let share = decimal(String(text.dropLast().trimmingSpaces)),
      let hundredfold = try? share * ExactDecimal(100), let points = hundredfold.wholeNumber,
      MethodologyLimits.bufferBasisPoints.contains(Int(points))
    else { return nil }
    return Int(points)
  }

  /// A number, and the unit behind it.
  private static func amount(_ text: String) -> SchemaAmount? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
    let unit = text.dropFirst(number.count).trimmingSpaces
    guard let value = decimal(String(number)), isShort(String(unit)) else { return nil }
    return SchemaAmount(number: value, unit: unit.isEmpty ? "1" : String(unit))
  }

  /// `25 min` in seconds, when that is a whole number of them.
  private static func seconds(_ text: String) -> Int64? {
    guard let amount = amount(text),
      let factor = ["s": Int64(1), "min": 60, "h": 3_600][amount.unit],
      let product = try? amount.number * ExactDecimal(factor), let seconds = product.wholeNumber,
      seconds >= 0, seconds <= MethodologyLimits.durationSeconds
    else { return nil }
    return seconds
  }
}

extension StringProtocol {
  /// Without the spaces at both ends.
  var trimmingSpaces: SubSequence {
    let start = drop { $0 == " " }
    var end = start
    while end.last == " " { end.removeLast() }
    return end
  }
}
