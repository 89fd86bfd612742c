// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
import Quantities

/// Factors as CSV (RFC 4180, UTF-8), the form of `Ledger/factors`.
///
/// Reading is strict: every column of ``FactorColumn`` must be there, under its English or its
/// Chinese name, in any order and only once; every row must be a whole factor. All problems are
/// reported, each with its line and the number of the field.
public struct FactorTable: Sendable {
  /// The factors that are sound, in the order of the file.
  public private(set) var factors: [EmissionFactor] = []
  /// What is wrong; a file with a problem is not to be registered.
  public private(set) var problems: [FootprintProblem] = []

  /// The most rows of a file.
  public static let rowLimit = 100_000

  /// Reads a file.
  public init(csv bytes: [UInt8]) {
    do throws(CSVError) {
      try read(bytes)
    } catch {
      problems.append(
        FootprintProblem(
          nil, path: "", found: BilingualText(error.description, error.description),
          required: BilingualText("CSV文件(RFC 4180,UTF-8)", "a CSV file (RFC 4180, UTF-8)")))
    }
  }

  private mutating func read(_ bytes: [UInt8]) throws(CSVError) {
    var reader = try CSVReader(bytes)
    var record = CSVRecord()
    guard try reader.read(into: &record) else {
      reportHeader("", 1, 1)
      return
    }
    let header = (0..<record.count).map { reader.text(of: record, at: $0) }
    guard let columns = columns(of: header, line: record.line) else { return }
    var lines: [String: Int] = [:]
    while try reader.read(into: &record) {
      guard record.number <= Self.rowLimit + 1 else {
        reportRows(line: record.line)
        return
      }
      guard record.count == header.count else {
        reportCount(record, header.count)
        continue
      }
      let fields = (0..<record.count).map { reader.text(of: record, at: $0) }
      var row = FactorRow(fields: fields, columns: columns, line: record.line)
      let factor = row.factor()
      if let factor { row.check(factor, firstLine: lines[factor.code]) }
      problems += row.problems
      guard let factor else { continue }
      if lines[factor.code] == nil { lines[factor.code] = record.line }
      if row.problems.isEmpty { factors.append(factor) }
    }
  }

  /// The columns of the header, or `nil` after reporting what is wrong with it.
  private mutating func columns(of header: [String], line: Int) -> [FactorColumn]? {
    var columns: [FactorColumn] = []
    for (position, name) in header.enumerated() {
      guard let column = FactorColumn(header: name), !columns.contains(column) else {
        reportHeader(name, line, position + 1)
        return nil
      }
      columns.append(column)
    }
    let missing = FactorColumn.allCases.filter { !columns.contains($0) }
    guard missing.isEmpty else {
      let names = missing.map(\.name).joined(separator: ", ")
      let chinese = missing.map(\.chineseName).joined(separator: "、")
      problems.append(
        FootprintProblem(
          .factorComplete, path: "", found: BilingualText("表头不全", "an incomplete header"),
          required: BilingualText("还需要列:\(chinese)", "these columns too: \(names)")
        ).placed(line: line, column: header.count))
      return nil
    }
    return columns
  }

  private mutating func reportHeader(_ name: String, _ line: Int, _ column: Int) {
    problems.append(
      FootprintProblem(
        .factorComplete, path: "",
        found: name.isEmpty ? BilingualText("空", "nothing") : BilingualText(name, name),
        required: BilingualText(
          "表头各一次:" + FactorColumn.chineseNames.joined(separator: "、"),
          "each once: " + FactorColumn.names.joined(separator: ", "))
      ).placed(line: line, column: column))
  }

  private mutating func reportCount(_ record: CSVRecord, _ count: Int) {
    problems.append(
      FootprintProblem(
        .factorComplete, path: "",
        found: BilingualText("\(record.count)个字段", "\(record.count) fields"),
        required: BilingualText("\(count)个字段", "\(count) fields")
      ).placed(line: record.line, column: min(record.count, count) + 1))
  }

  private mutating func reportRows(line: Int) {
    problems.append(
      FootprintProblem(
        nil, path: "", found: BilingualText("行数过多", "too many rows"),
        required: BilingualText("至多\(Self.rowLimit)行", "at most \(Self.rowLimit) rows")
      ).placed(line: line, column: 1))
  }
}

extension FactorTable {
  /// Writes factors as CSV with the English header; reading gives the same factors.
  public static func csv(of factors: [EmissionFactor]) -> String {
    var text = FactorColumn.names.joined(separator: ",") + "\n"
    for factor in factors {
      text += FactorColumn.allCases.map { quoted(field($0, of: factor)) }.joined(separator: ",")
      text += "\n"
    }
    return text
  }

  private static func field(_ column: FactorColumn, of factor: EmissionFactor) -> String {
    switch column {
    case .code: factor.code
    case .chineseName: factor.name.chinese
    case .englishName: factor.name.english
    case .value: factor.value.description
    case .unit: factor.unit
    case .basis: factor.basis
    case .purpose: factor.purpose.name
    case .role: factor.role.name
    case .assessment: factor.assessment?.name ?? ""
    case .dataYear: factor.dataYear.map { "\($0)" } ?? ""
    case .lagYears: factor.lagYears.map { "\($0)" } ?? ""
    case .region: factor.region
    case .published: factor.published.description
    case .validThrough: factor.validThrough?.description ?? ""
    case .source: factor.source
    case .supersedes: factor.supersedes
    case .example: factor.isExample ? "yes" : "no"
    }
  }

  private static func quoted(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}

extension FootprintProblem {
  /// The problem at a place of a document.
  func placed(line: Int, column: Int) -> FootprintProblem {
    var problem = self
    problem.line = line
    problem.column = column
    return problem
  }
}
