// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// A methodology checked whole and ready to run: every name known, dimensions agreeing, the result
/// a mass of CO₂e (or points) that cannot be negative, no division by zero, no overflow, bounded
/// cost.
public struct MethodologyProgram: Sendable {
  /// The methodology.
  public let methodology: Methodology

  let typed: TypedMethodology
  /// The programs by interval of event dates, in order; none while parameters are unset.
  let intervals: [(dates: DateInterval, code: CompiledCode)]

  /// Checks `methodology` and prepares it, or says everything that is wrong with it.
  ///
  /// Parameters without values are allowed here, see ``unsetParameters``; binding refuses them.
  /// They are checked as if they were 0.001 of their unit, and 1 000 of it (1 for a plain
  /// number); once they have values, a new program checks those.
  public init(_ methodology: Methodology) throws(MethodologyProblems) {
    var check = MethodologyCheck(methodology)
    let checked = check.run()
    guard let checked, check.problems.isEmpty else { throw MethodologyProblems(check.problems) }
    self.methodology = methodology
    typed = checked.typed
    intervals = checked.intervals
  }

  /// The parameters that no source fixes and nobody has set yet: `factor`, `factor[metro]`.
  ///
  /// Empty when the methodology can be filed.
  public var unsetParameters: [String] {
    methodology.openParameters.map { open in
      open.choice.map { "\(open.name)[\($0)]" } ?? open.name
    }
  }

  /// Whether activities of `date` can be bound: the methodology applies on it and every parameter
  /// has a value.
  public func isComplete(on date: CalendarDate) -> Bool { code(on: date) != nil }

  /// The position of the first condition over attributes alone that `attributes` do not meet on
  /// `date`, or `nil`.
  ///
  /// Also `nil` when the methodology cannot be bound on `date` or the attributes are not laid out
  /// as it wants them: ``bound(on:attributes:)`` and ``Methodology/problem(attributes:)`` say so.
  ///
  /// - Parameter attributes: The attributes as integers, see ``Methodology/InputDefinition``.
  public func refusal(attributes: [Int64], on date: CalendarDate) -> Int? {
    guard let bound = try? bound(on: date, attributes: attributes) else { return nil }
    return typed.conditions.indices.first { position in
      typed.conditions[position].dependencies.isSubset(of: .attributes)
        && !bound.isMetByPrelude(condition: position)
    }
  }

  /// Fixes the values for activities of `date` under a scenario with `attributes`.
  ///
  /// - Throws: One problem: a date on which the methodology does not apply or a parameter has no
  ///   value, or attributes out of their bounds.
  public func bound(
    on date: CalendarDate, attributes: [Int64]
  ) throws(MethodologyProblems) -> BoundProgram {
    if let message = methodology.problem(attributes: attributes) {
      throw Self.problem("attributes", message)
    }
    guard let code = code(on: date) else {
      throw Self.problem("parameters", incompleteness(on: date))
    }
    return BoundProgram(self, code, date: date, attributes: attributes)
  }

  private func code(on date: CalendarDate) -> CompiledCode? {
    intervals.first { $0.dates.from <= date && date <= $0.dates.through }?.code
  }

  /// Why nothing can be computed for a date.
  private func incompleteness(on date: CalendarDate) -> BilingualText {
    if let message = methodology.problem(date: date) { return message }
    let unset = unsetParameters
    return BilingualText(
      "参数尚未设定:\(unset.joined(separator: "、"))。",
      "Parameters are not set yet: \(unset.joined(separator: ", ")).")
  }

  private static func problem(_ path: String, _ message: BilingualText) -> MethodologyProblems {
    MethodologyProblems([MethodologyProblem(path: path, line: 0, column: 0, message: message)])
  }
}
