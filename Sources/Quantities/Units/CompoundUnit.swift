// SPDX-License-Identifier: Apache-2.0

/// A unit such as `gCO2e/(person·km)`: what it measures, and how much of the base unit it is.
package struct CompoundUnit: Hashable, Sendable {
  package let dimension: PhysicalDimension
  /// How many base units it holds: grams, metres, seconds, watt-hours, persons, fen … Above zero.
  package let factor: Rational
  /// The unit as it was written.
  package let text: String

  package init(dimension: PhysicalDimension, factor: Rational, text: String) {
    self.dimension = dimension
    self.factor = factor
    self.text = text
  }

  /// A plain number.
  package static let none = CompoundUnit(dimension: .none, factor: .one, text: "1")

  /// Reads products and quotients of symbols: `kWh`, `t/m3`, `g/(person·km)`, `km²`, `人·公里`.
  ///
  /// `·`, `*` and `×` multiply, `/` divides, and a 2 or 3 behind a symbol is its power. What
  /// follows a `/` may not be multiplied without parentheses: `g/person·km` has two readings.
  package init(text: String) throws(UnitFault) {
    var reader = UnitReader(text)
    self = try reader.read()
  }
}

/// Why a text is no unit.
package struct UnitFault: Error, Equatable {
  package enum Reason: Equatable {
    /// A symbol that the table lacks.
    case unknownSymbol(String)
    /// A sign where another was expected.
    case malformed
    /// A product behind a quotient, without parentheses.
    case ambiguous
    /// Powers beyond the table.
    case tooLarge
  }

  /// What is wrong.
  package let reason: Reason
  /// Where, in Unicode scalars from 0.
  package let offset: Int
}

/// Reads one unit, from left to right.
private struct UnitReader {
  private let text: String
  private let scalars: [Unicode.Scalar]
  private var offset = 0

  init(_ text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
  }

  mutating func read() throws(UnitFault) -> CompoundUnit {
    let unit = try product(isInside: false)
    guard offset == scalars.count else { throw fault(.malformed) }
    return CompoundUnit(dimension: unit.dimension, factor: unit.factor, text: text)
  }

  private mutating func product(isInside: Bool) throws(UnitFault) -> CompoundUnit {
    var result = try part(isInside: isInside)
    var hasDivided = false
    while true {
      skipSpaces()
      guard offset < scalars.count else { return result }
      let start = offset
      let isQuotient: Bool
      switch scalars[offset] {
      case "·", "*", "×", "⋅", "・": isQuotient = false
      case "/", "÷": isQuotient = true
      default: return result
      }
      if hasDivided, !isQuotient { throw fault(.ambiguous) }
      hasDivided = isQuotient
      offset += 1
      let next = try part(isInside: isInside)
      guard let combined = Self.combine(result, next, isQuotient: isQuotient) else {
        throw UnitFault(reason: .tooLarge, offset: start)
      }
      result = combined
    }
  }

  /// A symbol with its power, or a product in parentheses; parentheses do not nest.
  private mutating func part(isInside: Bool) throws(UnitFault) -> CompoundUnit {
    skipSpaces()
    guard offset < scalars.count else { throw fault(.malformed) }
    guard Self.opening.contains(scalars[offset]) else { return try symbol() }
    guard !isInside else { throw fault(.malformed) }
    offset += 1
    let unit = try product(isInside: true)
    guard offset < scalars.count, Self.closing.contains(scalars[offset]) else {
      throw fault(.malformed)
    }
    offset += 1
    return unit
  }

  private mutating func symbol() throws(UnitFault) -> CompoundUnit {
    let start = offset
    while offset < scalars.count, !Self.separators.contains(scalars[offset]) { offset += 1 }
    guard offset > start else { throw fault(.malformed) }
    let name = String(String.UnicodeScalarView(scalars[start..<offset]))
    if let unit = UnitSymbols.units[name] { return unit }
    // `m2` is in the table; `s2` and `km²` are a symbol and its power.
    guard let last = name.unicodeScalars.last, let power = Self.power(last),
      let unit = UnitSymbols.units[String(name.unicodeScalars.dropLast())],
      unit.dimension != .none
    else { throw UnitFault(reason: .unknownSymbol(name), offset: start) }
    var result = unit
    for _ in 1..<power {
      guard let next = Self.combine(result, unit, isQuotient: false) else {
        throw UnitFault(reason: .tooLarge, offset: start)
      }
      result = next
    }
    return result
  }

  private static func combine(
    _ left: CompoundUnit, _ right: CompoundUnit, isQuotient: Bool
  ) -> CompoundUnit? {
    let dimension =
      isQuotient
      ? left.dimension.divided(by: right.dimension)
      : left.dimension.multiplied(by: right.dimension)
    let factor = try? isQuotient ? left.factor / right.factor : left.factor * right.factor
    guard let dimension, let factor else { return nil }
    return CompoundUnit(dimension: dimension, factor: factor, text: "")
  }

  private static func power(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar {
    case "2", "²": 2
    case "3", "³": 3
    default: nil
    }
  }

  private mutating func skipSpaces() {
    while offset < scalars.count, scalars[offset] == " " { offset += 1 }
  }

  private func fault(_ reason: UnitFault.Reason) -> UnitFault {
    UnitFault(reason: reason, offset: offset)
  }

  private static let opening: Set<Unicode.Scalar> = ["(", "\u{FF08}"]
  private static let closing: Set<Unicode.Scalar> = [")", "\u{FF09}"]
  private static let separators = opening.union(closing).union([
    " ", "·", "*", "×", "⋅", "・", "/", "÷",
  ])
}
