// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FootprintEngine
import LedgerCore
public import Quantities

/// The limits of the records, besides those of models (``FootprintLimits``), in one place.
public enum FootprintRecordLimits {
  /// The most bytes of a decimal number: a sign, 39 digits, a point.
  public static let decimalBytes = 41
  /// The most cells of a result: every stage with every category.
  public static let cells = LifeCycleStage.allCases.count * EmissionCategory.allCases.count
  /// The most ranges of certificates one footprint draws on.
  public static let certificateRanges = 100
}

extension FieldKind {
  /// An exact decimal number in its shortest form: `-0.5`, `12.3`, `0`.
  static let decimal = FieldKind.text(maximum: FootprintRecordLimits.decimalBytes)
}

// Fields that several records share, so that one name means one thing.
extension FieldDescription {
  static let footprint = FieldDescription(
    "footprint", .number(of: "footprint"), BilingualText("产品碳足迹", "footprint"))
  static let date = FieldDescription("date", .date, BilingualText("日期", "date"))
  static let from = FieldDescription(
    "from", .date, BilingualText("起始日", "first day of effect"))
  static let reason = FieldDescription(
    "reason", .text(maximum: 500), BilingualText("理由", "reason"))
}

extension CBORReader {
  /// Reads a decimal number in its one form: without needless zeros.
  mutating func readDecimal() throws(CBORError) -> ExactDecimal {
    let offset = offset
    let text = try readText(atMost: FootprintRecordLimits.decimalBytes)
    guard let value = try? ExactDecimal(text: text), value.shortestText == text else {
      throw .unexpected(offset: offset, expected: "a decimal in its shortest form", found: text)
    }
    return value
  }

  mutating func readOptionalDecimal() throws(CBORError) -> ExactDecimal? {
    try readOptional { (reader) throws(CBORError) in try reader.readDecimal() }
  }

  /// Reads a choice of the cases of `Value`, whose raw values count from 0.
  mutating func readCase<Value: RawRepresentable & CaseIterable>(
    of type: Value.Type
  ) throws(CBORError) -> Value where Value.RawValue == UInt8, Value.AllCases == [Value] {
    Value.allCases[try readChoice(of: Value.allCases.count)]
  }
}

extension CBORWriter {
  mutating func write(texts: [String]) { writeList(texts) { $0.write(text: $1) } }

  /// Writes a decimal number as its shortest text.
  mutating func write(decimal: ExactDecimal) { write(text: decimal.shortestText) }

  mutating func write<Value: RawRepresentable>(choice value: Value)
  where Value.RawValue == UInt8 { write(unsigned: UInt64(value.rawValue)) }
}

extension ExactDecimal {
  /// The one form in which records state a number: no exponent, no needless zeros.
  public var shortestText: String { normalized.description }
}
