// SPDX-License-Identifier: Apache-2.0
public import FootprintEngine
import Quantities

/// A footprint model as its author writes it: a YAML document.
public struct FootprintDocument: Sendable {
  /// What the document says.
  public let model: FootprintModel
  private let places: FootprintPlaces

  /// Reads a document and checks it against ``FootprintSchema``.
  ///
  /// Whether its units agree and its factors exist is for `FootprintCalculation`, whose problems
  /// ``located(_:)`` finds in the document.
  ///
  /// - Throws: Everything that is wrong with it, in the order of the document; such problems have
  ///   no rule.
  public init(parsing bytes: [UInt8]) throws(FootprintProblems) {
    let (tree, syntax) = YAMLReader.read(bytes, as: .footprint)
    guard let tree else { throw FootprintProblems(syntax.map(FootprintProblem.init)) }
    var checker = SchemaChecker(.footprint)
    let record = checker.check(tree)
    var builder = FootprintBuilder(checker: checker)
    guard let record, let model = builder.model(record) else {
      throw FootprintProblems(Self.ordered(builder.checker.problems.map(FootprintProblem.init)))
    }
    self.model = model
    places = FootprintPlaces(checker.places)
  }

  /// The problems with lines and columns: those that have none stand where their path does.
  public func located(_ problems: FootprintProblems) -> FootprintProblems {
    FootprintProblems(
      Self.ordered(
        problems.problems.map { problem in
          guard problem.line == 0 else { return problem }
          var located = problem
          let place = places.place(of: problem.path)
          (located.line, located.column) = (place.line, place.column)
          return located
        }))
  }

  private static func ordered(_ problems: [FootprintProblem]) -> [FootprintProblem] {
    problems.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      return (a.line, a.column, left.offset) < (b.line, b.column, right.offset)
    }.map(\.element)
  }
}

extension FootprintProblem {
  fileprivate init(_ problem: DocumentProblem) {
    self.init(
      nil, path: problem.path, found: problem.message,
      required: BilingualText(
        "写法见 docs/FOOTPRINT_SCHEMA.md。", "docs/FOOTPRINT_SCHEMA.md lists what can be written."))
    (line, column) = (problem.place.line, problem.place.column)
  }
}
