// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import MethodologyEngine
public import Quantities

/// The points of a scenario that were earned in one month and not spent.
public struct PointsLine: Sendable, Equatable {
  /// The month of the activities.
  public let month: CalendarMonth
  /// How many persons have some.
  public let persons: Int
  /// The points of all of them.
  public let points: Int64
  /// The last day on which they can be spent; `nil` for ever.
  public let through: CalendarDate?

  /// The points of the scenario called `text`, oldest first.
  public static func all(
    of text: String, on rows: any RowSource
  ) throws(ServiceError) -> [PointsLine] {
    let (number, scenario) = try rows.scenario(text)
    let section = InclusiveCredits.Section.amounts
    var amounts = PersonAmounts(code: section)
    try rows.forEachRow(of: section) { (image) throws(ServiceError) in
      guard image.key.first == PersonAmounts.Kind.points.rawValue,
        Array(image.key[1..<5]) == StateImage.key(number)
      else { return true }
      do throws(StateError) {
        try amounts.load(key: image.key, value: image.value)
      } catch {
        throw ServiceError(anything: error)
      }
      return true
    }
    var lines: [PointsLine] = []
    for column in amounts.columns {
      guard let month = column.month else { continue }
      var persons = 0
      amounts.visit(column) { _, _ in persons += 1 }
      lines.append(
        PointsLine(
          month: month, persons: persons, points: amounts.total(column),
          through: try lastDay(of: month, scenario, rows)))
    }
    return lines.sorted { $0.month < $1.month }
  }

  private static func lastDay(
    of month: CalendarMonth, _ scenario: Scenario, _ rows: any RowSource
  ) throws(ServiceError) -> CalendarDate? {
    let number =
      scenario.approval.benefit == .points
      ? scenario.methodology(on: month.lastDay) : scenario.approval.pointsPolicy
    guard let number,
      let filed = try rows.row(
        FiledMethodology.self, InclusiveCredits.Section.methodologies, number)
    else { return nil }
    do {
      let validity = try filed.methodology().result.validityMonths
      return validity.map { month.adding(months: $0).lastDay }
    } catch {
      throw ServiceError(anything: error)
    }
  }
}
