// SPDX-License-Identifier: Apache-2.0

extension UnitOfMeasure {
  /// A unit as people write it, with the Chinese multiplier in front of it.
  public struct Parsed: Hashable, Sendable {
    /// The unit itself.
    public let unit: UnitOfMeasure

    /// What the multiplier stands for: 1, 10 000 for 万, 100 000 000 for 亿.
    public let multiplier: Int64

    /// A unit with its multiplier.
    public init(unit: UnitOfMeasure, multiplier: Int64) {
      self.unit = unit
      self.multiplier = multiplier
    }
  }

  /// Reads a unit in its Chinese or international spelling: `万kWh`, `亿千瓦時`, `MWh`, `吨标煤`.
  ///
  /// Full-width and traditional characters are read as their plain forms. Letter case matters
  /// where it changes the meaning: `mWh` is refused, since it might mean a thousandth.
  ///
  /// - Parameter standardCoal: the kind meant by standard coal that names none; a kind in the
  ///   text itself, as in `tce(等价值)`, comes first.
  /// - Throws: ``QuantityError/unknownUnit(text:)``, or
  ///   ``QuantityError/missingStandardCoalKind(text:)`` when neither text nor caller names one.
  public static func parse(
    _ text: String, standardCoal: StandardCoalKind? = nil
  ) throws(QuantityError) -> Parsed {
    let spelling = spelling(text)
    // The whole name first: 千 in 千瓦时 is part of the unit, not a multiplier.
    if let unit = try unit(spelling, text: text, standardCoal: standardCoal) {
      return Parsed(unit: unit, multiplier: 1)
    }
    for (prefix, multiplier) in multipliers where spelling.hasPrefix(prefix) {
      let rest = String(spelling.dropFirst(prefix.count))
      if let unit = try unit(rest, text: text, standardCoal: standardCoal) {
        return Parsed(unit: unit, multiplier: multiplier)
      }
    }
    throw .unknownUnit(text: text)
  }

  /// Longer multipliers come before the ones they start with.
  private static let multipliers: [(String, Int64)] = [
    ("万亿", 1_000_000_000_000), ("亿", 100_000_000), ("千万", 10_000_000), ("百万", 1_000_000),
    ("十万", 100_000), ("万", 10_000), ("千", 1000), ("百", 100),
  ]

  private static func unit(
    _ spelling: String, text: String, standardCoal: StandardCoalKind?
  ) throws(QuantityError) -> UnitOfMeasure? {
    if let unit = spellings[spelling] { return unit }
    var name = spelling
    var kind = standardCoal
    if spelling.hasSuffix(")"), let open = spelling.firstIndex(of: "(") {
      let inside = spelling[spelling.index(after: open)...].dropLast()
      guard let named = StandardCoalKind(text: String(inside)) else { return nil }
      kind = named
      name = String(spelling[..<open])
    }
    guard let unit = coalSpellings[name] else { return nil }
    switch kind {
    case .calorific: return unit
    case .equivalent: return unit.equivalentTwin
    case nil: throw .missingStandardCoalKind(text: text)
    }
  }

  /// The same size of standard coal by equivalent value.
  private var equivalentTwin: UnitOfMeasure {
    switch self {
    case .tonneCoalCalorific: .tonneCoalEquivalent
    case .kilogramCoalCalorific: .kilogramCoalEquivalent
    case .gramCoalCalorific: .gramCoalEquivalent
    default: self
    }
  }

  /// Normal text without spaces, with one sign each for powers, subscripts and the dot.
  private static func spelling(_ text: String) -> String {
    var result = ""
    for scalar in TextNormalization.normalized(text).unicodeScalars {
      switch scalar {
      case " ": continue
      case "²", "₂": result += "2"
      case "³", "₃": result += "3"
      case "ₑ": result += "e"
      case "㎡": result += "m2"
      case "㎥": result += "m3"
      case "㎏": result += "kg"
      case "㎞": result += "km"
      case "・", "‧", "•", "⋅", "*": result += "·"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static let coalSpellings: [String: UnitOfMeasure] = table([
    (.tonneCoalCalorific, "tce 吨标准煤 吨标煤 t标准煤 t标煤"),
    (.kilogramCoalCalorific, "kgce 千克标准煤 千克标煤 公斤标准煤 公斤标煤 kg标准煤 kg标煤"),
    (.gramCoalCalorific, "gce 克标准煤 克标煤 g标准煤 g标煤"),
  ])

  private static let spellings: [String: UnitOfMeasure] = table([
    (.tonne, "t 吨 公吨"),
    (.kilogram, "kg KG Kg 千克 公斤"),
    (.gram, "g 克"),
    (.tonneCO2e, "tCO2e tCO2eq tCO2-e tCO2 吨二氧化碳当量 吨二氧化碳 吨CO2 吨CO2e 吨CO2当量"),
    (
      .kilogramCO2e,
      "kgCO2e kgCO2eq kgCO2-e kgCO2 千克二氧化碳当量 千克二氧化碳 公斤二氧化碳 公斤二氧化碳当量"
    ),
    (.gramCO2e, "gCO2e gCO2eq gCO2 克二氧化碳当量 克二氧化碳"),
    (.gigawattHour, "GWh GWH gwh 吉瓦时"),
    (.megawattHour, "MWh MWH 兆瓦时"),
    (.kilowattHour, "kWh KWh kwh KWH kW·h kw·h KW·h 千瓦时 千瓦小时 度 度电"),
    (.wattHour, "Wh WH wh 瓦时"),
    (.megawatt, "MW 兆瓦"),
    (.kilowatt, "kW KW kw 千瓦"),
    (.watt, "W w 瓦"),
    (.cubicMetre, "m3 立方米"),
    (.litre, "L l 升"),
    (.squareKilometre, "km2 平方千米 平方公里"),
    (.squareMetre, "m2 平方米"),
    (.kilometre, "km KM 千米 公里"),
    (.metre, "m 米"),
    (.personKilometre, "person·km personkm pkm p·km 人·千米 人千米 人·公里 人公里 人·km"),
    (.yuan, "yuan 元 人民币元 元人民币 CNY RMB"),
    (.fen, "fen 分"),
    (.piece, "piece pieces pcs 个 件 张 台 辆 项 笔 次"),
  ])

  private static func table(_ rows: [(UnitOfMeasure, String)]) -> [String: UnitOfMeasure] {
    var table: [String: UnitOfMeasure] = [:]
    for (unit, names) in rows {
      for name in names.split(separator: " ") { table[String(name)] = unit }
    }
    return table
  }
}
