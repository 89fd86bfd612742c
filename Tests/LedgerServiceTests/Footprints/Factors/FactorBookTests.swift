// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerService
import Quantities
import Testing

@Suite struct FactorBookTests {
  private func codes(_ filter: FactorFilter) throws -> [String] {
    try ShippedFactors.book().matching(filter).map(\.code)
  }

  @Test func `a filter of nothing shows everything`() throws {
    #expect(try codes(FactorFilter()).count == ShippedFactors.book().factors.count)
  }

  @Test func `purpose, role, region and year narrow the list`() throws {
    #expect(
      try codes(
        FactorFilter(purpose: .organisation, role: .gridResidual, region: "CN", year: 2023))
        == ["cn/electricity/co2/residual/2023@1"])
    #expect(
      try codes(FactorFilter(role: .gridAverage, region: "CN-ZJ")) == [
        "cn-zj/electricity/co2/average/2021@1", "cn-zj/electricity/co2/average/2022@1",
        "cn-zj/electricity/co2/average/2023@1",
      ])
    let world = try codes(FactorFilter(region: ""))
    #expect(world.allSatisfy { $0.hasPrefix("gwp/") })
    let china = try codes(FactorFilter(region: "CN"))
    #expect(world.count + china.count == (try ShippedFactors.book().factors.count))
    #expect(!china.contains { $0.hasPrefix("gwp/") })
  }

  @Test func `words are searched in both languages, whatever their case`() throws {
    #expect(
      try codes(FactorFilter(text: "柴油 热量")) == ["cn/fuel/diesel/ncv@1"])
    #expect(
      try codes(FactorFilter(text: "DIESEL calorific")) == [
        "cn/fuel/diesel/ncv@1", "cn/standard-coal/diesel@1",
      ])
    #expect(try codes(FactorFilter(text: "沪环气")).first == "cn-sh/electricity/co2/default@1")
    #expect(try codes(FactorFilter(text: "no such words")) == [])
  }

  @Test func `a day shows only what was published by then`() throws {
    func average(_ year: Int, _ month: Int, _ day: Int) throws -> [String] {
      try codes(
        FactorFilter(
          role: .gridAverage, usableOn: CalendarDate(year: year, month: month, day: day),
          text: "cn/electricity/co2"))
    }
    #expect(try average(2024, 4, 11) == [])
    #expect(try average(2025, 12, 30).count == 2)
    #expect(try average(2025, 12, 31).count == 3)
  }

  @Test func `the first of two factors with one code stays`() throws {
    var book = try ShippedFactors.book()
    var other = try #require(book.factor("gwp/ar6/ch4@1"))
    other.value = .one
    let isNew = book.append(other)
    #expect(!isNew)
    #expect(book.factor("gwp/ar6/ch4@1")?.value.description == "27.9")
    #expect(book.factor("gwp/ar9/ch4@1") == nil)
    #expect(book.footprint("00000000-0000-4000-8000-000000000000") == nil)
    #expect(book.certifiedEnergy(of: "cell") == .zero)
  }

  @Test func `a factor that supersedes what is not there is a problem of the book`() throws {
    var factor = try #require(try ShippedFactors.book().factor("gwp/ar6/ch4@1"))
    factor.code = "gwp/ar6/ch4@2"
    factor.supersedes = "gwp/ar6/ch4@1"
    #expect(FactorBook([factor]).problems.map(\.path) == ["gwp/ar6/ch4@2.supersedes"])
    var book = try ShippedFactors.book()
    book.append(factor)
    #expect(book.problems == [])
  }

  @Test(arguments: [
    ("cn/fuel/diesel/ncv@1", true), ("gwp/ar6/ch4-fossil@12", true), ("a@1", true),
    ("cn/fuel/diesel/ncv", false), ("cn//ncv@1", false), ("cn/-a@1", false), ("CN/a@1", false),
    ("cn/a@0", false), ("cn/a@01", false), ("cn/a@1@1", false), ("cn/a b@1", false), ("@1", false),
    ("", false), ("柴油@1", false), ("a@", false),
  ])
  func `a code is lower-case words and a version`(code: String, isCode: Bool) {
    #expect(EmissionFactor.isCode(code) == isCode)
  }
}
