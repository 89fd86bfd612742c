// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Event dates on which every parameter has the same value, with these values.
struct DateInterval: Sendable {
  let from: CalendarDate
  let through: CalendarDate
  let parameters: [Compiler.ParameterValues]

  /// The first and the last date that is written with four digits.
  static let firstDate = CalendarDate(daysSinceEpoch: -719_162)
  static let lastDate = CalendarDate(daysSinceEpoch: 2_932_896)

  /// Cuts the dates on which a methodology applies where a parameter changes.
  ///
  /// Dates on which a parameter that has values has none are left out. A parameter that nobody has
  /// set is taken to be `specimen`.
  static func intervals(
    of methodology: Methodology, specimen: (CompoundUnit) -> Rational
  ) -> [DateInterval] {
    let last = methodology.effectiveThrough ?? lastDate
    let starts = self.starts(of: methodology)
    let series = methodology.parameters.map { Series($0, in: methodology, specimen) }
    return starts.indices.compactMap { index in
      let from = starts[index]
      let through = index + 1 < starts.count ? starts[index + 1].adding(days: -1) : last
      var values: [Compiler.ParameterValues] = []
      for parameter in series {
        guard let value = parameter.values(on: from) else { return nil }
        values.append(value)
      }
      return DateInterval(from: from, through: through, parameters: values)
    }
  }

  /// The first date, and each later one on which a value starts or the one before it has ended.
  static func starts(of methodology: Methodology) -> [CalendarDate] {
    let first = methodology.effectiveFrom
    let last = methodology.effectiveThrough ?? lastDate
    var starts: Set<CalendarDate> = [first]
    for value in methodology.parameters.flatMap(\.values) {
      if let from = value.from { starts.insert(from) }
      if let through = value.through { starts.insert(through.adding(days: 1)) }
    }
    return starts.filter { first <= $0 && $0 <= last }.sorted()
  }
}

/// The values of one parameter by choice, in base units.
private struct Series {
  private let isSingle: Bool
  private let unit: CompoundUnit
  /// For each choice its values; `nil` where nobody has set one.
  private let choices: [[Methodology.ParameterValue]?]
  private let specimen: Rational

  init(
    _ parameter: Methodology.ParameterDefinition, in methodology: Methodology,
    _ specimen: (CompoundUnit) -> Rational
  ) {
    unit = (try? CompoundUnit(text: parameter.unit)) ?? .none
    self.specimen = specimen(unit)
    isSingle = parameter.by == nil
    let names = parameter.by.map { methodology.choice(named: $0)?.names ?? [] }
    let values = Dictionary(grouping: parameter.values, by: \.choice)
    choices = names.map { names in names.map { values[$0] } } ?? [values[nil]]
  }

  /// The values on a date; `nil` when one is missing.
  func values(on date: CalendarDate) -> Compiler.ParameterValues? {
    var found: [Rational] = []
    for values in choices {
      guard let values else {
        found.append(specimen)
        continue
      }
      guard let value = values.first(where: { $0.covers(date) }),
        let amount = try? Rational(value.value) * unit.factor
      else { return nil }
      found.append(amount)
    }
    return isSingle ? .single(found[0]) : .each(found)
  }
}

extension Methodology.ParameterValue {
  /// Whether it is the value on an event date.
  func covers(_ date: CalendarDate) -> Bool {
    (from.map { $0 <= date } ?? true) && (through.map { date <= $0 } ?? true)
  }
}

extension Methodology {
  /// The parameters, or choices of them, that have no value for any date: `factor` or
  /// `factor[metro]`.
  var openParameters: [(name: String, choice: String?)] {
    parameters.flatMap { parameter -> [(name: String, choice: String?)] in
      guard let by = parameter.by else {
        return parameter.values.isEmpty ? [(parameter.name, nil)] : []
      }
      let set = Set(parameter.values.map(\.choice))
      return (choice(named: by)?.names ?? []).filter { !set.contains($0) }
        .map { (parameter.name, $0) }
    }
  }
}
