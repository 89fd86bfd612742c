// SPDX-License-Identifier: Apache-2.0

/// An exact amount of a unit.
///
/// Equality is of amount and unit: 1 t and 1000 kg are different quantities until converted.
public struct Quantity: Hashable, Sendable {
  /// How many of the unit.
  public let amount: ExactDecimal

  /// The unit.
  public let unit: UnitOfMeasure

  /// An amount of a unit.
  public init(_ amount: ExactDecimal, _ unit: UnitOfMeasure) {
    self.amount = amount
    self.unit = unit
  }

  /// Reads a number and a unit: `2345.9 MWh`, `2,345.9兆瓦时`, `80 萬千瓦`.
  ///
  /// The Chinese multiplier goes into the amount, so `80 万kW` is 800 000 kW. The last argument
  /// is the kind meant by standard coal that names none.
  public init(
    text: String, standardCoal: StandardCoalKind? = nil
  ) throws(QuantityError) {
    let normal = TextNormalization.normalized(text)
    let numberEnd = normal.firstIndex { !"0123456789.,- ".contains($0) } ?? normal.endIndex
    let number = TextNormalization.trimmed(String(normal[..<numberEnd]))
    guard !number.isEmpty, numberEnd < normal.endIndex else {
      throw .malformed(.quantity, text: text, offset: number.utf8.count)
    }
    let parsed = try UnitOfMeasure.parse(
      String(normal[numberEnd...]), standardCoal: standardCoal)
    let amount = try ExactDecimal(groupedText: number)
    self.init(try amount * ExactDecimal(parsed.multiplier), parsed.unit)
  }

  /// The same quantity in another unit, exactly.
  ///
  /// - Throws: ``QuantityError/differentDimensions(_:_:)``,
  ///   ``QuantityError/differentStandardCoalKinds(_:_:)``, or an overflow error.
  public func converted(to target: UnitOfMeasure) throws(QuantityError) -> Quantity {
    try unit.requireSameKind(as: target)
    if unit == target { return self }
    let shift = unit.exponent - target.exponent
    guard let amount = amount.shifted(byPowerOfTen: shift) else { throw .overflow(.conversion) }
    return Quantity(amount, target)
  }

  /// The amount in the smallest unit of its dimension, as the ledger stores it.
  ///
  /// - Throws: ``QuantityError/notWholeSmallestUnits(amount:unit:)`` when a fraction of the
  ///   smallest unit would be lost, or an overflow error beyond 64 bits.
  public func smallestUnits() throws(QuantityError) -> Int64 {
    guard let smallest = amount.shifted(byPowerOfTen: unit.exponent) else {
      throw .overflow(.conversion)
    }
    guard smallest.isWhole else {
      throw .notWholeSmallestUnits(amount: amount.description, unit: unit)
    }
    guard let whole = smallest.wholeNumber else { throw .overflow(.conversion) }
    return whole
  }

  /// The sum in the unit of the left side; other dimensions and coal kinds are refused.
  public static func + (left: Quantity, right: Quantity) throws(QuantityError) -> Quantity {
    Quantity(try left.amount + right.converted(to: left.unit).amount, left.unit)
  }

  /// The difference in the unit of the left side; other dimensions and coal kinds are refused.
  public static func - (left: Quantity, right: Quantity) throws(QuantityError) -> Quantity {
    Quantity(try left.amount - right.converted(to: left.unit).amount, left.unit)
  }

  /// The quantity taken so many times.
  public static func * (left: Quantity, right: ExactDecimal) throws(QuantityError) -> Quantity {
    Quantity(try left.amount * right, left.unit)
  }
}

extension Quantity: CustomStringConvertible {
  /// The amount and the unit's symbol, `2345.9 MWh`.
  public var description: String { "\(amount) \(unit.symbol)" }
}

extension UnitOfMeasure {
  func requireSameKind(as other: UnitOfMeasure) throws(QuantityError) {
    guard dimension == other.dimension else { throw .differentDimensions(self, other) }
    if let kind = standardCoalKind, let otherKind = other.standardCoalKind, kind != otherKind {
      throw .differentStandardCoalKinds(kind, otherKind)
    }
  }
}
