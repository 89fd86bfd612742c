// SPDX-License-Identifier: Apache-2.0

/// An amount of energy in whole watt-hours; one green certificate stands for 1 000 000.
public struct Energy: IntegerQuantity {
  /// Watt-hours.
  public let wattHours: Int64

  /// A number of watt-hours.
  public init(wattHours: Int64) {
    self.wattHours = wattHours
  }

  /// A number of watt-hours.
  public init(smallestUnits: Int64) {
    wattHours = smallestUnits
  }

  /// Watt-hours.
  public var smallestUnits: Int64 { wattHours }

  /// The watt-hour.
  public static var smallestUnit: UnitOfMeasure { .wattHour }

  /// The megawatt-hour.
  public static var displayUnit: UnitOfMeasure { .megawattHour }
}
