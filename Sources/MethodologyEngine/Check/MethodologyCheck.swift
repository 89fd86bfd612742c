// SPDX-License-Identifier: Apache-2.0
import Quantities

/// Finds everything that is wrong with a methodology.
///
/// The extensions look at one part each. Programs are compiled, and proved, only when nothing
/// else is wrong, since a proof needs every bound and value.
struct MethodologyCheck {
  let methodology: Methodology
  private(set) var problems: [MethodologyProblem] = []

  /// More problems than this help nobody.
  private static let mostProblems = 100

  init(_ methodology: Methodology) {
    self.methodology = methodology
  }

  /// What a methodology without problems becomes.
  struct Checked {
    let typed: TypedMethodology
    let intervals: [(dates: DateInterval, code: CompiledCode)]
  }

  /// Checks everything; returns `nil` when there are problems.
  mutating func run() -> Checked? {
    guard checkCounts() else { return nil }
    checkIdentity()
    checkCrediting()
    checkActivity()
    checkAttributes()
    checkNames()
    checkParameters()
    let typed = checkExpressions()
    checkResult()
    checkLimits()
    checkExclusivity()
    guard problems.isEmpty, let typed else { return nil }
    guard let intervals = checkPrograms(typed) else { return nil }
    return Checked(typed: typed, intervals: intervals)
  }

  /// Notes a problem of a part of the document.
  mutating func report(_ path: String, _ chinese: String, _ english: String) {
    report(path, BilingualText(chinese, english))
  }

  /// Notes a problem of a part of the document.
  mutating func report(_ path: String, _ message: BilingualText) {
    append(MethodologyProblem(path: path, line: 0, column: 0, message: message))
  }

  /// Notes a problem inside an expression.
  mutating func report(
    _ path: String, _ expression: Methodology.ExpressionText, _ fault: ExpressionFault
  ) {
    let place = expression.place(ofScalar: fault.offset)
    append(
      MethodologyProblem(
        path: path, line: place.line, column: place.column, message: fault.message))
  }

  private mutating func append(_ problem: MethodologyProblem) {
    if problems.count < Self.mostProblems { problems.append(problem) }
  }
}
