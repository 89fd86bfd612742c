// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import LedgerCore
import MethodologyEngine
import Quantities

extension InclusiveCredits {
  /// The most dates whose factors are tried to explain a wrong total.
  private static let datesTried = 16

  /// INC-65; INC-66 when the stated total is that of another date's factors.
  func wrongTotal(
    _ rows: CBORReader, _ terms: ActivityBatchRecord.Terms, _ computed: Int64,
    _ day: ActivityDay, attributes: [Int64]
  ) -> Rejection {
    let unit = day.use.methodology.result.kind == .points ? "" : " mg"
    for date in Self.otherDates(day) {
      let key = ActivityDay.Key(
        scenario: day.key.scenario, methodology: day.key.methodology, date: date)
      // A date that cannot be bound explains nothing.
      guard var other = try? Self.bound(key, day.use, attributes),
        Self.total(rows, &other, attributes) == terms.total
      else { continue }
      return Rejection(
        InclusiveCreditRules.factorByDate,
        found: BilingualText(
          "total \(terms.total)\(unit),按 \(date) 的因子",
          "total \(terms.total)\(unit), by the factors of \(date)"),
        required: BilingualText(
          "total \(computed)\(unit),按 \(terms.date) 的因子",
          "total \(computed)\(unit), by the factors of \(terms.date)"))
    }
    let identity = day.use.methodology.identity
    return Rejection(
      InclusiveCreditRules.calculation, found: "total \(terms.total)\(unit)",
      required: BilingualText(
        "total \(computed)\(unit)(\(identity),\(terms.date))",
        "total \(computed)\(unit) (\(identity), \(terms.date))"))
  }

  /// The dates on which some parameter takes another value, and the days before them.
  private static func otherDates(_ day: ActivityDay) -> [CalendarDate] {
    var dates: Set<CalendarDate> = []
    for value in day.use.methodology.parameters.flatMap(\.values) {
      if let from = value.from { dates.formUnion([from, from.adding(days: -1)]) }
      if let through = value.through { dates.formUnion([through, through.adding(days: 1)]) }
    }
    dates.remove(day.key.date)
    let near = dates.sorted {
      abs($0.days(since: day.key.date)) < abs($1.days(since: day.key.date))
        || abs($0.days(since: day.key.date)) == abs($1.days(since: day.key.date)) && $0 < $1
    }
    return Array(near.prefix(datesTried))
  }

  /// What the rows come to, or `nil` when some row does not count.
  private static func total(
    _ rows: CBORReader, _ day: inout ActivityDay, _ attributes: [Int64]
  ) -> Int64? {
    var reader = rows
    var row = ActivityRow()
    var total: Int64 = 0
    while !reader.isAtEnd {
      // Only the sum matters here; every row was judged before.
      guard (try? read(&row, &reader, day.use.layout)) != nil,
        let value = try? evaluate(row, &day, attributes: attributes),
        let sum = try? sum(total, value, "total")
      else { return nil }
      total = sum
    }
    return total
  }
}
