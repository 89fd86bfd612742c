// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedgerCore
import LedgerService
import Testing

/// The public lists of two registries; run when TANZHANG_DATA names the folder with them.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["TANZHANG_DATA"] != nil))
struct RegistryListTests {
  struct List: Sendable {
    let file: String
    let mapping: String
    let asset: UInt32
    let rows: Int
    let prefixes: Int
    let tonnes: UInt64
  }

  static let lists = [
    List(
      file: "ACR_retirements.csv", mapping: "acr-retirements", asset: 0, rows: 2_637,
      prefixes: 437, tonnes: 13_912_689),
    List(
      file: "CAR_retirements.csv", mapping: "car-retirements", asset: 1, rows: 5_351,
      prefixes: 1_537, tonnes: 49_547_885),
  ]

  static func plan(_ list: List, _ change: ([UInt8]) -> [UInt8] = { $0 }) throws -> CreditImport {
    let folder = try #require(ProcessInfo.processInfo.environment["TANZHANG_DATA"])
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let mapping = root.appending(path: "Ledger/mappings/\(list.mapping).json")
    return try CreditImport.plan(
      csv: change(Array(try Data(contentsOf: URL(filePath: "\(folder)/\(list.file)")))),
      mapping: try ColumnMapping(parsing: Array(try Data(contentsOf: mapping))))
  }

  @Test(arguments: lists)
  func `a registry's list is registered whole, and again only as duplicates`(
    _ list: List
  ) async throws {
    let fixture = try await ImportFixture()
    let plan = try Self.plan(list)
    #expect(plan.refusals.isEmpty && plan.rows.count == list.rows)
    let report = await fixture.run(plan, asset: list.asset)
    #expect(report.accepted == .init(rows: list.rows, quantity: list.tonnes))
    #expect(report.conflicts.isEmpty && report.refused.isEmpty && report.stopped == nil)
    #expect(await fixture.ledger.current.core.series.count == list.prefixes)
    #expect(await fixture.retired(list.asset) == Int64(list.tonnes))
    let again = await fixture.run(plan, asset: list.asset)
    #expect(again.accepted.rows == 0 && again.duplicates == report.accepted)
  }

  @Test func `one shifted range is the one conflict and names both rows`() async throws {
    let fixture = try await ImportFixture()
    let list = Self.lists[0]
    // Row 3 is 120158079 to 120158094; row 2 begins where it ends.
    let plan = try Self.plan(list) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      return Array(
        text.replacing("120158079 to 120158094", with: "120158080 to 120158095").utf8)
    }
    let report = await fixture.run(plan, asset: list.asset)
    #expect(report.accepted.rows == list.rows - 1 && report.conflicts.count == 1)
    #expect(report.conflicts.first?.row == 3 && report.conflicts.first?.earlierRow == 2)
  }

  @Test func `the same rows in another file are duplicates`() async throws {
    let fixture = try await ImportFixture()
    let list = Self.lists[0]
    _ = await fixture.run(try Self.plan(list), asset: list.asset)
    let other = try Self.plan(list) { $0 + [0x0A] }
    let report = await fixture.run(other, asset: list.asset)
    #expect(report.accepted.rows == 0 && report.duplicates.rows == list.rows)
    #expect(report.conflicts.isEmpty && report.refused.isEmpty)
  }
}
