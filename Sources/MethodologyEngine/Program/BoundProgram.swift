// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// A methodology with the parameters of one event date and the attributes of one scenario.
public struct BoundProgram: Sendable {
  /// What becomes of an activity.
  public enum Outcome: Sendable, Equatable {
    /// The recorded result: milligrams of CO₂ equivalent, or points. Never negative.
    case result(Int64)
    /// Refused by the condition at this position in the methodology.
    case refused(condition: Int)
    /// The input at this position in the methodology is outside its bounds.
    case outOfBounds(input: Int)
    /// The values are not laid out as the methodology's inputs, or the duration is not 0 seconds
    /// to a day.
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
  public var limits: [Limit] { code.limits }

  /// The event date.
  public let date: CalendarDate
  /// The attributes of the scenario, as integers.
  public let attributes: [Int64]

  let program: MethodologyProgram
  let code: CompiledCode
  private var machine: Machine

  init(
    _ program: MethodologyProgram, _ code: CompiledCode, date: CalendarDate, attributes: [Int64]
  ) {
    self.program = program
    self.code = code
    self.date = date
    self.attributes = attributes
    machine = Machine(program.methodology, code)
    let plan = RegisterPlan(program.methodology)
    for (position, value) in attributes.enumerated() {
      machine.registers[plan.attribute(position)] = Int128(value)
    }
    machine.registers[plan.date] = Int128(date.daysSinceEpoch)
    _ = machine.run(code.prelude, code.table, [])
  }

  /// Evaluates one activity.
  ///
  /// - Parameters:
  ///   - inputs: The inputs as integers in the order of the methodology, laid out flat: a
  ///     quantity as amount × 10^decimals of its unit, a choice as its position, a flag as 0 or 1,
  ///     a date as days since 1970-01-01, a list as its number of rows and then the rows.
  ///   - duration: The duration in seconds, for activities with an interval; else 0.
  public mutating func evaluate(_ inputs: [Int64], duration: Int64) -> Outcome {
    if let refused = machine.take(inputs, duration: duration) { return refused }
    if let condition = machine.run(code.main, code.table, inputs) {
      return .refused(condition: condition)
    }
    return .result(Int64(truncatingIfNeeded: machine.registers[code.result]))
  }

  /// The energy in watt-hours that the activity claims, rounded up; `nil` when the methodology
  /// claims none, or the activity has no result.
  public mutating func energyClaimed(_ inputs: [Int64], duration: Int64) -> Int64? {
    guard let energy = code.energy, case .result = evaluate(inputs, duration: duration) else {
      return nil
    }
    return Int64(truncatingIfNeeded: machine.registers[energy])
  }

  /// Whether a condition that needs no activity is met.
  func isMetByPrelude(condition: Int) -> Bool {
    machine.registers[code.conditions[condition]] != 0
  }
}
