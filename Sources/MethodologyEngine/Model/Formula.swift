// SPDX-License-Identifier: Apache-2.0
public import Quantities

extension Methodology {
  /// A parameter: a value no activity may change.
  public struct ParameterDefinition: Sendable, Equatable {
    /// The name in expressions.
    public var name: String
    /// The label.
    public var label: BilingualText
    /// The unit of all its values, for instance `g/(person·km)`; `1` for a plain number.
    public var unit: String
    /// The choice input that selects a value, for factors by mode or species; `nil` for one value.
    public var by: String?
    /// The values; empty when no source fixes one, and the operator sets it when filing.
    public var values: [ParameterValue]

    /// Creates a parameter.
    public init(
      name: String, label: BilingualText, unit: String, by: String?, values: [ParameterValue]
    ) {
      self.name = name
      self.label = label
      self.unit = unit
      self.by = by
      self.values = values
    }
  }

  /// One value of a parameter, for a choice and an interval of event dates.
  public struct ParameterValue: Sendable, Equatable {
    /// The choice it stands for, when the parameter has `by`.
    public var choice: String?
    /// The value.
    public var value: ExactDecimal
    /// The first event date; `nil` from the beginning.
    public var from: CalendarDate?
    /// The last event date; `nil` for no end.
    public var through: CalendarDate?
    /// Where the value comes from.
    public var source: Source

    /// Creates a value.
    public init(
      choice: String?, value: ExactDecimal, from: CalendarDate?, through: CalendarDate?,
      source: Source
    ) {
      self.choice = choice
      self.value = value
      self.from = from
      self.through = through
      self.source = source
    }
  }

  /// A piece of the formula: its text, and where in the document it stands.
  public struct ExpressionText: Sendable {
    /// The expression.
    public var text: String
    /// The document's line of its first character, from 1; 0 when it has no document.
    public var line: Int
    /// The column of its first character, from 1; later lines of the text start at it too, since a
    /// document writes an expression of several lines as an indented block.
    public var column: Int

    /// Creates an expression.
    public init(_ text: String, line: Int = 0, column: Int = 1) {
      self.text = text
      self.line = line
      self.column = column
    }
  }

  /// A named intermediate result.
  public struct Definition: Sendable, Equatable {
    /// The name in later expressions.
    public var name: String
    /// The label.
    public var label: BilingualText
    /// How it is computed.
    public var expression: ExpressionText

    /// Creates a definition.
    public init(name: String, label: BilingualText, expression: ExpressionText) {
      self.name = name
      self.label = label
      self.expression = expression
    }
  }

  /// What must be true: an applicability condition, or a plausibility limit of one activity.
  ///
  /// A condition over attributes and parameters alone is tested when a scenario is approved, and
  /// again for every activity; one that needs inputs or the event date, for every activity.
  public struct Condition: Sendable, Equatable {
    /// The id refusals name.
    public var id: String
    /// What is demanded, as people read it.
    public var text: BilingualText
    /// What must be true.
    public var expression: ExpressionText
    /// Where the condition comes from.
    public var source: Source?

    /// Creates a condition.
    public init(id: String, text: BilingualText, expression: ExpressionText, source: Source?) {
      self.id = id
      self.text = text
      self.expression = expression
      self.source = source
    }
  }

  /// The formula and what becomes of its exact value.
  public struct ResultDefinition: Sendable, Equatable {
    /// What is computed.
    public enum Kind: UInt8, Sendable, CaseIterable {
      /// A reduction of greenhouse gases, recorded in milligrams of CO₂ equivalent.
      case reduction = 0
      /// Points, whole numbers that are no mass.
      case points = 1

      /// The names in documents, in order of the raw values.
      public static let names = ["reduction", "points"]
    }

    /// What is computed.
    public var kind: Kind
    /// The formula.
    public var expression: ExpressionText
    /// The smallest step of the recorded result: `0.01 g` or `1` for points.
    public var step: ExactDecimal
    /// The unit of `step`: `g`, `kg`, `mg` … of CO₂ equivalent; `1` for points.
    public var stepUnit: String
    /// How the exact value is cut to steps; conservative methodologies say `down`.
    public var rounding: Rounding
    /// For points: the months after the month of the activity in which they can still be spent.
    public var validityMonths: Int?

    /// Creates a result.
    public init(
      kind: Kind, expression: ExpressionText, step: ExactDecimal, stepUnit: String,
      rounding: Rounding, validityMonths: Int?
    ) {
      self.kind = kind
      self.expression = expression
      self.step = step
      self.stepUnit = stepUnit
      self.rounding = rounding
      self.validityMonths = validityMonths
    }
  }
}

extension Methodology.ExpressionText: Equatable {
  /// Whether the texts are equal, wherever they stand.
  public static func == (a: Self, b: Self) -> Bool { a.text == b.text }
}
