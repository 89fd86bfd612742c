// SPDX-License-Identifier: Apache-2.0
import ExternalCredits

/// Which columns of a registry's CSV file hold what: a mapping file, read.
///
/// A mapping file is JSON, see Ledger/mappings. Each field is the name of a column, or an object
/// with `column` or `constant`, and where they apply `default` (used for an empty cell), `form`
/// (of a date: `iso` or `us`), `thousands` (a separator in numbers) and `values` (from what a
/// cell says to `held`, `retired` or `cancelled`).
public struct ColumnMapping: Sendable, Equatable {
  /// The value of `format` in a mapping file.
  public static let format = "tanzhang-column-mapping-1"

  /// What a field means.
  public enum Field: String, Sendable, Hashable, CaseIterable {
    /// The printed serial.
    case serial
    /// The quantity.
    case quantity
    /// The vintage: a year or `YYYY-MM`.
    case vintage
    /// The date of the status.
    case date
    /// The account holder.
    case holder
    /// The project's id.
    case project
    /// The status.
    case status
    /// The reason of a retirement.
    case reason
    /// Details of the reason, or the beneficiary.
    case details
  }

  /// How a date is written.
  public enum DateForm: String, Sendable, Hashable {
    /// `2015-12-29`.
    case iso
    /// `12/29/15` or `12/29/2015`: month, day, year.
    case us
  }

  /// Where a field's text comes from.
  public struct Source: Sendable, Equatable {
    /// The column's name; `nil` for a constant.
    public var column: String?
    /// The text of a constant, or for an empty cell; `nil` when a cell must not be empty.
    public var fallback: String?
    /// How a date is written.
    public var dateForm = DateForm.iso
    /// The separator of thousands; `nil` when there is none.
    public var thousands: Character?
    /// What cells mean; empty when they are meant literally.
    public var values: [String: String] = [:]
  }

  /// The registry.
  public let registry: String
  private let sources: [Field: Source]

  /// Where `field` comes from.
  public subscript(_ field: Field) -> Source { sources[field] ?? Source(fallback: "") }

  /// Reads a mapping file.
  public init(parsing bytes: [UInt8]) throws(MappingError) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(error)
    }
    try self.init(value)
  }

  init(_ value: JSONValue) throws(MappingError) {
    guard let members = value.members else {
      throw .unexpected(member: "", expected: "an object", found: value.kind)
    }
    guard value["format"]?.text == Self.format else {
      throw .unexpected(
        member: "format", expected: "\"\(Self.format)\"",
        found: value["format"]?.encoded() ?? "nothing")
    }
    guard let registry = value["registry"]?.text, SerialGrammars.grammar(of: registry) != nil
    else {
      throw .unexpected(
        member: "registry",
        expected: SerialGrammars.all.map(\.registry).joined(separator: ", "),
        found: value["registry"]?.encoded() ?? "nothing")
    }
    self.registry = registry
    var sources: [Field: Source] = [:]
    for member in members where member.name != "format" && member.name != "registry" {
      guard let field = Field(rawValue: member.name) else {
        throw .unexpected(
          member: member.name,
          expected: Field.allCases.map(\.rawValue).joined(separator: ", "), found: "this name")
      }
      sources[field] = try Self.source(of: member)
    }
    for field in Field.allCases where sources[field] == nil {
      // What a list may leave out is empty; the rest must be mapped.
      guard field == .reason || field == .details else {
        throw .unexpected(member: field.rawValue, expected: "a column", found: "nothing")
      }
    }
    self.sources = sources
  }

  private static func source(of member: JSONValue.Member) throws(MappingError) -> Source {
    if let column = member.value.text { return Source(column: column) }
    guard let parts = member.value.members else {
      throw .unexpected(
        member: member.name, expected: "a column's name or an object", found: member.value.kind)
    }
    var source = Source()
    for part in parts {
      let name = "\(member.name).\(part.name)"
      switch (part.name, part.value) {
      case ("column", .string(let text)): source.column = text
      case ("constant", .string(let text)), ("default", .string(let text)):
        guard source.fallback == nil else {
          throw .unexpected(member: name, expected: "constant or default", found: "both")
        }
        source.fallback = text
      case ("form", .string(let text)) where member.name == Field.date.rawValue:
        guard let form = DateForm(rawValue: text) else {
          throw .unexpected(member: name, expected: "iso or us", found: text)
        }
        source.dateForm = form
      case ("thousands", .string(let text))
      where member.name == Field.quantity.rawValue && text.count == 1:
        source.thousands = text.first
      case ("values", .object(let values)) where member.name == Field.status.rawValue:
        source.values = try Self.values(values, name)
      default:
        throw .unexpected(member: name, expected: "another member", found: part.value.encoded())
      }
    }
    let isConstant = member.value["constant"] != nil
    guard isConstant != (source.column != nil) else {
      throw .unexpected(member: member.name, expected: "column or constant", found: "not one")
    }
    return source
  }

  private static func values(
    _ members: [JSONValue.Member], _ name: String
  ) throws(MappingError) -> [String: String] {
    var values: [String: String] = [:]
    for member in members {
      guard let status = member.value.text, CreditStatus(name: status) != nil else {
        throw .unexpected(
          member: "\(name).\(member.name)",
          expected: CreditStatus.names.joined(separator: ", "), found: member.value.encoded())
      }
      values[member.name] = status
    }
    return values
  }
}

/// Why a mapping file cannot be used.
public enum MappingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file is not JSON.
  case notJSON(JSONError)
  /// A member is not what a mapping has there.
  case unexpected(member: String, expected: String, found: String)
  /// The CSV file lacks a column.
  case missingColumn(String, found: [String])
  /// The CSV file has a column twice.
  case ambiguousColumn(String)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .notJSON(let error): "The mapping is not JSON. \(error)"
    case .unexpected(let member, let expected, let found):
      "The mapping's \"\(member)\" is \(found) where \(expected) must stand."
    case .missingColumn(let name, let found):
      "The file has no column \"\(name)\"; it has \(found.joined(separator: ", "))."
    case .ambiguousColumn(let name): "The file has the column \"\(name)\" twice."
    }
  }
}
