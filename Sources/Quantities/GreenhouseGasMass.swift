// SPDX-License-Identifier: Apache-2.0

/// A mass of greenhouse gas in whole grams of CO₂ equivalent.
public struct GreenhouseGasMass: IntegerQuantity {
  /// Grams of CO₂ equivalent.
  public let grams: Int64

  /// A number of grams of CO₂ equivalent.
  public init(grams: Int64) {
    self.grams = grams
  }

  /// A number of grams of CO₂ equivalent.
  public init(smallestUnits: Int64) {
    grams = smallestUnits
  }

  /// Grams of CO₂ equivalent.
  public var smallestUnits: Int64 { grams }

  /// The gram of CO₂ equivalent.
  public static var smallestUnit: UnitOfMeasure { .gramCO2e }

  /// The tonne of CO₂ equivalent.
  public static var displayUnit: UnitOfMeasure { .tonneCO2e }
}
