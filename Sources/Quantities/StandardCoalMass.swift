// SPDX-License-Identifier: Apache-2.0

/// A mass of standard coal in whole grams, with the kind of conversion it came from.
///
/// It is not an ``IntegerQuantity``: two masses of different kinds have no sum and no order.
public struct StandardCoalMass: Hashable, Sendable {
  /// Grams of standard coal.
  public let grams: Int64

  /// Whether by calorific (当量) or by equivalent (等价) value.
  public let kind: StandardCoalKind

  /// A number of grams of standard coal of a kind.
  public init(grams: Int64, kind: StandardCoalKind) {
    self.grams = grams
    self.kind = kind
  }

  /// Reads `1.5 tce (calorific)`, `1.5 万吨标准煤(等价值)`; `kind` is meant where text names none.
  public init(text: String, kind: StandardCoalKind? = nil) throws(QuantityError) {
    try self.init(Quantity(text: text, standardCoal: kind))
  }

  /// The quantity as whole grams; other dimensions and fractions of a gram are refused.
  public init(_ quantity: Quantity) throws(QuantityError) {
    guard let kind = quantity.unit.standardCoalKind else {
      throw .differentDimensions(quantity.unit, .gramCoalCalorific)
    }
    self.init(grams: try quantity.smallestUnits(), kind: kind)
  }

  /// The exact amount in grams.
  public var quantity: Quantity {
    Quantity(
      ExactDecimal(grams), kind == .calorific ? .gramCoalCalorific : .gramCoalEquivalent)
  }

  /// The exact sum of two masses of one kind, or an error.
  public static func + (
    left: StandardCoalMass, right: StandardCoalMass
  ) throws(QuantityError) -> StandardCoalMass {
    try left.requireSameKind(as: right)
    let sum = left.grams.addingReportingOverflow(right.grams)
    guard !sum.overflow else { throw .overflow(.addition) }
    return StandardCoalMass(grams: sum.partialValue, kind: left.kind)
  }

  /// The exact difference of two masses of one kind, or an error.
  public static func - (
    left: StandardCoalMass, right: StandardCoalMass
  ) throws(QuantityError) -> StandardCoalMass {
    try left.requireSameKind(as: right)
    let difference = left.grams.subtractingReportingOverflow(right.grams)
    guard !difference.overflow else { throw .overflow(.subtraction) }
    return StandardCoalMass(grams: difference.partialValue, kind: left.kind)
  }

  /// Whether this mass is smaller than another of the same kind.
  public func isLess(than other: StandardCoalMass) throws(QuantityError) -> Bool {
    try requireSameKind(as: other)
    return grams < other.grams
  }

  private func requireSameKind(as other: StandardCoalMass) throws(QuantityError) {
    guard kind == other.kind else { throw .differentStandardCoalKinds(kind, other.kind) }
  }
}

extension StandardCoalMass: CustomStringConvertible {
  /// The exact amount in tonnes with the kind, `1.5 tce (calorific)`.
  public var description: String {
    describe(grams, in: kind == .calorific ? .tonneCoalCalorific : .tonneCoalEquivalent)
  }
}
