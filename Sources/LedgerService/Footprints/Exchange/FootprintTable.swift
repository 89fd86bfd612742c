// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
import Quantities

/// Footprints as CSV (RFC 4180): the columns are properties of PACT v3 that hold one value or a
/// list of texts, by their own names; lists are joined by `|`.
///
/// Rules, factor sources and extensions have no columns; the JSON form keeps them.
public enum FootprintTable {
  /// What stands between the items of a list; no URN holds it.
  static let separator: Character = "|"

  /// One row a footprint, as PACT would state it.
  ///
  /// - Throws: What PACT cannot express.
  public static func text(
    of footprints: some Sequence<ExchangedFootprint>
  ) throws(FootprintProblems) -> String {
    var text = FootprintColumn.all.map(\.name).joined(separator: ",") + "\n"
    for footprint in footprints {
      let json = try PACTExport.json(of: footprint)
      let cells = FootprintColumn.all.map { CSVText.quoted($0.cell(of: json)) }
      text += cells.joined(separator: ",") + "\n"
    }
    return text
  }

  /// One row a footprint and stage, with kilograms of CO2 equivalent per unit in each category;
  /// all stages, also those PACT's total leaves out.
  ///
  /// An imported footprint has one row without a stage.
  public static func stages(of footprints: some Sequence<ExchangedFootprint>) -> String {
    let head =
      ["id", "productNameCompany", "unitAmount", "unit", "stage"]
      + EmissionCategory.allCases.map(\.name) + ["excludingUptake", "includingUptake"]
    var text = head.joined(separator: ",") + "\n"
    for footprint in footprints {
      let statement = footprint.statement
      let stages = LifeCycleStage.allCases.filter { stage in
        footprint.cells.contains { $0.stage == stage }
      }
      let sets: [(String, Set<LifeCycleStage>)] =
        footprint.document == nil
        ? stages.map { ($0.name, [$0]) } : [("", Set(LifeCycleStage.allCases))]
      for (name, set) in sets {
        let amounts = EmissionCategory.allCases.map { footprint.amount([$0], in: set) }
        let totals = [
          footprint.total(in: set), footprint.amount(Set(EmissionCategory.allCases), in: set),
        ]
        let facts = [
          statement.identifier, PACTExport.text(statement.productName),
          PACTExport.text(statement.unit.amount), statement.unit.unit, name,
        ]
        let cells = facts + (amounts + totals).map { PACTExport.text($0) }
        text += cells.map(CSVText.quoted).joined(separator: ",") + "\n"
      }
    }
    return text
  }
}

/// A column: a property of the footprint, of its `pcf`, or of an object inside that.
struct FootprintColumn: Sendable {
  let name: String
  /// The objects that hold it, from outside.
  let parents: [String]
  let kind: PACTKind

  /// The column's place as a JSON pointer.
  var pointer: String { (parents + [name]).map { "/" + $0 }.joined() }

  /// All columns, in the order of the data model.
  static let all: [FootprintColumn] = columns(of: PACTProperty.footprint, in: [])

  private static func columns(
    of properties: [PACTProperty], in parents: [String]
  ) -> [FootprintColumn] {
    properties.flatMap { property -> [FootprintColumn] in
      switch property.kind {
      case .object(let inner): return columns(of: inner, in: parents + [property.name])
      case .list(.object, _): return []
      default:
        return [FootprintColumn(name: property.name, parents: parents, kind: property.kind)]
      }
    }
  }

  /// The text of the cell; empty when the footprint has no such property.
  func cell(of json: JSONValue) -> String {
    var value: JSONValue? = json
    for parent in parents { value = value?[parent] }
    switch value?[name] {
    case .string(let text): return text
    case .bool(let flag): return flag ? "true" : "false"
    case .array(let items):
      return items.compactMap(\.text).joined(separator: String(FootprintTable.separator))
    default: return ""
    }
  }

  /// The value of a cell that is not empty; whether it is right is for the document to judge.
  func value(of cell: String) -> JSONValue {
    switch kind {
    case .boolean:
      return cell == "true" ? true : cell == "false" ? false : .string(cell)
    case .list:
      let items = cell.split(
        separator: FootprintTable.separator, omittingEmptySubsequences: false)
      return .array(items.map { .string(String($0)) })
    default: return .string(cell)
    }
  }
}
