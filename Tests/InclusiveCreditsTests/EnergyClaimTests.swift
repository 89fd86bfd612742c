// SPDX-License-Identifier: Apache-2.0
import GreenCertificates
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

/// Rule 47, from the side of inclusive credits: one kilowatt-hour, one scheme.
@Suite struct EnergyClaimTests {
  private let february = month(2025, 2)
  private let end = day(2025, 2, 28)
  private var ledger: TestLedger
  private let project: UInt32
  private let roof: UInt32

  init() throws {
    var ledger = try TestLedger()
    for parameter in GreenCertificates.nationalParameters {
      try ledger.submit(parameter, by: .authority)
    }
    for code in ["GEC-T", "GEC-N"] {
      try ledger.submit(
        AssetRecord(
          code: code, chineseName: code, englishName: code, unit: "MWh",
          issuer: Party.registry.rawValue), by: .authority)
    }
    let filing = ProjectRecord(
      code: "EXAMPLE0000000001", owner: Party.owner.rawValue, energy: .solar,
      technology: "示例", province: 44, city: "示例市", commissioning: day(2023, 7, 1),
      connection: .selfUse, isMarketBased: false, capacity: 900,
      isUnderSettlementMechanism: false)
    project = try #require(try ledger.submit(filing, by: .registry).first).number
    roof = try ledger.solar(project: project)
    self.ledger = ledger
  }

  private func certificates(
    _ count: UInt64, wattHours: Int64? = nil, first: UInt64 = 1, evidence: String = "meter"
  ) -> IssueRecord {
    IssueRecord(
      project: project, month: february, powerClass: .selfUse,
      metered: Energy(wattHours: wattHours ?? Int64(count) * 1_000_000), first: first,
      count: count, recipient: Party.owner.rawValue, isSeparatelyMetered: true,
      evidence: digest(evidence))
  }

  private func power(
    _ kilowattHours: Int64, _ key: String = "meter"
  ) throws -> ActivityBatchRecord {
    try ledger.batch(roof, on: end, [.generation(kilowattHours: kilowattHours, key: key)])
  }

  private var claim: Claim? {
    let subject = InclusiveCredits.energySubject(project: project, month: february)
    return ledger.core.claims.number(forKey: subject).map { ledger.core.claims[$0] }
  }

  @Test mutating func `energy that became certificates gives no inclusive credits`() throws {
    try ledger.submit(certificates(120), by: .registry)
    #expect(try ledger.refusal(try power(120_000), by: .owner) == "CLM-77")
    #expect(try ledger.refusal(try power(1), by: .owner) == "CLM-77")
    ledger.expectLaw()
  }

  @Test mutating func `energy that became inclusive credits gives no certificates`() throws {
    try ledger.submit(try power(120_000), by: .owner)
    #expect(claim?.amount(of: "pher") == 120_000_000 && claim?.capacity == 120_000_000)
    #expect(try ledger.refusal(certificates(120), by: .registry) == "GEC-47")
    #expect(try ledger.refusal(certificates(0, wattHours: 999_999), by: .registry) == "GEC-47")
    ledger.expectLaw()
  }

  @Test mutating func `after a reversal the energy is free for the other`() throws {
    try ledger.submit(certificates(120), by: .registry)
    let number = try #require(ledger.core.series.number(forKey: "EXAMPLE0000000001202502S"))
    let segment = ledger.core.holdings.segment(of: number, holding: 1).0
    try ledger.submit(
      ReversalRecord(
        kind: .issue, series: number, first: 1, count: 120, position: segment.lastChange,
        reason: "not eligible"), by: .registry)
    try ledger.submit(try power(120_000), by: .owner)
    #expect(claim?.capacity == 120_000_000 && claim?.amount(of: "gec") == 0)
    let again = certificates(120, first: 121, evidence: "again")
    #expect(try ledger.refusal(again, by: .registry) == "GEC-47")
    ledger.expectLaw()
  }

  @Test mutating func `activities taken out give their energy back`() throws {
    let batch = try ledger.report(roof, on: end, [.generation(kilowattHours: 120_000)], by: .owner)
    try ledger.submit(try ledger.removal(batch, [0]), by: .verifier)
    #expect(claim?.capacity == 0 && claim?.amount(of: "pher") == 0)
    #expect(try ledger.refusal(certificates(120), by: .registry) == nil)
    #expect(try ledger.refusal(try power(120_000, "again"), by: .owner) == "CLM-77")
    ledger.expectLaw()
  }

  @Test mutating func `energy set aside by cancelling certificates can be credited, no more`()
    throws
  {
    try ledger.submit(certificates(120), by: .registry)
    let setAside = ExclusionClaimRecord(
      project: project, month: february, scheme: .pher, energy: Energy(wattHours: 20_500_000))
    try ledger.submit(setAside, by: .registry)
    #expect(ledger.balance(.owner, .cancelled, asset: "GEC-N") == 21)
    #expect(try ledger.refusal(try power(20_501), by: .owner) == "CLM-77")
    let batch = try ledger.report(roof, on: end, [.generation(kilowattHours: 20_500)], by: .owner)
    #expect(try ledger.refusal(try power(1, "more"), by: .owner) == "CLM-77")
    #expect(try ledger.period(roof, february).ownEnergy == 0)
    try ledger.submit(try ledger.removal(batch, [0]), by: .verifier)
    #expect(try ledger.refusal(try power(20_500, "corrected"), by: .owner) == nil)
    ledger.expectLaw()
  }

  @Test mutating func `energy on its way into a later certificate gives no inclusive credits`()
    throws
  {
    try ledger.submit(certificates(0, wattHours: 900_000), by: .registry)
    #expect(try ledger.refusal(try power(900), by: .owner) == "CLM-77")
    ledger.expectLaw()
  }

  @Test mutating func `a green project belongs to one scenario`() throws {
    let second = ledger.approval(
      ledger.credits.scenarios[roof].approval.methodology, "ROOF2", by: .owner,
      attributes: [900, 1], subjects: ["site:roof2"], project: project)
    #expect(try ledger.refusal(second, by: .authority) == "CLM-77")
  }

  @Test mutating func `estimates claim no energy`() throws {
    try ledger.report(
      roof, on: end, [.generation(kilowattHours: 500)], status: .estimate, by: .owner)
    #expect(claim == nil)
    #expect(try ledger.refusal(certificates(120), by: .registry) == nil)
  }
}
