// SPDX-License-Identifier: Apache-2.0
public import LedgerCore
import Quantities

/// The rules of reading a list of activities or persons, before the ledger sees it.
public enum ActivityListRules {
  private static let source = "RFC 4180; RFC 8259; tanzhang help activity submit"

  /// A line can be read as a record.
  public static let line = Rule(
    "ACT-1", source: source,
    statement: BilingualText(
      "每行是一条记录:CSV 列数与表头一致,JSON Lines 为一个对象。",
      "A line is one record: as many CSV fields as the header, or one JSON object."),
    remedy: BilingualText("请检查该行的引号和逗号。", "Check quotes and commas of this line."))

  /// What must be stated is not empty.
  public static let missing = Rule(
    "ACT-2", source: source,
    statement: BilingualText("必填单元格不得为空。", "A cell that is needed is not empty."),
    remedy: BilingualText("请补全。", "Fill it in."))

  /// A cell has the form its column needs.
  public static let form = Rule(
    "ACT-3", source: source,
    statement: BilingualText(
      "单元格须符合其列的格式和单位。", "A cell has the form and the unit of its column."),
    remedy: BilingualText("请更正该单元格。", "Correct the cell."))
}
