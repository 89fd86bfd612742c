// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
import LedgerCore
import MethodologyEngine
import Quantities

/// The parties and scenarios of the chapter on inclusive credits (碳普惠): all invented.
///
/// The methodologies are real ones of other cities, which the example city adopts as they were
/// published; what they leave open it sets by an invented notice.
enum InclusiveCity {
  static let shanghai: UInt8 = 31

  static let parties: [ExampleCity.Party] = [
    ExampleCity.Party(
      key: "pher", chinese: "示例碳普惠登记中心(示例)", english: "Example Credit Registry (example)",
      province: ExampleCity.zhejiang, roles: [.registry], sequence: 31),
    ExampleCity.Party(
      key: "metro", chinese: "示例公交地铁(示例)", english: "Example Transit (example)",
      province: ExampleCity.zhejiang, roles: [.operatorOfScheme], sequence: 32),
    ExampleCity.Party(
      key: "bikes", chinese: "示例电单车(示例)", english: "Example E-Bikes (example)",
      province: ExampleCity.zhejiang, roles: [.operatorOfScheme], sequence: 33),
    ExampleCity.Party(
      key: "rooftop", chinese: "示例屋顶光伏(示例)", english: "Example Rooftop Solar (example)",
      province: shanghai, roles: [.enterprise, .operatorOfScheme], sequence: 34),
    ExampleCity.Party(
      key: "verifier", chinese: "示例核证机构(示例)", english: "Example Verifier (example)",
      province: ExampleCity.zhejiang, roles: [.verifier], sequence: 35),
    ExampleCity.Party(
      key: "expo", chinese: "示例会展中心(示例)", english: "Example Expo Centre (example)",
      province: ExampleCity.zhejiang, roles: [.enterprise], sequence: 36),
  ]

  /// A methodology document and what the city sets of it.
  struct Adoption {
    let identity: String
    let settings: [(name: String, choice: String?, value: String)]
  }

  static let transit = Adoption(
    identity: "shenzhen/public-transport@2021",
    settings: [
      ("speed_limit", nil, "120"), ("daily_distance_limit", nil, "300"),
      ("daily_trip_limit", nil, "20"),
    ])
  static let bikes = Adoption(
    identity: "chongqing/e-bike-riding@2023",
    settings: [("speed_limit", nil, "30"), ("daily_ride_limit", nil, "20")])
  static let solar = Adoption(
    identity: "shanghai/distributed-pv@2024",
    settings: [("full_load_hours_limit", nil, "200")])
  /// The bands of the city's advocacy; the points a kilometre are the example's own.
  static let points = Adoption(
    identity: "suzhou/green-travel-points@2024",
    settings: [
      ("band", "walk", "1"), ("band", "bike", "3"), ("band", "transit", "5"),
      ("points_per_km", "walk", "10"), ("points_per_km", "bike", "5"),
      ("points_per_km", "transit", "2"), ("speed_limit", "walk", "10"),
      ("speed_limit", "bike", "30"), ("speed_limit", "transit", "120"),
      ("daily_trip_limit", nil, "10"),
    ])

  static let notice = "示例市碳普惠参数通知 2026-1(示例) / Example City notice 2026-1 (example)"

  /// The small roof: a green power project of 980 kW whose kWh are claimed once.
  static let roof = ExampleCity.Plant(
    code: "EXPVSHRF250901Z07", owner: "rooftop", energy: .solar, technology: "屋顶分布式光伏",
    city: "示例区", commissioning: (2025, 9, 1), connection: .selfUse, isMarketBased: false,
    capacity: 980, monthly: 62_345, season: [Int64](repeating: 100, count: 12))

  static let schemeStart = CalendarDate(daysSinceEpoch: 20_423)
  static let december = CalendarMonth(monthsSinceEpoch: 55 * 12 + 11)
  static let january = CalendarMonth(monthsSinceEpoch: 56 * 12)
  static let february = CalendarMonth(monthsSinceEpoch: 56 * 12 + 1)

  static func day(_ month: CalendarMonth, _ day: Int) -> CalendarDate {
    month.firstDay.adding(days: day - 1)
  }

  static let riders = 3_000
  static let cyclists = 1_000
}
