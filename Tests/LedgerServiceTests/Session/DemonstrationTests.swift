// SPDX-License-Identifier: Apache-2.0
import LedgerCore
import LedgerService
import LedgerVerification
import Quantities
import Testing

@Suite struct DemonstrationTests {
  private func ledger() async throws -> (ExampleLedger, LedgerPaths, [String]) {
    let place = try await ExampleLedger()
    let paths = LedgerPaths(root: place.root + "/city/data", keys: place.root + "/city/keys")
    var lines: [String] = []
    try await Demonstration(
      paths: paths, language: .english, methodologies: DemonstrationLedger.methodologies
    ) { lines.append($0) }.run()
    return (place, paths, lines)
  }

  @Test func `the year of the example city verifies to the last byte`() async throws {
    let (place, paths, lines) = try await ledger()
    let report = try await LedgerAudit.verify(paths.root)
    #expect(report.findings.isEmpty)
    let rules = [
      "RET-85", "GEC-37", "GEC-35", "GEC-47", "BAL-83", "BAL-84", "LED-106", "INC-61", "INC-63",
      "INC-69", "INC-70", "INC-71", "INC-74", "INC-85", "CLM-77",
    ]
    for rule in rules { #expect(lines.contains { $0.contains(rule) }, "no refusal by \(rule)") }
    withExtendedLifetime(place) {}
  }

  @Test func `balances and contra accounts sum to zero in each asset class`() async throws {
    let (place, paths, _) = try await ledger()
    var query = BalanceQuery()
    query.includesIssuance = true
    let lines = try query.run(on: try await LedgerReading(paths).rows)
    let sums = Dictionary(grouping: lines, by: \.asset.code).mapValues {
      $0.reduce(0) { $0 + $1.amount }
    }
    #expect(sums == ["GEC-T": 0, "GEC-N": 0, "PHER-T": 0])
    #expect(lines.filter { $0.standing == .retired }.allSatisfy { $0.amount > 0 })
    withExtendedLifetime(place) {}
  }

  @Test func `every tampered byte of the tour is noticed`() async throws {
    let (place, paths, _) = try await ledger()
    let results = try await TamperTour(paths, copy: place.root + "/copy").run()
    #expect(results.count == 11)
    for result in results { #expect(result.first != nil, "\(result.name.english)") }
  }
}
