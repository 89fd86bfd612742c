// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import MethodologyEngine
public import Quantities

/// One step of an evaluation as people read it.
public struct TraceLine: Sendable {
  /// What is computed or read.
  public let label: BilingualText
  /// The value with its unit.
  public let value: String
  /// Where it comes from: an expression, or the source of a parameter; empty for neither.
  public let origin: String

  /// The steps by which `program` evaluates `row`.
  static func lines(of program: BoundProgram, _ row: ActivityRow) -> [TraceLine] { [] }
}
