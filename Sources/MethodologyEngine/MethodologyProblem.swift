// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// What is wrong with a methodology: where, what, and what was expected there.
public struct MethodologyProblem: Sendable, Hashable {
  /// The part of the document, for instance `result.formula` or `parameters.metro_factor`.
  public var path: String
  /// The line, from 1; 0 when there is no document.
  public var line: Int
  /// The column, from 1; 0 when there is no document.
  public var column: Int
  /// What is wrong and what was expected, as a sentence.
  public var message: BilingualText

  /// Creates a problem.
  public init(path: String, line: Int, column: Int, message: BilingualText) {
    self.path = path
    self.line = line
    self.column = column
    self.message = message
  }
}

/// Everything that is wrong with a methodology; never empty.
public struct MethodologyProblems: Error, Sendable, Equatable {
  /// The problems, in the order of the document.
  public var problems: [MethodologyProblem]

  /// Creates a list of one problem or more.
  public init(_ problems: [MethodologyProblem]) {
    precondition(!problems.isEmpty, "no problem is no error")
    self.problems = problems
  }
}

extension MethodologyProblems: CustomStringConvertible {
  /// The problems in English, one a line.
  public var description: String {
    problems.map { "\($0.line):\($0.column): \($0.path): \($0.message.english)" }
      .joined(separator: "\n")
  }
}
