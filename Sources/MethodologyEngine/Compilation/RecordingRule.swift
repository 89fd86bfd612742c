// SPDX-License-Identifier: Apache-2.0
import Quantities

/// How the exact value of the formula becomes the recorded one.
struct RecordingRule {
  /// What the formula must be.
  let dimension: PhysicalDimension
  /// Base units to one unit recorded: a milligram of CO₂ equivalent, or a point.
  let unit: Rational
  /// Units recorded to one step; 0 when the step is not a whole number of them above zero.
  let step: Int128

  init(_ result: Methodology.ResultDefinition) {
    let recorded: Rational
    switch result.kind {
    case .reduction:
      dimension = .greenhouseGas
      recorded = (try? Rational(1, over: 1000)) ?? .one
    case .points:
      dimension = .none
      recorded = .one
    }
    unit = recorded
    let size = Self.unit(of: result).flatMap { unit in
      try? Rational(result.step) * unit.factor / recorded
    }
    guard let size, size.isWhole, size.numerator > 0, size.numerator <= 1_000_000_000_000_000 else {
      step = 0
      return
    }
    step = size.numerator
  }

  /// The unit of the step; of a reduction, plain `g` and `kg` mean CO₂ equivalent too.
  static func unit(of result: Methodology.ResultDefinition) -> CompoundUnit? {
    guard let unit = try? CompoundUnit(text: result.stepUnit) else { return nil }
    switch result.kind {
    case .reduction:
      return unit.dimension == .greenhouseGas || unit.dimension == .mass ? unit : nil
    case .points: return unit == CompoundUnit.none ? unit : nil
    }
  }
}
