// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import LedgerService
import MethodologyEngine
import Quantities
import Testing

@Suite struct CreditTextTests {
  @Test func `a stretch of units is read and written`() throws {
    let range = try UnitRange(text: "SZPHER-METRO-2025:27-35")
    #expect(range.series == "SZPHER-METRO-2025" && range.first == 27 && range.count == 9)
    #expect("\(range)" == "SZPHER-METRO-2025:27-35")
    let single = try UnitRange(text: "3:17")
    #expect("\(single)" == "3:17" && single.count == 1)
  }

  @Test(arguments: [
    "", ":", "3", "3:", ":3", "3:5-4", "3:1-2-3", "3:-2", "3:x", "3:9223372036854775807",
  ])
  func `what is no stretch of units is refused`(text: String) {
    #expect(throws: ServiceError.self) { try UnitRange(text: text) }
  }

  @Test(arguments: [
    (0, "0", "0"), (1, "0.001", "0.000000001"), (373_600, "373.6", "0.0003736"),
    (1_234_567_800, "1234567.8", "1.2345678"), (-2_000, "-2", "-0.000002"),
  ])
  func `milligrams are written exactly`(amount: Int64, grams: String, tonnes: String) {
    #expect(CreditAmount.grams(amount) == grams)
    #expect(CreditAmount.tonnes(amount) == tonnes)
  }

  @Test func `a parameter is set for a choice and an interval of event dates`() throws {
    let plain = try ParameterAssignment(text: "speed_limit=120")
    #expect(plain.setting.name == "speed_limit" && plain.setting.choice == nil)
    #expect(plain.from == nil && plain.through == nil)
    let dated = try ParameterAssignment(text: "grid[east]=0.5703/2024-01-01..2024-12-31")
    #expect(dated.setting.choice == "east")
    #expect(dated.from == CalendarDate(year: 2024, month: 1, day: 1))
    #expect(dated.through == CalendarDate(year: 2024, month: 12, day: 31))
    let open = try ParameterAssignment(text: "grid=0.5/2025-01-01..")
    #expect(open.through == nil)
  }

  @Test(arguments: ["", "a", "=3", "a=b", "a=3/2024", "a=3/x..y", "a[]=3"])
  func `what sets no parameter is refused`(text: String) {
    #expect(throws: ServiceError.self) { try ParameterAssignment(text: text) }
  }
}
