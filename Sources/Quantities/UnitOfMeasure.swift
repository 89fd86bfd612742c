// SPDX-License-Identifier: Apache-2.0

/// The closed list of units that the ledger knows.
///
/// Raw values are stable and may be stored. Every unit is a power of ten of the smallest unit
/// of its dimension, so that conversion is exact in both directions.
public enum UnitOfMeasure: UInt8, CaseIterable, Hashable, Sendable {
  /// t, 1 000 000 g.
  case tonne = 1
  /// kg, 1000 g.
  case kilogram = 2
  /// g.
  case gram = 3
  /// tCO2e, 1 000 000 gCO2e.
  case tonneCO2e = 4
  /// kgCO2e, 1000 gCO2e.
  case kilogramCO2e = 5
  /// gCO2e.
  case gramCO2e = 6
  /// GWh, 10⁹ Wh.
  case gigawattHour = 7
  /// MWh, 10⁶ Wh.
  case megawattHour = 8
  /// kWh, 1000 Wh; colloquially 度.
  case kilowattHour = 9
  /// Wh.
  case wattHour = 10
  /// MW, 10⁶ W.
  case megawatt = 11
  /// kW, 1000 W.
  case kilowatt = 12
  /// W.
  case watt = 13
  /// tce by calorific value (当量值).
  case tonneCoalCalorific = 14
  /// kgce by calorific value (当量值).
  case kilogramCoalCalorific = 15
  /// gce by calorific value (当量值).
  case gramCoalCalorific = 16
  /// tce by equivalent value (等价值).
  case tonneCoalEquivalent = 17
  /// kgce by equivalent value (等价值).
  case kilogramCoalEquivalent = 18
  /// gce by equivalent value (等价值).
  case gramCoalEquivalent = 19
  /// m3, 1000 L.
  case cubicMetre = 20
  /// L.
  case litre = 21
  /// km2, 10⁶ m2.
  case squareKilometre = 22
  /// m2.
  case squareMetre = 23
  /// km, 1000 m.
  case kilometre = 24
  /// m.
  case metre = 25
  /// person·km, 1000 person·m.
  case personKilometre = 26
  /// Yuan, 100 fen.
  case yuan = 27
  /// Fen, the smallest unit of money.
  case fen = 28
  /// One thing.
  case piece = 29

  /// What the unit measures.
  public var dimension: Dimension { definition.dimension }

  /// How many of the dimension's smallest unit it holds: 1 000 000 for t.
  public var factor: Int64 {
    var factor: Int64 = 1
    for _ in 0..<definition.exponent { factor *= 10 }
    return factor
  }

  /// The symbol that ``parse(_:standardCoal:)`` reads back; for standard coal with its kind.
  public var symbol: String {
    guard let standardCoalKind else { return definition.symbol }
    return "\(definition.symbol) (\(standardCoalKind.rawValue))"
  }

  /// The Chinese name; for standard coal with its kind.
  public var chineseName: String {
    guard let standardCoalKind else { return definition.chinese }
    return "\(definition.chinese)(\(standardCoalKind.chinese))"
  }

  /// The kind of standard coal, or nil for every other unit.
  public var standardCoalKind: StandardCoalKind? {
    switch self {
    case .tonneCoalCalorific, .kilogramCoalCalorific, .gramCoalCalorific: .calorific
    case .tonneCoalEquivalent, .kilogramCoalEquivalent, .gramCoalEquivalent: .equivalent
    default: nil
    }
  }

  /// The exponent of ten that leads to the dimension's smallest unit.
  var exponent: Int { definition.exponent }

  private struct Definition {
    let dimension: Dimension
    let exponent: Int
    let symbol: String
    let chinese: String

    init(_ dimension: Dimension, _ exponent: Int, _ symbol: String, _ chinese: String) {
      self.dimension = dimension
      self.exponent = exponent
      self.symbol = symbol
      self.chinese = chinese
    }
  }

  private var definition: Definition {
    switch self {
    case .tonne: Definition(.mass, 6, "t", "吨")
    case .kilogram: Definition(.mass, 3, "kg", "千克")
    case .gram: Definition(.mass, 0, "g", "克")
    case .tonneCO2e: Definition(.greenhouseGasMass, 6, "tCO2e", "吨二氧化碳当量")
    case .kilogramCO2e: Definition(.greenhouseGasMass, 3, "kgCO2e", "千克二氧化碳当量")
    case .gramCO2e: Definition(.greenhouseGasMass, 0, "gCO2e", "克二氧化碳当量")
    case .gigawattHour: Definition(.energy, 9, "GWh", "吉瓦时")
    case .megawattHour: Definition(.energy, 6, "MWh", "兆瓦时")
    case .kilowattHour: Definition(.energy, 3, "kWh", "千瓦时")
    case .wattHour: Definition(.energy, 0, "Wh", "瓦时")
    case .megawatt: Definition(.power, 6, "MW", "兆瓦")
    case .kilowatt: Definition(.power, 3, "kW", "千瓦")
    case .watt: Definition(.power, 0, "W", "瓦")
    case .tonneCoalCalorific, .tonneCoalEquivalent:
      Definition(.standardCoal, 6, "tce", "吨标准煤")
    case .kilogramCoalCalorific, .kilogramCoalEquivalent:
      Definition(.standardCoal, 3, "kgce", "千克标准煤")
    case .gramCoalCalorific, .gramCoalEquivalent:
      Definition(.standardCoal, 0, "gce", "克标准煤")
    case .cubicMetre: Definition(.volume, 3, "m3", "立方米")
    case .litre: Definition(.volume, 0, "L", "升")
    case .squareKilometre: Definition(.area, 6, "km2", "平方千米")
    case .squareMetre: Definition(.area, 0, "m2", "平方米")
    case .kilometre: Definition(.length, 3, "km", "千米")
    case .metre: Definition(.length, 0, "m", "米")
    case .personKilometre: Definition(.passengerTransport, 3, "person·km", "人·千米")
    case .yuan: Definition(.money, 2, "yuan", "元")
    case .fen: Definition(.money, 0, "fen", "分")
    case .piece: Definition(.count, 0, "piece", "个")
    }
  }
}

extension UnitOfMeasure: CustomStringConvertible {
  /// The symbol.
  public var description: String { symbol }
}
