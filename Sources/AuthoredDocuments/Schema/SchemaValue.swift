// SPDX-License-Identifier: Apache-2.0
import MethodologyEngine
import Quantities

/// A value that is what the schema asks for.
indirect enum SchemaValue: Sendable {
  case text(String)
  case bilingual(BilingualText)
  case identity(Methodology.Identity)
  case flag(Bool)
  case integer(Int)
  case bytes([UInt8])
  case decimal(ExactDecimal)
  case date(CalendarDate)
  case amount(SchemaAmount)
  case seconds(Int64)
  case expression(Methodology.ExpressionText)
  case source(Methodology.Source)
  case list([SchemaValue])
  case record(SchemaRecord)
  case named([SchemaMember])
  case example(Methodology.ExampleValue)
  case setting([SchemaSetting])
}

/// A number with the unit written after it; the unit is `1` when none is.
struct SchemaAmount: Sendable {
  var number: ExactDecimal
  var unit: String
}

/// A name the author gave, and its value.
struct SchemaMember: Sendable {
  var name: String
  var value: SchemaValue
}

/// A number for a choice, or for all of a parameter.
struct SchemaSetting: Sendable {
  var choice: String?
  var number: ExactDecimal
}

/// A mapping that has the keys its table asks for.
///
/// The accessors trap on a key or kind the table does not promise: that is a bug of this module,
/// never of a document.
struct SchemaRecord: Sendable {
  var values: [String: SchemaValue]
  var path: String

  func has(_ key: String) -> Bool { values[key] != nil }

  func optionalText(_ key: String) -> String? {
    guard case .text(let text)? = values[key] else { return nil }
    return text
  }

  func text(_ key: String) -> String { promised(optionalText(key), key) }

  func optionalBilingual(_ key: String) -> BilingualText? {
    guard case .bilingual(let text)? = values[key] else { return nil }
    return text
  }

  func bilingual(_ key: String) -> BilingualText { promised(optionalBilingual(key), key) }

  func identity(_ key: String) -> Methodology.Identity {
    guard case .identity(let identity)? = values[key] else { return promised(nil, key) }
    return identity
  }

  func optionalFlag(_ key: String) -> Bool? {
    guard case .flag(let flag)? = values[key] else { return nil }
    return flag
  }

  func flag(_ key: String) -> Bool { promised(optionalFlag(key), key) }

  func optionalInteger(_ key: String) -> Int? {
    guard case .integer(let number)? = values[key] else { return nil }
    return number
  }

  func integer(_ key: String) -> Int { promised(optionalInteger(key), key) }

  func decimal(_ key: String) -> ExactDecimal {
    promised(optionalDecimal(key), key)
  }

  func optionalDecimal(_ key: String) -> ExactDecimal? {
    guard case .decimal(let number)? = values[key] else { return nil }
    return number
  }

  func optionalRecord(_ key: String) -> SchemaRecord? {
    guard case .record(let record)? = values[key] else { return nil }
    return record
  }

  /// The items of a list; none when the key is left out.
  func items(_ key: String) -> [SchemaValue] {
    guard case .list(let items)? = values[key] else { return [] }
    return items
  }

  func optionalDate(_ key: String) -> CalendarDate? {
    guard case .date(let date)? = values[key] else { return nil }
    return date
  }

  func date(_ key: String) -> CalendarDate { promised(optionalDate(key), key) }

  func optionalAmount(_ key: String) -> SchemaAmount? {
    guard case .amount(let amount)? = values[key] else { return nil }
    return amount
  }

  func amount(_ key: String) -> SchemaAmount { promised(optionalAmount(key), key) }

  func optionalSeconds(_ key: String) -> Int64? {
    guard case .seconds(let seconds)? = values[key] else { return nil }
    return seconds
  }

  func expression(_ key: String) -> Methodology.ExpressionText {
    guard case .expression(let text)? = values[key] else { return promised(nil, key) }
    return text
  }

  func optionalSource(_ key: String) -> Methodology.Source? {
    guard case .source(let source)? = values[key] else { return nil }
    return source
  }

  func source(_ key: String) -> Methodology.Source { promised(optionalSource(key), key) }

  func record(_ key: String) -> SchemaRecord {
    promised(optionalRecord(key), key)
  }

  /// The records of a list; none when the key is left out.
  func records(_ key: String) -> [SchemaRecord] {
    guard case .list(let items)? = values[key] else { return [] }
    return items.map { item in
      guard case .record(let record) = item else { return promised(nil, key) }
      return record
    }
  }

  /// The texts of a list; none when the key is left out.
  func texts(_ key: String) -> [String] {
    guard case .list(let items)? = values[key] else { return [] }
    return items.map { item in
      guard case .text(let text) = item else { return promised(nil, key) }
      return text
    }
  }

  func members(_ key: String) -> [SchemaMember] {
    guard case .named(let members)? = values[key] else { return [] }
    return members
  }

  private func promised<Value>(_ value: Value?, _ key: String) -> Value {
    guard let value else { preconditionFailure("the schema does not promise \(path).\(key)") }
    return value
  }
}
