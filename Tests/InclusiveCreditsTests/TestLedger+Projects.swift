// SPDX-License-Identifier: Apache-2.0
import InclusiveCredits
import LedgerCore
import MethodologyEngine
import Quantities
import Testing

extension TestLedger {
  /// A solar project of the owner, its number; the methodology is filed once.
  mutating func solar(
    _ code: String = "ROOF", for beneficiary: Party = .owner, inside: [String] = [],
    project: UInt32? = nil, from: CalendarDate = day(2024, 1, 1), scheme: UInt32 = 0
  ) throws -> UInt32 {
    var methodology = SampleMethodology.solar(energy: project == nil ? nil : "generation")
    methodology.identity.version = project == nil ? "1" : "energy"
    let identity = methodology.identity.description
    let number = try credits.methodologies.number(forKey: identity) ?? file(methodology)
    return try approve(
      approval(
        number, code, by: .owner, for: beneficiary, from: from, attributes: [900, 1],
        subjects: ["site:\(scheme)-\(code)"], project: project, inside: inside, scheme: scheme))
  }

  /// Reports, verifies and issues one activity of a site for the month before `today`; returns
  /// the number of the series.
  @discardableResult
  mutating func issued(
    _ scenario: UInt32, kilowattHours: Int64, first: UInt64 = 1, buffer: UInt64 = 0,
    of period: CalendarMonth = month(2025, 2), by party: Party = .owner
  ) throws -> UInt32 {
    let row = ActivityRow.generation(kilowattHours: kilowattHours, key: "\(scenario) \(period)")
    try report(scenario, on: period.lastDay, [row], by: party)
    try submit(try verification(scenario, period), by: .verifier)
    try submit(try issue(scenario, period, buffer: buffer, first: first), by: .registry)
    let code = credits.scenarios[scenario].code
    return try series("\(code)-\(period.year)")
  }

  func retirement(
    _ series: UInt32, _ first: UInt64, _ count: UInt64, _ purpose: CreditPurpose = .voluntary,
    for beneficiary: String = "示例企业", obligation: UInt32? = nil, on date: CalendarDate? = nil
  ) -> PherRetirementRecord {
    PherRetirementRecord(
      series: series, first: first, count: count, purpose: purpose, beneficiary: beneficiary,
      obligation: obligation, date: date ?? today)
  }

  func transfer(
    _ series: UInt32, _ first: UInt64, _ count: UInt64, to recipient: Party
  ) -> PherTransferRecord {
    PherTransferRecord(
      series: series, first: first, count: count, recipient: recipient.rawValue)
  }

  func obligation(
    _ market: String = "city-ets", of party: Party = .owner, tonnes: UInt64 = 10_000,
    cap: UInt32 = 500, local: [UInt32] = [], outside: UInt32? = nil,
    from vintage: CalendarMonth? = nil, deadline: CalendarDate = day(2025, 12, 31)
  ) -> ObligationRecord {
    ObligationRecord(
      market: market, participant: party.rawValue, year: 2024, tonnes: tonnes,
      capBasisPoints: cap, localSchemes: local, outsideBasisPoints: outside,
      vintageFrom: vintage, deadline: deadline, source: "list of obligations")
  }

  /// Checks what is always true: each class sums to zero, nothing is claimed twice, and what was
  /// issued is held, retired or cancelled somewhere.
  func expectLaw(_ comment: Comment? = nil) {
    #expect(core.accounts.sums().values.allSatisfy { $0 == 0 }, comment)
    for claim in core.claims.all { #expect(claim.claimed <= claim.capacity, comment) }
    var issued: [UInt32: Int64] = [:]
    for issue in credits.issues.all {
      guard let series = issue.series else { continue }
      issued[core.series[series].asset, default: 0] += Int64(issue.count)
    }
    for (asset, total) in issued {
      var held: Int64 = 0
      for participant in 0..<UInt32(core.accounts.participantCount) {
        for line in core.accounts.lines(of: participant)
        where line.asset == asset && line.standing != .issuance {
          held += line.amount
        }
      }
      #expect(held == total, comment)
    }
  }
}
