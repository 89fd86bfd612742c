// SPDX-License-Identifier: Apache-2.0
import ConciseBinary
import ExternalCredits
import LedgerCore
import Quantities
import Testing

@Suite struct CreditImportRecordTests {
  @Test func `a row is a series, a segment and a balance`() throws {
    var ledger = try LedgerFixture()
    try ledger.apply(LedgerFixture.row(10, 19, status: .retired))
    let series = try #require(ledger.state.core.series.row(0))
    #expect(series.prefix == "ACR:ACR-US-102-2003-274")
    #expect(
      ExternalCredits.printedSerial(of: series, 10...19) == "ACR-US-102-2003-274-10 to 19")
    let (segment, last) = ledger.state.core.holdings.segment(of: 0, holding: 12)
    #expect(segment.first == 10 && last == 19 && segment.standing == .retired)
    #expect(ledger.state.core.accounts.balance(of: 2, asset: 0, standing: .retired) == 10)
    #expect(ledger.state.core.accounts.sums() == [0: 0])
  }

  @Test func `the same row again is a duplicate and names its first entry`() throws {
    var ledger = try LedgerFixture()
    try ledger.apply(LedgerFixture.row(10, 19))
    let rejection = try #require(try ledger.refusal(of: LedgerFixture.row(10, 19)))
    #expect(rejection.rule == CreditRules.duplicate)
    #expect(rejection.found.english.contains("entry 6, record 0"))
  }

  @Test(arguments: [
    (UInt64(19), UInt64(25)), (5, 10), (12, 13), (5, 25), (10, 18),
  ])
  func `an overlapping row is refused and names the earlier record`(
    _ first: UInt64, _ last: UInt64
  ) throws {
    var ledger = try LedgerFixture()
    try ledger.apply(LedgerFixture.row(10, 19))
    let rejection = try #require(try ledger.refusal(of: LedgerFixture.row(first, last)))
    #expect(rejection.rule == CreditRules.overlap)
    #expect(rejection.found.english.contains("entry 6, record 0"))
    #expect(ledger.state.core.accounts.balance(of: 2, asset: 0, standing: .available) == 10)
  }

  @Test func `the same numbers in another status are a conflict, not a duplicate`() throws {
    var ledger = try LedgerFixture()
    try ledger.apply(LedgerFixture.row(10, 19))
    let rejection = try ledger.refusal(of: LedgerFixture.row(10, 19, status: .retired))
    #expect(rejection?.rule == CreditRules.overlap)
  }

  @Test func `neighbours and other prefixes are admitted`() throws {
    var ledger = try LedgerFixture()
    try ledger.apply(LedgerFixture.row(10, 19))
    try ledger.apply(LedgerFixture.row(20, 29))
    try ledger.apply(LedgerFixture.row(0, 9))
    try ledger.apply(LedgerFixture.row(10, 19, prefix: "ACR-US-102-2003-275"))
    #expect(ledger.state.core.series.count == 2)
    #expect(ledger.state.core.accounts.balance(of: 2, asset: 0, standing: .available) == 40)
  }

  @Test func `each rule refuses what it is for`() throws {
    var ledger = try LedgerFixture()
    let cases: [(CreditImportRecord, Rule)] = [
      (try LedgerFixture.row(1, 9, quantity: 8), CreditRules.quantity),
      (try LedgerFixture.row(1, 9, prefix: "XYZ-1", registry: "XYZ"), CreditRules.account),
      (
        try LedgerFixture.row(1, 9, prefix: "CAR-1", registry: "CAR", holder: 3),
        CreditRules.registry
      ),
      (try LedgerFixture.row(1, 9, prefix: "ACR-US-102-03-274"), CreditRules.serial),
      (try LedgerFixture.row(1, 9, holder: 3), CreditRules.account),
      (try LedgerFixture.row(1, 9, holder: 99), LedgerRules.unknownNumber),
      (try LedgerFixture.row(1, 9, date: "2026-01-03"), LedgerRules.notInFuture),
      (try LedgerFixture.row(1, .max), LedgerRules.bounds),
      (try LedgerFixture.row(0, .max), LedgerRules.bounds),
    ]
    for (record, rule) in cases {
      #expect(try ledger.refusal(of: record)?.rule == rule)
    }
    #expect(ledger.state.core.series.count == 0)
    #expect(
      try ledger.refusal(of: LedgerFixture.row(1, 9), by: 4)?.rule == LedgerRules.role)
    try ledger.apply(LedgerFixture.row(1, 9))
    #expect(
      try ledger.refusal(of: LedgerFixture.row(10, 19, vintage: 2004))?.rule
        == CreditRules.series)
  }

  @Test func `a record reads back as written`() throws {
    let record = try LedgerFixture.row(10, 19, status: .cancelled)
    let bytes = record.encoded
    var reader = CBORReader(bytes.span)
    let count = try reader.readArrayHeader()
    let type = try reader.readUnsigned()
    let read = try CreditImportRecord(decoding: &reader)
    #expect(count == CreditImportRecord.shape.fields.count + 1)
    #expect(type == 200)
    #expect(read == record)
    let isAtEnd = reader.isAtEnd
    #expect(isAtEnd)
  }
}
