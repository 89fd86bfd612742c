// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// How a result came about, step by step, with exact values: what a person reads and can check
/// with pencil and paper.
///
/// It is computed by an evaluator of its own, over fractions and without the compiled program.
public struct Trace: Sendable, Equatable {
  /// What became of the activity; the same as ``BoundProgram/evaluate(_:duration:)`` says.
  public var outcome: BoundProgram.Outcome
  /// The steps, in the order of the evaluation: what an activity brings along, then conditions
  /// and definitions with the operations inside them, then the formula and its rounding.
  public var steps: [TraceStep]

  /// The steps as lines of text, indented by two spaces for each level.
  public func lines(in language: Language) -> [String] {
    steps.map { step in
      String(repeating: "  ", count: step.depth) + step.text[language]
    }
  }
}

/// One step of an evaluation.
public struct TraceStep: Sendable, Equatable {
  /// What a step is.
  public enum Kind: Sendable, Equatable {
    /// The event date.
    case date
    /// The duration of the activity.
    case duration
    /// A fact fixed at approval.
    case attribute
    /// A monitored input.
    case input
    /// A parameter's value on the date; ``TraceStep/source`` says where it comes from.
    case parameter
    /// A part of an expression.
    case operation
    /// The value of an expression for one row of a list, numbered from 1.
    case row(Int)
    /// A named intermediate result.
    case definition
    /// A condition and whether it is met.
    case condition(isMet: Bool)
    /// The exact value of the formula.
    case formula
    /// The recorded result, after rounding.
    case result
  }

  /// What it is.
  public var kind: Kind
  /// How deep inside an expression it stands; 0 for what has a name.
  public var depth: Int
  /// The name in expressions, or the id of a condition.
  public var name: String?
  /// The label, or what a condition demands.
  public var label: BilingualText?
  /// The expression, as it is written.
  public var expression: String?
  /// The exact value: a decimal number, a choice, `true`, a date.
  ///
  /// A number whose decimals do not end has `≈` in front and 12 digits.
  public var value: String
  /// The unit of a number; `nil` for a plain number and for what is no number.
  public var unit: String?
  /// Where a parameter's value or a condition comes from.
  public var source: Methodology.Source?
  /// How the recorded result was rounded.
  public var rounding: RoundingNote?

  /// How a result was rounded: the step and the direction.
  public struct RoundingNote: Sendable, Equatable {
    /// The step with its unit, for instance `0.01 g`.
    public var step: String
    /// The direction.
    public var rounding: Rounding
  }
}

/// Why a trace cannot be shown: a value on the way needs fractions of more than 127 bits.
public struct TraceFault: Error, Sendable, Equatable {
  /// The reason as a sentence.
  public var message: BilingualText {
    BilingualText(
      "中间值的位数太多,无法逐步列出。", "A value on the way has too many digits to be shown.")
  }
}
