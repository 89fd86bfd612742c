// SPDX-License-Identifier: Apache-2.0
import FootprintEngine
import LedgerCore
import ProductFootprints
import Quantities
import Testing

/// Rule 30 with the examples of the rule book, and who verifies and labels.
@Suite struct LabelRuleTests {
  /// A ledger with a verified footprint of 12.4 kg, on which another stands.
  private func ledger() throws -> TestLedger {
    var ledger = try TestLedger()
    try ledger.declare(Sample.model(1, emitting: "12.4"))
    try ledger.submit(ledger.verification(0), by: .verifier)
    return ledger
  }

  @Test func `PCF-30: a label that shows another number is refused`() throws {
    var ledger = try ledger()
    #expect(try ledger.refusal(ledger.label(0, "12.3"), by: .body) == "PCF-30")
    #expect(try ledger.refusal(ledger.label(0, "12.4"), by: .body) == nil)
    #expect(try ledger.refusal(ledger.label(0, "12.4"), by: .body) == "LED-108")
    #expect(ledger.footprints.labels[0].isValid(on: ledger.today))
    #expect(ledger.footprints.footprints[0].labels == [0])
  }

  @Test func `PCF-30: a label shows the total of its basis`() throws {
    var ledger = try TestLedger()
    let uptake = Sample.line(
      "tree", "1", "kg", .factors(["example/tree@1"], carbon: false), .biogenicUptake)
    try ledger.declare(Sample.model(1, [Sample.emission("direct", "2"), uptake]))
    try ledger.submit(ledger.verification(0), by: .verifier)
    #expect(
      try ledger.refusal(ledger.label(0, "2", basis: .including), by: .body) == "PCF-30")
    #expect(try ledger.refusal(ledger.label(0, "1.5"), by: .body) == "PCF-30")
    #expect(try ledger.refusal(ledger.label(0, "1.5", basis: .including), by: .body) == nil)
  }

  @Test func `PCF-30: only a verified, valid footprint is labelled`() throws {
    var ledger = try TestLedger()
    try ledger.declare(Sample.model(1, emitting: "12.4"))
    #expect(try ledger.refusal(ledger.label(0, "12.4"), by: .body) == "PCF-30")
    try ledger.submit(ledger.verification(0), by: .verifier)
    // Three years from the end of the data.
    let late = ledger.label(0, "12.4", through: day(2029, 1, 1))
    #expect(try ledger.refusal(late, by: .body) == "PCF-30")
    try ledger.declare(Sample.model(2, emitting: "12.4", preceding: [1]))
    #expect(try ledger.refusal(ledger.label(0, "12.4"), by: .body) == "PCF-30")
    try ledger.submit(ledger.verification(1), by: .verifier)
    try ledger.submit(ledger.withdrawal(1), by: .maker)
    #expect(try ledger.refusal(ledger.label(1, "12.4"), by: .body) == "PCF-30")
    #expect(try ledger.refusal(ledger.label(7, "12.4"), by: .body) == "LED-106")
  }

  @Test func `PCF-30: a suspended or withdrawn label is not valid on a date`() throws {
    var ledger = try ledger()
    try ledger.submit(ledger.label(0, "12.4"), by: .body)
    func change(_ action: LabelAction, _ from: CalendarDate) -> LabelStatusRecord {
      LabelStatusRecord(label: 0, action: action, from: from, reason: "surveillance")
    }
    let (july, august) = (day(2026, 7, 1), day(2026, 8, 1))
    #expect(try ledger.refusal(change(.suspend, july), by: .verifier) == "LED-6")
    #expect(try ledger.refusal(change(.resume, july), by: .body) == "PCF-30")
    try ledger.submit(change(.suspend, july), by: .body)
    try ledger.submit(change(.resume, august), by: .body)
    func validity() -> [Bool] {
      [
        day(2026, 6, 14), day(2026, 6, 15), day(2026, 6, 30), july, day(2026, 7, 31), august,
        day(2027, 6, 14), day(2027, 6, 15),
      ].map { ledger.footprints.labels[0].isValid(on: $0) }
    }
    #expect(validity() == [false, true, true, false, false, true, true, false])
    try ledger.submit(change(.withdraw, day(2026, 9, 1)), by: .authority)
    #expect(validity() == [false, true, true, false, false, true, false, false])
    #expect(try ledger.refusal(change(.resume, day(2026, 10, 1)), by: .body) == "LED-2")
    #expect(try ledger.reloaded().images() == ledger.images())
  }

  @Test func `PCF-30: withdrawing or flagging a footprint ends its labels`() throws {
    var ledger = try TestLedger()
    try ledger.declare(Sample.model(1, product: "urn:example:ore"), by: .supplier)
    try ledger.declare(Sample.model(2, emitting: "11.4", on: [1]))
    for number in [0, 1] as [UInt32] {
      try ledger.submit(ledger.verification(number), by: .verifier)
    }
    try ledger.submit(
      ledger.label(0, "1", code: "CL-0"), ledger.label(1, "12.4", code: "CL-1"), by: .body)
    ledger.today = day(2026, 7, 10)
    try ledger.submit(ledger.withdrawal(0), by: .supplier)
    for label in ledger.footprints.labels.all {
      #expect(label.isValid(on: day(2026, 7, 9)))
      #expect(!label.isValid(on: day(2026, 7, 10)))
    }
    #expect(try ledger.reloaded().images() == ledger.images())
  }

  @Test func `LED-7: neither verifier nor body is the owner`() throws {
    var ledger = try TestLedger()
    try ledger.declare(Sample.model(1, emitting: "12.4"))
    #expect(try ledger.refusal(ledger.verification(0), by: .buyer) == "LED-6")
    #expect(try ledger.refusal(ledger.label(0, "12.4"), by: .maker) == "LED-6")
    // An enterprise that became a verifier afterwards still owns what it declared.
    let role = QualificationRecord(
      participant: Party.maker.rawValue, role: .verifier, from: day(2026, 1, 1), through: nil,
      document: "example")
    #expect(try ledger.refusal(role, by: .authority) == "LED-7")
  }

  @Test func `a verification says by which standard and comes after the calculation`() throws {
    var ledger = try TestLedger()
    try ledger.declare(Sample.model(1))
    func verification(_ date: CalendarDate, _ standard: String) -> FootprintVerificationRecord {
      FootprintVerificationRecord(
        footprint: 0, date: date, standard: standard, coverage: "product",
        report: digest("report"))
    }
    let yesterday = ledger.today.adding(days: -1)
    #expect(
      try ledger.refusal(verification(yesterday, "ISO 14064-3"), by: .verifier) == "LED-107")
    #expect(try ledger.refusal(verification(ledger.today, ""), by: .verifier) == "LED-107")
    #expect(
      try ledger.refusal(verification(ledger.today.adding(days: 1), "x"), by: .verifier)
        == "LED-5B")
    #expect(
      try ledger.refusal(verification(ledger.today, "ISO 14064-3"), by: .verifier) == nil)
    #expect(ledger.footprints.footprints[0].status == [.verified])
    try ledger.submit(ledger.withdrawal(0), by: .maker)
    #expect(
      try ledger.refusal(verification(ledger.today, "ISO 14064-3"), by: .verifier) == "PCF-28")
  }
}
