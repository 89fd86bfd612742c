// SPDX-License-Identifier: Apache-2.0

/// A whole number of the smallest unit of one dimension, as records hold it.
public protocol IntegerQuantity: Comparable, CustomStringConvertible, Hashable, Sendable {
  /// The smallest unit, which ``smallestUnits`` counts.
  static var smallestUnit: UnitOfMeasure { get }

  /// The unit that descriptions use.
  static var displayUnit: UnitOfMeasure { get }

  /// How many of the smallest unit.
  var smallestUnits: Int64 { get }

  /// A number of the smallest unit.
  init(smallestUnits: Int64)
}

extension IntegerQuantity {
  /// Nothing.
  public static var zero: Self { Self(smallestUnits: 0) }

  /// The quantity read from a number and a unit, which must be of this dimension.
  ///
  /// - Throws: a parsing error, or a refusal when a fraction of the smallest unit would be lost.
  public init(text: String) throws(QuantityError) {
    try self.init(Quantity(text: text))
  }

  /// The quantity as whole smallest units; other dimensions and fractions are refused.
  public init(_ quantity: Quantity) throws(QuantityError) {
    try quantity.unit.requireSameKind(as: Self.smallestUnit)
    self.init(smallestUnits: try quantity.smallestUnits())
  }

  /// The exact amount of the smallest unit.
  public var quantity: Quantity {
    Quantity(ExactDecimal(smallestUnits), Self.smallestUnit)
  }

  /// The exact sum, or an overflow error.
  public static func + (left: Self, right: Self) throws(QuantityError) -> Self {
    let sum = left.smallestUnits.addingReportingOverflow(right.smallestUnits)
    guard !sum.overflow else { throw .overflow(.addition) }
    return Self(smallestUnits: sum.partialValue)
  }

  /// The exact difference, which may be negative, or an overflow error.
  public static func - (left: Self, right: Self) throws(QuantityError) -> Self {
    let difference = left.smallestUnits.subtractingReportingOverflow(right.smallestUnits)
    guard !difference.overflow else { throw .overflow(.subtraction) }
    return Self(smallestUnits: difference.partialValue)
  }

  /// The quantity taken a whole number of times, or an overflow error.
  public static func * (left: Self, right: Int64) throws(QuantityError) -> Self {
    let product = left.smallestUnits.multipliedReportingOverflow(by: right)
    guard !product.overflow else { throw .overflow(.multiplication) }
    return Self(smallestUnits: product.partialValue)
  }

  /// The quantity times an exact factor, rounded to the smallest unit as told.
  public func multiplied(
    by factor: ExactDecimal, rounding: Rounding
  ) throws(QuantityError) -> Self {
    let product = try ExactDecimal(smallestUnits) * factor
    guard let whole = product.rounded(scale: 0, rounding: rounding).wholeNumber else {
      throw .overflow(.multiplication)
    }
    return Self(smallestUnits: whole)
  }

  /// Whether the left quantity is smaller.
  public static func < (left: Self, right: Self) -> Bool {
    left.smallestUnits < right.smallestUnits
  }

  /// The exact amount in the display unit, without needless zeros: `2345.9 MWh`.
  public var description: String {
    describe(smallestUnits, in: Self.displayUnit)
  }
}

func describe(_ smallestUnits: Int64, in unit: UnitOfMeasure) -> String {
  let exact = ExactDecimal(unchecked: Int128(smallestUnits), scale: unit.exponent)
  return Quantity(exact.normalized, unit).description
}
