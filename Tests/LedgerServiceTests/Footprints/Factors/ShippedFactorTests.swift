// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import Foundation
import LedgerService
import Quantities
import Testing

@Suite struct ShippedFactorTests {
  @Test(arguments: ShippedFactors.files)
  func `every row is a sound factor with a source and a date`(file: String) throws {
    let table = try ShippedFactors.table(file)
    #expect(table.problems == [])
    #expect(table.factors.count >= 10)
    for factor in table.factors {
      #expect(factor.source.utf8.count > 20, "\(factor.code)")
      #expect(!factor.isExample, "\(factor.code)")
      #expect(factor.published.year >= 1996, "\(factor.code)")
    }
  }

  @Test func `the folder holds no other table, and the readme names each`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: ShippedFactors.folder.path)
    #expect(names.filter { $0.hasSuffix(".csv") }.sorted() == ShippedFactors.files.sorted())
    for file in ShippedFactors.files { #expect(ShippedFactors.readme.contains(file)) }
    for column in FactorColumn.allCases {
      #expect(ShippedFactors.readme.contains("`\(column.name)` | \(column.chineseName)"))
    }
  }

  @Test func `codes are unique over all files, and the book is sound`() throws {
    let all = try ShippedFactors.files.flatMap { try ShippedFactors.table($0).factors }
    let book = try ShippedFactors.book()
    #expect(book.factors.count == all.count)
    #expect(book.problems == [])
  }

  @Test func `files are written as they are read`() throws {
    for file in ShippedFactors.files {
      let url = ShippedFactors.folder.appending(path: file)
      let text = try String(contentsOf: url, encoding: .utf8)
      #expect(FactorTable.csv(of: try ShippedFactors.table(file).factors) == text)
    }
  }

  @Test(arguments: [
    ("petrol", "2.9251"), ("diesel", "3.0959"), ("kerosene", "3.0334"), ("fuel-oil", "3.1705"),
    ("crude-oil", "3.0172"), ("lng", "3.1829"), ("lpg", "3.1013"), ("refinery-gas", "3.0082"),
    ("natural-gas", "21.6502"), ("coke-oven-gas", "7.6362"), ("blast-furnace-gas", "8.4811"),
    ("converter-gas", "15.1240"), ("anthracite", "2.1897"), ("coke", "2.9140"),
    ("raw-coal", "1.9003"), ("coke-reference", "2.8604"), ("bituminous-gb", "2.4783"),
  ])
  func `NCV × CC × OF × 44 ÷ 12 gives the CO2 of a fuel`(fuel: String, tonnes: String) throws {
    let book = try ShippedFactors.book()
    let oxidation = fuel == "anthracite" ? "of-power-boiler" : "of"
    let parts = try ["ncv", "cc", oxidation].map {
      try #require(book.factor("cn/fuel/\(fuel)/\($0)@1"))
    }
    #expect(parts.map(\.role) == [.calorificValue, .carbonContent, .oxidationRate])
    var product = ExactDecimal(44)
    for part in parts { product = try product * part.value }
    let result = try product.divided(by: ExactDecimal(12), scale: 4, rounding: .halfEven)
    #expect(result.description == tonnes)
  }

  @Test func `rule 14 · the grid's CO2 and its footprint differ in purpose`() throws {
    let book = try ShippedFactors.book()
    let organisation = try #require(book.factor("cn/electricity/co2/average/2023@1"))
    let product = try #require(book.factor("cn/electricity/footprint/average/2023@1"))
    #expect(organisation.value.description == "0.5306")
    #expect(organisation.purpose == .organisation)
    #expect(organisation.basis == "CO2")
    #expect(product.value.description == "0.6205")
    #expect(product.purpose == .product)
    #expect(product.basis == "CO2e")
    #expect(product.assessment == .ar6)
  }

  @Test func `rule 15 · electricity serves data of up to two years later`() throws {
    for factor in try ShippedFactors.book().factors where factor.dataYear != nil {
      #expect(factor.lagYears == 2, "\(factor.code)")
      #expect(factor.published.year > factor.dataYear ?? 9999, "\(factor.code)")
    }
    let latest = try #require(
      ShippedFactors.book().factor("cn/electricity/co2/average/2023@1"))
    #expect(latest.published == CalendarDate(year: 2025, month: 12, day: 31))
  }

  @Test func `the residual mix is above the average, fossil power above both`() throws {
    let book = try ShippedFactors.book()
    for year in 2021...2023 {
      let values = try ["average", "residual", "fossil"].map {
        try #require(book.factor("cn/electricity/co2/\($0)/\(year)@1")).value
      }
      #expect(values == values.sorted())
    }
  }

  @Test func `from 2022 to 2023 twenty provinces fall and ten rise, as the ministry said`() throws {
    let book = try ShippedFactors.book()
    var (falls, rises, missing) = (0, 0, [String]())
    for province in Province.all {
      let place = province.code.lowercased()
      guard let before = book.factor("\(place)/electricity/co2/average/2022@1"),
        let after = book.factor("\(place)/electricity/co2/average/2023@1")
      else {
        missing.append(province.code)
        continue
      }
      #expect(before.region == province.code)
      #expect(before.name.chinese.hasPrefix(province.chinese))
      if after.value < before.value { falls += 1 } else { rises += 1 }
    }
    #expect(falls == 20)
    #expect(rises == 10)
    #expect(missing == ["CN-XZ", "CN-TW", "CN-HK", "CN-MO"])
  }

  @Test func `values that disagree stand side by side`() throws {
    let book = try ShippedFactors.book()
    let groups = [
      ["cn-zj/electricity/co2/average/2022@1", "cn-zj/electricity/co2/average-disputed/2022@1"],
      ["cn/fuel/bituminous/ncv@1", "cn/fuel/bituminous-gb/ncv@1"],
      [
        "cn/standard-coal/natural-gas@1", "cn/standard-coal/oil-field-gas@1",
        "cn-sh/standard-coal/natural-gas@1",
      ],
      ["gwp/ar6/sf6@1", "gwp/ar6/sf6-24300@1"],
    ]
    for codes in groups {
      let values = try codes.map { try #require(book.factor($0)).value }
      #expect(Set(values).count == codes.count)
      #expect(Set(codes.compactMap { book.factor($0)?.source }).count == codes.count)
    }
  }

  @Test func `no conversion to standard coal is of both kinds`() throws {
    let coal = try ShippedFactors.table("standard-coal.csv").factors
    #expect(coal.filter { $0.role == .standardCoalEquivalent } == [])
    #expect(coal.filter { $0.role == .standardCoalCalorific }.count == coal.count - 1)
  }

  @Test func `methane is split where the report splits it`() throws {
    let book = try ShippedFactors.book()
    let values = [
      "gwp/ar2/ch4@1": "21", "gwp/ar4/ch4@1": "25", "gwp/ar5/ch4@1": "28",
      "gwp/ar5/ch4-fossil@1": "30", "gwp/ar6/ch4@1": "27.9", "gwp/ar6/ch4-fossil@1": "29.8",
      "gwp/ar6/ch4-non-fossil@1": "27.0", "gwp/ar6/n2o@1": "273", "gwp/ar6/nf3@1": "17400",
      "gwp/ar5/sf6@1": "23500", "gwp/ar6/hfc-134a@1": "1530", "gwp/ar4/hfc-134a@1": "1430",
      "gwp/ar6/co2@1": "1",
    ]
    for (code, value) in values {
      let factor = try #require(book.factor(code))
      #expect(factor.value.description == value)
      #expect(factor.purpose == .characterisation)
      #expect(code.contains(factor.assessment?.name.lowercased() ?? "none"))
    }
  }
}
