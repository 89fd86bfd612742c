// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
import LedgerCore
import Quantities

/// The parties of the demonstration: invented, marked as examples, with valid check characters.
enum ExampleCity {
  /// A party and what it may do.
  struct Party {
    let key: String
    let chinese: String
    let english: String
    let province: UInt8
    let roles: [Role]
    let sequence: Int

    /// A social credit code made of the province, an invented organisation number and the check
    /// character of GB 32100-2015.
    func identifier() throws(QuantityError) -> String {
      let digits = String(sequence)
      let number = String(repeating: "0", count: 4 - digits.count) + digits
      let first17 = "91\(province)0400MA2EX\(number)"
      return first17 + String(try SocialCreditCode.checkCharacter(forFirst17: first17))
    }
  }

  static let zhejiang: UInt8 = 33

  static let authority = Party(
    key: "authority", chinese: "示例市发展和改革局(示例)", english: "Example City DRC (example)",
    province: zhejiang, roles: [.authority, .registry], sequence: 1)

  static let parties: [Party] = [
    Party(
      key: "registry", chinese: "示例绿证登记中心(示例)", english: "Example GEC Registry (example)",
      province: zhejiang, roles: [.registry], sequence: 2),
    Party(
      key: "platform", chinese: "示例电力交易中心(示例)", english: "Example Power Exchange (example)",
      province: zhejiang, roles: [.platform], sequence: 3),
    Party(
      key: "bank", chinese: "示例绿色银行(示例)", english: "Example Green Bank (example)",
      province: zhejiang, roles: [.bank], sequence: 4),
    Party(
      key: "offshore", chinese: "示例海上风电(示例)", english: "Example Offshore Wind (example)",
      province: zhejiang, roles: [.enterprise], sequence: 11),
    Party(
      key: "biomass", chinese: "示例生物质热电(示例)", english: "Example Biomass CHP (example)",
      province: zhejiang, roles: [.enterprise], sequence: 12),
    Party(
      key: "desert", chinese: "示例宁夏光伏基地(示例)", english: "Example Ningxia Solar (example)",
      province: 64, roles: [.enterprise], sequence: 13),
    Party(
      key: "steppe", chinese: "示例甘肃风电(示例)", english: "Example Gansu Wind (example)",
      province: 62, roles: [.enterprise], sequence: 14),
    Party(
      key: "river", chinese: "示例四川水电(示例)", english: "Example Sichuan Hydro (example)",
      province: 51, roles: [.enterprise], sequence: 15),
    Party(
      key: "textile", chinese: "示例纺织(示例)", english: "Example Textiles (example)",
      province: zhejiang, roles: [.enterprise], sequence: 21),
    Party(
      key: "cells", chinese: "示例锂电(示例)", english: "Example Cells (example)",
      province: zhejiang, roles: [.enterprise], sequence: 22),
    Party(
      key: "steel", chinese: "示例钢铁(示例)", english: "Example Steel (example)",
      province: zhejiang, roles: [.enterprise], sequence: 23),
    Party(
      key: "data", chinese: "示例数据中心(示例)", english: "Example Data Centre (example)",
      province: zhejiang, roles: [.enterprise], sequence: 24),
  ]

  /// A project and what it feeds in a month, in kWh, before the season.
  struct Plant {
    let code: String
    let owner: String
    let energy: EnergyType
    let technology: String
    let city: String
    let commissioning: (Int, Int, Int)
    let connection: Connection
    let isMarketBased: Bool
    let capacity: Int64
    let monthly: Int64
    /// Per cent of `monthly` in each month of the year: sun and wind have seasons.
    let season: [Int64]

    var powerClass: PowerClass { connection == .selfUse ? .selfUse : .feedIn }
  }

  private static let sun: [Int64] = [62, 70, 95, 110, 122, 118, 130, 126, 108, 96, 74, 60]
  private static let wind: [Int64] = [128, 118, 112, 104, 92, 78, 70, 72, 84, 104, 118, 126]
  private static let rain: [Int64] = [60, 58, 70, 88, 112, 150, 168, 152, 128, 96, 72, 62]
  private static let steady = [Int64](repeating: 100, count: 12)

  static let plants: [Plant] = [
    Plant(
      code: "EXWNDOFF240615Z01", owner: "offshore", energy: .offshoreWind,
      technology: "固定式海上风电", city: "示例市", commissioning: (2024, 6, 15),
      connection: .gridFed, isMarketBased: false, capacity: 60_000, monthly: 12_345_678,
      season: wind),
    Plant(
      code: "EXBIOCHP220301Z02", owner: "biomass", energy: .biomass, technology: "农林生物质直燃",
      city: "示例市", commissioning: (2022, 3, 1), connection: .gridFed, isMarketBased: false,
      capacity: 12_000, monthly: 4_321_987, season: steady),
    Plant(
      code: "EXPVROOF230920Z03", owner: "textile", energy: .solar, technology: "屋顶分布式光伏",
      city: "示例市", commissioning: (2023, 9, 20), connection: .selfUse, isMarketBased: false,
      capacity: 5_900, monthly: 498_765, season: sun),
    Plant(
      code: "EXPVBASE230701N04", owner: "desert", energy: .solar, technology: "集中式光伏",
      city: "示例县", commissioning: (2023, 7, 1), connection: .gridFed, isMarketBased: true,
      capacity: 100_000, monthly: 13_579_246, season: sun),
    Plant(
      code: "EXWNDONS211130G05", owner: "steppe", energy: .wind, technology: "陆上风电",
      city: "示例县", commissioning: (2021, 11, 30), connection: .gridFed, isMarketBased: true,
      capacity: 49_500, monthly: 9_876_543, season: wind),
    Plant(
      code: "EXHYDRO1980501S06", owner: "river", energy: .hydro, technology: "常规水电",
      city: "示例县", commissioning: (1998, 5, 1), connection: .gridFed, isMarketBased: true,
      capacity: 30_000, monthly: 10_101_010, season: rain),
  ]
}
