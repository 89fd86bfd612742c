// SPDX-License-Identifier: Apache-2.0

/// What a quantity measures: a product of powers of independent base dimensions.
///
/// Mass of CO₂ equivalent and plain mass are different dimensions, so that a kilogram of clothes
/// can never be credited as a kilogram of CO₂ without a factor that says how.
package struct PhysicalDimension: Hashable, Sendable {
  /// The base dimensions; volume, area and power are products of them.
  package enum Base: Int, CaseIterable, Sendable {
    case greenhouseGas, mass, length, time, energy, person, money, trip, piece, year
    /// The carbon in a fuel or product, and energy as standard coal; neither is a plain mass.
    case carbon, standardCoal
  }

  /// The exponents, in the order of ``Base``.
  private var exponents = SIMD16<Int8>(repeating: 0)

  /// The largest exponent; a unit beyond it is a mistake.
  package static let largestExponent = 9

  /// A plain number.
  package static let none = PhysicalDimension()

  /// A plain number.
  package init() {}

  /// One base dimension to a power.
  package init(_ base: Base, power: Int = 1) {
    exponents[base.rawValue] = Int8(clamping: power)
  }

  package subscript(base: Base) -> Int { Int(exponents[base.rawValue]) }

  /// The dimension of a product, or `nil` when an exponent leaves the table.
  package func multiplied(by other: PhysicalDimension) -> PhysicalDimension? {
    combined(with: other, sign: 1)
  }

  /// The dimension of a quotient, or `nil` when an exponent leaves the table.
  package func divided(by other: PhysicalDimension) -> PhysicalDimension? {
    combined(with: other, sign: -1)
  }

  private func combined(with other: PhysicalDimension, sign: Int) -> PhysicalDimension? {
    var result = self
    for base in Base.allCases {
      let exponent = self[base] + sign * other[base]
      guard abs(exponent) <= Self.largestExponent else { return nil }
      result.exponents[base.rawValue] = Int8(exponent)
    }
    return result
  }
}

extension PhysicalDimension {
  package static let greenhouseGas = PhysicalDimension(.greenhouseGas)
  package static let mass = PhysicalDimension(.mass)
  package static let length = PhysicalDimension(.length)
  package static let time = PhysicalDimension(.time)
  package static let energy = PhysicalDimension(.energy)
  package static let year = PhysicalDimension(.year)

  /// What people count rather than measure.
  private static let countingBases: Set<Base> = [.person, .trip, .piece]

  /// The counting unit by which this dimension differs from another, `person` or `person·trip`;
  /// `nil` when they are equal, or anything else differs too.
  package func counts(from other: PhysicalDimension) -> CompoundUnit? {
    guard self != other, let ratio = divided(by: other) else { return nil }
    guard Base.allCases.allSatisfy({ ratio[$0] == 0 || Self.countingBases.contains($0) }) else {
      return nil
    }
    let isBelow = Base.allCases.allSatisfy { ratio[$0] <= 0 }
    return isBelow ? other.divided(by: self)?.displayUnit : ratio.displayUnit
  }

  /// The unit in which messages and traces show values of the dimension.
  package var displayUnit: CompoundUnit {
    if let plain = Self.plainUnits[self] { return plain }
    let up = factors(positive: true)
    let down = factors(positive: false)
    var text = up.isEmpty ? "1" : up.map(\.text).joined(separator: "·")
    if down.count == 1 { text += "/" + down[0].text }
    if down.count > 1 { text += "/(" + down.map(\.text).joined(separator: "·") + ")" }
    // The table's symbols always read back, and their powers stay far within 127 bits.
    return (try? CompoundUnit(text: text))
      ?? CompoundUnit(dimension: self, factor: .one, text: text)
  }

  private func factors(positive: Bool) -> [(text: String, power: Int)] {
    Base.allCases.compactMap { base in
      let power = positive ? self[base] : -self[base]
      guard power > 0 else { return nil }
      return (Self.displaySymbols[base.rawValue] + (power == 1 ? "" : "\(power)"), power)
    }
  }

  /// In the order of ``Base``.
  private static let displaySymbols = [
    "gCO2e", "kg", "km", "s", "kWh", "person", "yuan", "trip", "piece", "a", "kgC", "kgce",
  ]

  /// What people would not write as powers of the base units.
  private static let plainUnits: [PhysicalDimension: CompoundUnit] = {
    var units: [PhysicalDimension: CompoundUnit] = [:]
    for symbol in ["1", "m2", "m3", "kW", "gCO2e/L", "kgCO2e/kWh", "tCO2e/t", "tCO2e/hm2", "t/m3"] {
      if let unit = try? CompoundUnit(text: symbol) { units[unit.dimension] = unit }
    }
    return units
  }()
}
