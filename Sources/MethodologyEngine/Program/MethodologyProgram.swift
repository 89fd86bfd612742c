// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// A methodology checked whole and ready to run: every name known, dimensions agreeing, the result
/// a mass of CO₂e (or points) that cannot be negative, no division by zero, no overflow, bounded
/// cost.
public struct MethodologyProgram: Sendable {
  /// The methodology.
  public let methodology: Methodology

  /// Checks `methodology` and prepares it, or says everything that is wrong with it.
  ///
  /// Parameters without values are allowed here, see ``unsetParameters``; binding refuses them.
  public init(_ methodology: Methodology) throws(MethodologyProblems) {
    self.methodology = methodology
  }

  /// The parameters that no source fixes and nobody has set yet; empty when it can be filed.
  public var unsetParameters: [String] {
    methodology.parameters.filter(\.values.isEmpty).map(\.name)
  }

  /// The position of the first condition over attributes alone that `attributes` do not meet on
  /// `date`, or `nil`.
  ///
  /// - Parameter attributes: The attributes as integers, see ``Methodology/InputDefinition``.
  public func refusal(attributes: [Int64], on date: CalendarDate) -> Int? {
    preconditionFailure("to be written")
  }

  /// Fixes the values for activities of `date` under a scenario with `attributes`.
  public func bound(
    on date: CalendarDate, attributes: [Int64]
  ) throws(MethodologyProblems) -> BoundProgram {
    preconditionFailure("to be written")
  }
}

/// A methodology with the parameters of one event date and the attributes of one scenario.
public struct BoundProgram: Sendable {
  /// What becomes of an activity.
  public enum Outcome: Sendable, Equatable {
    /// The recorded result: milligrams of CO₂ equivalent, or points. Never negative.
    case result(Int64)
    /// Refused by the condition at this position in the methodology.
    case refused(condition: Int)
    /// The input at this position is outside its bounds.
    case outOfBounds(input: Int)
    /// The values are not laid out as the methodology's inputs.
    case malformed
  }

  /// A plausibility limit with its value on the date.
  public struct Limit: Sendable, Equatable {
    /// The position among the flat values of the input summed; `nil` when activities are counted.
    public var input: Int?
    /// The most a person's day may have, in the input's smallest recorded step.
    public var maximum: Int64
  }

  /// The limits, in the order of the methodology.
  public let limits: [Limit]

  /// Evaluates one activity.
  ///
  /// - Parameters:
  ///   - inputs: The inputs as integers in the order of the methodology, laid out flat: a
  ///     quantity as amount × 10^decimals of its unit, a choice as its position, a flag as 0 or 1,
  ///     a date as days since 1970-01-01, a list as its number of rows and then the rows.
  ///   - duration: The duration in seconds, for activities with an interval; else 0.
  public mutating func evaluate(_ inputs: [Int64], duration: Int64) -> Outcome {
    preconditionFailure("to be written")
  }

  /// The energy in watt-hours that the activity claims, rounded up; `nil` when the methodology
  /// claims none.
  public mutating func energyClaimed(_ inputs: [Int64], duration: Int64) -> Int64? {
    preconditionFailure("to be written")
  }
}
