// SPDX-License-Identifier: Apache-2.0
public import Quantities

extension Methodology {
  /// A worked example: inputs and the result they must give.
  public struct WorkedExample: Sendable, Equatable {
    /// What is expected.
    public enum Expectation: Sendable, Equatable {
      /// The recorded result, in milligrams of CO₂ equivalent or points.
      case result(Int64)
      /// A refusal by the condition named.
      case refusal(String)
    }

    /// What the example shows.
    public var text: BilingualText
    /// Where it comes from; `nil` for one made for this document.
    public var source: Source?
    /// The event date.
    public var date: CalendarDate
    /// The duration in seconds, for activities with an interval.
    public var durationSeconds: Int64?
    /// The attributes, by name, as texts in their units.
    public var attributes: [String: ExampleValue]
    /// The inputs, by name, as texts in their units.
    public var inputs: [String: ExampleValue]
    /// What is expected.
    public var expectation: Expectation
    /// Values for parameters that the document leaves unset on the date, see
    /// ``Methodology/setting(_:from:through:source:)``.
    public var parameters: [ParameterSetting]

    /// Creates an example.
    public init(
      text: BilingualText, source: Source?, date: CalendarDate, durationSeconds: Int64?,
      attributes: [String: ExampleValue], inputs: [String: ExampleValue],
      expectation: Expectation, parameters: [ParameterSetting] = []
    ) {
      self.text = text
      self.source = source
      self.date = date
      self.durationSeconds = durationSeconds
      self.attributes = attributes
      self.inputs = inputs
      self.expectation = expectation
      self.parameters = parameters
    }
  }

  /// A value for a parameter, or for one choice of it, that no source fixes.
  public struct ParameterSetting: Sendable, Hashable {
    /// The parameter.
    public var name: String
    /// The choice the value stands for, when the parameter has `by`.
    public var choice: String?
    /// The value, in the parameter's unit.
    public var value: ExactDecimal

    /// Creates a setting.
    public init(name: String, choice: String? = nil, value: ExactDecimal) {
      self.name = name
      self.choice = choice
      self.value = value
    }
  }

  /// A value of an example: a text such as `8`, `metro`, `true`, `2025-02-28`, or rows of them.
  public enum ExampleValue: Sendable, Equatable {
    /// One value.
    case text(String)
    /// The rows of a list input.
    case rows([[String: String]])
  }
}
