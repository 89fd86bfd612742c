// SPDX-License-Identifier: Apache-2.0
public import MethodologyEngine

/// A methodology as its author writes it: a YAML document.
public struct MethodologyDocument: Sendable {
  /// What the document says.
  public let methodology: Methodology
  private let places: [String: Place]

  /// Reads a document and checks it against the schema.
  ///
  /// Whether its names, units and formula make sense is for ``MethodologyProgram``, whose problems
  /// ``located(_:)`` finds in the document.
  ///
  /// - Throws: Everything that is wrong with it, in the order of the document.
  public init(parsing bytes: [UInt8]) throws(MethodologyProblems) {
    let (tree, syntax) = YAMLReader.read(bytes, as: .methodology)
    guard let tree else { throw MethodologyProblems(syntax.map(MethodologyProblem.init)) }
    var checker = SchemaChecker(.methodology)
    checker.sources = SchemaChecker.namedSources(of: tree, .methodology)
    let record = checker.check(tree)
    var builder = MethodologyBuilder(checker: checker)
    guard let record, let methodology = builder.methodology(record) else {
      let problems = builder.checker.problems.map(MethodologyProblem.init)
      throw MethodologyProblems(Self.ordered(problems))
    }
    self.methodology = methodology
    places = checker.places
  }

  /// Reads a document, or says everything that is wrong with it, by line and column.
  public static func read(_ bytes: [UInt8]) throws(MethodologyProblems) -> Methodology {
    try MethodologyDocument(parsing: bytes).methodology
  }

  /// The problems with lines and columns: those that have none stand where their path does.
  public func located(_ problems: MethodologyProblems) -> MethodologyProblems {
    MethodologyProblems(
      Self.ordered(
        problems.problems.map { problem in
          guard problem.line == 0 else { return problem }
          var located = problem
          let place = place(of: problem.path)
          (located.line, located.column) = (place.line, place.column)
          return located
        }))
  }

  /// Where the part called `path` stands, or else the part that holds it.
  private func place(of path: String) -> Place {
    var path = path[...]
    while !path.isEmpty {
      if let place = places[String(path)] { return place }
      let end = path.lastIndex { $0 == "." || $0 == "[" }
      path = path[..<(end ?? path.startIndex)]
    }
    return .first
  }

  private static func ordered(_ problems: [MethodologyProblem]) -> [MethodologyProblem] {
    problems.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      return (a.line, a.column, left.offset) < (b.line, b.column, right.offset)
    }.map(\.element)
  }
}

extension MethodologyProblem {
  fileprivate init(_ problem: DocumentProblem) {
    self.init(
      path: problem.path, line: problem.place.line, column: problem.place.column,
      message: problem.message)
  }
}
