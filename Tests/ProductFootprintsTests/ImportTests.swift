// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import FootprintEngine
import LedgerCore
import ProductFootprints
import Quantities
import Testing

/// Footprints that come from suppliers as PACT documents.
@Suite struct ImportTests {
  private func object(_ members: [(name: String, value: CBORValue)]) -> CBORValue {
    .map(members.map { CBORValue.Pair(.text($0.name), $0.value) })
  }

  /// A supplier's document: 2.5 kg fossil per kilogram.
  private func document(
    _ number: Int, status: String = "Active", product: String = "urn:gtin:6901234567892",
    company: String = "urn:company:example:ore", total: String = "2.5",
    fossil: String = "2.5", preceding: Int? = nil
  ) throws -> [UInt8] {
    var members: [(name: String, value: CBORValue)] = [
      ("id", .text(uuid(number))), ("specVersion", .text("3.0.3")),
      ("created", .text("2026-02-01T08:00:00Z")), ("status", .text(status)),
      ("companyName", .text("示例矿业")), ("companyIds", .array([.text(company)])),
      ("productDescription", .text("示例精矿")), ("productIds", .array([.text(product)])),
      ("productNameCompany", .text("示例精矿")),
      (
        "pcf",
        object([
          ("declaredUnitOfMeasurement", .text("kilogram")), ("declaredUnitAmount", .text("1")),
          ("productMassPerDeclaredUnit", .text("1")),
          ("referencePeriodStart", .text("2025-01-01T00:00:00Z")),
          ("referencePeriodEnd", .text("2026-01-01T00:00:00Z")),
          ("geographyCountry", .text("CN")),
          ("boundaryProcessesDescription", .text("采选")),
          ("pcfExcludingBiogenicUptake", .text(total)),
          ("pcfIncludingBiogenicUptake", .text(total)), ("fossilGhgEmissions", .text(fossil)),
          ("fossilCarbonContent", .text("0")), ("biogenicCarbonContent", .text("0")),
          ("ipccCharacterizationFactors", .array([.text("AR6")])),
          ("crossSectoralStandards", .array([.text("ISO14067")])),
          ("exemptedEmissionsPercent", .text("0")),
          ("exemptedEmissionsDescription", .text("")),
          ("packagingEmissionsIncluded", .boolean(false)),
          ("ccsTechnologicalCO2CaptureIncluded", .boolean(false)),
          ("primaryDataShare", .text("80")),
        ])
      ),
    ]
    if let preceding { members.append(("precedingPfIds", .array([.text(uuid(preceding))]))) }
    return try object(members).encoded()
  }

  private func record(_ document: [UInt8]) -> FootprintImportRecord {
    FootprintImportRecord(
      document: document, received: day(2026, 3, 1), evidence: digest("mail"))
  }

  @Test func `a supplier's footprint is drawn on like any other`() throws {
    var ledger = try TestLedger()
    #expect(try ledger.refusal(record(try document(1)), by: .verifier) == "LED-6")
    try ledger.submit(record(try document(1)), by: .maker)
    #expect(try ledger.refusal(record(try document(1)), by: .buyer) == "LED-108")
    let row = ledger.footprints.footprints[0]
    #expect(row.isImported && row.owner == Party.maker.rawValue)
    #expect(row.excludingBiogenicUptake == decimal("2.5"))
    #expect(row.values == [.fossil: decimal("2.5")])
    #expect(row.primaryDataShare == decimal("80"))
    try ledger.declare(Sample.model(2, on: [1]))
    #expect(ledger.footprints.footprints[1].excludingBiogenicUptake == decimal("3.5"))
    try ledger.submit(ledger.withdrawal(0, reason: "supplier withdrew it"), by: .maker)
    #expect(ledger.footprints.footprints[1].affectedBy == 0)
    #expect(try ledger.reloaded().images() == ledger.images())
    #expect(try ledger.replayedImages() == ledger.images())
  }

  @Test func `PCF-25 and PCF-28: a document that does not add up or is deprecated is refused`()
    throws
  {
    var ledger = try TestLedger()
    let wrong = record(try document(1, total: "2.2", fossil: "2.5"))
    #expect(try ledger.refusal(wrong, by: .maker) == "PCF-25")
    let deprecated = record(try document(1, status: "Deprecated"))
    #expect(try ledger.refusal(deprecated, by: .maker) == "PCF-28")
    #expect(try ledger.refusal(record([0xa0]), by: .maker) == "PCF-22")
    #expect(try ledger.refusal(record([0xff]), by: .maker) == "LED-101")
  }

  @Test func `PCF-29: one's own product, received back, is no upstream of itself`() throws {
    var ledger = try TestLedger()
    try ledger.submit(record(try document(1, product: "urn:example:cell")), by: .maker)
    #expect(try ledger.refusal(of: Sample.model(2, on: [1])) == "PCF-29")
    #expect(
      try ledger.refusal(of: Sample.model(2, on: [1], product: "urn:example:pack")) == nil)
  }

  @Test func `FCT-21: a newer document takes the place of the one received before`() throws {
    var ledger = try TestLedger()
    try ledger.submit(record(try document(1)), by: .maker)
    try ledger.submit(record(try document(2, preceding: 1)), by: .maker)
    #expect(ledger.footprints.footprints[0].successor == 1)
    #expect(ledger.footprints.footprints[0].status == [.imported, .superseded])
    // What is not on this ledger, or somebody else's, is named and nothing more.
    try ledger.submit(record(try document(3, preceding: 9)), by: .maker)
    try ledger.submit(record(try document(4, preceding: 2)), by: .buyer)
    #expect(ledger.footprints.footprints[1].successor == nil)
    #expect(ledger.footprints.footprints[2].statement.preceding == [uuid(9)])
  }

  @Test func `LED-7: the company whose product it is does not verify it`() throws {
    var ledger = try TestLedger()
    let own = "urn:uscc:\(try ledger.identifier(of: .verifier))"
    try ledger.submit(record(try document(1, company: own)), by: .maker)
    #expect(try ledger.refusal(ledger.verification(0), by: .verifier) == "LED-7")
    #expect(try ledger.refusal(ledger.verification(0), by: .body) == nil)
  }
}
