// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerCore
import ProductFootprints
import Quantities
import Testing

/// Rule 31 with the examples of the rule book.
@Suite struct CertificateRuleTests {
  private func uses(
    _ series: UInt32, _ first: UInt64, _ count: UInt64, process: String = "make"
  ) -> [DeclarationRecord.Certificates] {
    [
      DeclarationRecord.Certificates(
        process: process, series: series, first: first, count: count)
    ]
  }

  /// A ledger with certificates 1–100, of which 1–40 are retired for the maker.
  private func ledger() throws -> (TestLedger, series: UInt32) {
    var ledger = try TestLedger()
    let series = try ledger.certificates(100)
    try ledger.submit(
      ledger.retirement(series, 1, 25), ledger.retirement(series, 26, 15), by: .maker)
    return (ledger, series)
  }

  @Test func `PCF-31: the same certificate in two footprints is refused`() throws {
    var (ledger, series) = try ledger()
    try ledger.declare(Sample.market(1, "20000"), certificates: uses(series, 11, 20))
    let other = Sample.market(2, "5000", product: "urn:example:pack")
    for first: UInt64 in [7, 11, 20, 29, 30] {
      #expect(
        try ledger.refusal(of: other, certificates: uses(series, first, 5)) == "PCF-31")
    }
    #expect(try ledger.refusal(of: other, certificates: uses(series, 31, 5)) == nil)
    let used = ledger.footprints.certificateUses.uses(of: series, in: 1...100)
    #expect(used.map(\.range) == [11...30, 31...35])
    #expect(used.map(\.footprint) == [0, 1])
    let later = Sample.market(3, "5000", product: "urn:example:box")
    #expect(try ledger.reloaded().rejects(later, uses(series, 28, 5)) == "PCF-31")
  }

  @Test
  func `FCT-16: certificates for a model by location would count for nothing and are refused`()
    throws
  {
    var (ledger, series) = try ledger()
    var model = Sample.market(1, "5000")
    model.electricity = .locationBased
    #expect(try ledger.refusal(of: model, certificates: uses(series, 1, 5)) == "FCT-16")
    model.electricity = .marketBased
    #expect(try ledger.refusal(of: model, certificates: uses(series, 1, 5)) == nil)
  }

  @Test func `PCF-31: certificates that are not retired are refused`() throws {
    var (ledger, series) = try ledger()
    let model = Sample.market(1, "41000")
    #expect(try ledger.refusal(of: model, certificates: uses(series, 1, 41)) == "PCF-31")
    #expect(try ledger.refusal(of: model, certificates: uses(series, 101, 1)) == "PCF-31")
    #expect(try ledger.refusal(of: model, certificates: uses(series, 1, 0)) == "LED-107")
    #expect(try ledger.refusal(of: model, certificates: uses(9, 1, 1)) == "LED-106")
    #expect(try ledger.refusal(of: model, certificates: uses(series, 1, 40)) == nil)
  }

  @Test func `PCF-31: certificates retired for another party, site or period are refused`() throws {
    var (ledger, series) = try ledger()
    let model = Sample.market(1, "5000")
    #expect(
      try ledger.refusal(of: model, by: .buyer, certificates: uses(series, 1, 5)) == "PCF-31")
    try ledger.submit(ledger.retirement(series, 41, 5, for: .buyer), by: .maker)
    #expect(try ledger.refusal(of: model, certificates: uses(series, 41, 5)) == "PCF-31")
    try ledger.submit(ledger.retirement(series, 46, 5, site: "嘉兴二厂"), by: .maker)
    #expect(try ledger.refusal(of: model, certificates: uses(series, 46, 5)) == "PCF-31")
    let anywhere = Sample.market(1, "5000", site: "")
    #expect(try ledger.refusal(of: anywhere, certificates: uses(series, 46, 5)) == nil)
    // Data of 2025, consumption of 2024-12 or 2026-01.
    for months in [month(2024, 12)...month(2025, 2), month(2025, 12)...month(2025, 12)] {
      var other = Sample.market(2, "5000", product: "urn:example:pack")
      other.statement.period = period(day(2025, 1, 1), day(2025, 12, 31))
      let record = ledger.retirement(series, 51, 5, months: months)
      var copy = ledger
      try copy.submit(record, by: .maker)
      #expect(try copy.refusal(of: other, certificates: uses(series, 51, 5)) == "PCF-31")
    }
  }

  @Test func `PCF-31: certificates go to a process of the model, each once in a declaration`()
    throws
  {
    var (ledger, series) = try ledger()
    let model = Sample.market(1, "10000")
    #expect(
      try ledger.refusal(of: model, certificates: uses(series, 1, 5, process: "ship"))
        == "PCF-31")
    #expect(
      try ledger.refusal(of: model, certificates: uses(series, 1, 5) + uses(series, 5, 5))
        == "PCF-31")
    #expect(
      try ledger.refusal(of: model, certificates: uses(series, 1, 5) + uses(series, 6, 5))
        == nil)
  }

  @Test func `PCF-31: a recalculation takes over the certificates of what it replaces`() throws {
    var (ledger, series) = try ledger()
    try ledger.declare(Sample.market(1, "20000"), certificates: uses(series, 1, 20))
    let pack = Sample.market(2, "5000", product: "urn:example:pack", preceding: [1])
    #expect(try ledger.refusal(of: pack, certificates: uses(series, 1, 5)) == "PCF-31")
    #expect(
      try ledger.refusal(of: Sample.market(2, "5000"), certificates: uses(series, 1, 5))
        == "PCF-31")
    try ledger.declare(
      Sample.market(2, "25000", preceding: [1]), certificates: uses(series, 6, 10))
    try ledger.declare(
      Sample.market(3, "25000", preceding: [2]), certificates: uses(series, 1, 25))
    #expect(
      ledger.footprints.certificateUses.uses(of: series, in: 1...100).map(\.range) == [1...25])
    #expect(try ledger.reloaded().images() == ledger.images())
    #expect(try ledger.replayedImages() == ledger.images())
  }

  @Test func `PCF-31: a statement refused leaves no use behind`() throws {
    var (ledger, series) = try ledger()
    let first = ledger.declaration(
      Sample.market(1, "20000"), certificates: uses(series, 1, 20))
    #expect(try ledger.rejection(first, first, by: .maker)?.rule.code == "LED-108")
    let other = Sample.market(2, "20000", product: "urn:example:pack")
    #expect(try ledger.refusal(of: other, certificates: uses(series, 1, 20)) == nil)
  }
}

extension TestLedger {
  /// The rule that refuses `model` on a copy of the ledger.
  fileprivate func rejects(
    _ model: FootprintModel, _ certificates: [DeclarationRecord.Certificates]
  ) throws -> String? {
    var copy = self
    return try copy.refusal(of: model, certificates: certificates)
  }
}
