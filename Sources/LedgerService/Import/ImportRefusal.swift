// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

/// A row of a file that was not registered, and why.
public struct ImportRefusal: Error, Sendable, Equatable {
  /// The row's record number in the file; the header is 1.
  public let row: Int
  /// The line on which the row begins.
  public let line: Int
  /// The column at fault; empty when it is the row as a whole.
  public let column: String
  /// The rule, what was found and what was required.
  public let rejection: Rejection
  /// The earlier row of the same file that has the same serial numbers; `nil` when there is none
  /// in this file: then the rejection names the entry.
  public internal(set) var earlierRow: Int?

  /// Creates a refusal.
  public init(row: Int, line: Int, column: String, rejection: Rejection, earlierRow: Int? = nil) {
    self.row = row
    self.line = line
    self.column = column
    self.rejection = rejection
    self.earlierRow = earlierRow
  }

  /// The refusal for `--json` output, keys in a fixed order.
  public var json: JSONValue {
    [
      "row": .integer(Int64(row)), "line": .integer(Int64(line)), "column": .string(column),
      "rule": .string(rejection.rule.code), "found": .string(rejection.found.english),
      "required": .string(rejection.required.english),
      "remedy": .string(rejection.rule.remedy.english),
      "earlierRow": earlierRow.map { .integer(Int64($0)) } ?? .null,
    ]
  }
}

extension ImportRefusal: CustomStringConvertible {
  /// The refusal as one English sentence.
  public var description: String {
    let place = column.isEmpty ? "" : ", column \"\(column)\""
    let earlier = earlierRow.map { " The same serial numbers stand in row \($0)." } ?? ""
    return "Row \(row), line \(line)\(place): \(rejection)\(earlier)"
  }
}

/// The rules of reading a list, before the ledger sees it.
public enum ImportRules {
  private static let design = "Ledger/mappings; RFC 4180"

  /// Each row has as many fields as the header.
  public static let fields = Rule(
    "IMP-1", source: design,
    statement: BilingualText("每行列数须与表头一致。", "A row has as many fields as the header."),
    remedy: BilingualText("请检查该行的引号和逗号。", "Check quotes and commas of this row."))

  /// What must be stated is not empty.
  public static let missing = Rule(
    "IMP-2", source: design,
    statement: BilingualText("必填单元格不得为空。", "A cell that is needed is not empty."),
    remedy: BilingualText(
      "请补全,或在映射文件中设定默认值。", "Fill it in, or give a default in the mapping."))

  /// A cell has the form the mapping says.
  public static let form = Rule(
    "IMP-3", source: design,
    statement: BilingualText(
      "单元格须符合映射文件所述格式。", "A cell has the form the mapping states."),
    remedy: BilingualText("请更正该单元格或映射文件。", "Correct the cell or the mapping."))

  /// A text fits its field.
  public static let length = Rule(
    "IMP-4", source: "Ledger/records.cddl",
    statement: BilingualText("文本不得超长。", "A text fits its field of the record."),
    remedy: BilingualText("请缩短该文本。", "Shorten the text."))
}
