// SPDX-License-Identifier: Apache-2.0
import ExternalCredits
import LedgerCore
import Quantities

/// Reads rows by a mapping whose columns have been found in a header.
struct ImportRowReader {
  private let mapping: ColumnMapping
  private let grammar: any SerialGrammar
  private let columnCount: Int
  private let positions: [ColumnMapping.Field: Int]

  init(header: [String], mapping: ColumnMapping) throws(MappingError) {
    let names = header.map(Self.collapsed)
    var positions: [ColumnMapping.Field: Int] = [:]
    for field in ColumnMapping.Field.allCases {
      guard let column = mapping[field].column else { continue }
      let wanted = Self.collapsed(column)
      guard let position = names.firstIndex(of: wanted) else {
        throw .missingColumn(wanted, found: names)
      }
      guard names.lastIndex(of: wanted) == position else { throw .ambiguousColumn(wanted) }
      positions[field] = position
    }
    guard let grammar = SerialGrammars.grammar(of: mapping.registry) else {
      preconditionFailure("a mapping names a registry whose grammar is known")
    }
    self.mapping = mapping
    self.grammar = grammar
    self.positions = positions
    columnCount = header.count
  }

  /// A header may be broken over lines; its words are what counts.
  private static func collapsed(_ name: String) -> String {
    name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  func read(
    _ record: CSVRecord, _ reader: CSVReader
  ) throws(ImportRefusal) -> (ImportedCredits, holder: String) {
    guard record.count == columnCount else {
      throw ImportRefusal(
        row: record.number, line: record.line, column: "",
        rejection: Rejection(
          ImportRules.fields, found: "\(record.count)", required: "\(columnCount)"))
    }
    let row = Row(record: record, reader: reader, mapping: mapping, positions: positions)
    let range = try serial(row)
    let quantity = try quantity(row)
    guard quantity == range.count else {
      throw row.refusal(
        .quantity, CreditRules.quantity, found: "\(quantity)", required: "\(range.count)")
    }
    let status = try status(row)
    let credits = ImportedCredits(
      range: range, quantity: quantity,
      project: try row.text(.project, atMost: ImportedCredits.maximumProjectLength),
      vintage: try vintage(row), status: status, date: try date(row),
      reason: try row.text(.reason, atMost: ImportedCredits.maximumReasonLength),
      details: try row.text(.details, atMost: ImportedCredits.maximumDetailsLength))
    return (credits, try holder(row))
  }

  private func serial(_ row: Row) throws(ImportRefusal) -> SerialRange {
    let text = try row.text(.serial)
    do throws(SerialError) {
      return try grammar.parse(text)
    } catch {
      throw row.refusal(
        .serial, CreditRules.serial, found: "\"\(text)\": \(error)", required: grammar.example)
    }
  }

  private func quantity(_ row: Row) throws(ImportRefusal) -> UInt64 {
    let text = try row.text(.quantity)
    guard let number = Self.wholeNumber(text, thousands: mapping[.quantity].thousands) else {
      throw row.refusal(.quantity, ImportRules.form, found: text, required: "1234")
    }
    return number
  }

  /// Reads digits; separated ones only in groups of three behind the first.
  private static func wholeNumber(_ text: String, thousands: Character?) -> UInt64? {
    var digits = text
    if let thousands, text.contains(thousands) {
      let groups = text.split(separator: thousands, omittingEmptySubsequences: false)
      guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 })
      else { return nil }
      digits = groups.joined()
    }
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return UInt64(digits)
  }

  private func status(_ row: Row) throws(ImportRefusal) -> CreditStatus {
    let text = try row.text(.status)
    let values = mapping[.status].values
    if let status = CreditStatus(name: values[text] ?? text) { return status }
    let known = values.isEmpty ? CreditStatus.names : values.keys.sorted()
    throw row.refusal(
      .status, ImportRules.form, found: text, required: known.joined(separator: ", "))
  }

  private func vintage(_ row: Row) throws(ImportRefusal) -> CalendarMonth {
    let text = try row.text(.vintage)
    let month = text.utf8.count == 4 ? "\(text)-01" : text
    do throws(QuantityError) {
      return try CalendarMonth(text: month)
    } catch {
      throw row.refusal(.vintage, ImportRules.form, found: text, required: "YYYY, YYYY-MM")
    }
  }

  private func date(_ row: Row) throws(ImportRefusal) -> CalendarDate {
    let text = try row.text(.date)
    let form = mapping[.date].dateForm
    do throws(QuantityError) {
      switch form {
      case .iso: return try CalendarDate(text: text)
      case .us: return try CalendarDate(unitedStatesText: text)
      }
    } catch {
      throw row.refusal(
        .date, ImportRules.form, found: text, required: form == .iso ? "YYYY-MM-DD" : "M/D/YY")
    }
  }

  private func holder(_ row: Row) throws(ImportRefusal) -> String {
    // The identifier of the participant is the registry's name and this one.
    let prefix = ExternalCredits.accountIdentifier(registry: mapping.registry, holder: "")
    let text = try row.text(.holder, atMost: 200 - prefix.utf8.count)
    guard !IdentityCardDetector.looksLikeIdentityNumber(text) else {
      throw row.refusal(
        .holder, LedgerRules.identity, found: "GB 11643-1999", required: "pseudonym:…")
    }
    return text
  }
}

extension ImportRowReader {
  /// The cells of one row by field.
  fileprivate struct Row {
    let record: CSVRecord
    let reader: CSVReader
    let mapping: ColumnMapping
    let positions: [ColumnMapping.Field: Int]

    func text(
      _ field: ColumnMapping.Field, atMost limit: Int = .max
    ) throws(ImportRefusal) -> String {
      var text = ""
      if let position = positions[field] {
        text = TextNormalization.trimmed(reader.text(of: record, at: position))
      }
      if text.isEmpty {
        guard let fallback = mapping[field].fallback else {
          throw refusal(field, ImportRules.missing, found: "—", required: field.rawValue)
        }
        text = fallback
      }
      guard text.utf8.count <= limit else {
        throw refusal(
          field, ImportRules.length, found: "\(text.utf8.count) bytes", required: "≤ \(limit)")
      }
      return text
    }

    func refusal(
      _ field: ColumnMapping.Field, _ rule: Rule, found: String, required: String
    ) -> ImportRefusal {
      ImportRefusal(
        row: record.number, line: record.line,
        column: mapping[field].column ?? field.rawValue,
        rejection: Rejection(rule, found: found, required: required))
    }
  }
}
