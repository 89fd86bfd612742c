// SPDX-License-Identifier: Apache-2.0
public import Quantities

/// How every contribution came about, from activity data to kilograms of CO2 equivalent.
///
/// The entries stand in the order of `FootprintResult.contributions`, one for each. The product of
/// an entry's steps is its amount; numbers are exact unless they begin with `≈`.
public struct FootprintTrace: Sendable, Hashable {
  /// One number that the amount is the product of.
  public enum Step: Sendable, Hashable {
    /// How often the process runs for what is asked for; a run makes `output`.
    ///
    /// With allocation it is the part of the runs whose burdens the product takes.
    case runs(String, output: Measure)
    /// The activity data of a run.
    case measure(Measure)
    /// The part of the activity data, in kWh, that the factor stands for; it takes the place of
    /// the measures.
    case electricity(kilowattHours: String, isCertified: Bool)
    /// A factor.
    case factor(EmissionFactor)
    /// Carbon that burns to CO2: times 44/12.
    case combustion
    /// How many units of the upstream footprint a run needs, which take the place of the
    /// measures; and the value of the category for one of them.
    case footprint(UpstreamFootprint, units: String, kilograms: ExactDecimal)
    /// The product of the units above, in kilograms of CO2 equivalent.
    case unit(kilograms: String)
    /// What the co-product takes the place of is taken off: times -1.
    case credit
  }

  /// One contribution.
  public struct Entry: Sendable, Hashable {
    /// The process.
    public var process: String
    /// The line, or `#CO-PRODUCT` for a credit.
    public var line: String
    /// The category.
    public var category: EmissionCategory
    /// The steps.
    public var steps: [Step]
    /// Kilograms of CO2 equivalent of one run.
    public var kilogramsPerRun: String
    /// Kilograms of CO2 equivalent of what is asked for.
    public var kilograms: String
    /// The digests of the line's evidence, 32 bytes each.
    public var evidence: [[UInt8]]

    /// Creates an entry.
    public init(
      process: String, line: String, category: EmissionCategory, steps: [Step],
      kilogramsPerRun: String, kilograms: String, evidence: [[UInt8]]
    ) {
      self.process = process
      self.line = line
      self.category = category
      self.steps = steps
      self.kilogramsPerRun = kilogramsPerRun
      self.kilograms = kilograms
      self.evidence = evidence
    }
  }

  /// The entries, in the order of the contributions.
  public var entries: [Entry]

  /// Creates a trace.
  public init(entries: [Entry]) {
    self.entries = entries
  }
}

extension FootprintCalculation {
  /// Solves the system as ``result()`` does, and says how each contribution came about.
  ///
  /// - Throws: Rule 29 when a loop has no one solution.
  public func trace() throws(FootprintProblems) -> FootprintTrace {
    let solution = try SystemSolution(system, model: model)
    return ResultBuilder(model, system, solution).trace
  }
}

extension ResultBuilder {
  /// The trace of every contribution.
  var trace: FootprintTrace { FootprintTrace(entries: amounts.map(entry)) }

  private func entry(_ amount: Amount) -> FootprintTrace.Entry {
    let process = model.processes[amount.process]
    let line = line(of: amount)
    var steps: [FootprintTrace.Step] = [
      .runs(solution.processRuns[amount.process].decimalText, output: process.output)
    ]
    let measures = line?.measures ?? coProduct(of: amount).map { [$0.output] } ?? []
    steps += measures.map { .measure($0) }
    steps += self.steps(amount.emission, measures)
    if amount.isCredit { steps.append(.credit) }
    return FootprintTrace.Entry(
      process: process.id, line: lineName(of: amount), category: amount.emission.category,
      steps: steps, kilogramsPerRun: amount.emission.kilograms.decimalText,
      kilograms: amount.kilograms.decimalText, evidence: line?.evidence ?? [])
  }

  private func steps(
    _ emission: ProductSystem.Emission, _ measures: [Measure]
  ) -> [FootprintTrace.Step] {
    switch emission.origin {
    case .factors(let indices, let carbon):
      let factors = indices.map { system.factors[$0] }
      return factors.map { .factor($0) } + (carbon ? [.combustion] : [])
        + unitStep(measures.map(\.unit) + factors.map(\.unit))
    case .electricity(let index, let energy, let isCertified):
      let factor = system.factors[index]
      return [
        .electricity(kilowattHours: energy.decimalText, isCertified: isCertified),
        .factor(factor),
      ] + unitStep(["kWh", factor.unit])
    case .footprint(let index, let units):
      let footprint = system.footprints[index]
      return [
        .footprint(
          footprint, units: units.decimalText,
          kilograms: footprint.values[emission.category] ?? .zero)
      ]
    }
  }

  /// What the units come to, unless it is one kilogram.
  private func unitStep(_ texts: [String]) -> [FootprintTrace.Step] {
    var factor = Rational.one
    for text in texts {
      guard let unit = try? CompoundUnit(text: text), let next = try? factor * unit.factor else {
        return []
      }
      factor = next
    }
    // Factors come to grams.
    guard let kilogram = try? Rational(1, over: 1000), let kilograms = try? factor * kilogram,
      kilograms != .one
    else { return [] }
    return [.unit(kilograms: kilograms.decimalText)]
  }
}
