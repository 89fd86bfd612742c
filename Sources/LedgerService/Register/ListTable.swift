// SPDX-License-Identifier: Apache-2.0
import Quantities

/// A CSV file with a header, as texts.
public struct ListTable: Sendable {
  /// A line of data.
  public struct Row: Sendable {
    /// The line on which it begins, from 1.
    public let line: Int
    /// Its record number in the file; the header is 1.
    public let number: Int
    /// Its cells.
    public let cells: [String]
  }

  /// The names of the columns, white space trimmed.
  public let header: [String]
  /// The lines of data.
  public let rows: [Row]

  /// Reads a file; a damaged one is refused as a whole.
  public init(_ bytes: [UInt8]) throws(ServiceError) {
    do {
      var reader = try CSVReader(bytes)
      var record = CSVRecord()
      _ = try reader.read(into: &record)
      header = try ColumnNames.read((0..<record.count).map { reader.text(of: record, at: $0) })
      var rows: [Row] = []
      while try reader.read(into: &record) {
        let cells = (0..<record.count).map { Self.trimmed(reader.text(of: record, at: $0)) }
        rows.append(Row(line: record.line, number: record.number, cells: cells))
      }
      self.rows = rows
    } catch {
      throw ServiceError(anything: error)
    }
  }

  /// The cell of `row` in the column `name`; empty when there is none.
  public func cell(_ name: String, of row: Row) -> String {
    let column = header.firstIndex { ColumnNames.matches($0, name) }
    guard let position = column, position < row.cells.count else { return "" }
    return row.cells[position]
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
