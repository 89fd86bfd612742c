// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
public import Quantities

/// A footprint in the fields of somebody else's form, with what could not be filled in.
public struct FieldSetExport: Sendable, Hashable {
  /// The form; a field that cannot be known is `null`, or left out where the form's schema has no
  /// `null`.
  public let document: JSONValue
  /// What is `null`, left out or only partly meant as the form means it, and why.
  public let notes: [Note]

  /// A remark on one field.
  public struct Note: Sendable, Hashable {
    /// The field, as a JSON pointer.
    public let path: String
    /// The remark.
    public let text: BilingualText
  }
}

/// How decimals stand in a form.
public enum DecimalForm: Sendable, Hashable {
  /// As JSON numbers with their exact digits.
  case number
  /// As strings, so that no reader rounds them.
  case text
}

/// Collects the notes while a form is filled in.
struct FieldSetNotes {
  private(set) var notes: [FieldSetExport.Note] = []

  /// Writes why a field is empty, and `null`.
  mutating func null(_ path: String, _ chinese: String, _ english: String) -> JSONValue {
    note(path, chinese, english)
    return .null
  }

  mutating func note(_ path: String, _ chinese: String, _ english: String) {
    notes.append(FieldSetExport.Note(path: path, text: BilingualText(chinese, english)))
  }
}

extension JSONValue {
  /// A decimal with its exact digits.
  static func decimal(_ decimal: ExactDecimal, _ form: DecimalForm = .number) -> JSONValue {
    let text = decimal.normalized.description
    if form == .text { return .string(text) }
    return Int64(text).map { .integer($0) } ?? .number(text)
  }
}

extension FootprintStatement {
  /// The value of the first classification of a kind, such as `cn` or `hs`.
  func classification(_ kind: String) -> String? {
    for urn in classifications {
      let parts = urn.split(separator: ":")
      if parts.count >= 3, parts.dropLast().last?.lowercased() == kind {
        return parts.last.map(String.init)
      }
    }
    return nil
  }

  /// The country of the geography, when it names one.
  var country: String? {
    let letters = String(geography.prefix { $0 != "-" })
    return PACTGeography.isCountry(letters) ? letters : nil
  }
}

extension ExactDecimal {
  /// The quotient rounded half to even; nil when nothing can be divided by the divisor.
  func quotient(by divisor: ExactDecimal, scale: Int) -> ExactDecimal? {
    guard !divisor.isZero, !divisor.isNegative else { return nil }
    return (try? divided(by: divisor, scale: scale, rounding: .halfEven))?.normalized
  }
}
