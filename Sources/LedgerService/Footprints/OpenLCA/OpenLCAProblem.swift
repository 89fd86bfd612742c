// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// Why an openLCA package is not read: which file, which part of it, and what is asked for.
public struct OpenLCAProblem: Sendable, Hashable {
  /// The file in the package, for instance `processes/….json`; empty for the whole.
  public let file: String
  /// The part of the file, for instance `exchanges[3] (steel)`; empty for the whole.
  public let place: String
  /// What was found and what is read instead, as a sentence.
  public let message: BilingualText

  /// Creates a problem.
  public init(file: String, place: String, message: BilingualText) {
    self.file = file
    self.place = place
    self.message = message
  }
}

/// Everything that keeps a package from being read; never empty.
public struct OpenLCAProblems: Error, Sendable, Equatable, CustomStringConvertible {
  /// The problems, in the order in which they were met.
  public let problems: [OpenLCAProblem]

  /// Creates a list of one problem or more.
  public init(_ problems: [OpenLCAProblem]) {
    precondition(!problems.isEmpty, "no problem is no error")
    self.problems = problems
  }

  /// The problems in English, one a line.
  public var description: String {
    problems.map { "\($0.file) \($0.place): \($0.message.english)" }.joined(separator: "\n")
  }
}
