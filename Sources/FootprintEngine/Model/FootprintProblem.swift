// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// The rules a model or statement can break; the numbers are those of the rule book.
public enum FootprintRule: UInt8, CaseIterable, Sendable {
  /// A factor has everything rule 13 asks for.
  case factorComplete = 13
  /// A factor is used for its purpose.
  case factorPurpose = 14
  /// A factor is published before, and valid for, the calculation.
  case factorDate = 15
  /// Market-based: certificates, then the residual mix; never the average.
  case marketBased = 16
  /// One GWP edition in a statement.
  case assessment = 17
  /// The formula reproduces the number.
  case reproduced = 18
  /// Units agree.
  case units = 19
  /// Standard coal of one kind.
  case standardCoalKind = 20
  /// The statement is complete.
  case statement = 22
  /// Stages match the boundary.
  case stages = 23
  /// No offsets inside.
  case offsets = 24
  /// The parts add up.
  case sum = 25
  /// Fossil and biogenic apart, signs right.
  case signs = 26
  /// Cut-offs within their limits.
  case cutOffs = 27
  /// Upstream footprints valid and compatible.
  case upstream = 28
  /// No circle of footprints; a loop of processes has one solution.
  case circle = 29
}

/// What is wrong with a model, statement or footprint.
public struct FootprintProblem: Sendable, Hashable {
  /// The rule, or `nil` when the model is not well-formed.
  public var rule: FootprintRule?
  /// The part: `processes[cell].lines[power].source`.
  public var path: String
  /// What was found.
  public var found: BilingualText
  /// What was required.
  public var required: BilingualText
  /// Where it stands in a document, from 1; 0 when there is none.
  public var line = 0
  /// The column, from 1; 0 when there is no document.
  public var column = 0

  /// Creates a problem.
  public init(
    _ rule: FootprintRule?, path: String, found: BilingualText, required: BilingualText
  ) {
    self.rule = rule
    self.path = path
    self.found = found
    self.required = required
  }
}

/// Everything that is wrong; never empty.
public struct FootprintProblems: Error, Sendable, Equatable {
  /// The problems, in the order of the model.
  public var problems: [FootprintProblem]

  /// Creates a list of one problem or more.
  public init(_ problems: [FootprintProblem]) {
    precondition(!problems.isEmpty, "no problem is no error")
    self.problems = problems
  }
}
