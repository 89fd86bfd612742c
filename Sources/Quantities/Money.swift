// SPDX-License-Identifier: Apache-2.0

/// An amount of renminbi in whole fen.
public struct Money: IntegerQuantity {
  /// Fen, hundredths of a yuan.
  public let fen: Int64

  /// A number of fen.
  public init(fen: Int64) {
    self.fen = fen
  }

  /// A number of fen.
  public init(smallestUnits: Int64) {
    fen = smallestUnits
  }

  /// Fen.
  public var smallestUnits: Int64 { fen }

  /// The fen.
  public static var smallestUnit: UnitOfMeasure { .fen }

  /// The yuan.
  public static var displayUnit: UnitOfMeasure { .yuan }

  /// Yuan with both decimal places, as prices are written: `12.50 yuan`.
  public var description: String {
    Quantity(ExactDecimal(unchecked: Int128(fen), scale: 2), .yuan).description
  }
}
