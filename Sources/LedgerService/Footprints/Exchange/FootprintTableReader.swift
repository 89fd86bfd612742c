// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
import Quantities

/// Reads footprints from CSV whose columns are named after properties of PACT v3.
///
/// Columns may stand in any order and may be missing; an empty cell is no value. Without a column
/// `specVersion` the version is the one written here, without `status` it is `Active`.
public enum FootprintTableReader {
  /// One row: a document, or everything that is wrong with it.
  public struct Row: Sendable {
    /// The line on which the row begins, from 1.
    public let line: Int
    /// The document, or the problems, whose `path` is the name of a column, `line` the row's, and
    /// `column` the column's number from 1, or 0 when the file has no such column.
    public let result: Result<PACTDocument, FootprintProblems>
  }

  /// Reads the rows; a wrong row does not keep the others from being read.
  ///
  /// A header with columns that are unknown or named twice gives one row, refused, and no more.
  ///
  /// - Throws: What is no CSV.
  public static func rows(of bytes: [UInt8]) throws(CSVError) -> [Row] {
    var reader = try CSVReader(bytes)
    var record = CSVRecord()
    var rows: [Row] = []
    guard try reader.read(into: &record) else { return rows }
    let header = FootprintTableHeader(cells(reader, record))
    if !header.problems.isEmpty {
      return [Row(line: record.line, result: .failure(FootprintProblems(header.problems)))]
    }
    while try reader.read(into: &record) {
      let result = header.document(cells(reader, record), line: record.line)
      rows.append(Row(line: record.line, result: result))
    }
    return rows
  }

  private static func cells(_ reader: CSVReader, _ record: CSVRecord) -> [String] {
    (0..<record.count).map { reader.text(of: record, at: $0) }
  }
}

/// Which column holds which property.
struct FootprintTableHeader {
  private(set) var problems: [FootprintProblem] = []
  private var columns: [FootprintColumn] = []
  /// The number of each column from 1, by the pointer of its property.
  private var numbers: [String: Int] = [:]

  init(_ names: [String]) {
    for (position, name) in names.enumerated() {
      guard let column = FootprintColumn.all.first(where: { $0.name == name }) else {
        refuse(
          name, position, BilingualText("未知的列名", "an unknown column"),
          BilingualText(
            "PACT v3 的属性名,如 \(FootprintColumn.all[0].name)",
            "the name of a property of PACT v3, for instance \(FootprintColumn.all[0].name)"))
        continue
      }
      if numbers[column.pointer] != nil {
        refuse(
          name, position, BilingualText("重复的列", "a column that stands there twice"),
          BilingualText("各不相同的列", "columns that differ"))
      }
      columns.append(column)
      numbers[column.pointer] = position + 1
    }
  }

  private mutating func refuse(
    _ name: String, _ position: Int, _ found: BilingualText, _ required: BilingualText
  ) {
    var problem = FootprintProblem(nil, path: name, found: found, required: required)
    problem.line = 1
    problem.column = position + 1
    problems.append(problem)
  }

  /// Reads a row.
  func document(_ cells: [String], line: Int) -> Result<PACTDocument, FootprintProblems> {
    guard cells.count == columns.count else {
      var problem = FootprintProblem(
        nil, path: "", found: BilingualText("\(cells.count) 格", "\(cells.count) cells"),
        required: BilingualText("\(columns.count) 格", "\(columns.count) cells"))
      problem.line = line
      return .failure(FootprintProblems([problem]))
    }
    do throws(FootprintProblems) {
      return .success(try PACTExchange.document(json(of: cells)))
    } catch {
      return .failure(FootprintProblems(error.problems.map { placed($0, line: line) }))
    }
  }

  /// The footprint of a row, members in the order of the columns.
  private func json(of cells: [String]) -> JSONValue {
    var json = JSONValue.object([])
    for (column, cell) in zip(columns, cells) where !cell.isEmpty {
      json = Self.setting(column.value(of: cell), at: column.parents + [column.name], in: json)
    }
    for (name, value) in [("specVersion", PACTExchange.version), ("status", "Active")]
    where numbers["/" + name] == nil {
      json = Self.setting(.string(value), at: [name], in: json)
    }
    // A text may be empty, and PACT requires this one.
    if json["productDescription"] == nil {
      json = Self.setting("", at: ["productDescription"], in: json)
    }
    return json
  }

  private static func setting(
    _ value: JSONValue, at path: [String], in json: JSONValue
  ) -> JSONValue {
    guard let name = path.first else { return value }
    var members = json.members ?? []
    let index = members.firstIndex { $0.name == name }
    let inner = index.map { members[$0].value } ?? .object([])
    let member = JSONValue.Member(name, setting(value, at: Array(path.dropFirst()), in: inner))
    if let index { members[index] = member } else { members.append(member) }
    return .object(members)
  }

  /// A problem of the document as one of the table: the name of the column in place of a pointer.
  private func placed(_ problem: FootprintProblem, line: Int) -> FootprintProblem {
    var placed = problem
    placed.line = line
    let pointer = problem.path
    // An item of a list is part of its cell.
    let column = FootprintColumn.all.first {
      pointer == $0.pointer || pointer.hasPrefix($0.pointer + "/")
    }
    placed.path = column?.name ?? String(pointer.split(separator: "/").last ?? "")
    placed.column = column.flatMap { numbers[$0.pointer] } ?? 0
    return placed
  }
}
