// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// A model with everything it refers to, checked, ready to be solved.
public struct FootprintCalculation: Sendable {
  /// The model.
  public let model: FootprintModel
  /// The day of the calculation.
  public let date: CalendarDate
  /// The model as numbers.
  let system: ProductSystem

  /// Resolves and checks a model: rules 13–17, 19, 20, 22–24, 26–29.
  ///
  /// - Throws: Everything that is wrong with it.
  public init(
    _ model: FootprintModel, from sources: some FootprintSources, on date: CalendarDate
  ) throws(FootprintProblems) {
    self.model = model
    self.date = date
    var resolver = ModelResolver(model, from: sources, on: date)
    system = try resolver.resolve()
  }

  /// Solves the system exactly.
  ///
  /// Where decimals end the arithmetic is exact; elsewhere every number is held between two bounds
  /// of thirty-six digits, and what is published are the digits on which the bounds agree.
  ///
  /// - Throws: Rule 29 when a loop has no one solution, or cannot be solved to twelve digits;
  ///   rule 26 when credits outweigh all emissions of a category.
  public func result() throws(FootprintProblems) -> FootprintResult {
    let solution = try SystemSolution(system, model: model)
    return try ResultBuilder(model, system, solution).result()
  }
}
