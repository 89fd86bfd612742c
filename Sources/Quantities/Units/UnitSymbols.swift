// SPDX-License-Identifier: Apache-2.0

/// The symbols that units are made of, each with its exact size in base units.
///
/// Base units are the gram of CO₂ equivalent, gram, metre, second, watt-hour, person, fen, trip,
/// piece, year, gram of carbon and gram of standard coal (GB/T 2589). A cubic metre of gas is
/// taken at the reference conditions of the factor it meets. CO₂ counts as CO₂ equivalent. A
/// calendar year (`a`) is no number of days, so
/// it is a dimension of its own; 亩 is exactly 10 000 / 15 m².
package enum UnitSymbols {
  /// Every symbol and name.
  package static let units: [String: CompoundUnit] = {
    var table: [String: CompoundUnit] = [:]
    for row in rows {
      for name in row.names.split(separator: " ").map(String.init) {
        table[name] = CompoundUnit(dimension: row.dimension, factor: row.factor, text: name)
      }
    }
    return table
  }()

  /// The symbols that documentation lists: the first name of each row, in its order.
  package static let symbols: [String] = rows.compactMap { $0.names.split(separator: " ").first }
    .map(String.init)

  private struct Row {
    let names: String
    let dimension: PhysicalDimension
    let factor: Rational

    init(
      _ names: String, _ dimension: PhysicalDimension, _ numerator: Int128, over: Int128 = 1
    ) {
      self.names = names
      self.dimension = dimension
      // The table's numbers are small and their denominators are not zero.
      factor = (try? Rational(numerator, over: over)) ?? .one
    }
  }

  private static let area = PhysicalDimension(.length, power: 2)
  private static let volume = PhysicalDimension(.length, power: 3)
  private static let power =
    PhysicalDimension.energy.divided(by: .time) ?? PhysicalDimension.energy

  private static let rows: [Row] = [
    Row("1", .none, 1),
    Row("% 百分比", .none, 1, over: 100),
    Row("‰", .none, 1, over: 1000),
    Row("mgCO2e mgCO2", .greenhouseGas, 1, over: 1000),
    Row("gCO2e gCO2 gCO₂e gCO₂ 克二氧化碳当量 克二氧化碳", .greenhouseGas, 1),
    Row("kgCO2e kgCO2 kgCO₂e kgCO₂ 千克二氧化碳当量 千克二氧化碳", .greenhouseGas, 1000),
    Row("tCO2e tCO2 tCO₂e tCO₂ 吨二氧化碳当量 吨二氧化碳", .greenhouseGas, 1_000_000),
    Row("mg 毫克", .mass, 1, over: 1000),
    Row("g 克", .mass, 1),
    Row("kg 千克 公斤", .mass, 1000),
    Row("t 吨", .mass, 1_000_000),
    Row("mm 毫米", .length, 1, over: 1000),
    Row("cm 厘米", .length, 1, over: 100),
    Row("m 米", .length, 1),
    Row("km 千米 公里", .length, 1000),
    Row("m2 m² 平方米 ㎡", area, 1),
    Row("km2 km² 平方千米 平方公里", area, 1_000_000),
    Row("hm2 hm² ha 公顷", area, 10_000),
    Row("mu 亩", area, 10_000, over: 15),
    Row("L l 升", volume, 1, over: 1000),
    Row("mL 毫升", volume, 1, over: 1_000_000),
    Row("m3 m³ 立方米 ㎥", volume, 1),
    Row("Nm3 Nm³ 标准立方米 标方", volume, 1),
    Row("万Nm3 万Nm³ 万m3 万m³ 10^4Nm3 10^4m3 万立方米 万标方", volume, 10_000),
    Row("gC 克碳", PhysicalDimension(.carbon), 1),
    Row("kgC 千克碳", PhysicalDimension(.carbon), 1000),
    Row("tC 吨碳", PhysicalDimension(.carbon), 1_000_000),
    Row("gce 克标准煤 克标煤", PhysicalDimension(.standardCoal), 1),
    Row("kgce 千克标准煤 千克标煤", PhysicalDimension(.standardCoal), 1000),
    Row("tce 吨标准煤 吨标煤", PhysicalDimension(.standardCoal), 1_000_000),
    Row("s 秒", .time, 1),
    Row("min 分钟", .time, 60),
    Row("h 小时 时", .time, 3600),
    Row("d 天 日", .time, 86_400),
    Row("a 年", .year, 1),
    Row("Wh 瓦时", .energy, 1),
    Row("kWh 千瓦时 度", .energy, 1000),
    Row("MWh 兆瓦时", .energy, 1_000_000),
    Row("GWh 吉瓦时", .energy, 1_000_000_000),
    Row("J 焦", .energy, 1, over: 3600),
    Row("kJ 千焦", .energy, 1000, over: 3600),
    Row("MJ 兆焦", .energy, 1_000_000, over: 3600),
    Row("GJ 吉焦", .energy, 1_000_000_000, over: 3600),
    Row("W 瓦", power, 1, over: 3600),
    Row("kW 千瓦", power, 1000, over: 3600),
    Row("MW 兆瓦", power, 1_000_000, over: 3600),
    Row("person 人", PhysicalDimension(.person), 1),
    Row("trip 次", PhysicalDimension(.trip), 1),
    Row("piece 件 个 台 辆 株 只", PhysicalDimension(.piece), 1),
    Row("fen 分", PhysicalDimension(.money), 1),
    Row("yuan 元", PhysicalDimension(.money), 100),
  ]
}
