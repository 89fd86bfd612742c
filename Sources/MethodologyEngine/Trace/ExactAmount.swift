// SPDX-License-Identifier: Apache-2.0
import Quantities

/// A value of a trace as text with its unit.
struct ExactAmount {
  let value: String
  let unit: String?

  /// A value of a type, a number in `unit` or in the unit that people would choose.
  init(_ value: Rational, _ type: ValueType, in unit: CompoundUnit? = nil)
    throws(ArithmeticOverflow)
  {
    switch type {
    case .quantity(let dimension):
      let unit = unit ?? Self.unit(for: value, dimension)
      self.value = (try value / unit.factor).decimalText
      self.unit = unit.factor == .one && unit.dimension == .none ? nil : unit.text
    case .zero:
      self.value = value.decimalText
      self.unit = nil
    case .truth:
      self.value = value.isZero ? "false" : "true"
      self.unit = nil
    case .choice(let names):
      let position = Int(clamping: value.numerator)
      self.value = names.indices.contains(position) ? names[position] : "\(position)"
      self.unit = nil
    case .date:
      self.value = CalendarDate(daysSinceEpoch: Int32(clamping: value.numerator)).description
      self.unit = nil
    case .text(let text):
      self.value = text
      self.unit = nil
    }
  }

  /// Tonnes, kilograms or grams for a mass, by its size; else the unit of the dimension.
  private static func unit(for value: Rational, _ dimension: PhysicalDimension) -> CompoundUnit {
    let symbols: [String]
    switch dimension {
    case .greenhouseGas: symbols = ["tCO2e", "kgCO2e"]
    case .mass: symbols = ["t", "kg"]
    default: symbols = []
    }
    for symbol in symbols {
      guard let unit = UnitSymbols.units[symbol],
        let order = try? Rational.compare(value.magnitude, unit.factor), order >= 0
      else { continue }
      return unit
    }
    return UnitSymbols.units[dimension == .mass ? "g" : ""] ?? dimension.displayUnit
  }
}
