// SPDX-License-Identifier: Apache-2.0
import LedgerService
import Quantities

/// Rows under headings, aligned as a terminal shows them.
struct TextTable {
  struct Column {
    /// The name in JSON and CSV; it never changes.
    let key: String
    let title: BilingualText
    let isNumber: Bool

    init(_ key: String, _ chinese: String, _ english: String, isNumber: Bool = false) {
      self.key = key
      title = BilingualText(chinese, english)
      self.isNumber = isNumber
    }
  }

  let columns: [Column]
  private(set) var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  mutating func append(_ cells: String...) { append(cells) }

  mutating func append(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row has a cell for each column")
    rows.append(cells)
  }

  /// Headings and rows; numbers right-aligned and grouped by thin spaces.
  func text(in language: Language) -> String {
    guard !rows.isEmpty else { return "" }
    let lines =
      [columns.map { $0.title[language] }]
      + rows.map { row in
        zip(columns, row).map { $0.isNumber ? Self.grouped($1) : $1 }
      }
    let widths = columns.indices.map { column in
      lines.map { TextWidth.cells($0[column]) }.max() ?? 0
    }
    var text = ""
    for line in lines {
      var row = ""
      for (position, cell) in line.enumerated() {
        let padding = String(repeating: " ", count: widths[position] - TextWidth.cells(cell))
        row += columns[position].isNumber ? padding + cell : cell + padding
        if position + 1 < line.count { row += "  " }
      }
      while row.hasSuffix(" ") { row.removeLast() }
      text += row + "\n"
    }
    return text
  }

  /// An array of objects; numbers are strings, so that no reader rounds them.
  var json: JSONValue {
    .array(
      rows.map { row in
        .object(zip(columns, row).map { JSONValue.Member($0.key, .string($1)) })
      })
  }

  /// RFC 4180 with a header; lines end with LF.
  var csv: String {
    var text = columns.map(\.key).joined(separator: ",") + "\n"
    for row in rows { text += row.map(Self.quoted).joined(separator: ",") + "\n" }
    return text
  }

  static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
    var text = "\""
    for character in cell { text += character == "\"" ? "\"\"" : String(character) }
    return text + "\""
  }

  /// The digits before the decimal point in groups of three, parted by thin spaces (U+2009).
  static func grouped(_ number: String) -> String {
    let digits = number.prefix { $0 == "-" || $0.isASCII && $0.isNumber }
    let body = digits.drop { $0 == "-" }
    guard body.count > 4 else { return number }
    var groups = ""
    for (position, digit) in body.enumerated() {
      if position > 0, (body.count - position).isMultiple(of: 3) { groups += "\u{2009}" }
      groups.append(digit)
    }
    return String(digits.prefix { $0 == "-" }) + groups + number.dropFirst(digits.count)
  }
}

/// How many cells of a terminal a text takes.
enum TextWidth {
  /// The sum over all characters: 2 for wide ones (UAX 11: East Asian Wide and Fullwidth).
  static func cells(_ text: String) -> Int {
    text.reduce(0) { $0 + ($1.unicodeScalars.first.map(isWide) ?? false ? 2 : 1) }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
