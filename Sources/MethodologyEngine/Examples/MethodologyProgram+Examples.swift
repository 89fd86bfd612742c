// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// What became of a worked example.
public struct ExampleOutcome: Sendable, Equatable {
  /// What an example gives.
  public enum Found: Sendable, Equatable {
    /// A recorded result: milligrams of CO₂ equivalent, or points.
    case result(Int64)
    /// A refusal by the condition named.
    case refusal(String)
    /// The example cannot be run, and why.
    case notRun(BilingualText)
  }

  /// The example's position in the methodology.
  public var position: Int
  /// What the example says.
  public var expected: Methodology.WorkedExample.Expectation
  /// What the methodology gives.
  public var found: Found

  /// Whether the methodology gives what the example says.
  public var isMet: Bool {
    switch (expected, found) {
    case (.result(let expected), .result(let found)): expected == found
    case (.refusal(let expected), .refusal(let found)): expected == found
    default: false
    }
  }
}

extension MethodologyProgram {
  /// Runs the worked examples.
  ///
  /// An example may set parameters that the document leaves open; it is then run by a program of
  /// its own. Parameters that stay open are a reason not to run.
  ///
  /// - Parameter isFiled: Whether the open parameters have been set since, as for a filing: what
  ///   an example sets then takes the place of that. A document is checked without it, so that no
  ///   example contradicts what the document fixes.
  public func runExamples(isFiled: Bool = false) -> [ExampleOutcome] {
    methodology.examples.enumerated().map { position, example in
      ExampleOutcome(
        position: position, expected: example.expectation, found: run(example, isFiled))
    }
  }

  /// How the worked example at `position` comes about, step by step.
  ///
  /// `nil` when it cannot be run, see ``runExamples()``, or its fractions are too long to trace.
  public func trace(example position: Int) -> Trace? {
    guard methodology.examples.indices.contains(position),
      let activity = try? prepare(methodology.examples[position], false)
    else { return nil }
    return try? activity.program.trace(activity.inputs, duration: activity.duration)
  }

  /// An example as an activity under a program that has everything set.
  private func prepare(
    _ example: Methodology.WorkedExample, _ isFiled: Bool
  ) throws -> (program: BoundProgram, inputs: [Int64], duration: Int64) {
    let program = try self.program(for: example, isFiled)
    let attributes = try methodology.attributeLayout.flat(example.attributes)
    let inputs = try methodology.inputLayout.flat(example.inputs)
    return (
      try program.bound(on: example.date, attributes: attributes), inputs,
      example.durationSeconds ?? 0
    )
  }

  private func run(
    _ example: Methodology.WorkedExample, _ isFiled: Bool
  ) -> ExampleOutcome.Found {
    do {
      var activity = try prepare(example, isFiled)
      let outcome = activity.program.evaluate(activity.inputs, duration: activity.duration)
      switch outcome {
      case .result(let amount): return .result(amount)
      case .refused(let position): return .refusal(methodology.conditions[position].id)
      case .outOfBounds(let position):
        let input = methodology.activity.inputs[position]
        return .notRun(
          BilingualText(
            "\(input.name) 超出上下限:\(input.requirement.chinese)。",
            "\(input.name) is out of bounds: \(input.requirement.english)."))
      case .malformed:
        return .notRun(
          BilingualText("时长须为 0 秒至一天。", "The duration must be 0 seconds to a day."))
      }
    } catch let fault as InputFault {
      return .notRun(fault.message)
    } catch let problems as MethodologyProblems {
      return .notRun(
        problems.problems.first?.message ?? BilingualText("无法运行。", "It cannot be run."))
    } catch {
      return .notRun(BilingualText("无法运行。", "It cannot be run."))
    }
  }

  /// The program of an example: this one, unless the example sets parameters.
  private func program(
    for example: Methodology.WorkedExample, _ isFiled: Bool
  ) throws(MethodologyProblems) -> MethodologyProgram {
    guard !example.parameters.isEmpty else { return self }
    var methodology = methodology
    for setting in example.parameters {
      if isFiled {
        for position in methodology.parameters.indices
        where methodology.parameters[position].name == setting.name {
          methodology.parameters[position].values.removeAll { $0.choice == setting.choice }
        }
      }
      methodology = try methodology.setting(
        setting, from: example.date, through: example.date,
        source: Methodology.Source(document: "example", date: nil))
    }
    // Where no date is left to compute for, the check below could not say which date is meant.
    if let message = methodology.problem(date: example.date) {
      throw MethodologyProblems([
        MethodologyProblem(path: "date", line: 0, column: 0, message: message)
      ])
    }
    return try MethodologyProgram(methodology)
  }
}
