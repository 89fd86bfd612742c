// SPDX-License-Identifier: Apache-2.0
public import Quantities

extension Methodology {
  /// What one activity is.
  public struct ActivityShape: Sendable, Equatable {
    /// When an activity happens.
    public enum Timing: UInt8, Sendable, CaseIterable {
      /// From a start for a duration; a person's activities must not overlap. The expression
      /// language then knows `duration`.
      case interval = 0
      /// On a day.
      case day = 1
      /// Over a calendar month; the event date is the month's last day.
      case month = 2

      /// The names in documents, in order of the raw values.
      public static let names = ["interval", "day", "month"]
    }

    /// When an activity happens.
    public var timing: Timing
    /// What is monitored.
    public var inputs: [InputDefinition]
    /// The texts that make an activity unique, in order; the operator digests them and only the
    /// digest enters the ledger.
    public var naturalKey: [String]

    /// Creates a shape.
    public init(timing: Timing, inputs: [InputDefinition], naturalKey: [String]) {
      self.timing = timing
      self.inputs = inputs
      self.naturalKey = naturalKey
    }
  }

  /// A monitored input of an activity, or an attribute of a scenario.
  public struct InputDefinition: Sendable, Equatable {
    /// What an input holds.
    public indirect enum Kind: Sendable, Equatable {
      /// A number of `unit` with at most `decimals` decimal places, from `minimum` to `maximum`.
      case quantity(unit: String, decimals: Int, minimum: ExactDecimal, maximum: ExactDecimal)
      /// One of the names.
      case choice([String])
      /// True or false.
      case flag
      /// A calendar date.
      case date
      /// Rows of inputs, from `minimum` to `maximum` of them; rows hold no lists.
      case list([InputDefinition], minimum: Int, maximum: Int)
    }

    /// The name in expressions and CSV headers: lower-case letters, digits, `_`.
    public var name: String
    /// The label.
    public var label: BilingualText
    /// What it holds.
    public var kind: Kind
    /// The evidence required, for people.
    public var evidence: BilingualText?

    /// Creates an input.
    public init(name: String, label: BilingualText, kind: Kind, evidence: BilingualText?) {
      self.name = name
      self.label = label
      self.kind = kind
      self.evidence = evidence
    }
  }

  /// A plausibility limit over one person's activities of one day under one scenario.
  public struct DailyLimit: Sendable, Equatable {
    /// What is limited.
    public enum Measure: Sendable, Equatable {
      /// The number of activities.
      case count
      /// The sum of the input named.
      case sum(String)
    }

    /// What is limited.
    public var measure: Measure
    /// The parameter that holds the limit, in the input's dimension or a plain number.
    public var parameter: String
    /// What the limit is for, as people read it.
    public var text: BilingualText

    /// Creates a limit.
    public init(measure: Measure, parameter: String, text: BilingualText) {
      self.measure = measure
      self.parameter = parameter
      self.text = text
    }
  }
}
