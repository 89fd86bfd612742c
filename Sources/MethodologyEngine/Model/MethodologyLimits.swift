// SPDX-License-Identifier: Apache-2.0

/// How large a methodology may be: every limit of what comes from outside, in one place.
public enum MethodologyLimits {
  /// The canonical form, in bytes: a filing carries it in one record.
  public static let canonicalBytes = 60_000
  /// A document with its comments, in bytes.
  public static let documentBytes = 240_000
  /// One text for people, in UTF-8 bytes.
  public static let textBytes = 6_000
  /// The text of one expression, in UTF-8 bytes.
  public static let expressionBytes = 4_000
  /// How deep parentheses, calls and chains of operators may go in one expression.
  public static let expressionDepth = 60
  /// Names, numbers and operators of all expressions together.
  public static let expressionNodes = 2_000
  /// The steps that the evaluation of one activity may take.
  public static let evaluationSteps = 250_000
  /// The intervals of event dates between two changes of a parameter.
  public static let dateIntervals = 500
  /// Expression nodes times date intervals: what checking a methodology may cost.
  public static let checkedNodes = 100_000
  /// A name, id, unit or choice, in UTF-8 bytes.
  public static let nameBytes = 64
  /// The digits of a number, before and after the point together.
  public static let digits = 18
  /// Inputs, attributes, or fields of a row.
  public static let inputs = 32
  /// The names of a choice.
  public static let choices = 64
  /// The longest activity with an interval, in seconds: a day, so that overlaps are looked for on
  /// the day itself and its neighbours.
  public static let durationSeconds: Int64 = 86_400
  /// The decimal places of an input.
  public static let decimals = 9
  /// The rows of a list input of one activity.
  public static let rows = 366
  /// Parameters.
  public static let parameters = 64
  /// The values of one parameter.
  public static let values = 256
  /// Definitions.
  public static let definitions = 64
  /// Conditions.
  public static let conditions = 64
  /// Daily limits.
  public static let limits = 16
  /// Worked examples.
  public static let examples = 64
  /// The rows of a list in a worked example.
  public static let exampleRows = 32
  /// Entries of any other list: parts of the natural key, schemes, subjects.
  public static let entries = 32
  /// The crediting period in years.
  public static let years = 1...100
  /// The days after an event in which it can be reported.
  public static let lateWindowDays = 0...3_660
  /// The buffer pool's share in basis points.
  public static let bufferBasisPoints = 0...10_000
  /// The months for which points can be spent.
  public static let validityMonths = 1...120
}
